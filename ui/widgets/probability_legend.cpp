// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/probability_legend.h"

#include "widgets/token_palette.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace fe::widgets {

namespace {

constexpr int kGap = 6; // pixels

} // namespace

ProbabilityLegend::ProbabilityLegend(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    retranslate();
}

int ProbabilityLegend::stripWidth() const
{
    return fontMetrics().averageCharWidth() * 16;
}

QSize ProbabilityLegend::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(tr("probability")) + kGap + stripWidth() + 2,
             fontMetrics().height() + 6 };
}

void ProbabilityLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(themeTokens(palette()).secondary);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("probability"));
    const QRectF strip(width() - stripWidth() - 1, 1.5, stripWidth(), height() - 3);
    QPainterPath frame;
    frame.addRoundedRect(strip, 4, 4);
    painter.setClipPath(frame);
    const ThemeTokens& theme = themeTokens(palette());
    const int steps = static_cast<int>(strip.width());
    for (int x = 0; x <= steps; ++x) {
        painter.fillRect(QRectF(strip.left() + x, strip.top(), 1.5, strip.height()),
                         probabilityTint(static_cast<double>(x) / steps, theme));
    }
    painter.setClipping(false);
    painter.setPen(theme.line);
    painter.drawPath(frame);
    painter.setPen(palette().color(QPalette::Text));
    const QRectF inner = strip.adjusted(kGap, 0, -kGap, 0);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(inner, Qt::AlignCenter, locale().toString(0.5));
    painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
}

void ProbabilityLegend::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        updateGeometry();
    }
}

void ProbabilityLegend::retranslate()
{
    setToolTip(tr("Background of a token: the probability that the model gave it, from 0 (orange) "
                  "to 1 (blue)"));
    setAccessibleName(tr("Colour scale: probability from 0, orange, to 1, blue"));
    update();
}

} // namespace fe::widgets
