// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/attention_lines.h"
#include "charts/chart_picture.h"

#include <QAbstractScrollArea>
#include <QStringList>

namespace fe::attention {

/// Tokens on the left look at tokens on the right: a line a weight, as opaque as it is large, in
/// the colour of its head.
///
/// Hovering a token shows its lines alone; a click (or the arrow keys) keeps it so, Escape frees
/// it. Draws what is visible, so thousands of tokens scroll smoothly.
class LinesView : public QAbstractScrollArea, public charts::ChartPicture
{
    Q_OBJECT
public:
    explicit LinesView(QWidget* parent = nullptr);

    struct Data {
        charts::ChartText text;
        QStringList queries;
        QStringList keys;
        AttentionLines lines;
        QStringList heads; ///< names, in the order of AttentionLine::head
    };
    void setData(Data data);
    [[nodiscard]] const Data& data() const { return m_data; }
    /// -1: none.
    [[nodiscard]] int currentQuery() const { return m_current; }
    void setCurrentQuery(int query);
    /// A token's row in the viewport.
    [[nodiscard]] QRectF queryRect(int query) const;

    [[nodiscard]] charts::ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const charts::ChartStyle& style) const override;

Q_SIGNALS:
    void currentQueryChanged(int query);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Frame {
        double rowHeight = 20;
        double left = 0; ///< where lines begin
        double right = 0; ///< and end
        double width = 0;
    };
    [[nodiscard]] Frame frame(double width, const QFontMetricsF& metrics) const;
    void paint(QPainter& painter, const Frame& frame, double top, double bottom,
               const charts::ChartStyle& style) const;
    void paintLines(QPainter& painter, const Frame& frame, double top, double bottom,
                    const charts::ChartStyle& style) const;
    void arrange();
    [[nodiscard]] int queryAt(const QPointF& viewportPoint) const;

    Data m_data;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::attention
