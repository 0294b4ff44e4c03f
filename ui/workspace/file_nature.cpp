// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/file_nature.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace fe::workspace {

namespace {

constexpr qint64 kSample = 4096;
/// The list of a ZIP's members stands at its end.
constexpr qint64 kZipTail = qint64 { 4 } << 20;

template<std::size_t N>
bool isOneOf(const QString& suffix, const std::array<const char*, N>& known)
{
    return std::any_of(known.begin(), known.end(),
                       [&suffix](const char* each) { return suffix == QLatin1String(each); });
}

constexpr std::array kScriptNames { "pt", "pth", "ptl", "ts", "jit", "torchscript" };
constexpr std::array kTextNames { "txt", "md", "json", "jsonl", "csv", "tsv" };

/// Text holds no zero byte and few control characters.
bool looksLikeText(const QByteArray& sample)
{
    return std::none_of(sample.begin(), sample.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x20 && value != '\n' && value != '\r' && value != '\t' && value != '\f'
            && value != 0x1b;
    });
}

bool looksLikeSafetensors(const QByteArray& sample, qint64 fileSize)
{
    constexpr qint64 kLengthBytes = 8;
    return sample.size() > kLengthBytes && sample.at(kLengthBytes) == '{'
        && qFromLittleEndian<quint64>(sample.constData())
        <= static_cast<quint64>(fileSize - kLengthBytes);
}

bool looksLikePickle(const QByteArray& sample)
{
    return sample.size() >= 2 && sample.at(0) == '\x80' && sample.at(1) >= 2 && sample.at(1) <= 5;
}

/// PyTorch's archives are ZIPs: TorchScript keeps constants.pkl beside data.pkl.
FileNature natureOfZip(QFile& file, bool namedScript)
{
    file.seek(std::max<qint64>(0, file.size() - kZipTail));
    const QByteArray tail = file.read(kZipTail);
    if (tail.contains("constants.pkl")) {
        return FileNature::Model;
    }
    if (tail.contains("data.pkl")) {
        return FileNature::Pickle;
    }
    return namedScript ? FileNature::Model : FileNature::Archive;
}

bool isModelFolder(const QDir& folder)
{
    return folder.exists(QStringLiteral("config.json"));
}

FileLook lookAtFolder(const QString& path)
{
    const QDir folder(path);
    const auto ggufs = folder.entryList({ QStringLiteral("*.gguf") }, QDir::Files).size();
    if (isModelFolder(folder) || ggufs == 1) {
        return { FileNature::Model, {}, path };
    }
    return { ggufs > 1 ? FileNature::FolderOfModels : FileNature::OtherFolder, {}, {} };
}

/// A part of a model's folder stands for the folder.
bool belongsToFolder(const QFileInfo& info, const QString& suffix)
{
    const QDir folder = info.dir();
    return isModelFolder(folder)
        && (suffix == QLatin1String("safetensors")
            || info.fileName() == QLatin1String("model.safetensors.index.json")
            || (info.fileName() == QLatin1String("config.json")
                && !folder.entryList({ QStringLiteral("*.safetensors") }, QDir::Files).isEmpty()));
}

FileNature natureOfContent(QFile& file, const QByteArray& sample, const QString& suffix)
{
    const bool namedScript = isOneOf(suffix, kScriptNames);
    if (sample.startsWith("GGUF") || (suffix == QLatin1String("gguf") && !sample.isEmpty())) {
        return FileNature::Model;
    }
    if (sample.startsWith("PK\x03\x04") || sample.startsWith("PK\x05\x06")) {
        return natureOfZip(file, namedScript);
    }
    if (sample.startsWith("version https://git-lfs")) {
        return FileNature::LfsPointer;
    }
    // Before Pickle: a header of 640 bytes begins with 0x80 0x02 too, but has its brace at byte 8.
    if (looksLikeSafetensors(sample, file.size())) {
        return FileNature::LoneWeights;
    }
    if (looksLikePickle(sample)) {
        return FileNature::Pickle;
    }
    return suffix == QLatin1String("safetensors") || namedScript ? FileNature::Model
                                                                 : FileNature::Other;
}

} // namespace

FileLook lookAt(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return lookAtFolder(path);
    }
    // A device or a pipe would block whoever reads it.
    if (!info.isFile()) {
        return { FileNature::Missing, {}, {} };
    }
    const QString suffix = info.suffix().toLower();
    if (belongsToFolder(info, suffix)) {
        return { FileNature::Model, {}, info.absolutePath() };
    }
    QFile file(path);
    QByteArray sample;
    if (file.open(QIODevice::ReadOnly)) {
        sample = file.read(kSample);
    }
    QMimeType mime = QMimeDatabase().mimeTypeForFileNameAndData(path, sample);
    FileNature nature = natureOfContent(file, sample, suffix);
    if (nature == FileNature::Other && looksLikeText(sample)) {
        const bool isText
            = isOneOf(suffix, kTextNames) || mime.inherits(QStringLiteral("text/plain"));
        nature = isText ? FileNature::Text : nature;
    } else if (nature == FileNature::Other && mime.inherits(QStringLiteral("text/plain"))) {
        mime = QMimeDatabase().mimeTypeForData(sample); // the name lied
    }
    if (nature == FileNature::Other && mime.name().startsWith(QLatin1String("image/"))) {
        nature = FileNature::Picture;
    } else if (nature == FileNature::Other && info.size() == 0) {
        nature = FileNature::Empty;
    }
    return { nature, mime.comment(), nature == FileNature::Model ? path : QString() };
}

} // namespace fe::workspace
