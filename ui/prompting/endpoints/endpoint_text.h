// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "endpoints/server_info.h"
#include "widgets/message_banner.h"

#include <QList>
#include <QString>

namespace fe::prompting {

/// What went wrong with an endpoint, in the user's language as far as that goes; the server's own
/// words stay as they are.
[[nodiscard]] widgets::BannerText endpointErrorText(const base::Error& error);

/// One thing that a server can give, or cannot.
struct AbilityRow {
    QString name;
    QString value; ///< "yes", "up to 20 alternatives", "not available"
    bool available = false;
};

/// What the user should know before prompts are run there, in the language of now.
[[nodiscard]] QList<AbilityRow> abilityRows(const endpoints::ServerInfo& server);
/// "llama-server b9637, 3 models".
[[nodiscard]] QString serverText(const endpoints::ServerInfo& server);

} // namespace fe::prompting
