// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/endpoints/endpoint_book.h"

#include <QAbstractListModel>

namespace fe::prompting {

/// The entries of a book, by name; the chosen one is marked. Borrows the book.
class EndpointListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit EndpointListModel(EndpointBook& book, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QString idAt(int row) const;
    /// -1 if there is none.
    [[nodiscard]] int rowOf(const QString& id) const;

private:
    void follow();
    void showChoice();

    EndpointBook& m_book;
    QList<EndpointEntry> m_rows; ///< as they are shown
};

} // namespace fe::prompting
