// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

namespace fe::imaging {

class VisionState;

/// A page of the Vision tab. Pages know the VisionState and never each other.
class VisionPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// What to find again on the next start.
    [[nodiscard]] virtual QJsonObject saveState() const = 0;
    virtual void restoreState(const QJsonObject& state) = 0;
    /// Takes dropped or pasted files and folders while it is shown; false if it has no use for
    /// them.
    virtual bool openPaths(const QStringList& paths) = 0;
};

} // namespace fe::imaging
