// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/repeat_field.h"

#include <QHBoxLayout>
#include <QSpinBox>
#include <QToolButton>

namespace fe::attention {

RepeatField::RepeatField(QWidget* parent)
    : QWidget(parent), m_on(new QToolButton(this)), m_length(new QSpinBox(this))
{
    m_on->setCheckable(true);
    m_on->setObjectName(QStringLiteral("attentionRepeat"));
    m_length->setRange(2, 1000);
    m_length->setValue(25);
    m_length->setVisible(false);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_on);
    row->addWidget(m_length);
    row->addStretch(1);
    connect(m_on, &QToolButton::toggled, m_length, &QWidget::setVisible);
    connect(m_on, &QToolButton::toggled, this, &RepeatField::toggled);
    connect(m_length, &QSpinBox::valueChanged, this, &RepeatField::lengthChanged);
    retranslate();
}

bool RepeatField::isOn() const
{
    return m_on->isChecked();
}

void RepeatField::setOn(bool on)
{
    m_on->setChecked(on);
}

int RepeatField::length() const
{
    return m_length->value();
}

void RepeatField::setLength(int length)
{
    m_length->setValue(length);
}

void RepeatField::retranslate()
{
    m_on->setText(tr("Random, twice"));
    m_on->setToolTip(tr("Random tokens said twice in place of the text: what induction heads are "
                        "found by (Olsson et al. 2022)"));
    m_length->setAccessibleName(tr("Random tokens in each half"));
    m_length->setToolTip(m_length->accessibleName());
}

} // namespace fe::attention
