// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/replaced_note.h"

#include "prompting/prompt_state.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace fe::prompting {

using widgets::scaled;

ReplacedNote::ReplacedNote(PromptState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_text(new QLabel(this)), m_back(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("replacedNote"));
    m_text->setProperty("kind", QStringLiteral("secondary"));
    m_text->setWordWrap(true);
    m_back->setProperty("size", QStringLiteral("small"));
    m_back->setObjectName(QStringLiteral("backToPrompt"));
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setIcon(widgets::themedIcon(QStringLiteral("close"), widgets::IconRole::Secondary));
    m_close->setIconSize(QSize(scaled(12), scaled(12)));
    m_close->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(4));
    row->addWidget(m_text, 1);
    row->addWidget(m_back);
    row->addWidget(m_close);
    hide();
    connect(&state, &PromptState::documentReplaced, this,
            [this] { setVisible(m_state.replaced().has_value()); });
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_state.goBack();
        hide();
    });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    retranslate();
}

void ReplacedNote::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ReplacedNote::retranslate()
{
    m_text->setText(tr("This took the place of your prompt."));
    m_back->setText(tr("Back to yours"));
    m_back->setAccessibleName(tr("Back to your prompt"));
    m_back->setToolTip(tr("Bring back the prompt that stood here before"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
}

} // namespace fe::prompting
