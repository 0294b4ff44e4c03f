// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace fe::workspace {
class Workspace;
}

namespace fe::prompting {

/// One line over the answer while the window names a model that writes no text: what that model is
/// for, and which one the prompts go on with.
class OtherModelNote : public QFrame
{
    Q_OBJECT
public:
    /// @param workspace outlives the note.
    explicit OtherModelNote(workspace::Workspace& workspace, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    workspace::Workspace& m_workspace;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_close;
};

} // namespace fe::prompting
