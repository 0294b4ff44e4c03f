// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/task_model.h"

#include "widgets/theme.h"

#include <QListView>
#include <QPainter>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kMargin = 8;
constexpr int kFamilyGap = 9; // with the line between two families

QFont titleFont(const QStyleOptionViewItem& option)
{
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

int familyGap(const QModelIndex& index)
{
    return index.data(TaskModel::FirstOfFamilyRole).toBool() ? scaled(kFamilyGap) : 0;
}

} // namespace

void TaskModel::setTasks(std::vector<const evaluation::GalleryTask*> tasks)
{
    beginResetModel();
    m_tasks = std::move(tasks);
    endResetModel();
}

const evaluation::GalleryTask* TaskModel::task(const QModelIndex& index) const
{
    return index.isValid() && index.row() < rowCount()
        ? m_tasks[static_cast<std::size_t>(index.row())]
        : nullptr;
}

int TaskModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tasks.size());
}

QVariant TaskModel::data(const QModelIndex& index, int role) const
{
    const evaluation::GalleryTask* shown = task(index);
    if (shown == nullptr) {
        return {};
    }
    const QString title = QString::fromStdString(shown->title);
    const QString summary = QString::fromStdString(shown->summary);
    const auto shots = static_cast<int>(shown->shots);
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case Qt::AccessibleTextRole:
        return QString(title + QStringLiteral(". ") + summary);
    case SummaryRole:
        return summary;
    case WayRole:
        return shown->mode == evaluation::PromptMode::Free ? tr("free text")
            : shots == 0                                   ? tr("zero-shot")
            : shots == 1                                   ? tr("1 shot")
                                                           : tr("%1 shots").arg(shots);
    case FirstOfFamilyRole:
        return index.row() > 0
            && m_tasks[static_cast<std::size_t>(index.row()) - 1]->family != shown->family;
    default:
        return {};
    }
}

QSize TaskDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* list = qobject_cast<const QListView*>(option.widget);
    const int width = list ? list->viewport()->width() : option.rect.width();
    const QRect room(0, 0, std::max(scaled(120), width - 2 * scaled(kMargin)), 1000);
    const QRect summary = option.fontMetrics.boundingRect(
        room, Qt::TextWordWrap, index.data(TaskModel::SummaryRole).toString());
    return { scaled(120),
             option.fontMetrics.height() + summary.height() + 2 * scaled(6) + familyGap(index) };
}

void TaskDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect rect = option.rect;
    if (const int gap = familyGap(index); gap > 0) {
        painter->fillRect(QRect(rect.left() + scaled(kMargin), rect.top() + gap / 2,
                                rect.width() - 2 * scaled(kMargin), 1),
                          theme.line);
        rect.setTop(rect.top() + gap);
    }
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen || option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(chosen ? theme.accentTint : theme.hover);
        painter->drawRoundedRect(rect, scaled(6), scaled(6));
    }
    rect.adjust(scaled(kMargin), scaled(6), -scaled(kMargin), -scaled(6));
    painter->setFont(option.font);
    painter->setPen(theme.secondary);
    const QString way = index.data(TaskModel::WayRole).toString();
    painter->drawText(rect, Qt::AlignRight | Qt::AlignTop, way);
    const QRect below = rect.adjusted(0, option.fontMetrics.height(), 0, 0);
    painter->drawText(below, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                      index.data(TaskModel::SummaryRole).toString());
    painter->setFont(titleFont(option));
    painter->setPen(theme.text);
    const int room = rect.width() - option.fontMetrics.horizontalAdvance(way) - scaled(12);
    painter->drawText(
        rect, Qt::AlignLeft | Qt::AlignTop,
        QFontMetrics(painter->font()).elidedText(index.data().toString(), Qt::ElideRight, room));
    painter->restore();
}

} // namespace fe::prompting
