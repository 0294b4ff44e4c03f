// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_text.h"

#include "prompting/token_count.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace fe::prompting {
namespace {

constexpr const char* kContext = "fe::prompting::EndpointText";

QString translated(const char* text)
{
    return QCoreApplication::translate(kContext, text);
}

QString headlineOf(base::ErrorCode code)
{
    using base::ErrorCode;
    switch (code) {
    case ErrorCode::NotFound:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "The endpoint is not there, or has no such model"));
    case ErrorCode::Unreadable:
        return translated(
            QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "The endpoint does not answer"));
    case ErrorCode::Malformed:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "The endpoint answers what cannot be understood"));
    case ErrorCode::Unsupported:
        return translated(
            QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "The endpoint refuses this"));
    case ErrorCode::LimitExceeded:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "The endpoint is busy, or this is too long for it"));
    case ErrorCode::InvalidArgument:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "The endpoint is not set up completely"));
    case ErrorCode::OutOfMemory:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Not enough memory"));
    case ErrorCode::Cancelled:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Cancelled"));
    case ErrorCode::Internal:
        break;
    }
    return translated(
        QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "The program made a mistake"));
}

QString adviceOf(base::ErrorCode code)
{
    using base::ErrorCode;
    switch (code) {
    case ErrorCode::NotFound:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "Check the address and the name of the model."));
    case ErrorCode::Unreadable:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "Check that the server runs, the address and the key, "
                                            "then try again."));
    case ErrorCode::Malformed:
        return translated(
            QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                              "Check that the address is that of an OpenAI-compatible server."));
    case ErrorCode::LimitExceeded:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "Try again later, or with a shorter prompt."));
    case ErrorCode::InvalidArgument:
        return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                            "Change the setting that is named below."));
    default:
        return {};
    }
}

AbilityRow row(const char* name, bool available, const QString& value = {})
{
    const QString yes = translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "available"));
    const QString no
        = translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "not available"));
    return { translated(name), available ? (value.isEmpty() ? yes : value) : no, available };
}

QString alternatives(std::int32_t most)
{
    if (most == std::numeric_limits<std::int32_t>::max()) {
        return translated(
            QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "any number of alternatives"));
    }
    return translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "alternatives: %1 at most"))
        .arg(most);
}

} // namespace

widgets::BannerText endpointErrorText(const base::Error& error)
{
    widgets::BannerText text;
    text.headline = headlineOf(error.code);
    if (!error.file.empty()) {
        text.headline += QStringLiteral(": ") + QString::fromStdString(error.file);
    }
    text.advice = adviceOf(error.code);
    text.reason = QString::fromStdString(error.why.empty() ? error.what : error.why).simplified();
    text.details = QString::fromStdString(error.oneLine());
    return text;
}

QList<AbilityRow> abilityRows(const endpoints::ServerInfo& server)
{
    const generation::TextModelAbilities& can = server.abilities;
    QList<AbilityRow> rows;
    rows << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Chats"), can.chats)
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Plain prompts"), can.completes)
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Log-probabilities of chats"),
                server.chatLogProbs, alternatives(server.mostChatAlternatives))
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText",
                                  "Log-probabilities of plain prompts"),
                server.completionLogProbs, alternatives(server.mostCompletionAlternatives))
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Scores of given labels"),
                can.scores)
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "The same seed, the same text"),
                can.seed)
         << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Token count of a prompt"),
                can.tokenizes);
    rows << row(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "Context"), can.context > 0,
                tokensText(static_cast<std::size_t>(std::max<std::int64_t>(can.context, 0))));
    return rows;
}

QString serverText(const endpoints::ServerInfo& server)
{
    const QString name = server.kind == endpoints::ServerKind::Unknown
        ? translated(
            QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "An OpenAI-compatible server"))
        : QString::fromLatin1(endpoints::serverKindName(server.kind));
    const QString version = QString::fromStdString(server.version);
    // No %n: English has no catalogue to pick the plural from.
    const QString models
        = translated(QT_TRANSLATE_NOOP("fe::prompting::EndpointText", "models: %1"))
              .arg(QLocale().toString(static_cast<qulonglong>(server.models.size())));
    return (version.isEmpty() ? name : name + QLatin1Char(' ') + version) + QStringLiteral(", ")
        + models;
}

} // namespace fe::prompting
