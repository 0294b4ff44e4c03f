// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QJsonObject>
#include <QList>
#include <QWidget>

#include <span>

namespace fe::scaling_tab {

class ScalingState;

/// A page of the Scaling tab's right side. Pages know the ScalingState and never each other.
class ScalingPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// What to find again on the next start.
    [[nodiscard]] virtual QJsonObject saveState() const = 0;
    virtual void restoreState(const QJsonObject& state) = 0;
    /// For the command palette; their texts are translated by the page.
    [[nodiscard]] virtual QList<QAction*> paletteActions() const { return {}; }
    /// Esc while the page is shown: stops what it computes. False: it computes nothing.
    virtual bool stop() { return false; }

Q_SIGNALS:
    /// The tab shall show the page of that id.
    void pageWanted(const QString& id);
};

/// A row for each page: the segmented control, the state and the palette are made from these.
struct ScalingPageRow {
    const char* id; ///< for the state
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
    /// The browser and the settings at the left are of use with it.
    bool usesBrowser;
    ScalingPage* (*make)(ScalingState& state, QWidget* parent);
};
[[nodiscard]] std::span<const ScalingPageRow> scalingPageRows();

} // namespace fe::scaling_tab
