// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "imaging/maps/heat_map_view.h"
#include "imaging/pictures/picture_delegate.h"
#include "imaging/pictures/pictures_page.h"
#include "imaging/pictures/score_card.h"
#include "imaging/vision_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;

PicturesPage::PicturesPage(VisionState& state, QWidget* parent)
    : VisionPage(parent), m_state(state), m_store(state), m_reader(state, m_store)
{
    setAcceptDrops(true);
    m_filter.setSourceModel(&m_store);
    build();
    connectParts();
    retranslate();
    showSelection();
}

void PicturesPage::build()
{
    m_banner = new widgets::MessageBanner(this);
    m_map = new HeatMapView(m_state, this);
    m_scores = new ScoreCard(m_state, m_store, m_filter, this);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_map);
    m_columns->addWidget(m_scores);
    m_columns->setStretchFactor(0, 2);
    m_columns->setStretchFactor(1, 3);
    m_columns->setHandleWidth(scaled(12));
    m_rows = new QSplitter(Qt::Vertical, this);
    m_rows->setChildrenCollapsible(false);
    m_rows->addWidget(buildGrid());
    m_rows->addWidget(m_columns);
    m_rows->setStretchFactor(0, 0);
    m_rows->setStretchFactor(1, 1);
    m_rows->setSizes({ scaled(176), scaled(420) });
    m_rows->setHandleWidth(scaled(12));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(m_rows, 1);
}

QLayout* PicturesPage::buildGridHeader(QWidget* card)
{
    m_count = new QLabel(card);
    m_count->setProperty("kind", QStringLiteral("title"));
    m_progress = new QProgressBar(card);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(scaled(140));
    m_stop = new QPushButton(card);
    m_stop->setProperty("size", QStringLiteral("small"));
    m_search = new QLineEdit(card);
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(scaled(180));
    m_search->setObjectName(QStringLiteral("pictureFilter"));
    m_order = new QComboBox(card);
    m_order->setObjectName(QStringLiteral("pictureOrder"));
    for (int i = 0; i < 6; ++i) {
        m_order->addItem({});
    }
    m_clear = new QPushButton(card);
    m_clear->setProperty("kind", QStringLiteral("quiet"));
    m_clear->setIcon(widgets::themedIcon(QStringLiteral("trash"), widgets::IconRole::Secondary));

    m_openFiles = new QPushButton(card);
    m_openFolder = new QPushButton(card);
    m_paste = new QPushButton(card);
    m_samples = new QPushButton(card);
    for (QPushButton* button : { m_openFiles, m_openFolder, m_paste, m_samples }) {
        button->setProperty("kind", QStringLiteral("quiet"));
    }
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_count);
    header->addWidget(m_progress);
    header->addWidget(m_stop);
    for (QPushButton* button : { m_openFiles, m_openFolder, m_paste, m_samples }) {
        header->addWidget(button);
    }
    header->addStretch(1);
    header->addWidget(m_search, 1);
    header->addWidget(m_order);
    header->addWidget(m_clear);
    return header;
}

QWidget* PicturesPage::buildGrid()
{
    auto* card = new QFrame(this);
    card->setProperty("kind", QStringLiteral("card"));
    m_dropZone = new QLabel(card);
    m_dropZone->setProperty("kind", QStringLiteral("dropZone"));
    m_dropZone->setAlignment(Qt::AlignCenter);

    m_grid = new QListView(card);
    m_grid->setObjectName(QStringLiteral("pictures"));
    m_grid->setProperty("kind", QStringLiteral("flat"));
    m_grid->setModel(&m_filter);
    m_grid->setItemDelegate(new PictureDelegate(m_grid));
    m_grid->setViewMode(QListView::IconMode);
    m_grid->setMovement(QListView::Static);
    m_grid->setResizeMode(QListView::Adjust);
    m_grid->setLayoutMode(QListView::Batched); // thousands of tiles do not hold the window up
    m_grid->setUniformItemSizes(true);
    m_grid->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_grid->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_grid->setMouseTracking(true);
    m_grid->setMinimumHeight(scaled(126));
    m_grid->setAcceptDrops(false); // the page takes drops
    m_grid->viewport()->setAcceptDrops(false);
    auto* remove = new QAction(m_grid);
    remove->setShortcut(QKeySequence(Qt::Key_Delete));
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &PicturesPage::removeSelected);
    m_grid->addAction(remove);

    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    column->setSpacing(scaled(4));
    column->addLayout(buildGridHeader(card));
    column->addWidget(m_grid, 1);
    column->addWidget(m_dropZone, 1);
    return card;
}

void PicturesPage::retranslate()
{
    m_dropZone->setText(tr("Drop pictures or folders here"));
    m_openFiles->setText(tr("Open…"));
    m_openFiles->setToolTip(tr("Open pictures"));
    m_openFolder->setText(tr("Folder…"));
    m_openFolder->setToolTip(tr("Open a folder of pictures"));
    m_paste->setText(tr("Paste"));
    m_paste->setToolTip(tr("Paste a picture, or files that were copied"));
    m_samples->setText(tr("Sample pictures"));
    m_search->setPlaceholderText(tr("Name or label"));
    m_search->setAccessibleName(tr("Show pictures whose name or label holds"));
    m_order->setAccessibleName(tr("Order of the pictures"));
    const QStringList orders { tr("As added"),     tr("By name"),        tr("By label"),
                               tr("Surest first"), tr("Unsurest first"), tr("Skipped first") };
    for (int i = 0; i < m_order->count(); ++i) {
        m_order->setItemText(i, orders.at(i));
    }
    m_clear->setText(tr("Remove all"));
    m_clear->setToolTip(tr("Takes the pictures out of this list. The files stay. Delete takes out "
                           "the selected ones."));
    m_grid->setAccessibleName(tr("Pictures"));
    m_progress->setAccessibleName(tr("Progress of reading the pictures"));
    showCounts();
}

} // namespace fe::imaging
