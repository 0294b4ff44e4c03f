// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QLabel;
class QMimeData;
class QWidget;

namespace fe::shell {

/// Takes files and folders that are dropped anywhere on a window, also where a text field would
/// take their addresses as text; shows that it will while they hover.
class FileDrop : public QObject
{
    Q_OBJECT
public:
    explicit FileDrop(QWidget& window);

    /// What is shown over the window while files hover, in the language of now; else a text for the
    /// main window.
    void setHint(const QString& hint) { m_hintText = hint; }

Q_SIGNALS:
    void dropped(const QStringList& paths);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showHint(bool shown);

    QWidget& m_window;
    QLabel* m_hint;
    QString m_hintText;
};

/// Local files and folders that the data names, in order.
[[nodiscard]] QStringList localPaths(const QMimeData* data);

/// The same for what was pasted, where a text that is one path or address a line counts too.
[[nodiscard]] QStringList pastedPaths(const QMimeData* data);

} // namespace fe::shell
