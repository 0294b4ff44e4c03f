// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/limits_note.h"

#include "imaging/model_card_dialog.h"
#include "imaging/vision_state.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <array>

namespace fe::imaging {

using widgets::scaled;

QString modelCardOf(const QString& modelPath)
{
    const QFileInfo info(modelPath);
    const QDir folder = info.isDir() ? QDir(modelPath) : info.dir();
    for (const char* name : std::array { "MODEL_CARD.md", "README.md" }) {
        if (folder.exists(QLatin1String(name))) {
            return folder.filePath(QLatin1String(name));
        }
    }
    return {};
}

bool isStarterCard(const QString& cardPath)
{
    QFile file(cardPath);
    return !cardPath.isEmpty() && file.open(QIODevice::ReadOnly)
        && file.readLine(200).startsWith("# StarterCLIP");
}

LimitsNote::LimitsNote(VisionState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_text(new QLabel(this)), m_card(new QPushButton(this)),
      m_open(new QPushButton(this)), m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("limitsNote"));
    setProperty("kind", QStringLiteral("banner"));
    setProperty("tone", QStringLiteral("notice"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_card->setProperty("size", QStringLiteral("small"));
    m_open->setProperty("size", QStringLiteral("small"));
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setIcon(widgets::themedIcon(QStringLiteral("close"), widgets::IconRole::Secondary));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), scaled(5), scaled(6), scaled(5));
    row->setSpacing(scaled(8));
    row->addWidget(m_text, 1);
    row->addWidget(m_card);
    row->addWidget(m_open);
    row->addWidget(m_close);
    connect(m_card, &QPushButton::clicked, this, &LimitsNote::showCard);
    connect(m_open, &QPushButton::clicked, this, &LimitsNote::openRealModel);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(&state, &VisionState::modelChanged, this, &LimitsNote::follow);
    retranslate();
    follow();
}

void LimitsNote::follow()
{
    const workspace::LoadedModelPtr loaded = m_state.loaded();
    m_cardPath = loaded ? modelCardOf(workspace::toText(loaded->package->path())) : QString();
    setVisible(isStarterCard(m_cardPath));
}

void LimitsNote::showCard()
{
    auto* dialog = new ModelCardDialog(m_cardPath, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void LimitsNote::openRealModel()
{
    const QString path = QFileDialog::getExistingDirectory(
        this, tr("Open a CLIP or SigLIP folder (config.json, model.safetensors, tokenizer.json)"));
    if (!path.isEmpty()) {
        m_state.workspace().openModel(path);
    }
}

void LimitsNote::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LimitsNote::retranslate()
{
    m_text->setText(tr("This starter model is small and often wrong. It is fair at drawn pictures "
                       "and simple photographs with clearly different labels; look-alikes, counts, "
                       "people and text are beyond it, and its probabilities are not calibrated."));
    m_card->setText(tr("Model card"));
    m_open->setText(tr("Open a real CLIP…"));
    m_close->setToolTip(tr("Hide"));
    m_close->setAccessibleName(tr("Hide the note on the starter model"));
}

} // namespace fe::imaging
