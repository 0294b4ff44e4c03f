// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/zero_shot.h"
#include "base/error.h"
#include "imaging/pictures/thumbnail.h"

#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QTimer>

#include <optional>
#include <vector>

namespace fe::imaging {

class VisionState;

/// The pictures on the first page, what is known of each and how the labels score. The scores
/// follow the state's weights: they are computed for what is asked for at once, and for the rest
/// in slices that leave the window free. UI thread only.
class PictureStore : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        PathRole = Qt::UserRole,
        ThumbnailRole, ///< QImage, null until it was read
        LabelRole, ///< QString, the best label; empty if there is none yet
        ProbabilityRole, ///< double of the best label, NaN if there is none yet
        ProblemRole, ///< QString, why the picture is skipped; empty if it is not
    };
    using Id = quint64; ///< of a picture, never given twice

    explicit PictureStore(const VisionState& state, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    /// Appends those that are not there yet. @return how many
    int add(const QStringList& paths);
    void remove(const QModelIndexList& indexes);
    void clear();
    [[nodiscard]] QStringList paths() const;
    [[nodiscard]] int rowOf(const QString& path) const; ///< -1: it is not there

    /// Pictures that still need their thumbnail, or their vector; the first `most`.
    struct Task {
        Id id = 0;
        QString path;
    };
    [[nodiscard]] QList<Task> unread(int most) const;
    [[nodiscard]] QList<Task> unencoded(int most) const;
    /// Results of pictures that are gone meanwhile are dropped.
    void setRead(Id id, const base::Result<SmallPicture>& read);
    void setEncoded(Id id, base::Result<std::vector<float>> vector);
    /// With another model all are encoded anew; those that only it refused are tried again.
    void forgetVectors();

    struct Counts {
        int all = 0;
        int read = 0; ///< thumbnail made, or skipped
        int encoded = 0;
        int skipped = 0;
    };
    [[nodiscard]] const Counts& counts() const { return m_counts; }
    [[nodiscard]] QSize pictureSize(int row) const;
    /// Scores in the labels' order; empty while there is no vector or no weights.
    [[nodiscard]] std::vector<analysis::LabelScore> scores(int row) const;
    /// The unit vector; empty if there is none.
    [[nodiscard]] const std::vector<float>& vector(int row) const;
    [[nodiscard]] const std::optional<base::Error>& problem(int row) const;

Q_SIGNALS:
    /// Some pictures were read or encoded, or all were forgotten.
    void countsChanged();
    /// The scores of all pictures are (being) computed anew.
    void scoresChanged();
    /// They are all computed now.
    void allScored();

private:
    struct Picture {
        Id id = 0;
        QString path;
        QImage thumbnail;
        QSize size;
        std::vector<float> vector;
        std::optional<base::Error> problem;
        bool problemOfModel = false; ///< another model may take it
        bool read = false;
        mutable int scoredFor = -1; ///< m_scoring that label and probability belong to
        mutable int label = -1;
        mutable double probability = 0;
    };

    [[nodiscard]] const Picture& at(int row) const;
    [[nodiscard]] int find(Id id) const;
    void ensureScored(const Picture& picture) const;
    void rescore();
    void scoreSlice();
    void recount();
    void reindex();

    const VisionState& m_state;
    std::vector<Picture> m_pictures;
    QHash<QString, int> m_rowOfPath;
    QHash<Id, int> m_rowOfId;
    Counts m_counts;
    Id m_nextId = 1;
    int m_scoring = 0; ///< counts changes of weights and scoring
    QTimer m_slices;
    int m_nextToScore = 0;
};

} // namespace fe::imaging
