// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace fe::widgets {

/// Role of a number in [0, 1] that BarDelegate draws as a bar.
inline constexpr int kBarRole = Qt::UserRole + 40;

/// A thin horizontal bar in a table cell; cells without kBarRole are drawn as usual.
class BarDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace fe::widgets
