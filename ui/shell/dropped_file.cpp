// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/dropped_file.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QStringList>

#include <algorithm>
#include <array>

namespace fe::shell {

namespace {

constexpr qint64 kSample = 4096;

bool isModelName(const QString& suffix)
{
    static constexpr std::array kSuffixes { "gguf", "safetensors", "pt", "pth", "bin" };
    return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                       [&suffix](const char* known) { return suffix == QLatin1String(known); });
}

bool isTextName(const QString& suffix)
{
    static constexpr std::array kSuffixes { "txt", "md", "json", "jsonl", "csv", "tsv" };
    return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                       [&suffix](const char* known) { return suffix == QLatin1String(known); });
}

/// Text holds no zero byte and few control characters.
bool looksLikeText(const QByteArray& sample)
{
    return std::none_of(sample.begin(), sample.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x20 && value != '\n' && value != '\r' && value != '\t' && value != '\f'
            && value != 0x1b;
    });
}

} // namespace

DroppedFile lookAtFile(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return { FileUse::Model, {} };
    }
    // A device or a pipe would block whoever reads it.
    if (!info.isFile()) {
        return { FileUse::Missing, {} };
    }
    const QString suffix = info.suffix().toLower();
    QFile file(path);
    QByteArray sample;
    if (file.open(QIODevice::ReadOnly)) {
        sample = file.read(kSample);
    }
    if (sample.startsWith("GGUF") || isModelName(suffix)) {
        return { FileUse::Model, {} };
    }
    const QMimeType mime = QMimeDatabase().mimeTypeForFileNameAndData(path, sample);
    if (looksLikeText(sample)
        && (isTextName(suffix) || mime.inherits(QStringLiteral("text/plain")))) {
        return { FileUse::Text, mime.comment() };
    }
    return { FileUse::Unknown, mime.comment() };
}

} // namespace fe::shell
