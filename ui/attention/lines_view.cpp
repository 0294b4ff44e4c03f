// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lines_view.h"

#include "widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace fe::attention {

LinesView::LinesView(QWidget* parent) : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setFont(widgets::monospaceFont());
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setObjectName(QStringLiteral("attentionLines"));
    setAccessibleName(tr("Attention as lines between tokens"));
}

void LinesView::setData(LinesData data)
{
    const bool sameTokens = data.queries == this->data().queries;
    m_picture = LinesPicture(std::make_shared<const LinesData>(std::move(data)), font());
    m_hovered = -1;
    if (!sameTokens) {
        m_current = -1;
        verticalScrollBar()->setValue(0);
    }
    arrange();
}

void LinesView::setCurrentQuery(int query)
{
    const int most = static_cast<int>(data().queries.size()) - 1;
    query = std::clamp(query, -1, most);
    if (query == m_current) {
        return;
    }
    m_current = query;
    if (query >= 0) {
        const QRectF rect = queryRect(query);
        if (rect.top() < 0 || rect.bottom() > viewport()->height()) {
            verticalScrollBar()->setValue(verticalScrollBar()->value()
                                          + static_cast<int>(rect.center().y())
                                          - viewport()->height() / 2);
        }
        setAccessibleDescription(data().queries.at(query));
    }
    viewport()->update();
    Q_EMIT currentQueryChanged(query);
}

LinesPicture::Frame LinesView::frame() const
{
    return m_picture.frame(viewport()->width());
}

LinesPicture::Part LinesView::part(int alone) const
{
    const double top = verticalScrollBar()->value();
    const bool scrolls = verticalScrollBar()->maximum() > 0;
    return { top, top + viewport()->height(), alone, scrolls ? kMostLines : kMostStillLines };
}

QRectF LinesView::queryRect(int query) const
{
    const LinesPicture::Frame f = frame();
    return { 0, query * f.rowHeight - verticalScrollBar()->value(), f.left, f.rowHeight };
}

void LinesView::arrange()
{
    const LinesPicture::Frame f = frame();
    const auto rows = std::max(data().queries.size(), data().keys.size());
    const double height = static_cast<double>(rows) * f.rowHeight;
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(height) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(f.rowHeight));
    m_drawn = {};
    viewport()->update();
}

const QPixmap& LinesView::allLines()
{
    const double ratio = devicePixelRatioF();
    const int top = verticalScrollBar()->value();
    if (m_drawn.isNull() || m_drawn.devicePixelRatio() != ratio || m_drawnTop != top) {
        m_drawn = QPixmap((QSizeF(viewport()->size()) * ratio).toSize().expandedTo({ 1, 1 }));
        m_drawn.setDevicePixelRatio(ratio);
        m_drawn.fill(Qt::transparent);
        m_drawnTop = top;
        QPainter painter(&m_drawn);
        painter.translate(0, -top);
        m_picture.paintPart(painter, frame(), part(-1), widgets::themeTokens(palette()));
    }
    return m_drawn;
}

void LinesView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const int alone = m_hovered >= 0 ? m_hovered : m_current;
    if (alone < 0) {
        painter.drawPixmap(0, 0, allLines());
        return;
    }
    painter.translate(0, -verticalScrollBar()->value());
    m_picture.paintPart(painter, frame(), part(alone), widgets::themeTokens(palette()));
}

void LinesView::paintPicture(QPainter& painter, const QSizeF& size,
                             const charts::ChartStyle& style) const
{
    m_picture.withAlone(m_current).paintPicture(painter, size, style);
}

std::shared_ptr<const charts::ChartPicture> LinesView::snapshot() const
{
    return std::make_shared<LinesPicture>(m_picture.withAlone(m_current));
}

int LinesView::queryAt(const QPointF& viewportPoint) const
{
    const LinesPicture::Frame f = frame();
    const int row
        = static_cast<int>((viewportPoint.y() + verticalScrollBar()->value()) / f.rowHeight);
    return viewportPoint.x() <= f.left && row >= 0 && row < data().queries.size() ? row : -1;
}

void LinesView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        const int query = queryAt(event->position());
        setCurrentQuery(query == m_current ? -1 : query);
    }
}

void LinesView::mouseMoveEvent(QMouseEvent* event)
{
    const int query = queryAt(event->position());
    if (query != m_hovered) {
        m_hovered = query;
        viewport()->update();
    }
}

void LinesView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentQuery(m_current < 0 ? 0 : std::max(m_current - 1, 0));
        return;
    case Qt::Key_Down:
        setCurrentQuery(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrentQuery(0);
        return;
    case Qt::Key_End:
        setCurrentQuery(static_cast<int>(data().queries.size()) - 1);
        return;
    case Qt::Key_Escape:
        if (m_current >= 0) {
            setCurrentQuery(-1);
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool LinesView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && m_hovered >= 0) {
        m_hovered = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LinesView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void LinesView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_picture = LinesPicture(m_picture.sharedData(), font());
        arrange();
    } else if (event->type() == QEvent::PaletteChange) {
        arrange();
    } else if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Attention as lines between tokens"));
    }
}

} // namespace fe::attention
