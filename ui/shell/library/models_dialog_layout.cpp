// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of ModelsDialog and where they stand.
#include "shell/library/models_dialog.h"

#include "shell/job_strip.h"
#include "shell/library/badge_delegate.h"
#include "shell/library/model_details.h"
#include "shell/library/model_list_model.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

void ModelsDialog::buildLayout()
{
    m_search->setObjectName(QStringLiteral("modelSearch"));
    m_search->setClearButtonEnabled(true);
    for (std::size_t i = 0; i <= workspace::kRoles.size(); ++i) {
        m_roles->addSegment({}, {});
    }
    m_importFile->setObjectName(QStringLiteral("importFile"));
    m_importFile->setIcon(widgets::themedIcon(QStringLiteral("import")));
    m_importFolder->setObjectName(QStringLiteral("importFolder"));
    for (QPushButton* button : { m_importFile, m_importFolder }) {
        button->setAutoDefault(false);
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_search, 1);
    head->addWidget(m_roles);
    head->addSpacing(scaled(8));
    head->addWidget(m_importFile);
    head->addWidget(m_importFolder);
    auto* parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(buildList());
    parts->addWidget(m_details);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    parts->setSizes({ scaled(790), scaled(420) });
    m_details->setMinimumWidth(scaled(380));
    auto* body = new QVBoxLayout;
    body->setContentsMargins(scaled(14), scaled(14), scaled(14), scaled(10));
    body->setSpacing(scaled(10));
    body->addLayout(head);
    body->addWidget(m_banner);
    body->addWidget(parts, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(body, 1);
    all->addWidget(m_jobs);
}

/// As wide as their content; Qt's own way leaves room for an arrow in every header, which takes it
/// from the names.
void ModelsDialog::fitColumns()
{
    const QFontMetrics metrics(m_table->horizontalHeader()->font());
    const QAbstractItemView* cells = m_table; // QTableView hides what its base gives
    for (int column = ModelListModel::Name + 1; column < ModelListModel::ColumnCount; ++column) {
        const QString title = m_shown->headerData(column, Qt::Horizontal).toString();
        m_table->setColumnWidth(
            column,
            qMax(cells->sizeHintForColumn(column), metrics.horizontalAdvance(title) + scaled(22)));
    }
}

QWidget* ModelsDialog::buildList()
{
    m_table->setObjectName(QStringLiteral("modelTable"));
    m_table->setModel(m_shown);
    m_table->setItemDelegateForColumn(ModelListModel::State, new BadgeDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ModelListModel::Name, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(scaled(30));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(scaled(40));
    header->setSectionResizeMode(QHeaderView::Interactive); // see fitColumns
    header->setSectionResizeMode(ModelListModel::Name, QHeaderView::Stretch);
    m_listHint->setProperty("kind", QStringLiteral("secondary"));
    m_listHint->setWordWrap(true);
    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(m_table, 1);
    column->addWidget(m_listHint);
    return side;
}

} // namespace fe::shell
