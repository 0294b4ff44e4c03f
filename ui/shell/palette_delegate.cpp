// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palette_delegate.h"

#include "shell/palette_model.h"
#include "widgets/theme.h"

#include <QIcon>
#include <QPainter>
#include <QTextLayout>

namespace fe::shell {

using widgets::scaled;

namespace {

void drawMarked(QPainter& painter, const QRect& rect, const QString& text,
                const QList<qsizetype>& positions, const QColor& mark)
{
    QTextLayout layout(text, painter.font());
    QList<QTextLayout::FormatRange> formats;
    for (const qsizetype position : positions) {
        QTextCharFormat format;
        format.setForeground(mark);
        format.setFontWeight(QFont::DemiBold);
        formats.append({ static_cast<int>(position), 1, format });
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(rect.width());
    layout.endLayout();
    layout.draw(&painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2));
}

} // namespace

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return { scaled(200), option.fontMetrics.height() + scaled(16) };
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const widgets::ThemeTokens& tokens = widgets::themeTokens(option.palette);
    const bool enabled = option.state & QStyle::State_Enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver) && enabled) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? tokens.accentTint : tokens.hover);
        painter->drawRoundedRect(option.rect, scaled(6), scaled(6));
    }
    QRect rest = option.rect.adjusted(scaled(10), 0, -scaled(10), 0);
    const int iconSize = scaled(16);
    const QRect iconRect(rest.left(), rest.center().y() - iconSize / 2, iconSize, iconSize);
    index.data(Qt::DecorationRole)
        .value<QIcon>()
        .paint(painter, iconRect, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    rest.setLeft(iconRect.right() + scaled(10));

    painter->setFont(option.font);
    painter->setPen(tokens.secondary);
    const QString shortcut = index.data(PaletteModel::ShortcutRole).toString();
    painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter, shortcut);
    const QString group = index.data(PaletteModel::GroupRole).toString();
    const int shortcutWidth
        = shortcut.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(shortcut) + scaled(16);
    const QRect groupRect = rest.adjusted(0, 0, -shortcutWidth, 0);
    painter->drawText(groupRect, Qt::AlignRight | Qt::AlignVCenter, group);

    painter->setPen(enabled ? tokens.text : tokens.disabled);
    const int textWidth
        = groupRect.width() - option.fontMetrics.horizontalAdvance(group) - scaled(12);
    drawMarked(*painter, QRect(rest.left(), rest.top(), textWidth, rest.height()),
               index.data(Qt::DisplayRole).toString(),
               index.data(PaletteModel::PositionsRole).value<QList<qsizetype>>(),
               enabled ? tokens.accent : tokens.disabled);
    painter->restore();
}

} // namespace fe::shell
