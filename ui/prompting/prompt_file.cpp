// SPDX-License-Identifier: GPL-3.0-or-later
// Prompt files: prompt_file.h, and openPromptFile() of prompt_document.h.
#include "prompting/prompt_file.h"

#include "base/utf8.h"
#include "prompting/exports.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace fe::prompting {

namespace {

constexpr qint64 kMostBytes = 4'000'000;
constexpr qint64 kMostExperimentBytes = 64'000'000; // a table of examples may be in it
constexpr int kVersion = 1;
constexpr const char* kFormat = "foundation-explorer/prompt";
constexpr const char* kSaveAgain = "choose a file that \"Save prompt as…\" wrote";

base::Error refusal(base::ErrorCode code, const QString& path, std::string why, std::string fix)
{
    return {
        code, "cannot open the prompt", path.toStdString(), {}, std::move(why), std::move(fix)
    };
}

base::Result<QByteArray> readAll(const QString& path, qint64 most)
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
    QByteArray bytes = file.read(most + 1);
    if (bytes.size() > most) {
        return refusal(base::ErrorCode::LimitExceeded, path,
                       "it is larger than "
                           + base::bytesText(static_cast<unsigned long long>(most)),
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

/// The path of the first value in `given` that `kept` has not; empty if there is none.
QString firstLoss(const QJsonValue& given, const QJsonValue& kept, const QString& path)
{
    if (given.isObject() && kept.isObject()) {
        const QJsonObject object = given.toObject();
        const QJsonObject other = kept.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            const QString loss
                = firstLoss(member.value(), other.value(member.key()), path + u'.' + member.key());
            if (!loss.isEmpty()) {
                return loss;
            }
        }
        return {};
    }
    if (given.isArray() && kept.isArray()) {
        const QJsonArray array = given.toArray();
        const QJsonArray other = kept.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString loss = firstLoss(array[i], i < other.size() ? other[i] : QJsonValue(),
                                           path + QStringLiteral("[%1]").arg(i));
            if (!loss.isEmpty()) {
                return loss;
            }
        }
        return array.size() == other.size() ? QString() : path;
    }
    return given == kept ? QString() : path;
}

base::Error notKept(const QString& path, const QString& loss, std::string fix)
{
    base::Error error = refusal(base::ErrorCode::Malformed, path,
                                "this part makes no sense to the program", std::move(fix));
    error.field = loss.toStdString();
    return error;
}

bool isExperiment(const QString& path)
{
    return path.endsWith(QLatin1String(kPromptFileSuffix), Qt::CaseInsensitive);
}

} // namespace

QByteArray promptFileText(const PromptDocument& document)
{
    // QJsonObject sorts its members; what the file is stands first, for people and for `file`.
    QByteArray text = "{\n\"format\": \"" + QByteArray(kFormat)
        + "\",\n\"version\": " + QByteArray::number(kVersion) + ",\n\"program\": ";
    const QByteArray program = QJsonDocument(QJsonArray { QCoreApplication::applicationVersion() })
                                   .toJson(QJsonDocument::Compact);
    text += program.mid(1, program.size() - 2)
        + ",\n\"document\": " + QJsonDocument(toJson(document)).toJson().trimmed() + "\n}\n";
    return text;
}

base::Result<PromptDocument> readPromptFile(const QByteArray& text, const QString& file)
{
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(text, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return refusal(base::ErrorCode::Malformed, file,
                       problem.errorString().toStdString() + " at byte "
                           + std::to_string(problem.offset),
                       kSaveAgain);
    }
    const QJsonObject whole = json.object();
    if (whole.value(QStringLiteral("format")) != QJsonValue(QLatin1String(kFormat))) {
        return refusal(base::ErrorCode::Unsupported, file, "it is no prompt of this program",
                       kSaveAgain);
    }
    const QJsonValue version = whole.value(QStringLiteral("version"));
    if (!version.isDouble() || version.toInt(-1) < 1) {
        return refusal(base::ErrorCode::Malformed, file, "it has no version", kSaveAgain);
    }
    if (version.toInt() > kVersion) {
        return refusal(base::ErrorCode::Unsupported, file,
                       "a later program wrote it (version " + std::to_string(version.toInt())
                           + ", this one knows " + std::to_string(kVersion) + ")",
                       "update this program");
    }
    const QJsonValue given = whole.value(QStringLiteral("document"));
    if (!given.isObject()) {
        return refusal(base::ErrorCode::Malformed, file, "it holds no document", kSaveAgain);
    }
    PromptDocument document = documentFromJson(given.toObject());
    const QString loss = firstLoss(given, toJson(document), QStringLiteral("document"));
    if (!loss.isEmpty()) {
        return notKept(file, loss, "correct it, or take it out of the file");
    }
    return document;
}

base::Result<void> savePromptFile(const QString& path, const PromptDocument& document)
{
    const QByteArray text = promptFileText(document);
    if (text.size() > kMostExperimentBytes) {
        return refusal(base::ErrorCode::LimitExceeded, path,
                       "it would be larger than "
                           + base::bytesText(static_cast<unsigned long long>(kMostExperimentBytes)),
                       "keep fewer examples");
    }
    FE_CHECK(readPromptFile(text, path)); // never a file that could not be opened again
    return writeExport(path, text.toStdString());
}

bool isPromptFile(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return ending == QLatin1String("txt") || ending == QLatin1String("md")
        || ending == QLatin1String("json") || isExperiment(path);
}

base::Result<PromptDocument> openPromptFile(const QString& path, const PromptDocument& document)
{
    if (!isPromptFile(path)) {
        return refusal(base::ErrorCode::Unsupported, path,
                       "it is neither .fexprompt, .txt, .md nor .json",
                       "choose a prompt, a text file or a conversation");
    }
    FE_TRY(const QByteArray bytes,
           readAll(path, isExperiment(path) ? kMostExperimentBytes : kMostBytes));
    if (isExperiment(path)) {
        return readPromptFile(bytes, path);
    }
    if (QFileInfo(path).suffix().toLower() == QLatin1String("json")) {
        return readConversation(bytes, path, document);
    }
    PromptDocument opened = document;
    opened.freeText = QString::fromUtf8(bytes);
    opened.mode = Mode::Free;
    return opened;
}

} // namespace fe::prompting
