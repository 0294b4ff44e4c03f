// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/model_button.h"

#include "prompting/endpoints/endpoints_dialog.h"
#include "prompting/prompt_state.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenu>

namespace fe::prompting {

ModelButton::ModelButton(PromptState& state, QWidget* parent)
    : QToolButton(parent), m_state(state), m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("promptModel"));
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &ModelButton::fillMenu);
    connect(&m_state, &PromptState::modelChanged, this, &ModelButton::refresh);
    connect(&m_state.endpoints(), &EndpointBook::connectingChanged, this, &ModelButton::refresh);
    refresh();
}

void ModelButton::fillMenu()
{
    m_menu->clear();
    const workspace::LoadedModelPtr model = m_state.model();
    auto* group = new QActionGroup(m_menu);
    const auto add = [&](const QString& text, bool chosen) {
        QAction* action = m_menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(chosen);
        group->addAction(action);
        return action;
    };
    EndpointBook& book = m_state.endpoints();
    QAction* local = add(model ? tr("This machine: %1").arg(model->name) : tr("This machine"),
                         book.choice() == nullptr);
    connect(local, &QAction::triggered, &book, &EndpointBook::chooseNone);
    for (const EndpointEntry& entry : book.entries()) {
        QAction* action = add(entry.title(), book.choice() && book.choice()->entry.id == entry.id);
        connect(action, &QAction::triggered, &book,
                [&book, id = entry.id] { book.connectTo(id, EndpointBook::Then::Choose); });
    }
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Endpoints…")), &QAction::triggered, this,
            &ModelButton::showEndpoints);
}

void ModelButton::showEndpoints()
{
    EndpointsDialog dialog(m_state.endpoints(), window());
    dialog.exec();
}

void ModelButton::refresh()
{
    const EndpointBook& book = m_state.endpoints();
    const workspace::LoadedModelPtr model = m_state.model();
    const EndpointEntry* waiting = book.entry(book.connecting());
    QString text = book.choice() ? book.choice()->title()
        : model                  ? model->name
                                 : tr("This machine");
    if (waiting != nullptr) {
        text = tr("Connecting to %1…").arg(waiting->title());
    }
    setText(fontMetrics().elidedText(text, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 36));
    setToolTip(
        book.choice()
            ? tr("Prompts run at %1").arg(QString::fromStdString(book.choice()->endpoint.baseUrl))
            : tr("Prompts run on this machine; an OpenAI-compatible endpoint can "
                 "be chosen instead"));
    setAccessibleName(tr("What prompts run on: %1").arg(text));
}

void ModelButton::changeEvent(QEvent* event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
}

} // namespace fe::prompting
