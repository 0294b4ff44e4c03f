// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/segmented_control.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>

namespace fe::widgets {

SegmentedControl::SegmentedControl(QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)), m_group(new QButtonGroup(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked) {
            Q_EMIT currentChanged(id);
        }
    });
}

int SegmentedControl::addSegment(const QString& text, const QString& toolTip)
{
    const int index = static_cast<int>(m_group->buttons().size());
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::StrongFocus);
    m_group->addButton(button, index);
    m_row->addWidget(button);
    setSegmentText(index, text, toolTip);
    shapeEnds();
    if (index == 0) {
        const QSignalBlocker quiet(m_group);
        button->setChecked(true);
    }
    return index;
}

void SegmentedControl::shapeEnds()
{
    const QList<QAbstractButton*> buttons = m_group->buttons();
    for (QAbstractButton* button : buttons) {
        const bool first = button == buttons.first();
        const bool last = button == buttons.last();
        const char* place = first && last ? "only" : first ? "first" : last ? "last" : "middle";
        button->setProperty("segment", QString::fromLatin1(place));
        // The style sheet looks at a property only when asked again.
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
}

void SegmentedControl::setSegmentText(int index, const QString& text, const QString& toolTip)
{
    QAbstractButton* button = m_group->button(index);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    button->setAccessibleDescription(toolTip);
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled)
{
    m_group->button(index)->setEnabled(enabled);
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton* button = m_group->button(index)) {
        button->setChecked(true);
    }
}

} // namespace fe::widgets
