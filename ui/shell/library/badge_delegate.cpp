// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/badge_delegate.h"

#include "shell/library/model_list_model.h"
#include "widgets/theme.h"

#include <QPainter>

namespace fe::shell {

using widgets::scaled;

namespace {

constexpr int kPadding = 7;
constexpr int kGap = 4;
constexpr int kHeight = 18;

QFont badgeFont(const QStyleOptionViewItem& option)
{
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

int badgeWidth(const QFontMetrics& metrics, const Badge& badge)
{
    return metrics.horizontalAdvance(badge.text) + 2 * scaled(kPadding);
}

} // namespace

void BadgeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const widgets::ThemeTokens& tokens = widgets::themeTokens(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(badgeFont(option));
    const QFontMetrics metrics(painter->font());
    int left = option.rect.left() + scaled(kGap);
    for (const Badge& badge : index.data(ModelListModel::BadgesRole).value<QList<Badge>>()) {
        const QColor ink = badge.tone == Badge::Tone::Bad ? tokens.danger
            : badge.tone == Badge::Tone::Good             ? tokens.accent
                                                          : tokens.secondary;
        // On a selected row its own tint would not show.
        const QColor fill = option.state.testFlag(QStyle::State_Selected) ? tokens.card
            : badge.tone == Badge::Tone::Bad                              ? tokens.dangerTint
            : badge.tone == Badge::Tone::Good                             ? tokens.accentTint
                                                                          : tokens.track;
        const QRect pill(left, option.rect.center().y() - scaled(kHeight) / 2 + 1,
                         badgeWidth(metrics, badge), scaled(kHeight));
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
        painter->setPen(ink);
        painter->drawText(pill, Qt::AlignCenter, badge.text);
        left = pill.right() + 1 + scaled(kGap);
    }
    painter->restore();
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFontMetrics metrics(badgeFont(option));
    int width = 2 * scaled(kGap);
    for (const Badge& badge : index.data(ModelListModel::BadgesRole).value<QList<Badge>>()) {
        width += badgeWidth(metrics, badge) + scaled(kGap);
    }
    return { width, QStyledItemDelegate::sizeHint(option, index).height() };
}

} // namespace fe::shell
