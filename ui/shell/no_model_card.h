// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace fe::shell {

struct WindowActions;

/// What the window says while no language model is there: how to get one, as buttons.
class NoModelCard : public QFrame
{
    Q_OBJECT
public:
    explicit NoModelCard(const WindowActions& actions, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_heading;
    QLabel* m_text;
    QPushButton* m_openFile;
    QPushButton* m_openFolder;
    QPushButton* m_again;
};

} // namespace fe::shell
