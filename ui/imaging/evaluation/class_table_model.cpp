// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/class_table_model.h"

#include <cmath>
#include <limits>

namespace fe::imaging {

void ClassTableModel::setFolder(const LabelledFolderPtr& folder)
{
    beginResetModel();
    m_folder = folder;
    m_answers.reset();
    m_counts.assign(folder ? folder->labels.size() : 0, 0);
    if (folder) {
        for (const pictures::LabelledPicture& picture : folder->pictures) {
            ++m_counts[picture.label];
        }
    }
    endResetModel();
}

void ClassTableModel::setAnswers(const AnswersPtr& answers)
{
    m_answers = answers;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    }
}

QStringList ClassTableModel::texts() const
{
    QStringList texts;
    for (int row = 0; row < rowCount(); ++row) {
        texts.append(textOf(row));
    }
    return texts;
}

void ClassTableModel::setOwnTexts(const QHash<QString, QString>& own)
{
    m_own = own;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, TextColumn), index(rowCount() - 1, TextColumn));
    }
    Q_EMIT textsChanged();
}

QByteArray ClassTableModel::csv() const
{
    QStringList header;
    for (const char* name : { "class", "label text", "pictures", "recall", "precision", "f1",
                              "most often taken for" }) {
        header.append(QString::fromLatin1(name));
    }
    QByteArray csv = charts::csvLine(header);
    for (int row = 0; row < rowCount(); ++row) {
        QStringList fields { className(row), textOf(row),
                             QString::number(number(row, CountColumn)) };
        for (const int column : { RecallColumn, PrecisionColumn, F1Column }) {
            fields.append(charts::csvNumber(number(row, column)));
        }
        fields.append(index(row, TakenForColumn).data().toString());
        csv += charts::csvLine(fields);
    }
    return csv;
}

int ClassTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_folder ? 0 : static_cast<int>(m_folder->labels.size());
}

int ClassTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString ClassTableModel::className(int row) const
{
    return QString::fromStdString(m_folder->labels[std::size_t(row)]);
}

QString ClassTableModel::textOf(int row) const
{
    const QString name = className(row);
    const QString own = m_own.value(name).trimmed();
    // A folder may be named "_": the model wants some word.
    return !own.isEmpty() ? own : name.trimmed().isEmpty() ? QStringLiteral("_") : name;
}

double ClassTableModel::number(int row, int column) const
{
    const auto at = std::size_t(row);
    if (column == CountColumn) {
        return m_answers ? double(m_answers->evaluation.classes[at].count) : m_counts[at];
    }
    if (!m_answers) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const analysis::ClassResult& result = m_answers->evaluation.classes[at];
    return column == RecallColumn   ? result.recall()
        : column == PrecisionColumn ? result.precision()
                                    : f1Of(result);
}

QVariant ClassTableModel::data(const QModelIndex& index, int role) const
{
    const int row = index.row();
    const bool isText = index.column() == ClassColumn || index.column() == TextColumn
        || index.column() == TakenForColumn;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter | (isText ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role == Qt::ToolTipRole && index.column() == TextColumn) {
        return tr("What the model compares pictures with. Double-click or F2 to change it; empty "
                  "means the folder's name.");
    }
    if (role != Qt::DisplayRole && role != Qt::EditRole && role != kSortRole) {
        return {};
    }
    switch (index.column()) {
    case ClassColumn:
        return className(row);
    case TextColumn:
        return textOf(row);
    case TakenForColumn: {
        const auto other = m_answers ? takenForOf(*m_answers, std::size_t(row)) : std::nullopt;
        return other ? className(static_cast<int>(*other)) : QString();
    }
    default:
        break;
    }
    const double value = number(row, index.column());
    if (role == kSortRole) {
        return std::isnan(value) ? -1.0 : value;
    }
    return charts::numberText(value,
                              index.column() == CountColumn ? charts::NumberFormat::Integer
                                                            : charts::NumberFormat::Percent);
}

bool ClassTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || index.column() != TextColumn) {
        return false;
    }
    const QString before = textOf(index.row());
    const QString name = className(index.row());
    const QString text = value.toString().simplified();
    if (text.isEmpty() || text == name) {
        m_own.remove(name);
    } else {
        m_own.insert(name, text);
    }
    if (textOf(index.row()) != before) {
        Q_EMIT dataChanged(index, index);
        Q_EMIT textsChanged();
    }
    return true;
}

Qt::ItemFlags ClassTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == TextColumn ? flags | Qt::ItemIsEditable : flags;
}

QVariant ClassTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            Qt::AlignVCenter
            | (section >= CountColumn && section <= F1Column ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case ClassColumn:
        return tr("Class");
    case TextColumn:
        return tr("Label text");
    case CountColumn:
        return tr("Pictures");
    case RecallColumn:
        return tr("Recall");
    case PrecisionColumn:
        return tr("Precision");
    case F1Column:
        return tr("F1");
    default:
        return tr("Taken for");
    }
}

void ClassTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    }
}

} // namespace fe::imaging
