// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_list_model.h"

#include <QFont>

namespace fe::prompting {
namespace {

bool sameIds(const QList<EndpointEntry>& a, const QList<EndpointEntry>& b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const EndpointEntry& one, const EndpointEntry& other) { return one.id == other.id; });
}

} // namespace

EndpointListModel::EndpointListModel(EndpointBook& book, QObject* parent)
    : QAbstractListModel(parent), m_book(book), m_rows(book.entries())
{
    connect(&book, &EndpointBook::entriesChanged, this, &EndpointListModel::follow);
    connect(&book, &EndpointBook::choiceChanged, this, &EndpointListModel::showChoice);
}

int EndpointListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant EndpointListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const EndpointEntry& entry = m_rows[index.row()];
    const EndpointChoicePtr& choice = m_book.choice();
    const bool chosen = choice != nullptr && choice->entry.id == entry.id;
    switch (role) {
    case Qt::DisplayRole:
        return entry.title();
    case Qt::ToolTipRole: {
        const QString address = QString::fromStdString(entry.endpoint.baseUrl);
        return (chosen ? tr("%1, in use").arg(address) : address).toHtmlEscaped();
    }
    case Qt::FontRole: {
        QFont font;
        font.setBold(chosen);
        return font;
    }
    default:
        return {};
    }
}

QString EndpointListModel::idAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows[row].id : QString();
}

int EndpointListModel::rowOf(const QString& id) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].id == id) {
            return row;
        }
    }
    return -1;
}

void EndpointListModel::follow()
{
    if (sameIds(m_rows, m_book.entries())) {
        // Only texts changed: the selection must not jump while one is typed.
        m_rows = m_book.entries();
        showChoice();
        return;
    }
    beginResetModel();
    m_rows = m_book.entries();
    endResetModel();
}

void EndpointListModel::showChoice()
{
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    }
}

} // namespace fe::prompting
