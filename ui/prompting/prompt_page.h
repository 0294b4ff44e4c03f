// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QWidget>

#include <span>

namespace fe::prompting {

class PromptState;

/// A page of the Prompt tab's right side. Pages know the PromptState and never each other.
class PromptPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// What to find again on the next start.
    [[nodiscard]] virtual QJsonObject saveState() const = 0;
    virtual void restoreState(const QJsonObject& state) = 0;
    /// For the command palette; their texts are translated by the page.
    [[nodiscard]] virtual QList<QAction*> paletteActions() const { return {}; }
    /// Shows a run of the history that is of the page's kind ("comparison", "sweep"); called after
    /// its document was read. False: it is none that the page can show.
    virtual bool openRun(qint64 /*id*/, const QByteArray& /*document*/) { return false; }
    /// Ctrl+Enter while the page is shown. False: it has nothing to run, and the answer is
    /// generated.
    virtual bool run() { return false; }
    /// A file that was dropped or opened while no other part had a use for it.
    virtual bool openFile(const QString& /*path*/) { return false; }
};

/// A row for each page behind the answer: the segmented control, the state and the palette are made
/// from these.
struct PromptPageRow {
    const char* id; ///< for the state
    const char* kind; ///< of the history's runs that it shows; empty: none
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
    PromptPage* (*make)(PromptState& state, QWidget* parent);
};
[[nodiscard]] std::span<const PromptPageRow> promptPageRows();

} // namespace fe::prompting
