// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_table.h"

#include <QDialog>

#include <vector>

class QComboBox;

namespace fe::scaling_tab {

/// How a user's file is read: delimiter, decimal mark, what each column holds.
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param table as it was read with `options`.
    ImportDialog(const scaling::DataTable& table, const scaling::TableOptions& options,
                 QWidget* parent);

    [[nodiscard]] scaling::TableOptions options() const;

private:
    void build(const scaling::DataTable& table, const scaling::TableOptions& options);

    QComboBox* m_delimiter;
    QComboBox* m_decimalMark;
    std::vector<std::pair<std::string, QComboBox*>> m_kinds; ///< by column
};

} // namespace fe::scaling_tab
