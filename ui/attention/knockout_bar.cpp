// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/knockout_bar.h"

#include "attention/attention_state.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::attention {

using widgets::scaled;

namespace {

template<typename NameOf>
QString joined(const QSet<int>& numbers, const NameOf& nameOf)
{
    QList<int> sorted(numbers.cbegin(), numbers.cend());
    std::sort(sorted.begin(), sorted.end());
    QStringList texts;
    for (const int number : sorted) {
        texts.append(nameOf(number));
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

KnockoutBar::KnockoutBar(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_heads(new QPushButton(this)),
      m_layers(new QPushButton(this)), m_mlps(new QPushButton(this)),
      m_reset(new QPushButton(this)), m_off(new QLabel(this))
{
    m_off->setWordWrap(true);
    m_off->setTextFormat(Qt::PlainText);
    m_off->setProperty("kind", QStringLiteral("secondary"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(6));
    for (QPushButton* button : { m_heads, m_layers, m_mlps, m_reset }) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(buttons);
    column->addWidget(m_off);
    connect(m_heads, &QPushButton::clicked, this, &KnockoutBar::toggleHeads);
    connect(m_layers, &QPushButton::clicked, this, [this] { toggle(m_layersOff); });
    connect(m_mlps, &QPushButton::clicked, this, [this] { toggle(m_mlpsOff); });
    connect(m_reset, &QPushButton::clicked, this, &KnockoutBar::allOn);
    connect(&state, &AttentionState::headsChanged, this, &KnockoutBar::showKnockout);
    connect(&state, &AttentionState::marksChanged, this, [this] {
        showKnockout();
        Q_EMIT changed();
    });
    retranslate();
}

analysis::Knockout KnockoutBar::knockout() const
{
    analysis::Knockout knockout;
    const auto heads = static_cast<int>(m_state.attention()->info().heads);
    for (const int index : m_state.off()) {
        knockout.heads.push_back({ index / heads, index % heads });
    }
    knockout.layers.assign(m_layersOff.cbegin(), m_layersOff.cend());
    knockout.mlps.assign(m_mlpsOff.cbegin(), m_mlpsOff.cend());
    return knockout;
}

void KnockoutBar::setObstacle(const QString& obstacle)
{
    m_obstacle = obstacle;
    showKnockout();
}

void KnockoutBar::forget()
{
    m_layersOff.clear();
    m_mlpsOff.clear();
    showKnockout();
}

void KnockoutBar::toggleHeads()
{
    const auto heads = static_cast<int>(m_state.attention()->info().heads);
    QSet<int> off = m_state.off();
    QSet<int> chosen;
    for (const HeadId head : m_state.heads()) {
        chosen.insert(head.layer * heads + head.head);
    }
    // All of them off already: on again.
    off.contains(chosen) ? off.subtract(chosen) : off.unite(chosen);
    m_state.setOff(off);
}

void KnockoutBar::toggle(QSet<int>& layers)
{
    QSet<int> chosen;
    for (const HeadId head : m_state.heads()) {
        chosen.insert(head.layer);
    }
    layers.contains(chosen) ? layers.subtract(chosen) : layers.unite(chosen);
    showKnockout();
    Q_EMIT changed();
}

void KnockoutBar::allOn()
{
    forget();
    m_state.setOff({});
    Q_EMIT changed();
}

void KnockoutBar::showKnockout()
{
    QStringList parts;
    const bool possible = m_obstacle.isEmpty() && m_state.attention() != nullptr;
    if (possible) {
        const auto heads = static_cast<int>(m_state.attention()->info().heads);
        const auto number = [](int layer) { return QString::number(layer); };
        if (!m_state.off().isEmpty()) {
            parts.append(tr("heads %1").arg(joined(m_state.off(), [heads](int index) {
                return QStringLiteral("%1.%2").arg(index / heads).arg(index % heads);
            })));
        }
        if (!m_layersOff.isEmpty()) {
            parts.append(tr("layers %1").arg(joined(m_layersOff, number)));
        }
        if (!m_mlpsOff.isEmpty()) {
            parts.append(tr("MLPs %1").arg(joined(m_mlpsOff, number)));
        }
    }
    for (QPushButton* button : { m_heads, m_layers, m_mlps }) {
        button->setEnabled(possible);
    }
    m_reset->setEnabled(!parts.isEmpty());
    m_off->setText(!possible ? m_obstacle
                       : parts.isEmpty()
                       ? tr("Everything is on. Select heads above and switch them off.")
                       : tr("Off: %1").arg(parts.join(QStringLiteral(" · "))));
}

void KnockoutBar::retranslate()
{
    m_heads->setText(tr("Heads off or on"));
    m_heads->setToolTip(tr("The selected heads"));
    m_layers->setText(tr("Layer"));
    m_layers->setToolTip(tr("The layers of the selected heads: they pass their input on"));
    m_mlps->setText(tr("MLP"));
    m_mlps->setToolTip(tr("The MLPs of these layers: they add nothing"));
    m_reset->setText(tr("All on"));
    showKnockout();
}

} // namespace fe::attention
