// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/search/search_query.h"
#include "imaging/search/thumbnail_loader.h"

#include <QAbstractListModel>

namespace fe::imaging {

/// The pictures that a search found, best first. Thumbnails are read when a view asks for them.
class ResultModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        PathRole = Qt::UserRole, ///< QString
        SimilarityRole, ///< double, cosine
        ThumbnailRole, ///< QImage, null while it is being read
    };

    explicit ResultModel(ThumbnailLoader& thumbnails, QObject* parent = nullptr);

    void setAnswer(const SearchQuery::Answer& answer);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QString path(int row) const;

private:
    ThumbnailLoader& m_thumbnails;
    SearchQuery::Answer m_answer;
};

} // namespace fe::imaging
