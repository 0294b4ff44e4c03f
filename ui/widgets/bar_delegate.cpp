// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bar_delegate.h"

#include "widgets/theme.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace fe::widgets {

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    bool isNumber = false;
    const double share = index.data(kBarRole).toDouble(&isNumber);
    if (!isNumber) {
        return;
    }
    constexpr qreal kHeight = 6;
    QRectF track = QRectF(option.rect).adjusted(6, 0, -6, 0);
    track.setTop(track.center().y() - kHeight / 2);
    track.setHeight(kHeight);
    QRectF bar = track;
    // The smallest share stays visible as a dot; its number stands beside it.
    bar.setWidth(std::max(2.0, track.width() * std::clamp(share, 0.0, 1.0)));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    // Not option.palette: a style sheet makes its colours transparent.
    const ThemeTokens& theme = themeTokens(QGuiApplication::palette());
    painter->setBrush(theme.track);
    painter->drawRoundedRect(track, kHeight / 2, kHeight / 2);
    painter->setBrush(theme.accent);
    painter->drawRoundedRect(bar, std::min(kHeight, bar.width()) / 2, kHeight / 2);
    painter->restore();
}

} // namespace fe::widgets
