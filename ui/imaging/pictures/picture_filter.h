// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace fe::imaging {

/// Pictures of a PictureStore in an order of the user's, those whose name or best label holds a
/// text.
class PictureFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Order { Added, Name, Label, Surest, Unsurest, Skipped };

    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setOrder(Order order);
    [[nodiscard]] Order order() const { return m_order; }
    void setText(const QString& text);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Order m_order = Order::Added;
    QString m_text;
};

} // namespace fe::imaging
