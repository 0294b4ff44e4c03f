// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/strip_chart.h"

#include "charts/strip_painter.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fe::charts {

StripChart::StripChart(QWidget* parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    arrange();
}

void StripChart::setData(const StripData& data)
{
    const QString label = m_current >= 0 ? m_data.rows[m_current].label : QString();
    m_data = data;
    m_hovered = -1;
    const int before = m_current;
    if (m_current >= 0) {
        const auto found = std::find_if(m_data.rows.cbegin(), m_data.rows.cend(),
                                        [&](const StripRow& row) { return row.label == label; });
        m_current = found == m_data.rows.cend() ? -1 : int(found - m_data.rows.cbegin());
    }
    arrange();
    describe();
    if (m_current != before) {
        Q_EMIT currentRowChanged(m_current);
    }
}

void StripChart::setCurrentRow(int row)
{
    row = std::clamp(row, -1, int(m_data.rows.size()) - 1);
    if (row == m_current) {
        return;
    }
    m_current = row;
    if (row >= 0) {
        const QRectF rect = m_layout.rowRect(row);
        const double above = m_layout.plot().top() - rect.top();
        const double below = rect.bottom() - m_layout.plot().bottom();
        if (above > 0 || below > 0) {
            verticalScrollBar()->setValue(verticalScrollBar()->value()
                                          + int(std::ceil(above > 0 ? -above : below)));
        }
    }
    describe();
    viewport()->update();
    Q_EMIT currentRowChanged(row);
}

QSizeF StripChart::pictureSize() const
{
    const double width = std::max(designPixels(640, font()), double(viewport()->width()));
    return { width, StripLayout::wholeHeight(m_data, width, font()) };
}

void StripChart::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    paintStrip(painter, m_data, StripLayout(m_data, size, style.font, 0), style, {});
}

QSize StripChart::sizeHint() const
{
    return QSizeF(designPixels(480, font()), designPixels(340, font())).toSize();
}

QSize StripChart::minimumSizeHint() const
{
    return QSizeF(designPixels(220, font()), designPixels(140, font())).toSize();
}

void StripChart::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const ChartStyle style { widgets::themeTokens(palette()), font() };
    paintStrip(painter, m_data, m_layout, style, { m_current, m_hovered, hasFocus() });
    if (hasFocus() && m_current < 0) {
        painter.setPen(style.tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void StripChart::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void StripChart::scrollContentsBy(int, int)
{
    arrange();
}

void StripChart::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        arrange();
        describe();
        break;
    default:
        break;
    }
}

bool StripChart::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        viewport()->update();
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = m_layout.rowAt(help->pos());
        if (row < 0) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), rowText(row), viewport(),
                               m_layout.rowRect(row).toRect());
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void StripChart::mousePressEvent(QMouseEvent* event)
{
    const int row = m_layout.rowAt(event->position());
    if (event->button() == Qt::LeftButton && row >= 0) {
        setCurrentRow(row);
        Q_EMIT rowActivated(row);
    }
}

void StripChart::mouseMoveEvent(QMouseEvent* event)
{
    const int row = m_layout.rowAt(event->position());
    if (row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
}

void StripChart::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_data.rows.size()) - 1;
    const int page = std::max(1, int(m_layout.plot().height() / m_layout.rowHeight()) - 1);
    if (event->matches(QKeySequence::Copy)) {
        QStringList lines;
        for (int row = 0; row <= last; ++row) {
            lines.append(rowText(row).replace(u'\n', u'\t'));
        }
        QApplication::clipboard()->setText(lines.join(u'\n'));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentRow(std::max(0, m_current - 1));
        break;
    case Qt::Key_Down:
        setCurrentRow(m_current + 1);
        break;
    case Qt::Key_PageUp:
        setCurrentRow(std::max(0, m_current - page));
        break;
    case Qt::Key_PageDown:
        setCurrentRow(std::max(0, m_current) + page);
        break;
    case Qt::Key_Home:
        setCurrentRow(std::min(0, last));
        break;
    case Qt::Key_End:
        setCurrentRow(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            Q_EMIT rowActivated(m_current);
        }
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void StripChart::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void StripChart::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QString StripChart::rowText(int row) const
{
    const StripRow& data = m_data.rows[row];
    QStringList lines { data.label };
    lines.append(m_data.series.value(data.series));
    if (std::isfinite(data.at)) {
        lines.append(std::isfinite(data.after)
                         ? tr("%1: after %2, at %3")
                               .arg(m_data.x.text(), scientificText(data.after, 3),
                                    scientificText(data.at, 3))
                         : tr("%1: at %2").arg(m_data.x.text(), scientificText(data.at, 3)));
    }
    for (const QString& more : { data.verdict, data.note }) {
        if (!more.isEmpty()) {
            lines.append(more);
        }
    }
    return lines.join(u'\n');
}

void StripChart::arrange()
{
    const StripLayout probe(m_data, viewport()->size(), font(), 0);
    const int page = int(probe.plot().height());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(int(probe.rowHeight()));
    verticalScrollBar()->setRange(0, std::max(0, int(std::ceil(probe.rowsHeight())) - page));
    m_layout = StripLayout(m_data, viewport()->size(), font(), verticalScrollBar()->value());
    viewport()->update();
}

void StripChart::describe()
{
    setAccessibleName(m_data.text.title);
    setAccessibleDescription(m_current >= 0 ? rowText(m_current)
                                            : tr("%1 rows").arg(m_data.rows.size()));
}

} // namespace fe::charts
