// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/source_list_model.h"

#include "scaling/dataset_texts.h"
#include "scaling/scaling_state.h"
#include "scaling/shipped_tables.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/theme.h"
#include "workspace/path_text.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace fe::scaling_tab {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace

SourceListModel::SourceListModel(ScalingState& state, QObject* parent)
    : QAbstractTableModel(parent), m_state(state)
{
    connect(&state, &ScalingState::filesChanged, this, &SourceListModel::refresh);
    connect(&state, &ScalingState::measurementsUpdated, this, &SourceListModel::refresh);
    connect(&state, &ScalingState::tableChanged, this, &SourceListModel::learnRows);
    refresh();
}

void SourceListModel::refresh()
{
    std::vector<Entry> entries;
    for (const scaling::Dataset& dataset : scaling::datasets()) {
        const QString id = text(dataset.id);
        entries.push_back({ { DataSource::Kind::Shipped, id }, shippedRows(id) });
    }
    for (const QString& path : m_state.recentFiles()) {
        const DataSource source { DataSource::Kind::File, path };
        const int known = rowOf(source);
        entries.push_back(
            { source, known < 0 ? std::nullopt : m_entries[static_cast<std::size_t>(known)].rows,
              !QFileInfo(path).isFile() });
    }
    const TablePtr measured = m_state.measurements();
    entries.push_back({ { DataSource::Kind::Measurements, {} }, measured ? measured->rows() : 0 });
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
    learnRows();
}

/// The rows of a file are known once it was read.
void SourceListModel::learnRows()
{
    const int row = rowOf(m_state.source());
    if (m_state.table() && row >= 0) {
        m_entries[static_cast<std::size_t>(row)].rows = m_state.table()->rows();
        m_entries[static_cast<std::size_t>(row)].missing = false;
        Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
    }
}

DataSource SourceListModel::source(int row) const
{
    return m_entries[static_cast<std::size_t>(row)].source;
}

int SourceListModel::rowOf(const DataSource& source) const
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].source == source) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

QString SourceListModel::title(const Entry& entry) const
{
    switch (entry.source.kind) {
    case DataSource::Kind::Shipped:
        return datasetText(scaling::findDataset(entry.source.id.toStdString())->title);
    case DataSource::Kind::File:
        return entry.missing ? tr("%1 (not there)").arg(QFileInfo(entry.source.id).fileName())
                             : QFileInfo(entry.source.id).fileName();
    case DataSource::Kind::Measurements:
        break;
    }
    return tr("My measurements");
}

QString SourceListModel::about(int row) const
{
    const Entry& entry = m_entries[static_cast<std::size_t>(row)];
    if (entry.source.kind == DataSource::Kind::File) {
        const QString path = QDir::toNativeSeparators(entry.source.id);
        return entry.missing ? path % QChar(u'\n') % tr("The file was moved, renamed or removed.")
                             : path;
    }
    if (entry.source.kind == DataSource::Kind::Measurements) {
        return tr("What was measured in the Prompt and Vision tabs, with the size of the models.");
    }
    const scaling::Dataset* dataset = scaling::findDataset(entry.source.id.toStdString());
    return QStringList {
        datasetText(dataset->about),
        tr("Source: %1").arg(text(dataset->source)),
        tr("Licence: %1").arg(text(dataset->licence)),
        tr("Cite: %1").arg(text(dataset->citation)),
    }
        .join(QChar(u'\n'));
}

void SourceListModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int SourceListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int SourceListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant SourceListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == TitleColumn) {
            return title(entry);
        }
        return entry.rows ? QLocale().toString(qulonglong(*entry.rows)) : QString();
    case Qt::ToolTipRole:
        return widgets::plainToolTip(title(entry) % QChar(u'\n') % about(index.row()));
    case Qt::TextAlignmentRole:
        return index.column() == RowsColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        return entry.missing ? QVariant(widgets::themeTokens(QApplication::palette()).disabled)
                             : QVariant();
    default:
        return {};
    }
}

QVariant SourceListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == RowsColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                     : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    return role == Qt::DisplayRole ? QVariant(section == TitleColumn ? tr("table") : tr("rows"))
                                   : QVariant();
}

} // namespace fe::scaling_tab
