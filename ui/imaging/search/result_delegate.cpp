// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/result_delegate.h"

#include "imaging/search/result_model.h"
#include "widgets/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr double kTile = 132;
constexpr double kMargin = 6;

} // namespace

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return { scaled(kTile + 2 * kMargin),
             scaled(kTile + 3 * kMargin) + option.fontMetrics.height() };
}

void ResultDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(option.palette);
    const int margin = scaled(kMargin);
    const QRect tile(option.rect.topLeft() + QPoint(margin, margin),
                     QSize(scaled(kTile), scaled(kTile)));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(tile, scaled(6), scaled(6));
    painter->fillPath(shape, theme.track);
    const auto thumbnail = index.data(ResultModel::ThumbnailRole).value<QImage>();
    if (!thumbnail.isNull()) {
        QRectF target(QPointF(), QSizeF(thumbnail.size()).scaled(tile.size(), Qt::KeepAspectRatio));
        target.moveCenter(QRectF(tile).center());
        painter->setClipPath(shape);
        painter->drawImage(target, thumbnail);
        painter->setClipping(false);
    }
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(QPen(selected ? theme.accent : theme.secondary, scaled(2)));
        painter->drawPath(shape);
    }
    const QRect line(tile.left(), tile.bottom() + margin / 2, tile.width(),
                     option.fontMetrics.height() + margin);
    const QString similarity
        = QLocale().toString(index.data(ResultModel::SimilarityRole).toDouble(), 'f', 3);
    const int used = option.fontMetrics.horizontalAdvance(similarity) + margin;
    painter->setPen(theme.secondary);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, similarity);
    painter->setPen(theme.text);
    painter->drawText(line.adjusted(0, 0, -used, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(),
                                                    Qt::ElideMiddle, line.width() - used));
    painter->restore();
}

} // namespace fe::imaging
