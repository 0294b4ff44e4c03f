// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_filter.h"

#include "imaging/pictures/picture_store.h"

#include <cmath>

namespace fe::imaging {

void PictureFilter::setOrder(Order order)
{
    m_order = order;
    // Without an order the rows stand as in the source.
    sort(order == Order::Added ? -1 : 0);
    invalidate();
}

void PictureFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool PictureFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto byName = [&] {
        const int order = left.data().toString().localeAwareCompare(right.data().toString());
        return order != 0 ? order < 0 : left.row() < right.row();
    };
    const auto probability = [](const QModelIndex& index) {
        const double value = index.data(PictureStore::ProbabilityRole).toDouble();
        return std::isnan(value) ? -1 : value;
    };
    switch (m_order) {
    case Order::Added:
        return left.row() < right.row();
    case Order::Name:
        return byName();
    case Order::Label: {
        const int order = left.data(PictureStore::LabelRole)
                              .toString()
                              .localeAwareCompare(right.data(PictureStore::LabelRole).toString());
        return order != 0 ? order < 0 : probability(left) > probability(right);
    }
    case Order::Surest:
        return probability(left) > probability(right);
    case Order::Unsurest:
        return probability(left) < probability(right);
    case Order::Skipped: {
        const bool l = !left.data(PictureStore::ProblemRole).toString().isEmpty();
        const bool r = !right.data(PictureStore::ProblemRole).toString().isEmpty();
        return l != r ? l : left.row() < right.row();
    }
    }
    return false;
}

bool PictureFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_text.isEmpty()) {
        return true;
    }
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return index.data().toString().contains(m_text, Qt::CaseInsensitive)
        || index.data(PictureStore::LabelRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace fe::imaging
