// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_delegate.h"

#include "imaging/pictures/picture_store.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr double kTileWidth = 116;
constexpr double kTileHeight = 90;
constexpr double kMargin = 5;

/// The whole picture in the middle of the tile.
void paintThumbnail(QPainter& painter, const QRect& tile, const QImage& thumbnail)
{
    const QSizeF fitting = QSizeF(thumbnail.size()).scaled(tile.size(), Qt::KeepAspectRatio);
    QRectF target(QPointF(), fitting);
    target.moveCenter(QRectF(tile).center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, thumbnail);
}

QString percent(double probability)
{
    return QLocale().toString(probability * 100, 'f', probability < 0.0995 ? 1 : 0)
        + QStringLiteral(" %");
}

} // namespace

QSize PictureDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return { scaled(kTileWidth + 2 * kMargin),
             scaled(kTileHeight + 3 * kMargin) + option.fontMetrics.height() };
}

void PictureDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(option.palette);
    const int margin = scaled(kMargin);
    const QRect tile(option.rect.topLeft() + QPoint(margin, margin),
                     QSize(scaled(kTileWidth), scaled(kTileHeight)));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);

    QPainterPath shape;
    shape.addRoundedRect(tile, scaled(6), scaled(6));
    painter->fillPath(shape, theme.card);
    painter->setPen(theme.line);
    painter->drawPath(shape);
    const auto thumbnail = index.data(PictureStore::ThumbnailRole).value<QImage>();
    const QString problem = index.data(PictureStore::ProblemRole).toString();
    if (!thumbnail.isNull()) {
        painter->save();
        painter->setClipPath(shape);
        paintThumbnail(*painter, tile, thumbnail);
        painter->restore();
    } else if (!problem.isEmpty()) {
        const int side = scaled(20);
        QRect icon(0, 0, side, side);
        icon.moveCenter(tile.center() - QPoint(0, tile.height() / 4));
        widgets::themedIcon(QStringLiteral("warning"), widgets::IconRole::Warning)
            .paint(painter, icon);
        painter->setPen(theme.secondary);
        const QRect room = tile.adjusted(margin, icon.bottom() - tile.top() + margin, -margin, 0);
        painter->setClipRect(room);
        painter->drawText(room, Qt::AlignHCenter | Qt::TextWordWrap, problem);
        painter->setClipping(false);
    }
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(QPen(selected ? theme.accent : theme.secondary, scaled(2)));
        painter->drawPath(shape);
    }

    const QRect line(tile.left(), tile.bottom() + margin / 2, tile.width(),
                     option.fontMetrics.height() + margin);
    const double probability = index.data(PictureStore::ProbabilityRole).toDouble();
    QString left = index.data(PictureStore::LabelRole).toString();
    int used = 0;
    if (!std::isnan(probability)) {
        const QString right = percent(probability);
        painter->setPen(theme.secondary);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, right);
        used = option.fontMetrics.horizontalAdvance(right) + margin;
    } else {
        left = index.data(Qt::DisplayRole).toString();
    }
    painter->setPen(problem.isEmpty() ? theme.text : theme.secondary);
    painter->drawText(line.adjusted(0, 0, -used, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(left, Qt::ElideRight, line.width() - used));
    painter->restore();
}

} // namespace fe::imaging
