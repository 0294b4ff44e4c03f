// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/gallery.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <vector>

namespace fe::prompting {

/// Tasks of the gallery as rows: title, what they show, how they prompt.
class TaskModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        SummaryRole = Qt::UserRole,
        WayRole, ///< "few-shot · 3 shots"
        FirstOfFamilyRole, ///< a line stands above it
    };

    using QAbstractListModel::QAbstractListModel;

    /// @param tasks of the gallery: they outlive everything.
    void setTasks(std::vector<const evaluation::GalleryTask*> tasks);
    /// Null if there is none.
    [[nodiscard]] const evaluation::GalleryTask* task(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<const evaluation::GalleryTask*> m_tasks;
};

/// Draws a row of the TaskModel over two lines and more.
class TaskDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace fe::prompting
