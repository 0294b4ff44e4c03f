// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/result_model.h"

#include "workspace/path_text.h"

#include <QFileInfo>
#include <QLocale>

namespace fe::imaging {

ResultModel::ResultModel(ThumbnailLoader& thumbnails, QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(thumbnails)
{
    connect(&thumbnails, &ThumbnailLoader::loaded, this, [this](const QString& loaded) {
        for (int row = 0; row < rowCount(); ++row) {
            if (path(row) == loaded) {
                Q_EMIT dataChanged(index(row), index(row), { ThumbnailRole });
            }
        }
    });
}

void ResultModel::setAnswer(const SearchQuery::Answer& answer)
{
    beginResetModel();
    m_answer = answer;
    endResetModel();
}

int ResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_answer.matches.size());
}

QString ResultModel::path(int row) const
{
    const pictures::Match& match = m_answer.matches[static_cast<std::size_t>(row)];
    return workspace::toText(m_answer.vectors->files[match.file]);
}

QVariant ResultModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto similarity
        = static_cast<double>(m_answer.matches[static_cast<std::size_t>(index.row())].similarity);
    switch (role) {
    case PathRole:
        return path(index.row());
    case SimilarityRole:
        return similarity;
    case ThumbnailRole:
        return m_thumbnails.thumbnail(path(index.row()));
    case Qt::DisplayRole:
        return QFileInfo(path(index.row())).fileName();
    case Qt::ToolTipRole:
        return path(index.row());
    case Qt::AccessibleTextRole:
        return tr("%1, similarity %2")
            .arg(QFileInfo(path(index.row())).fileName(), QLocale().toString(similarity, 'f', 3));
    default:
        return {};
    }
}

} // namespace fe::imaging
