// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_source.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace fe::scaling_tab {

class ScalingState;

/// The tables that can be opened: shipped ones, the user's files, what was measured.
class SourceListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TitleColumn, RowsColumn, kColumns };

    SourceListModel(ScalingState& state, QObject* parent);

    [[nodiscard]] DataSource source(int row) const;
    /// -1: not in the list.
    [[nodiscard]] int rowOf(const DataSource& source) const;
    /// About, source, licence and citation of a shipped table, the path of a file: plain text.
    [[nodiscard]] QString about(int row) const;
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Entry {
        DataSource source;
        std::optional<std::size_t> rows; ///< nothing: not read yet
        bool missing = false; ///< a file that is not there
    };
    void refresh();
    void learnRows();
    [[nodiscard]] QString title(const Entry& entry) const;

    ScalingState& m_state;
    std::vector<Entry> m_entries;
};

} // namespace fe::scaling_tab
