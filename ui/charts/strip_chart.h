// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/strip_layout.h"

#include <QAbstractScrollArea>

namespace fe::charts {

/// When things happen: a row each, a mark where it is first seen and a bar from where it is not
/// yet. Painted by itself; as many rows as there are: it scrolls under its axis.
///
/// Mouse: hover tells a row's numbers, a click makes it current and activates it. Keyboard: Up,
/// Down, Home, End, Page keys; Enter activates; Ctrl+C copies all rows.
class StripChart : public QAbstractScrollArea, public ChartPicture
{
    Q_OBJECT
public:
    explicit StripChart(QWidget* parent = nullptr);

    void setData(const StripData& data);
    [[nodiscard]] const StripData& data() const { return m_data; }
    /// -1: none.
    [[nodiscard]] int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    [[nodiscard]] const StripLayout& stripLayout() const { return m_layout; }

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentRowChanged(int row);
    void rowActivated(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QString rowText(int row) const;
    void arrange();
    void describe();

    StripData m_data;
    StripLayout m_layout;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::charts
