// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/palette_model.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListView;

namespace fe::shell {

/// Every action of the window by a few letters (Ctrl+K). Lies over the window; Escape, a click
/// elsewhere or a choice closes it and gives the focus back.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    /// @param window what it lies over.
    explicit CommandPalette(QWidget* window);

    void open(QList<PaletteEntry> entries);
    void close();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void place();
    void select(int row);
    void moveSelection(int step);
    void trigger(int row);
    bool keyPressed(int key);

    QLineEdit* m_query;
    QListView* m_list;
    QLabel* m_nothing;
    PaletteModel* m_model;
    QPointer<QWidget> m_focusBefore;
};

} // namespace fe::shell
