// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "imaging/maps/hint_panel.h"
#include "imaging/search/folder_map.h"
#include "imaging/search/result_delegate.h"
#include "imaging/search/search_page.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;
using widgets::themedIcon;

namespace {

QVBoxLayout* cardColumn(QFrame* card)
{
    card->setProperty("kind", QStringLiteral("card"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    column->setSpacing(scaled(8));
    return column;
}

QLabel* labelOf(QWidget* parent, const char* kind)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QLatin1String(kind));
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

void SearchPage::build()
{
    setAcceptDrops(true);
    m_banner = new widgets::MessageBanner(this);
    m_setAside = new QPushButton(this);
    m_setAside->setVisible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(m_setAside, 0, Qt::AlignLeft);
    column->addWidget(buildHeader());
    column->addWidget(buildViews(), 1);
}

QWidget* SearchPage::buildHeader()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_folder = labelOf(card, "title");
    m_folder->setObjectName(QStringLiteral("searchedFolders"));
    m_folder->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progressText = labelOf(card, "secondary");
    m_progressText->setObjectName(QStringLiteral("indexCount"));
    m_progress = new QProgressBar(card);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(scaled(140));
    m_pause = new QPushButton(card);
    m_pause->setObjectName(QStringLiteral("pauseIndex"));
    m_choose = new QPushButton(card);
    m_choose->setIcon(themedIcon(QStringLiteral("folder"), widgets::IconRole::Secondary));
    auto* top = new QHBoxLayout;
    top->setSpacing(scaled(8));
    top->addWidget(m_folder, 1);
    for (QWidget* widget :
         { static_cast<QWidget*>(m_progressText), static_cast<QWidget*>(m_progress),
           static_cast<QWidget*>(m_pause), static_cast<QWidget*>(m_choose) }) {
        top->addWidget(widget);
    }
    column->addLayout(top);

    m_text = new QLineEdit(card);
    m_text->setObjectName(QStringLiteral("searchText"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(1000);
    m_question = new QPushButton(card);
    m_question->setObjectName(QStringLiteral("searchPicture"));
    m_question->setIcon(themedIcon(QStringLiteral("close"), widgets::IconRole::Secondary));
    m_byPicture = new QPushButton(card);
    auto* line = new QHBoxLayout;
    line->setSpacing(scaled(8));
    line->addWidget(m_text, 1);
    line->addWidget(m_question);
    line->addWidget(m_byPicture);
    column->addLayout(line);
    return card;
}

QWidget* SearchPage::buildViews()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_found = labelOf(card, "secondary");
    m_found->setObjectName(QStringLiteral("searchFound"));
    m_similar = new QPushButton(card);
    m_similar->setObjectName(QStringLiteral("findSimilar"));
    m_views = new widgets::SegmentedControl(card);
    m_views->setObjectName(QStringLiteral("searchViews"));
    for (int i = 0; i <= SkippedView; ++i) {
        m_views->addSegment({}, {});
    }
    auto* top = new QHBoxLayout;
    top->setSpacing(scaled(8));
    top->addWidget(m_views);
    top->addWidget(m_found, 1);
    top->addWidget(m_similar);
    column->addLayout(top);

    m_stack = new QStackedWidget(card);
    m_hint = new HintPanel(m_stack);
    m_grid = new QListView(m_stack);
    m_grid->setObjectName(QStringLiteral("searchResults"));
    m_grid->setProperty("kind", QStringLiteral("flat"));
    m_grid->setModel(&m_results);
    m_grid->setItemDelegate(new ResultDelegate(m_grid));
    m_grid->setViewMode(QListView::IconMode);
    m_grid->setMovement(QListView::Static);
    m_grid->setResizeMode(QListView::Adjust);
    m_grid->setUniformItemSizes(true);
    m_grid->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_grid->setMouseTracking(true);
    m_grid->setAcceptDrops(false); // the page takes drops
    m_grid->viewport()->setAcceptDrops(false);
    m_map = new FolderMap(m_state, m_thumbnails, m_stack);
    m_skipped = new QTreeWidget(m_stack);
    m_skipped->setObjectName(QStringLiteral("searchSkipped"));
    m_skipped->setProperty("kind", QStringLiteral("flat"));
    m_skipped->setColumnCount(2);
    m_skipped->setRootIsDecorated(false);
    m_skipped->setUniformRowHeights(true);
    m_skipped->header()->setStretchLastSection(true);
    m_skipped->setColumnWidth(0, scaled(280));
    for (QWidget* view : { static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_map),
                           static_cast<QWidget*>(m_skipped), static_cast<QWidget*>(m_hint) }) {
        m_stack->addWidget(view); // in the order of View, the hint last
    }
    column->addWidget(m_stack, 1);
    return card;
}

void SearchPage::retranslate()
{
    m_setAside->setText(tr("Set the index aside and begin anew"));
    m_setAside->setToolTip(tr("The file is renamed, not deleted. The pictures are encoded again."));
    m_choose->setText(tr("Choose a folder…"));
    m_text->setPlaceholderText(tr("What should the pictures show?"));
    m_text->setAccessibleName(tr("Search pictures by words"));
    m_byPicture->setText(tr("By a picture…"));
    m_byPicture->setToolTip(tr("Finds pictures that resemble one. It can also be dropped here."));
    m_question->setToolTip(tr("Search by words again"));
    m_similar->setText(tr("Find similar"));
    m_similar->setToolTip(tr("Searches by the selected picture"));
    m_progress->setAccessibleName(tr("Progress of the index"));
    m_grid->setAccessibleName(tr("Pictures that were found"));
    m_skipped->setAccessibleName(tr("Pictures that are left out"));
    m_skipped->setHeaderLabels({ tr("File"), tr("Why it is left out") });
    m_views->setAccessibleName(tr("Views of the search"));
    m_views->setSegmentText(ResultView, tr("Results"), tr("The nearest pictures, best first"));
    m_views->setSegmentText(MapView, tr("Map"), tr("All pictures in a plane, alike ones near"));
    showIndex();
    showVectors();
    showAnswer();
}

} // namespace fe::imaging
