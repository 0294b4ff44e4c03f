// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/history/history_model.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPointer>

namespace fe::prompting {

namespace {

constexpr std::int64_t kPage = 200;

} // namespace

QString kindText(const std::string& kind)
{
    const char* text = kind == "answer" ? QT_TRANSLATE_NOOP("fe::prompting::HistoryModel", "Answer")
        : kind == "comparison" ? QT_TRANSLATE_NOOP("fe::prompting::HistoryModel", "Comparison")
        : kind == "sweep"      ? QT_TRANSLATE_NOOP("fe::prompting::HistoryModel", "Sweep")
                               : nullptr;
    return text == nullptr ? QString::fromStdString(kind)
                           : QCoreApplication::translate("fe::prompting::HistoryModel", text);
}

HistoryModel::HistoryModel(RunStore& store, QObject* parent)
    : QAbstractTableModel(parent), m_store(store)
{
}

void HistoryModel::search(const QString& words, const QStringList& kinds)
{
    m_query = {};
    m_query.words = words.toStdString();
    for (const QString& kind : kinds) {
        m_query.kinds.push_back(kind.toStdString());
    }
    load(std::nullopt, kPage);
}

void HistoryModel::refresh()
{
    load(std::nullopt, std::max(kPage, static_cast<std::int64_t>(m_entries.size())));
}

const history::RunEntry& HistoryModel::entry(int row) const
{
    return m_entries.at(static_cast<std::size_t>(row));
}

void HistoryModel::load(std::optional<history::RunId> before, std::int64_t most)
{
    history::RunQuery query = m_query;
    query.before = before;
    query.most = most + 1; // one more tells whether there are more
    m_loading = true;
    const QPointer<HistoryModel> alive(this);
    m_store.read<std::vector<history::RunEntry>>(
        [query](history::RunHistory& history) { return history.find(query); },
        [this, alive, number = ++m_search, most,
         whole = !before](base::Result<std::vector<history::RunEntry>> found) {
            if (!alive || number != m_search) {
                return;
            }
            if (!found) {
                m_loading = false;
                m_read = true;
                Q_EMIT failed(found.error());
                return;
            }
            const bool more = static_cast<std::int64_t>(found->size()) > most;
            if (more) {
                found->pop_back();
            }
            take(*std::move(found), more, whole);
        });
}

void HistoryModel::take(std::vector<history::RunEntry> entries, bool more, bool whole)
{
    m_more = more;
    m_read = true;
    if (whole) {
        beginResetModel();
        m_entries = std::move(entries);
        m_loading = false;
        endResetModel();
    } else if (!entries.empty()) {
        const int first = static_cast<int>(m_entries.size());
        beginInsertRows({}, first, first + static_cast<int>(entries.size()) - 1);
        std::move(entries.begin(), entries.end(), std::back_inserter(m_entries));
        m_loading = false; // not before the rows are in: a view may ask for more while they come
        endInsertRows();
    }
    m_loading = false;
    Q_EMIT read();
}

void HistoryModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
    if (!m_entries.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
    }
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const history::RunSummary& summary = entry(index.row()).summary;
    switch (index.column()) {
    case Time: {
        const auto time = QDateTime::fromString(QString::fromStdString(summary.time), Qt::ISODate)
                              .toLocalTime();
        return QLocale().toString(time, QLocale::ShortFormat);
    }
    case Kind:
        return summary.finished ? kindText(summary.kind)
                                : tr("%1, unfinished").arg(kindText(summary.kind));
    case Title:
        return QString::fromStdString(summary.title);
    case Result:
        return QString::fromStdString(summary.result);
    default:
        return QString::fromStdString(summary.model);
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Time:
        return tr("When");
    case Kind:
        return tr("What");
    case Title:
        return tr("Asked");
    case Result:
        return tr("Result");
    default:
        return tr("Model");
    }
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_more && !m_loading;
}

void HistoryModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent)) {
        load(m_entries.back().id, kPage);
    }
}

} // namespace fe::prompting
