// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/history/run_store.h"

#include <QAbstractTableModel>

namespace fe::prompting {

/// The runs that a search finds, newest first, read page by page as they are scrolled to.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Kind, Title, Result, Model, Columns };

    /// @param store outlives the model.
    explicit HistoryModel(RunStore& store, QObject* parent = nullptr);

    /// Another search, from its beginning.
    void search(const QString& words, const QStringList& kinds);
    /// The same again: the store changed. As many rows as are there now are read.
    void refresh();
    /// Index < rowCount().
    [[nodiscard]] const history::RunEntry& entry(int row) const;
    /// Whether the first page of the search was read.
    [[nodiscard]] bool isRead() const { return m_read; }
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    /// Rows came, or there are none.
    void read();
    void failed(const fe::base::Error& error);

private:
    void load(std::optional<history::RunId> before, std::int64_t most);
    void take(std::vector<history::RunEntry> entries, bool more, bool whole);

    RunStore& m_store;
    history::RunQuery m_query;
    std::vector<history::RunEntry> m_entries;
    bool m_more = false;
    bool m_loading = false;
    bool m_read = false;
    quint64 m_search = 0; ///< counts: a late answer to an earlier search is dropped
};

/// "Answer", "Comparison", "Sweep": of a RunSummary's kind, in the language of now.
[[nodiscard]] QString kindText(const std::string& kind);

} // namespace fe::prompting
