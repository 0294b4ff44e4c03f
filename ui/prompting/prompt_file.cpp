// SPDX-License-Identifier: GPL-3.0-or-later
// Reading prompt files: openPromptFile() of prompt_document.h.
#include "base/utf8.h"
#include "prompting/prompt_document.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace fe::prompting {

namespace {

constexpr qint64 kMostBytes = 4'000'000;

base::Error refusal(base::ErrorCode code, const QString& path, std::string why, std::string fix)
{
    return {
        code, "cannot open the prompt", path.toStdString(), {}, std::move(why), std::move(fix)
    };
}

base::Result<QByteArray> readAll(const QString& path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile()) {
        return refusal(base::ErrorCode::NotFound, path, "there is no such file",
                       "choose another file");
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return refusal(base::ErrorCode::Unreadable, path, file.errorString().toStdString(),
                       "check that you may read the file");
    }
    // One byte more than the limit is asked for: the size a file tells may be wrong or grow.
    QByteArray bytes = file.read(kMostBytes + 1);
    if (bytes.size() > kMostBytes) {
        return refusal(base::ErrorCode::LimitExceeded, path,
                       "it is larger than "
                           + base::bytesText(static_cast<unsigned long long>(kMostBytes)),
                       "shorten the file");
    }
    if (file.error() != QFileDevice::NoError) {
        return refusal(base::ErrorCode::Unreadable, path, file.errorString().toStdString(),
                       "try again");
    }
    if (!base::isValidUtf8({ bytes.constData(), static_cast<std::size_t>(bytes.size()) })) {
        return refusal(base::ErrorCode::Malformed, path, "it is not UTF-8 text",
                       "save the file as UTF-8");
    }
    return bytes;
}

base::Result<PromptDocument> readConversation(const QByteArray& bytes, const QString& path,
                                              PromptDocument document)
{
    const char* fix = R"(write a list of messages: [{"role": "user", "content": "Hello"}])";
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return refusal(base::ErrorCode::Malformed, path,
                       problem.errorString().toStdString() + " at byte "
                           + std::to_string(problem.offset),
                       fix);
    }
    if (!json.isArray() || json.array().isEmpty()) {
        return refusal(base::ErrorCode::Malformed, path, "it is not a list of messages", fix);
    }
    document.messages.clear();
    document.systemPrompt.clear();
    document.draft.clear();
    const QJsonArray items = json.array();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items[i].toObject();
        const QJsonValue role = item.value(QStringLiteral("role"));
        const QJsonValue content = item.value(QStringLiteral("content"));
        if (!role.isString() || role.toString().isEmpty() || !content.isString()) {
            return refusal(base::ErrorCode::Malformed, path,
                           "message " + std::to_string(i + 1) + " has no role or no text", fix);
        }
        if (i == 0 && role.toString() == QLatin1String("system")) {
            document.systemPrompt = content.toString();
        } else {
            document.messages.append({ role.toString(), content.toString() });
        }
    }
    document.mode = Mode::Chat;
    return document;
}

} // namespace

bool isPromptFile(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return ending == QLatin1String("txt") || ending == QLatin1String("md")
        || ending == QLatin1String("json");
}

base::Result<PromptDocument> openPromptFile(const QString& path, const PromptDocument& document)
{
    if (!isPromptFile(path)) {
        return refusal(base::ErrorCode::Unsupported, path, "it is neither .txt, .md nor .json",
                       "choose a text file or a conversation");
    }
    FE_TRY(const QByteArray bytes, readAll(path));
    if (QFileInfo(path).suffix().toLower() == QLatin1String("json")) {
        return readConversation(bytes, path, document);
    }
    PromptDocument opened = document;
    opened.freeText = QString::fromUtf8(bytes);
    opened.mode = Mode::Free;
    return opened;
}

} // namespace fe::prompting
