// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/example_table_model.h"

#include "prompting/builder/example_edits.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/theme.h"

#include <QFont>

#include <algorithm>

namespace fe::prompting {

namespace {

constexpr int kUndoLimit = 200;
constexpr qsizetype kLongestToolTip = 2'000;

/// A cell in one line.
QString shownCell(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("⏎"));
    return text.replace(u'\n', u'⏎').replace(u'\t', u' ');
}

} // namespace

class ExampleTableModel::Command final : public QUndoCommand
{
public:
    Command(ExampleTableModel& model, TableStep step, const QString& text)
        : QUndoCommand(text), m_model(model), m_step(std::move(step))
    {
    }
    void redo() override { m_model.apply(m_step); }
    void undo() override { m_model.apply(m_step.reversed()); }

private:
    ExampleTableModel& m_model;
    TableStep m_step;
};

ExampleTableModel::ExampleTableModel(QObject* parent) : QAbstractTableModel(parent)
{
    m_undo.setUndoLimit(kUndoLimit);
}

void ExampleTableModel::setTable(const evaluation::ExampleTable& table, int shots)
{
    beginResetModel();
    m_table = table;
    m_table.skipped.clear();
    m_table.skippedCount = 0;
    m_shots = std::clamp(shots, 0, static_cast<int>(m_table.rows.size()));
    m_columns = shownColumns(m_table, m_fields);
    m_undo.clear();
    endResetModel();
}

void ExampleTableModel::setShots(int shots)
{
    shots = std::clamp(shots, 0, rowCount());
    if (shots == m_shots) {
        return;
    }
    const auto [first, last] = std::minmax({ shots, m_shots }); // copies, no references
    m_shots = shots;
    if (columnCount() > 0) {
        Q_EMIT dataChanged(index(first, 0), index(last - 1, columnCount() - 1),
                           { Qt::ForegroundRole });
    }
    Q_EMIT edited();
}

void ExampleTableModel::setFields(const QStringList& fields)
{
    m_fields = fields;
    const evaluation::ExampleTable table = withFieldsIfEmpty(m_table, fields);
    const QList<int> columns = shownColumns(table, fields);
    if (table.columns == m_table.columns && columns == m_columns) {
        if (columnCount() > 0) {
            Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        }
        return;
    }
    beginResetModel();
    m_table = table;
    m_columns = columns;
    endResetModel();
}

QString ExampleTableModel::columnName(int column) const
{
    return QString::fromStdString(m_table.columns[static_cast<std::size_t>(m_columns[column])]);
}

bool ExampleTableModel::isExtra(int column) const
{
    return !m_fields.isEmpty() && !m_fields.contains(columnName(column));
}

void ExampleTableModel::change(const evaluation::ExampleTable& after, int shots,
                               const QString& text)
{
    TableStep step = stepBetween(m_table, after);
    if (step.isEmpty()) {
        return;
    }
    step.shotsBefore = m_shots;
    step.shotsAfter = std::clamp(shots, 0, static_cast<int>(after.rows.size()));
    m_undo.push(new Command(*this, std::move(step), text));
}

void ExampleTableModel::apply(const TableStep& step)
{
    // Columns that followed the pattern while there were no rows make a step's rows all rows, too.
    if (step.changesColumns() || step.columnsBefore != m_table.columns) {
        beginResetModel();
        m_table.columns = step.columnsAfter;
        m_table.rows = step.after;
        m_table = withFieldsIfEmpty(std::move(m_table), m_fields);
        m_columns = shownColumns(m_table, m_fields);
        m_shots = step.shotsAfter;
        endResetModel();
    } else {
        applyRows(step);
        m_shots = step.shotsAfter;
        if (rowCount() > 0 && columnCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                               { Qt::ForegroundRole });
        }
    }
    Q_EMIT edited();
}

void ExampleTableModel::applyRows(const TableStep& step)
{
    auto& rows = m_table.rows;
    const std::size_t common = std::min(step.before.size(), step.after.size());
    const auto first = static_cast<int>(step.first);
    const auto rest = static_cast<int>(step.first + common);
    const auto restRows = rows.begin() + rest;
    std::copy_n(step.after.begin(), common, rows.begin() + first);
    if (common > 0 && columnCount() > 0) {
        Q_EMIT dataChanged(index(first, 0), index(rest - 1, columnCount() - 1));
    }
    const auto more = static_cast<std::ptrdiff_t>(common);
    if (step.after.size() > common) {
        beginInsertRows({}, rest, first + static_cast<int>(step.after.size()) - 1);
        rows.insert(restRows, step.after.begin() + more, step.after.end());
        endInsertRows();
    } else if (step.before.size() > common) {
        beginRemoveRows({}, rest, first + static_cast<int>(step.before.size()) - 1);
        rows.erase(restRows, restRows + (static_cast<std::ptrdiff_t>(step.before.size()) - more));
        endRemoveRows();
    }
}

int ExampleTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int ExampleTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ExampleTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const std::string& cell = m_table.rows[static_cast<std::size_t>(index.row())]
                                          [static_cast<std::size_t>(m_columns[index.column()])];
    switch (role) {
    case Qt::DisplayRole:
        return shownCell(QString::fromStdString(cell));
    case Qt::EditRole:
        return QString::fromStdString(cell);
    case Qt::ToolTipRole:
        return widgets::plainToolTip(QString::fromStdString(cell).left(kLongestToolTip));
    case Qt::ForegroundRole:
        return index.row() < m_shots && !isExtra(index.column())
            ? QVariant()
            : QVariant(widgets::themeTokens(QPalette()).disabled);
    case Qt::AccessibleDescriptionRole:
        return index.row() < m_shots ? tr("in the prompt") : tr("not in the prompt");
    default:
        return {};
    }
}

QVariant ExampleTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        return role == Qt::DisplayRole ? QVariant(section + 1)
            : role == Qt::ToolTipRole  ? QVariant(tr("Drag to move the row"))
                                       : QVariant();
    }
    if (section < 0 || section >= columnCount()) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return columnName(section);
    }
    if (role == Qt::FontRole && isExtra(section)) {
        QFont font;
        font.setItalic(true);
        return font;
    }
    if (role == Qt::ToolTipRole) {
        return isExtra(section) ? tr("Not a field of the pattern: kept, but not in the prompt")
                                : widgets::plainToolTip(columnName(section));
    }
    return {};
}

Qt::ItemFlags ExampleTableModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable
                           : Qt::ItemFlags(Qt::NoItemFlags);
}

bool ExampleTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole
        || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return false;
    }
    evaluation::ExampleTable after = m_table;
    after.rows[static_cast<std::size_t>(index.row())]
              [static_cast<std::size_t>(m_columns[index.column()])]
        = value.toString().toStdString();
    change(after, m_shots, tr("Edit a cell"));
    return true;
}

} // namespace fe::prompting
