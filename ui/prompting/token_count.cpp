// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/token_count.h"

#include <QCoreApplication>
#include <QLocale>

namespace fe::prompting {

QString tokensText(std::size_t count)
{
    // No %n: English has no catalogue to pick the plural from.
    const QString number = QLocale().toString(static_cast<qulonglong>(count));
    return count == 1
        ? QCoreApplication::translate("fe::prompting::TokenCount", "1 token")
        : QCoreApplication::translate("fe::prompting::TokenCount", "%1 tokens").arg(number);
}

} // namespace fe::prompting
