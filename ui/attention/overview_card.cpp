// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/overview_card.h"

#include "attention/attention_state.h"
#include "attention/head_grid.h"
#include "attention/score_columns.h"
#include "charts/color_map.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace fe::attention {

using widgets::scaled;

OverviewCard::OverviewCard(AttentionState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_title(new QLabel(this)), m_parts(new QComboBox(this)),
      m_log(new QCheckBox(this)), m_grid(new HeadGrid(this))
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_parts->setObjectName(QStringLiteral("attentionPart"));
    m_log->setObjectName(QStringLiteral("overviewLog"));
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_parts);
    header->addWidget(m_log);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(6));
    column->addLayout(header);
    column->addWidget(m_grid, 1);
    m_grid->setToolTipSource([this](HeadId head) { return headText(head.layer, head.head); });

    connect(m_log, &QCheckBox::toggled, this, &OverviewCard::showAttention);
    connect(m_parts, &QComboBox::activated, &state, &AttentionState::setPart);
    connect(m_grid, &HeadGrid::selectionChanged, this, [this] {
        if (m_grid->selection().isEmpty()) {
            m_grid->select(m_state.heads()); // one is always shown
        }
        m_state.setHeads(m_grid->selection());
    });
    connect(m_grid, &HeadGrid::pinToggled, &state, &AttentionState::togglePinned);
    connect(&state, &AttentionState::examinationChanged, this, &OverviewCard::showParts);
    connect(&state, &AttentionState::partChanged, this, &OverviewCard::showAttention);
    connect(&state, &AttentionState::headsChanged, this, [this] {
        if (m_grid->selection() != m_state.heads()) {
            m_grid->select(m_state.heads());
        }
    });
    connect(&state, &AttentionState::marksChanged, this, [this] {
        m_grid->setPinned(m_state.pinned());
        m_grid->setOff(m_state.off());
    });
    retranslate();
    showParts();
}

void OverviewCard::setLogarithmic(bool log)
{
    m_log->setChecked(log);
}

bool OverviewCard::isLogarithmic() const
{
    return m_log->isChecked();
}

void OverviewCard::setDimmed(const QSet<int>& heads)
{
    m_grid->setDimmed(heads);
}

void OverviewCard::showParts()
{
    const QSignalBlocker quiet(m_parts);
    m_parts->clear();
    if (const ExaminationPtr& now = m_state.examination()) {
        for (const ExaminedAttention& attention : now->attentions) {
            m_parts->addItem(attentionTitle(attention.info()));
        }
        m_parts->setCurrentIndex(m_state.part());
    }
    m_parts->setVisible(m_parts->count() > 1);
    showAttention();
}

void OverviewCard::showAttention()
{
    const ExaminedAttention* now = m_state.attention();
    if (now == nullptr) {
        m_grid->clear();
        return;
    }
    const charts::ValueRange range { m_log->isChecked() ? 1e-4 : 0, 1, m_log->isChecked() };
    std::vector<QImage> maps;
    for (const std::vector<float>& tile : now->tiles) {
        maps.push_back(charts::colored(tile, now->tileRows, now->tileColumns, range,
                                       charts::colorMap(charts::Palette::Viridis)));
    }
    m_grid->setHeads(static_cast<int>(now->info().layers), static_cast<int>(now->info().heads),
                     std::move(maps));
    m_grid->select(m_state.heads());
    m_grid->setPinned(m_state.pinned());
    m_grid->setOff(m_state.off());
    m_parts->setCurrentIndex(m_state.part());
}

QString OverviewCard::headText(int layer, int head) const
{
    const ExaminedAttention* now = m_state.attention();
    if (now == nullptr) {
        return {};
    }
    QStringList lines { tr("layer %1, head %2").arg(layer).arg(head) };
    const auto index = static_cast<std::size_t>(layer * now->info().heads + head);
    for (const ScoreColumn& column : scoreColumns(*now)) {
        if (!std::isnan(column.values[index])) {
            lines.append(QStringLiteral("%1 %2").arg(
                column.title, QLocale().toString(column.values[index], 'f', 3)));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void OverviewCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showParts();
    }
}

void OverviewCard::retranslate()
{
    m_title->setText(tr("Layers × heads"));
    m_parts->setAccessibleName(tr("Which attention"));
    m_log->setText(tr("log"));
    m_log->setToolTip(tr("Logarithmic colours: small weights become visible"));
    m_log->setAccessibleName(tr("Logarithmic colours"));
}

} // namespace fe::attention
