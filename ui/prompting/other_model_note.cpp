// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/other_model_note.h"

#include "widgets/theme.h"
#include "widgets/themed_icon.h"
#include "workspace/model_text.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kIcon = 16;

} // namespace

OtherModelNote::OtherModelNote(workspace::Workspace& workspace, QWidget* parent)
    : QFrame(parent), m_workspace(workspace), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("otherModelNote"));
    setProperty("kind", QStringLiteral("card"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // names of files come from outside
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    row->setSpacing(scaled(8));
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    using workspace::Workspace;
    connect(&workspace, &Workspace::modelsChanged, this, &OtherModelNote::refresh);
    refresh();
}

void OtherModelNote::refresh()
{
    const workspace::LoadedModelPtr language = m_workspace.languageModel();
    const workspace::LoadedModelPtr current = m_workspace.current();
    m_close->setText(tr("Got it"));
    const QSize size(scaled(kIcon), scaled(kIcon));
    m_icon->setPixmap(widgets::themedIcon(QStringLiteral("info"), widgets::IconRole::Accent)
                          .pixmap(size, devicePixelRatioF()));
    const bool isOther = language && current && current != language;
    if (isOther) {
        m_text->setText(workspace::purposeText(current->name, current->any->info())
                        + QLatin1Char(' ') + tr("Prompts go on with %1.").arg(language->name));
    }
    setVisible(isOther);
}

void OtherModelNote::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    const bool redraws
        = event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange;
    if (redraws && !isHidden()) {
        refresh();
    }
}

} // namespace fe::prompting
