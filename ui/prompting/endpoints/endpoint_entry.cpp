// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_entry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUuid>

#include <array>

namespace fe::prompting {
namespace {

constexpr qsizetype kMostEntries = 200;
constexpr std::array<const char*, 3> kSources { "none", "variable", "store" };

QString sourceName(KeySource source)
{
    return QLatin1String(kSources[static_cast<std::size_t>(source)]);
}

KeySource sourceOf(const QString& name)
{
    for (std::size_t i = 0; i < kSources.size(); ++i) {
        if (name == QLatin1String(kSources[i])) {
            return static_cast<KeySource>(i);
        }
    }
    return KeySource::None;
}

} // namespace

QString EndpointEntry::title() const
{
    return name.isEmpty() ? QString::fromStdString(endpoint.baseUrl) : name;
}

std::span<const EndpointTemplate> endpointTemplates()
{
    static constexpr std::array kTemplates {
        EndpointTemplate { "llama-server", "http://localhost:8080/v1", "" },
        EndpointTemplate { "Ollama", "http://localhost:11434/v1", "" },
        EndpointTemplate { "vLLM", "http://localhost:8000/v1", "" },
        EndpointTemplate { "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY" },
        EndpointTemplate { "", "http://localhost:8080/v1", "" },
    };
    return kTemplates;
}

EndpointEntry entryFrom(const EndpointTemplate& kind)
{
    EndpointEntry entry;
    entry.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    entry.name = QString::fromLatin1(kind.name);
    entry.endpoint.baseUrl = kind.url;
    entry.endpoint.keyVariable = kind.keyVariable;
    entry.keySource = *kind.keyVariable == '\0' ? KeySource::None : KeySource::Variable;
    return entry;
}

QJsonArray toJson(const QList<EndpointEntry>& entries)
{
    QJsonArray json;
    for (const EndpointEntry& entry : entries) {
        const std::string stored = base::toText(endpoints::toJson(entry.endpoint));
        json.append(QJsonObject {
            { QStringLiteral("id"), entry.id },
            { QStringLiteral("name"), entry.name },
            { QStringLiteral("key"), sourceName(entry.keySource) },
            { QStringLiteral("endpoint"),
              QJsonDocument::fromJson(QByteArray::fromStdString(stored)).object() } });
    }
    return json;
}

QList<EndpointEntry> endpointsFromJson(const QJsonArray& json)
{
    QList<EndpointEntry> entries;
    QSet<QString> ids;
    for (const QJsonValue& value : json) {
        const QJsonObject object = value.toObject();
        EndpointEntry entry;
        entry.id = object[QStringLiteral("id")].toString();
        entry.name = object[QStringLiteral("name")].toString();
        entry.keySource = sourceOf(object[QStringLiteral("key")].toString());
        const QByteArray stored
            = QJsonDocument(object[QStringLiteral("endpoint")].toObject()).toJson();
        const auto parsed = base::parseJson(stored.toStdString(), "settings");
        const auto endpoint = parsed ? endpoints::endpointFromJson(*parsed, "settings")
                                     : base::Result<endpoints::Endpoint>(parsed.error());
        if (!endpoint || entry.id.isEmpty() || ids.contains(entry.id)
            || entries.size() == kMostEntries) {
            continue;
        }
        entry.endpoint = *endpoint;
        ids.insert(entry.id);
        entries.append(entry);
    }
    return entries;
}

} // namespace fe::prompting
