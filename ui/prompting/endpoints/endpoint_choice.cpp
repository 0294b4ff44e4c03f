// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_choice.h"

namespace fe::prompting {

QString EndpointChoice::title() const
{
    QString model = QString::fromStdString(server.model);
    if (model.startsWith(u'/')) { // llama-server names a model by the path of its file
        model = model.section(u'/', -1, -1, QString::SectionSkipEmpty);
    }
    return QStringLiteral("%1, %2").arg(model, entry.title());
}

base::Result<std::unique_ptr<endpoints::EndpointTextModel>> EndpointChoice::open() const
{
    return endpoints::openEndpoint(endpoint, server);
}

} // namespace fe::prompting
