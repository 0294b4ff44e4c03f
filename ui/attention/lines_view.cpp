// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lines_view.h"

#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace fe::attention {

using widgets::scaled;

namespace {

// Design pixels.
constexpr double kLineWidth = 2.2;
constexpr double kMostTokenWidth = 160;
constexpr double kMargin = 8;
constexpr double kMostLinesWidth = 420;
constexpr double kLeastOpacity = 0.04;

double widest(const QStringList& tokens, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const QString& token : tokens) {
        width = std::max(width, metrics.horizontalAdvance(token.left(40)));
    }
    return width;
}

} // namespace

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

void LinesView::setData(Data data)
{
    const bool sameTokens = data.queries == m_data.queries;
    m_data = std::move(data);
    m_hovered = -1;
    if (!sameTokens) {
        m_current = -1;
        verticalScrollBar()->setValue(0);
    }
    arrange();
}

void LinesView::setCurrentQuery(int query)
{
    const int most = static_cast<int>(m_data.queries.size()) - 1;
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
        setAccessibleDescription(m_data.queries.at(query));
    }
    viewport()->update();
    Q_EMIT currentQueryChanged(query);
}

LinesView::Frame LinesView::frame(double width, const QFontMetricsF& metrics) const
{
    const double unit = metrics.height() / 17;
    const double most = kMostTokenWidth * unit;
    const double margin = kMargin * unit;
    Frame frame;
    frame.rowHeight = std::ceil(metrics.height() * 1.25);
    frame.width = width;
    const double queries = std::min(widest(m_data.queries, metrics), most);
    const double keys = std::min(widest(m_data.keys, metrics), most);
    const double between
        = std::clamp(width - queries - keys - 4 * margin, 40 * unit, kMostLinesWidth * unit);
    const double used = queries + keys + between + 4 * margin;
    frame.left = std::max((width - used) / 2, 0.0) + queries + 2 * margin;
    frame.right = frame.left + between;
    return frame;
}

QRectF LinesView::queryRect(int query) const
{
    const Frame f = frame(viewport()->width(), QFontMetricsF(font()));
    return { 0, query * f.rowHeight - verticalScrollBar()->value(), f.left, f.rowHeight };
}

void LinesView::arrange()
{
    const Frame f = frame(viewport()->width(), QFontMetricsF(font()));
    const auto rows = std::max(m_data.queries.size(), m_data.keys.size());
    const double height = static_cast<double>(rows) * f.rowHeight;
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(height) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(f.rowHeight));
    viewport()->update();
}

void LinesView::paintLines(QPainter& painter, const Frame& frame, double top, double bottom,
                           const charts::ChartStyle& style) const
{
    const int alone = m_hovered >= 0 ? m_hovered : m_current;
    const double unit = charts::designPixels(1, style.font);
    const double bend = (frame.right - frame.left) / 2;
    for (int query = 0; query < m_data.queries.size(); ++query) {
        if (alone >= 0 && query != alone) {
            continue;
        }
        const double y = (query + 0.5) * frame.rowHeight;
        for (const AttentionLine& line : m_data.lines.of(query)) {
            const double end = (line.key + 0.5) * frame.rowHeight;
            if (std::max(y, end) < top || std::min(y, end) > bottom) {
                continue;
            }
            QColor color
                = style.tokens
                      .series[static_cast<std::size_t>(line.head) % style.tokens.series.size()];
            color.setAlphaF(std::clamp(line.weight, static_cast<float>(kLeastOpacity), 1.0F));
            QPainterPath path(QPointF(frame.left, y));
            path.cubicTo(frame.left + bend, y, frame.right - bend, end, frame.right, end);
            painter.setPen(QPen(color, kLineWidth * unit * (0.5 + double(line.weight) / 2)));
            painter.drawPath(path);
        }
    }
}

void LinesView::paint(QPainter& painter, const Frame& frame, double top, double bottom,
                      const charts::ChartStyle& style) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style.font);
    const QFontMetricsF metrics(style.font);
    const double margin = charts::designPixels(kMargin, style.font);
    const int alone = m_hovered >= 0 ? m_hovered : m_current;
    // What the token looks at, as a tint behind the keys.
    if (alone >= 0 && alone < m_data.queries.size()) {
        for (const AttentionLine& line : m_data.lines.of(alone)) {
            QColor tint
                = style.tokens
                      .series[static_cast<std::size_t>(line.head) % style.tokens.series.size()];
            tint.setAlphaF(line.weight / 2);
            painter.fillRect(QRectF(frame.right, line.key * frame.rowHeight,
                                    frame.width - frame.right, frame.rowHeight),
                             tint);
        }
        painter.fillRect(QRectF(0, alone * frame.rowHeight, frame.left, frame.rowHeight),
                         style.tokens.accentTint);
    }
    paintLines(painter, frame, top, bottom, style);
    painter.setPen(style.tokens.text);
    const auto first = std::max(0, static_cast<int>(top / frame.rowHeight));
    const auto last = static_cast<int>(bottom / frame.rowHeight) + 1;
    for (int row = first; row < last; ++row) {
        const double y = row * frame.rowHeight;
        if (row < m_data.queries.size()) {
            const QRectF rect(margin, y, frame.left - 2 * margin, frame.rowHeight);
            painter.drawText(
                rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                metrics.elidedText(m_data.queries.at(row), Qt::ElideRight, rect.width()));
        }
        if (row < m_data.keys.size()) {
            const QRectF rect(frame.right + margin, y, frame.width - frame.right - 2 * margin,
                              frame.rowHeight);
            painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                             metrics.elidedText(m_data.keys.at(row), Qt::ElideRight, rect.width()));
        }
    }
}

void LinesView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const double top = verticalScrollBar()->value();
    painter.translate(0, -top);
    const charts::ChartStyle style { widgets::themeTokens(palette()), font() };
    paint(painter, frame(viewport()->width(), QFontMetricsF(font())), top,
          top + viewport()->height(), style);
}

QSizeF LinesView::pictureSize() const
{
    const QFontMetricsF metrics(font());
    const double width = metrics.height() / 17 * 640;
    const auto rows = std::max(m_data.queries.size(), m_data.keys.size());
    return { width, std::max(1.0, static_cast<double>(rows) * frame(width, metrics).rowHeight) };
}

void LinesView::paintPicture(QPainter& painter, const QSizeF& size,
                             const charts::ChartStyle& style) const
{
    charts::ChartStyle own = style;
    own.font = font();
    paint(painter, frame(size.width(), QFontMetricsF(own.font)), 0, size.height(), own);
}

QByteArray LinesView::csv() const
{
    QByteArray csv = charts::csvLine({ tr("query position"), tr("query"), tr("key position"),
                                       tr("key"), tr("head"), tr("weight") });
    for (const AttentionLine& line : m_data.lines.lines) {
        csv += charts::csvLine({ QString::number(line.query), m_data.queries.value(line.query),
                                 QString::number(line.key), m_data.keys.value(line.key),
                                 m_data.heads.value(line.head), charts::csvNumber(line.weight) });
    }
    return csv;
}

int LinesView::queryAt(const QPointF& viewportPoint) const
{
    const Frame f = frame(viewport()->width(), QFontMetricsF(font()));
    const int row
        = static_cast<int>((viewportPoint.y() + verticalScrollBar()->value()) / f.rowHeight);
    return viewportPoint.x() <= f.left && row >= 0 && row < m_data.queries.size() ? row : -1;
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
        setCurrentQuery(static_cast<int>(m_data.queries.size()) - 1);
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
        arrange();
    } else if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Attention as lines between tokens"));
    }
}

} // namespace fe::attention
