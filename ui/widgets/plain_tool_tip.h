// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTextDocument>

namespace fe::widgets {

/// A tool tip that shows names of files, folders and classes as they are: Qt takes what looks like
/// HTML for HTML, and a tool tip has no text format to say otherwise.
[[nodiscard]] inline QString plainToolTip(const QString& text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace fe::widgets
