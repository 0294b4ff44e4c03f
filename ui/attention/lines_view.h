// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/lines_picture.h"

#include <QAbstractScrollArea>
#include <QPixmap>

namespace fe::attention {

/// Tokens on the left look at tokens on the right: a line a weight, as opaque as it is large, in
/// the colour of its head.
///
/// Hovering a token shows its lines alone; a click (or the arrow keys) keeps it so, Escape frees
/// it. Draws of the lines in sight the kMostLines heaviest, once for a place: hovering draws none
/// of them again, and thousands of tokens scroll smoothly.
class LinesView : public QAbstractScrollArea, public charts::ChartPicture
{
    Q_OBJECT
public:
    explicit LinesView(QWidget* parent = nullptr);

    /// Lines drawn at a time where one scrolls: a line costs some 45 microseconds, a frame has 33
    /// milliseconds. What stands still is drawn once and may have more.
    static constexpr std::size_t kMostLines = 384;
    static constexpr std::size_t kMostStillLines = 2048;

    void setData(LinesData data);
    [[nodiscard]] const LinesData& data() const { return m_picture.data(); }
    /// -1: none.
    [[nodiscard]] int currentQuery() const { return m_current; }
    void setCurrentQuery(int query);
    /// A token's row in the viewport.
    [[nodiscard]] QRectF queryRect(int query) const;

    [[nodiscard]] charts::ChartText chartText() const override { return data().text; }
    [[nodiscard]] QByteArray csv() const override { return m_picture.csv(); }
    [[nodiscard]] QSizeF pictureSize() const override { return m_picture.pictureSize(); }
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const charts::ChartStyle& style) const override;
    [[nodiscard]] std::shared_ptr<const charts::ChartPicture> snapshot() const override;

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
    void arrange();
    /// All lines of the place where one is, kept until it changes.
    [[nodiscard]] const QPixmap& allLines();
    [[nodiscard]] LinesPicture::Frame frame() const;
    [[nodiscard]] LinesPicture::Part part(int alone) const;
    [[nodiscard]] int queryAt(const QPointF& viewportPoint) const;

    LinesPicture m_picture;
    QPixmap m_drawn; // without a query alone; null: to be drawn again
    int m_drawnTop = 0;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::attention
