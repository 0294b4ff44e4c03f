// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace fe::widgets {

/// A row of buttons of which exactly one is down: modes of a page. Arrow keys move between them.
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(QWidget* parent = nullptr);

    /// @return its index.
    int addSegment(const QString& text, const QString& toolTip);
    void setSegmentText(int index, const QString& text, const QString& toolTip);
    void setSegmentEnabled(int index, bool enabled);
    [[nodiscard]] int current() const;
    /// Emits currentChanged if it differs.
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

private:
    void shapeEnds();

    QHBoxLayout* m_row;
    QButtonGroup* m_group;
};

} // namespace fe::widgets
