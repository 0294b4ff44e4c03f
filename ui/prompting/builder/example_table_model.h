// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/example_table.h"
#include "prompting/builder/table_step.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QUndoStack>

namespace fe::prompting {

/// The examples of a prompt as an editable table. Every change of it goes through undoStack(). The
/// columns that the pattern's fields ask for stand first, the others behind; rows that are no shots
/// are dimmed.
class ExampleTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ExampleTableModel(QObject* parent = nullptr);

    /// Another document: nothing can be undone afterwards.
    void setTable(const evaluation::ExampleTable& table, int shots);
    [[nodiscard]] const evaluation::ExampleTable& table() const { return m_table; }
    /// The first so many rows go into the prompt.
    [[nodiscard]] int shots() const { return m_shots; }
    void setShots(int shots);
    /// The pattern's fields, those of the reasoned answer included.
    void setFields(const QStringList& fields);
    [[nodiscard]] const QStringList& fields() const { return m_fields; }
    /// By column of the model, the column of table().
    [[nodiscard]] const QList<int>& tableColumns() const { return m_columns; }
    [[nodiscard]] QString columnName(int column) const;

    /// One step that can be undone.
    /// @param text names it, "Paste".
    void change(const evaluation::ExampleTable& after, int shots, const QString& text);
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    /// table() or shots() is another, by the user.
    void edited();

private:
    class Command;
    void apply(const TableStep& step);
    void applyRows(const TableStep& step);
    [[nodiscard]] bool isExtra(int column) const;

    evaluation::ExampleTable m_table;
    int m_shots = 0;
    QStringList m_fields;
    QList<int> m_columns;
    QUndoStack m_undo;
};

} // namespace fe::prompting
