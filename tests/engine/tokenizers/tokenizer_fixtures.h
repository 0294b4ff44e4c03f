// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "base/utf8.h"
#include "tokenizers/tokenizer.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace fe::test {

inline std::filesystem::path tokenizerData()
{
    return std::filesystem::path(FE_TEST_DATA) / "tokenizers";
}

/// The file's text; fails loudly by being empty, which no fixture is.
inline std::string readText(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("cannot read %s", path.c_str());
    }
    return file.readAll().toStdString();
}

inline base::Json readJson(const std::filesystem::path& path)
{
    auto json = base::parseJson(readText(path), path.string());
    if (!json) {
        qFatal("%s", json.error().oneLine().c_str());
    }
    return *std::move(json);
}

inline base::Result<tokenizers::TokenizerPtr> loadFile(const std::filesystem::path& tokenizerJson)
{
    tokenizers::TokenizerFiles files;
    files.tokenizerJson = tokenizerJson;
    return tokenizers::loadTokenizer(files);
}

/// From JSON text, by way of a file.
inline base::Result<tokenizers::TokenizerPtr> loadText(const std::string& json)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("tokenizer.json"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(json)) < 0) {
        qFatal("cannot write %s", qPrintable(path));
    }
    file.close();
    return loadFile(path.toStdString());
}

inline tokenizers::TokenizerPtr mustLoad(base::Result<tokenizers::TokenizerPtr> loaded)
{
    if (!loaded) {
        qFatal("%s", loaded.error().oneLine().c_str());
    }
    return *std::move(loaded);
}

inline base::Json toJson(const std::vector<tokenizers::ByteRange>& ranges)
{
    base::Json json = base::Json::array();
    for (const auto& range : ranges) {
        json.push(base::Json(
            base::Json::Array { std::uint64_t { range.begin }, std::uint64_t { range.end } }));
    }
    return json;
}

inline base::Json toJson(const std::vector<tokenizers::TokenId>& ids)
{
    return base::Json::arrayOf(ids);
}

/// All pieces of a StreamDecoder joined; fails if one is no valid UTF-8.
inline std::string streamed(const tokenizers::TokenizerPtr& tokenizer,
                            const std::vector<tokenizers::TokenId>& ids,
                            tokenizers::DecodeOptions options)
{
    tokenizers::StreamDecoder decoder(tokenizer, options);
    std::string text;
    const auto add = [&text](const std::string& piece) {
        if (!base::isValidUtf8(piece)) {
            qFatal("a piece is no valid UTF-8");
        }
        text += piece;
    };
    for (const tokenizers::TokenId id : ids) {
        add(decoder.push(id));
    }
    add(decoder.finish());
    return text;
}

} // namespace fe::test
