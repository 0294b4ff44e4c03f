// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/model_list_model.h"

#include "shell/job_text.h"
#include "workspace/error_text.h"
#include "workspace/model_text.h"

#include <QLocale>

#include <algorithm>

namespace fe::shell {

using workspace::CatalogEntry;

void ModelListModel::setEntries(const QList<CatalogEntry>& entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

void ModelListModel::setStates(const QStringList& inUse, const QString& loading)
{
    if (m_inUse == inUse && m_loading == loading) {
        return;
    }
    m_inUse = inUse;
    m_loading = loading;
    if (!m_entries.isEmpty()) {
        Q_EMIT dataChanged(index(0, State), index(static_cast<int>(m_entries.size()) - 1, State));
    }
}

void ModelListModel::retranslate()
{
    if (!m_entries.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0),
                           index(static_cast<int>(m_entries.size()) - 1, ColumnCount - 1));
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int ModelListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int ModelListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ModelListModel::text(const CatalogEntry& entry, int column) const
{
    const QString unknown = QStringLiteral("–");
    switch (column) {
    case Name:
        return entry.name;
    case Architecture:
        return entry.info ? QString::fromStdString(entry.info->architecture) : unknown;
    case Kind:
        return entry.info ? workspace::kindName(entry.info->kind) : unknown;
    case Parameters:
        return entry.info ? workspace::parametersText(entry.info->parameters) : unknown;
    case Context:
        return entry.info && entry.info->readsText() ? QLocale().toString(entry.info->context)
                                                     : unknown;
    case Size:
        return entry.fileBytes > 0 ? bytesText(entry.fileBytes) : unknown;
    case Licence:
        return entry.licence.isEmpty() ? unknown : entry.licence;
    default:
        return {};
    }
}

QVariant ModelListModel::sortKey(const CatalogEntry& entry, int column) const
{
    switch (column) {
    case Parameters:
        return entry.info ? QVariant::fromValue<quint64>(entry.info->parameters) : quint64 { 0 };
    case Context:
        return entry.info ? QVariant::fromValue<qint64>(entry.info->context) : qint64 { 0 };
    case Size:
        return QVariant::fromValue<quint64>(entry.fileBytes);
    case Licence:
        return entry.licence;
    case State: {
        QStringList texts;
        for (const Badge& badge : badges(entry)) {
            texts.append(badge.text);
        }
        return texts.join(QLatin1Char(' '));
    }
    default:
        return text(entry, column);
    }
}

QList<Badge> ModelListModel::badges(const CatalogEntry& entry) const
{
    QList<Badge> badges;
    if (!m_loading.isEmpty() && workspace::modelName(entry.path) == m_loading) {
        badges.append({ tr("loading"), Badge::Tone::Plain });
    } else if (m_inUse.contains(entry.path)) {
        badges.append({ tr("in use"), Badge::Tone::Good });
    }
    if (entry.linked) {
        badges.append({ tr("linked"), Badge::Tone::Plain });
    }
    if (!entry.info) {
        badges.append({ tr("unusable"), Badge::Tone::Bad });
    }
    return badges;
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const CatalogEntry& entry = m_entries.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::ToolTipRole:
        if (entry.problem) {
            return QString(entry.path + QLatin1Char('\n')
                           + workspace::errorText(*entry.problem).headline);
        }
        return entry.path;
    case Qt::AccessibleTextRole:
        return column == State ? sortKey(entry, column) : QVariant(text(entry, column));
    case Qt::TextAlignmentRole: {
        const bool isNumber = column == Parameters || column == Context || column == Size;
        return QVariant::fromValue(
            Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case SortRole:
        return sortKey(entry, column);
    case PathRole:
        return entry.path;
    case SearchRole:
        return QStringList { entry.name,        text(entry, Architecture),
                             text(entry, Kind), entry.licence,
                             entry.weights,     entry.format,
                             entry.path }
            .join(QLatin1Char('\n'));
    case BadgesRole:
        return column == State ? QVariant::fromValue(badges(entry)) : QVariant();
    case SlotRole:
        return entry.info ? QVariant(static_cast<int>(workspace::roleOf(*entry.info))) : QVariant();
    default:
        return {};
    }
}

QVariant ModelListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Parameters || section == Context || section == Size;
        return QVariant::fromValue(
            Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const std::array titles { tr("Name"),       tr("State"),   tr("Architecture"), tr("Kind"),
                              tr("Parameters"), tr("Context"), tr("Size"),         tr("Licence") };
    return titles.at(static_cast<std::size_t>(section));
}

ModelListFilter::ModelListFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(ModelListModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void ModelListFilter::setSearch(const QString& text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void ModelListFilter::setRole(std::optional<workspace::Role> role)
{
    m_role = role;
    invalidateFilter();
}

bool ModelListFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_role && index.data(ModelListModel::SlotRole) != QVariant(static_cast<int>(*m_role))) {
        return false;
    }
    const QString text = index.data(ModelListModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace fe::shell
