// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/maps/hint_panel.h"

#include "imaging/vision_state.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::imaging {

HintPanel::HintPanel(QWidget* parent)
    : QWidget(parent), m_headline(new QLabel(this)), m_text(new QLabel(this)),
      m_button(new QPushButton(this))
{
    m_headline->setProperty("kind", QStringLiteral("heading"));
    m_text->setProperty("kind", QStringLiteral("secondary"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addStretch(1);
    for (QLabel* label : { m_headline, m_text }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        column->addWidget(label);
    }
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &HintPanel::buttonClicked);
    setHint({}, {});
}

void HintPanel::setHint(const QString& headline, const QString& text, const QString& button)
{
    m_headline->setText(headline);
    m_headline->setVisible(!headline.isEmpty());
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
}

void HintPanel::setError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    setHint(text.headline, text.reason % QLatin1Char('\n') % text.advice);
}

bool HintPanel::showModelHint(const VisionState& state)
{
    if (const auto& problem = state.modelProblem()) {
        const workspace::ErrorText text = workspace::errorText(*problem);
        setHint(text.headline, text.reason % QLatin1Char('\n') % text.advice,
                tr("Choose a picture model…"));
        return true;
    }
    if (!state.model()) {
        setHint(tr("No picture model is open"), tr("Open one, or drop its folder on the window."),
                tr("Choose a picture model…"));
        return true;
    }
    return false;
}

} // namespace fe::imaging
