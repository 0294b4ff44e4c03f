// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace fe::prompting {

class PromptState;

/// Says that another prompt took the place of the user's own, and brings that back. Shown from then
/// until the user goes back or closes it.
class ReplacedNote : public QFrame
{
    Q_OBJECT
public:
    /// @param state outlives it.
    explicit ReplacedNote(PromptState& state, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    PromptState& m_state;
    QLabel* m_text;
    QPushButton* m_back;
    QToolButton* m_close;
};

} // namespace fe::prompting
