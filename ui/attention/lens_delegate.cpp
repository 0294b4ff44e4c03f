// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lens_delegate.h"

#include "attention/lens_model.h"
#include "widgets/theme.h"

#include <QPainter>

namespace fe::attention {

namespace {

constexpr double kStrongest = 0.55; // text stays readable on it

} // namespace

void LensDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(option.palette);
    QColor tint = theme.accent;
    tint.setAlphaF(static_cast<float>(index.data(LensModel::kShareRole).toDouble() * kStrongest));
    painter->save();
    const QRect cell = option.rect.adjusted(0, 0, -1, -1);
    painter->fillRect(cell, tint);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(QPen(theme.accent, widgets::scaled(2)));
        painter->drawRect(cell.adjusted(1, 1, -1, -1));
    }
    painter->setPen(theme.text);
    painter->setFont(option.font);
    const QRect room = cell.adjusted(widgets::scaled(4), 0, -widgets::scaled(2), 0);
    painter->drawText(
        room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace fe::attention
