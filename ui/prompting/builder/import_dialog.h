// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/example_table.h"
#include "prompting/builder/table_import.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace fe::prompting {

/// What the dialog asks about.
struct ImportQuestion {
    QString fileName; ///< without its folder
    evaluation::ExampleTable file;
    QStringList fields; ///< of the pattern
    bool hasHeader = true; ///< a first line that may hold no names (CSV, TSV)
    bool hasRows = false; ///< there are examples already
};

/// Asks which column of a file gives which field, where their names do not say so.
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportDialog(ImportQuestion question, QWidget* parent = nullptr);

    /// The file's table under the names of the fields.
    [[nodiscard]] evaluation::ExampleTable table() const;
    /// Below the examples that are there, in place of them otherwise.
    [[nodiscard]] bool appends() const;

private:
    void fillColumns();
    void showSamples();
    [[nodiscard]] const evaluation::ExampleTable& source() const;

    struct Row {
        QComboBox* column;
        QLabel* sample; ///< what stands there in the first row
    };

    ImportQuestion m_question;
    evaluation::ExampleTable m_headerless;
    std::vector<Row> m_rows; ///< in the order of the fields
    QCheckBox* m_noHeader;
    QCheckBox* m_append;
};

} // namespace fe::prompting
