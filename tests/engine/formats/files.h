// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace fe::formats::testing {

inline std::filesystem::path pathOf(const QString& path)
{
    return path.toStdString();
}

/// A file of the test data; the test fails if it is not there.
inline QByteArray dataFile(const QByteArray& name)
{
    QFile file(QStringLiteral(FE_TEST_DATA "/formats/") + QString::fromUtf8(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data: %s", name.constData());
    }
    return file.readAll();
}

/// A folder that goes away with the test, and files in it.
class Scratch
{
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path operator/(const QByteArray& name) const
    {
        return pathOf(path(QString::fromUtf8(name)));
    }
    std::filesystem::path root() const { return pathOf(m_folder.path()); }

    std::filesystem::path write(const QByteArray& name, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(path(QString::fromUtf8(name))).path());
        QFile file(path(QString::fromUtf8(name)));
        file.remove(); // some file systems flush a file that is truncated and written again
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write %s", name.constData());
        }
        return *this / name;
    }
    QByteArray read(const QByteArray& name) const
    {
        QFile file(path(QString::fromUtf8(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList entries() const
    {
        return QDir(m_folder.path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

private:
    QTemporaryDir m_folder;
};

/// The Error's line, or nothing if the file was opened.
inline QByteArray refusal(const std::filesystem::path& path)
{
    const auto package = openPackage(path);
    return package ? QByteArray() : QByteArray::fromStdString(package.error().oneLine());
}

/// Every tensor lies inside its file, and all of them together are no larger than the files.
inline bool isSound(const ModelPackage& package)
{
    std::uint64_t total = 0;
    for (const TensorEntry& tensor : package.tensors()) {
        if (tensor.file >= package.weightFiles().size()) {
            return false;
        }
        const auto size = std::filesystem::file_size(package.weightFiles()[tensor.file]);
        if (tensor.offset > size || tensor.bytes > size - tensor.offset) {
            return false;
        }
        total += tensor.bytes;
    }
    return total <= package.fileBytes();
}

inline std::vector<std::byte> bytesOf(const QByteArray& data)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(data.size()));
    if (!bytes.empty()) {
        std::memcpy(bytes.data(), data.constData(), bytes.size());
    }
    return bytes;
}

/// Safetensors file from its header's text and data.
inline QByteArray safetensorsFile(const QByteArray& header, const QByteArray& data = {})
{
    const quint64 length = static_cast<quint64>(header.size());
    QByteArray file(reinterpret_cast<const char*>(&length), sizeof(length));
    return file + header + data;
}

} // namespace fe::formats::testing
