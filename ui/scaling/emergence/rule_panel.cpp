// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/rule_panel.h"

#include "scaling/page_parts.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr double kMostRaw = 1e9; // of scores that are no shares
constexpr double kPoints = 100; // percent points in 1

} // namespace

RulePanel::RulePanel(QWidget* parent)
    : QWidget(parent), m_before(kindLabel(this, "secondary")), m_margin(new QDoubleSpinBox(this)),
      m_side(new QComboBox(this)), m_chanceName(kindLabel(this, "secondary")),
      m_chance(new QDoubleSpinBox(this)), m_interval(new QCheckBox(this)),
      m_stays(new QCheckBox(this))
{
    build();
    m_margin->setObjectName(QStringLiteral("emergenceMargin"));
    m_side->setObjectName(QStringLiteral("emergenceSide"));
    m_chance->setObjectName(QStringLiteral("emergenceChance"));
    m_interval->setObjectName(QStringLiteral("emergenceInterval"));
    m_stays->setObjectName(QStringLiteral("emergenceStays"));
    m_side->addItems({ {}, {} });
    m_interval->setChecked(true);
    m_stays->setChecked(true);
    showUnits();
    m_margin->setValue(scaling::EmergenceRule().margin * kPoints);
    retranslate();
    for (QDoubleSpinBox* box : { m_margin, m_chance }) {
        box->setKeyboardTracking(false);
        connect(box, &QDoubleSpinBox::valueChanged, this, &RulePanel::ruleChanged);
    }
    connect(m_side, &QComboBox::currentIndexChanged, this, &RulePanel::ruleChanged);
    for (QCheckBox* box : { m_interval, m_stays }) {
        connect(box, &QCheckBox::toggled, this, &RulePanel::ruleChanged);
    }
}

void RulePanel::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(m_before);
    row->addWidget(m_margin);
    row->addWidget(m_side);
    row->addWidget(m_chanceName);
    row->addWidget(m_chance);
    row->addSpacing(scaled(6));
    row->addWidget(m_interval);
    row->addWidget(m_stays);
    row->addStretch(1);
}

scaling::EmergenceRule RulePanel::rule() const
{
    const double unit = m_shares ? kPoints : 1;
    scaling::EmergenceRule rule;
    rule.margin = m_margin->value() / unit;
    rule.byInterval = m_interval->isChecked();
    rule.stays = m_stays->isChecked();
    rule.chance = m_hasChance ? 0 : m_chance->value() / unit;
    rule.lowerIsBetter = m_side->currentIndex() == 1;
    return rule;
}

void RulePanel::setTable(bool shares, bool hasChance, bool lowerIsBetter)
{
    const QSignalBlocker margin(m_margin);
    const QSignalBlocker chance(m_chance);
    const QSignalBlocker side(m_side);
    if (shares != m_shares) { // numbers of the other unit mean nothing
        m_shares = shares;
        showUnits();
        m_margin->setValue(shares ? scaling::EmergenceRule().margin * kPoints : 0);
        m_chance->setValue(0);
    }
    m_hasChance = hasChance;
    m_chance->setVisible(!hasChance);
    m_chanceName->setVisible(!hasChance);
    m_side->setCurrentIndex(lowerIsBetter ? 1 : 0);
}

void RulePanel::showUnits()
{
    for (QDoubleSpinBox* box : { m_margin, m_chance }) {
        box->setRange(0, m_shares ? kPoints : kMostRaw);
        box->setDecimals(m_shares ? 1 : 3);
        box->setSuffix(m_shares ? QStringLiteral(" %") : QString());
    }
}

QJsonObject RulePanel::saveState() const
{
    return { { QStringLiteral("shares"), m_shares },
             { QStringLiteral("margin"), m_margin->value() },
             { QStringLiteral("chance"), m_chance->value() },
             { QStringLiteral("interval"), m_interval->isChecked() },
             { QStringLiteral("stays"), m_stays->isChecked() } };
}

void RulePanel::restoreState(const QJsonObject& state)
{
    if (!state.contains(QStringLiteral("margin"))) {
        return;
    }
    setTable(state.value(QStringLiteral("shares")).toBool(true), m_hasChance,
             m_side->currentIndex() == 1);
    m_margin->setValue(state.value(QStringLiteral("margin")).toDouble());
    m_chance->setValue(state.value(QStringLiteral("chance")).toDouble());
    m_interval->setChecked(state.value(QStringLiteral("interval")).toBool(true));
    m_stays->setChecked(state.value(QStringLiteral("stays")).toBool(true));
}

void RulePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void RulePanel::retranslate()
{
    m_before->setText(tr("There from"));
    m_margin->setAccessibleName(tr("Margin over chance"));
    m_margin->setToolTip(tr("How far the score must be from that of guessing"));
    const QSignalBlocker blocker(m_side);
    m_side->setItemText(0, tr("over chance"));
    m_side->setItemText(1, tr("under chance"));
    m_side->setAccessibleName(tr("On which side of chance"));
    m_side->setToolTip(tr("Losses are better when they are lower"));
    m_chanceName->setText(tr("of"));
    m_chance->setAccessibleName(tr("Score of guessing"));
    m_chance->setToolTip(tr("The score of guessing: no column of this table gives it"));
    m_interval->setText(tr("by interval"));
    m_interval->setToolTip(
        tr("The whole 95 % interval must be there, not the score alone: Wilson's where the number "
           "of instances is known, else the standard error's, else the score itself"));
    m_stays->setText(tr("and stays"));
    m_stays->setToolTip(tr("It must be there at every larger scale, too"));
}

} // namespace fe::scaling_tab
