// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace fe::prompting {

class PromptState;

/// Names what the prompts run on, and changes it: the model of this machine or an endpoint.
class ModelButton : public QToolButton
{
    Q_OBJECT
public:
    /// @param state outlives the button.
    explicit ModelButton(PromptState& state, QWidget* parent = nullptr);

    /// Opens the dialog of endpoints.
    void showEndpoints();

protected:
    void changeEvent(QEvent* event) override;

private:
    void fillMenu();
    void refresh();

    PromptState& m_state;
    QMenu* m_menu;
};

} // namespace fe::prompting
