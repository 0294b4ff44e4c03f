// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_choice.h"

namespace fe::prompting {

QString EndpointChoice::title() const
{
    return QStringLiteral("%1, %2").arg(QString::fromStdString(server.model), entry.title());
}

base::Result<std::unique_ptr<endpoints::EndpointTextModel>> EndpointChoice::open() const
{
    return endpoints::openEndpoint(endpoint, server);
}

} // namespace fe::prompting
