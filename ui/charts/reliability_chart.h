// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QGraphicsView>

namespace fe::charts {

class ReliabilityScene;

/// Does a model know how sure it may be? Accuracy against confidence, with the calibration error.
/// Left and Right walk over the bins, Enter activates; hover tells the numbers.
class ReliabilityChart : public QGraphicsView, public ChartPicture
{
    Q_OBJECT
public:
    explicit ReliabilityChart(QWidget* parent = nullptr);

    void setData(const ReliabilityData& data);
    [[nodiscard]] const ReliabilityData& data() const { return m_data; }
    [[nodiscard]] int currentBin() const { return m_current; }
    void setCurrentBin(int bin);
    /// Of a bin, in the viewport.
    [[nodiscard]] QRect binRect(int bin) const;

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentBinChanged(int bin);
    void binHovered(int bin); ///< -1: none
    void binActivated(int bin);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    [[nodiscard]] QString binText(int bin) const;
    void fill(ReliabilityScene& scene, const ChartStyle& style, const QSizeF& size) const;
    void refresh();
    void setHovered(int bin);
    void describe();

    ReliabilityData m_data;
    ReliabilityScene* m_scene;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::charts
