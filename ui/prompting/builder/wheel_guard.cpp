// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/wheel_guard.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>

namespace fe::prompting {

namespace {

class WheelGuard final : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
            event->ignore();
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

void guardWheel(QWidget& page)
{
    auto* guard = new WheelGuard(&page);
    const QList<QWidget*> widgets = page.findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        const bool takesWheel = qobject_cast<QAbstractSpinBox*>(widget) != nullptr
            || qobject_cast<QComboBox*>(widget) != nullptr
            || (qobject_cast<QAbstractSlider*>(widget) != nullptr
                && qobject_cast<QScrollBar*>(widget) == nullptr);
        if (takesWheel) {
            widget->setFocusPolicy(Qt::StrongFocus); // not by the wheel
            widget->installEventFilter(guard);
        }
    }
}

} // namespace fe::prompting
