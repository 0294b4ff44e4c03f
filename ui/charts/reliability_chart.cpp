// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/reliability_chart.h"

#include "charts/reliability_scene.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace fe::charts {

ReliabilityChart::ReliabilityChart(QWidget* parent)
    : QGraphicsView(parent), m_scene(new ReliabilityScene(this))
{
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    refresh();
}

void ReliabilityChart::setData(const ReliabilityData& data)
{
    m_data = data;
    m_hovered = -1;
    if (m_current >= m_data.bins.size()) {
        setCurrentBin(-1);
    }
    refresh();
}

void ReliabilityChart::setCurrentBin(int bin)
{
    bin = std::clamp(bin, -1, int(m_data.bins.size()) - 1);
    if (bin == m_current) {
        return;
    }
    m_current = bin;
    m_scene->setMarks(m_current, m_hovered);
    describe();
    Q_EMIT currentBinChanged(bin);
}

QRect ReliabilityChart::binRect(int bin) const
{
    const QRectF rect = m_scene->binRect(bin);
    return { mapFromScene(rect.topLeft()), rect.size().toSize() };
}

QSizeF ReliabilityChart::pictureSize() const
{
    const double side = designPixels(420, font());
    return QSizeF(viewport()->size()).expandedTo({ side, side });
}

void ReliabilityChart::paintPicture(QPainter& painter, const QSizeF& size,
                                    const ChartStyle& style) const
{
    ReliabilityScene scene;
    fill(scene, style, size);
    scene.render(&painter, QRectF(QPointF(0, 0), size), scene.sceneRect());
}

QSize ReliabilityChart::sizeHint() const
{
    return QSizeF(designPixels(360, font()), designPixels(320, font())).toSize();
}

QSize ReliabilityChart::minimumSizeHint() const
{
    return QSizeF(designPixels(220, font()), designPixels(200, font())).toSize();
}

void ReliabilityChart::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        refresh();
        break;
    default:
        break;
    }
}

void ReliabilityChart::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    m_scene->setSize(viewport()->size());
}

bool ReliabilityChart::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHovered(-1);
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int bin = m_scene->binAt(mapToScene(help->pos()));
        if (bin < 0) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), binText(bin), this, binRect(bin));
        }
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void ReliabilityChart::mousePressEvent(QMouseEvent* event)
{
    const int bin = m_scene->binAt(mapToScene(event->position().toPoint()));
    if (event->button() == Qt::LeftButton && bin >= 0) {
        setCurrentBin(bin);
        Q_EMIT binActivated(bin);
    }
}

void ReliabilityChart::mouseMoveEvent(QMouseEvent* event)
{
    setHovered(m_scene->binAt(mapToScene(event->position().toPoint())));
}

void ReliabilityChart::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // everything is seen; the page around may scroll
}

void ReliabilityChart::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_data.bins.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentBin(std::min(last, std::max(0, m_current - 1)));
        break;
    case Qt::Key_Right:
        setCurrentBin(m_current + 1);
        break;
    case Qt::Key_Home:
        setCurrentBin(std::min(0, last));
        break;
    case Qt::Key_End:
        setCurrentBin(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            Q_EMIT binActivated(m_current);
        }
        break;
    default:
        // Not the view's own keys: there is nothing to scroll.
        event->ignore();
    }
}

void ReliabilityChart::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void ReliabilityChart::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

void ReliabilityChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QGraphicsView::drawForeground(painter, rect);
    if (hasFocus()) {
        painter->setPen(widgets::themeTokens(palette()).accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(sceneRect().adjusted(0.5, 0.5, -1.5, -1.5), 4, 4);
    }
}

QString ReliabilityChart::binText(int bin) const
{
    const ConfidenceBin& data = m_data.bins[bin];
    const QString range = tr("confidence %1 to %2")
                              .arg(numberText(data.low, NumberFormat::Percent),
                                   numberText(data.high, NumberFormat::Percent));
    if (data.count == 0) {
        return range + QStringLiteral(": ") + tr("nothing");
    }
    return range + QStringLiteral(": ")
        + tr("%1 of %2 right, mean confidence %3")
              .arg(numberText(data.accuracy, NumberFormat::Percent),
                   numberText(double(data.count), NumberFormat::Integer),
                   numberText(data.confidence, NumberFormat::Percent));
}

void ReliabilityChart::fill(ReliabilityScene& scene, const ChartStyle& style,
                            const QSizeF& size) const
{
    scene.setStyle(style);
    scene.setTexts(tr("Expected calibration error %1")
                       .arg(numberText(m_data.calibrationError, NumberFormat::Percent)),
                   tr("confidence"), tr("share that is right"));
    scene.setData(m_data);
    scene.setSize(size);
}

void ReliabilityChart::refresh()
{
    fill(*m_scene, { widgets::themeTokens(palette()), font() }, viewport()->size());
    m_scene->setMarks(m_current, m_hovered);
    describe();
}

void ReliabilityChart::setHovered(int bin)
{
    if (bin != m_hovered) {
        m_hovered = bin;
        m_scene->setMarks(m_current, m_hovered);
        Q_EMIT binHovered(bin);
    }
}

void ReliabilityChart::describe()
{
    setAccessibleName(m_data.text.title);
    setAccessibleDescription(
        m_current >= 0 ? binText(m_current)
                       : tr("Expected calibration error %1")
                             .arg(numberText(m_data.calibrationError, NumberFormat::Percent)));
}

} // namespace fe::charts
