// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/no_model_card.h"

#include "shell/window_actions.h"
#include "widgets/theme.h"
#include "workspace/model_catalog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

NoModelCard::NoModelCard(const WindowActions& actions, QWidget* parent)
    : QFrame(parent), m_heading(new QLabel(this)), m_text(new QLabel(this)),
      m_openFile(new QPushButton(this)), m_openFolder(new QPushButton(this)),
      m_again(new QPushButton(this))
{
    setObjectName(QStringLiteral("noModelCard"));
    setProperty("kind", QStringLiteral("card"));
    m_heading->setProperty("kind", QStringLiteral("heading"));
    m_text->setProperty("kind", QStringLiteral("secondary"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_openFile);
    buttons->addWidget(m_openFolder);
    buttons->addWidget(m_again);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    layout->setSpacing(scaled(8));
    layout->addWidget(m_heading);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(m_openFile, &QPushButton::clicked, actions.openFile, &QAction::trigger);
    connect(m_openFolder, &QPushButton::clicked, actions.openFolder, &QAction::trigger);
    connect(m_again, &QPushButton::clicked, actions.refreshModels, &QAction::trigger);
    retranslate();
}

void NoModelCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void NoModelCard::retranslate()
{
    m_heading->setText(tr("No language model is open yet"));
    m_text->setText(
        tr("Open a .gguf file or a folder with config.json and *.safetensors, or drop it on this "
           "window. packaging/run.sh fetches the starter models.\nModels are looked for in %1")
            .arg(workspace::ModelCatalog::folder()));
    m_openFile->setText(tr("Open a model…"));
    m_openFolder->setText(tr("Open a model folder…"));
    m_again->setText(tr("Look again"));
}

} // namespace fe::shell
