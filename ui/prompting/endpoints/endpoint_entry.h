// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/endpoint.h"

#include <QJsonArray>
#include <QList>
#include <QString>

#include <span>

namespace fe::prompting {

/// Where the key of an endpoint comes from.
enum class KeySource {
    None,
    Variable, ///< an environment variable, whose name is kept
    Store, ///< the system's secret store, under the entry's id
};

/// An endpoint as the user set it up. No key is ever in it.
struct EndpointEntry {
    QString id; ///< never changes, so that the key is found again
    QString name; ///< may be empty
    endpoints::Endpoint endpoint;
    KeySource keySource = KeySource::None;

    /// The name, or the address.
    [[nodiscard]] QString title() const;
};

/// A kind of server to begin with: usual address and key.
struct EndpointTemplate {
    const char* name; ///< a proper name; empty: any other server
    const char* url;
    const char* keyVariable; ///< empty: it asks for none by default
};
[[nodiscard]] std::span<const EndpointTemplate> endpointTemplates();
/// A new entry with an id of its own.
[[nodiscard]] EndpointEntry entryFrom(const EndpointTemplate& kind);

[[nodiscard]] QJsonArray toJson(const QList<EndpointEntry>& entries);
/// What makes no sense is left out; of equal ids the first counts.
[[nodiscard]] QList<EndpointEntry> endpointsFromJson(const QJsonArray& json);

} // namespace fe::prompting
