// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/patch_canvas.h"

#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace fe::charts {

namespace {

constexpr double kLegendBar = 8; // design pixels
constexpr double kLegendGap = 6;
constexpr int kLegendStops = 16;

} // namespace

PatchCanvas::PatchCanvas(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describe();
}

void PatchCanvas::setMap(const PatchMap& map)
{
    const bool sameGrid = map.rows == m_map.rows && map.columns == m_map.columns;
    m_map = map;
    m_painted = paintedMap(m_map, m_look.smooth);
    if (!sameGrid) {
        m_current.reset();
    }
    describe();
    updateGeometry();
    update();
}

void PatchCanvas::setLook(const PatchLook& look)
{
    if (look.smooth != m_look.smooth) {
        m_painted = paintedMap(m_map, look.smooth);
    }
    m_look = look;
    update();
}

void PatchCanvas::setCurrent(std::optional<int> patch)
{
    m_current = patch && *patch >= 0 && *patch < m_map.patches() ? patch : std::nullopt;
    describe();
    update();
}

void PatchCanvas::setChosen(bool chosen)
{
    m_chosen = chosen;
    update();
}

double PatchCanvas::footHeight(const QFont& font) const
{
    if (!m_map.hasMap()) {
        return 0;
    }
    const double line = QFontMetricsF(font).height() + designPixels(kLegendGap, font);
    return m_map.values.empty() ? line : line + designPixels(kLegendBar, font);
}

PatchLayout PatchCanvas::patchLayout() const
{
    return { m_map, QRectF(rect()).adjusted(0, 0, 0, -footHeight(font())) };
}

QSizeF PatchCanvas::pictureSize() const
{
    const QSizeF square(designPixels(420, font()), designPixels(420, font()));
    const QSizeF picture = m_map.picture.isNull()
        ? square
        : QSizeF(m_map.picture.size()).scaled(square, Qt::KeepAspectRatio);
    return { picture.width(), picture.height() + footHeight(font()) };
}

QSize PatchCanvas::sizeHint() const
{
    return { widgets::scaled(240), widgets::scaled(240) };
}

QSize PatchCanvas::minimumSizeHint() const
{
    return { widgets::scaled(80), widgets::scaled(60) };
}

void PatchCanvas::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    if (m_map.picture.isNull()) {
        return;
    }
    const double foot = footHeight(style.font);
    const PatchLayout layout(m_map, QRectF(0, 0, size.width(), size.height() - foot));
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(layout.picture(), m_map.picture);
    painter.setOpacity(m_look.opacity);
    // Blocks keep their edges.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_look.smooth && !m_map.values.empty());
    painter.drawImage(layout.covered(), m_painted);
    painter.restore();
    const QRectF picture = layout.picture();
    const QRectF below(picture.left(), picture.bottom(), picture.width(), foot);
    if (m_map.hasMap() && m_map.values.empty()) {
        painter.setFont(style.font);
        painter.setPen(m_chosen ? style.tokens.accent : style.tokens.secondary);
        painter.drawText(
            below, Qt::AlignHCenter | Qt::AlignBottom,
            QFontMetricsF(style.font).elidedText(m_map.text.title, Qt::ElideMiddle, below.width()));
    } else if (m_map.hasMap()) {
        paintLegend(painter, below, style);
    }
}

void PatchCanvas::paintLegend(QPainter& painter, const QRectF& area, const ChartStyle& style) const
{
    const ColorMap& colours = colorMap(Palette::Viridis);
    const QRectF bar(area.left(), area.top() + designPixels(kLegendGap, style.font), area.width(),
                     designPixels(kLegendBar, style.font));
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= kLegendStops; ++i) {
        const double t = static_cast<double>(i) / kLegendStops;
        gradient.setColorAt(t, colours.at(t));
    }
    painter.fillRect(bar, gradient);
    const ValueRange range = rangeOf(m_map.values);
    const QRectF line(area.left(), bar.bottom(), area.width(), area.bottom() - bar.bottom());
    painter.setFont(style.font);
    painter.setPen(style.tokens.secondary);
    const auto text = [](double value) { return numberText(value, NumberFormat::General); };
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text(range.low));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text(range.high));
    const QFontMetricsF metrics(style.font);
    const double room = line.width() - metrics.horizontalAdvance(text(range.low))
        - metrics.horizontalAdvance(text(range.high)) - 2 * metrics.averageCharWidth();
    painter.drawText(line, Qt::AlignCenter,
                     metrics.elidedText(m_map.valueName, Qt::ElideRight, std::max(0.0, room)));
}

void PatchCanvas::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const widgets::ThemeTokens& tokens = widgets::themeTokens(palette());
    paintPicture(painter, size(), { tokens, font() });
    if (m_current) {
        const QRectF patch = patchLayout().patchRect(*m_current);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.onAccent, widgets::scaled(3)));
        painter.drawRect(patch);
        painter.setPen(QPen(tokens.accent, widgets::scaled(1.5)));
        painter.drawRect(patch);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

QString PatchCanvas::patchText(int patch) const
{
    const QString place
        = tr("row %1, column %2").arg(patch / m_map.columns + 1).arg(patch % m_map.columns + 1);
    if (m_map.values.empty()) {
        return place;
    }
    return tr("%1: %2").arg(
        place, numberText(static_cast<double>(m_map.value(patch)), NumberFormat::General));
}

bool PatchCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto patch = patchLayout().patchAt(help->pos())) {
            QToolTip::showText(help->globalPos(), patchText(*patch), this,
                               patchLayout().patchRect(*patch).toAlignedRect());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange) {
        describe();
    }
    return QWidget::event(event);
}

void PatchCanvas::mousePressEvent(QMouseEvent* event)
{
    const auto patch = patchLayout().patchAt(event->position());
    if (event->button() == Qt::LeftButton && patch) {
        setCurrent(patch);
        Q_EMIT patchActivated(*patch);
    }
}

void PatchCanvas::keyPressEvent(QKeyEvent* event)
{
    if (!m_map.hasMap()) {
        return QWidget::keyPressEvent(event);
    }
    const int now = m_current.value_or(0);
    const int row = now / m_map.columns;
    const int column = now % m_map.columns;
    const auto go = [&](int toRow, int toColumn) {
        setCurrent(m_current ? std::clamp(toRow, 0, m_map.rows - 1) * m_map.columns
                           + std::clamp(toColumn, 0, m_map.columns - 1)
                             : 0);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return go(row, column - 1);
    case Qt::Key_Right:
        return go(row, column + 1);
    case Qt::Key_Up:
        return go(row - 1, column);
    case Qt::Key_Down:
        return go(row + 1, column);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current) {
            Q_EMIT patchActivated(*m_current);
        }
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void PatchCanvas::describe()
{
    setAccessibleName(m_map.text.title.isEmpty() ? tr("Map of patches") : m_map.text.title);
    setAccessibleDescription(m_current ? patchText(*m_current) : QString());
}

} // namespace fe::charts
