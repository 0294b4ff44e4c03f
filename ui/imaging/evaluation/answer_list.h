// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/evaluation/evaluation_answers.h"
#include "imaging/pictures/thumbnail.h"
#include "jobs/job_runner.h"

#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QSet>
#include <QStyledItemDelegate>
#include <QTimer>

namespace fe::imaging {

/// Some pictures of a labelled folder with what was said about them. Thumbnails are read in the
/// background when they are asked for.
class AnswerList : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        FileRole = Qt::UserRole,
        ThumbnailRole, ///< QImage, null until it is read
        UnreadableRole, ///< bool
        TruthRole,
        PredictedRole,
        ProbabilityRole, ///< double
        RightRole, ///< bool
    };

    AnswerList(jobs::JobRunner& runner, QObject* parent = nullptr);

    /// @param pictures indices of `answers`, in the order to be shown. Null: nothing.
    void show(const AnswersPtr& answers, std::vector<std::size_t> pictures);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Read {
        QString file;
        QImage image; ///< null: could not be read
    };
    [[nodiscard]] QString fileOf(int row) const;
    [[nodiscard]] QString describe(int row) const;
    void readNext();
    void keep(const QList<Read>& read);

    jobs::JobRunner& m_runner;
    AnswersPtr m_answers;
    std::vector<std::size_t> m_pictures;
    QHash<QString, QImage> m_thumbnails; ///< null images: could not be read
    mutable QSet<QString> m_asked; ///< by the view, not read yet
    mutable QTimer m_soon; ///< gathers what one paint asks for
    jobs::JobHandle m_job;
};

/// A tile: the picture, what it was taken for and how surely, what it is.
class AnswerDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

} // namespace fe::imaging
