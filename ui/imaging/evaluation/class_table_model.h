// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/evaluation/evaluation_run.h"

#include <QAbstractTableModel>
#include <QHash>

namespace fe::imaging {

/// The classes of a folder: the words that stand for each, which can be edited, and how often a
/// model was right.
class ClassTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ClassColumn,
        TextColumn,
        CountColumn,
        RecallColumn,
        PrecisionColumn,
        F1Column,
        TakenForColumn,
        kColumns
    };
    /// The value as a number (NaN below all others) or text, for sorting.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setFolder(const LabelledFolderPtr& folder);
    /// Null: only classes, texts and numbers of pictures.
    void setAnswers(const AnswersPtr& answers);
    /// Words for each label of the folder, in its order: what was written, else the folder's name.
    [[nodiscard]] QStringList texts() const;
    /// What was written, by folder name; kept for folders that are not open.
    [[nodiscard]] const QHash<QString, QString>& ownTexts() const { return m_own; }
    void setOwnTexts(const QHash<QString, QString>& own);
    [[nodiscard]] QByteArray csv() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void retranslate();

Q_SIGNALS:
    void textsChanged();

private:
    [[nodiscard]] QString className(int row) const;
    [[nodiscard]] QString textOf(int row) const;
    [[nodiscard]] double number(int row, int column) const;

    LabelledFolderPtr m_folder;
    std::vector<int> m_counts; ///< pictures of each class in the folder
    AnswersPtr m_answers;
    QHash<QString, QString> m_own;
};

} // namespace fe::imaging
