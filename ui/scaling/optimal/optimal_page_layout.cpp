// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "charts/chart_export.h"
#include "charts/plot_chart.h"
#include "scaling/optimal/budget_panel.h"
#include "scaling/optimal/optimal_page.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr int kTableWidth = 420; // on the first start, at 13 px text

} // namespace

OptimalPage::OptimalPage(ScalingState& state, QWidget* parent) : ScalingPage(parent), m_state(state)
{
    build();
    retranslate();
    compute();
    connectParts();
    followFits();
}

void OptimalPage::build()
{
    m_banner = new widgets::MessageBanner(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(buildSettings());
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->setHandleWidth(scaled(10));
    m_columns->addWidget(buildTable());
    m_columns->addWidget(buildPlot());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ scaled(kTableWidth), scaled(1000) });
    column->addWidget(m_columns, 1);
}

QWidget* OptimalPage::buildSettings()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_budget = new BudgetPanel(card);
    m_ownLabel = kindLabel(card, "secondary");
    m_ownLabel->setObjectName(QStringLiteral("ownFit"));
    m_ownLabel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_openFit = new QPushButton(card);
    m_fitRuns = new QPushButton(card);
    m_fitRuns->setObjectName(QStringLiteral("fitRuns"));
    m_removeFit = new QPushButton(card);
    auto* own = new QHBoxLayout;
    own->setSpacing(scaled(8));
    own->addWidget(m_ownLabel, 1);
    own->addWidget(m_fitRuns);
    own->addWidget(m_openFit);
    own->addWidget(m_removeFit);
    column->addWidget(m_budget);
    column->addLayout(own);
    return card;
}

QWidget* OptimalPage::buildTable()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_tableTitle = kindLabel(card, "title");
    m_tableTitle->setWordWrap(true);
    m_copy = new QPushButton(card);
    m_view = new QTableView(card);
    m_view->setObjectName(QStringLiteral("optimumTable"));
    m_view->setModel(&m_table);
    dressTable(m_view);
    m_view->setSortingEnabled(false); // four rows, in the order of their years
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_source = kindLabel(card, "secondary");
    m_source->setWordWrap(true);
    auto* header = new QHBoxLayout;
    header->addWidget(m_tableTitle, 1);
    header->addWidget(m_copy);
    column->addLayout(header);
    column->addWidget(m_view, 1);
    column->addWidget(m_source);
    return card;
}

QWidget* OptimalPage::buildPlot()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_plotTitle = kindLabel(card, "title");
    m_plotTitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_plot = new charts::PlotChart(card);
    m_plot->setObjectName(QStringLiteral("optimalPlot"));
    m_plot->viewport()->installEventFilter(this);
    m_place = kindLabel(card, "secondary");
    m_place->setObjectName(QStringLiteral("placeNumbers"));
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_place->setMinimumHeight(fontMetrics().height());
    auto* header = new QHBoxLayout;
    header->addWidget(m_plotTitle, 1);
    header->addWidget(new charts::ExportButton(*m_plot, card));
    column->addLayout(header);
    column->addWidget(m_plot, 1);
    column->addWidget(m_place);
    return card;
}

void OptimalPage::connectParts()
{
    connect(m_budget, &BudgetPanel::budgetChanged, this, &OptimalPage::compute);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &OptimalPage::showPlot);
    connect(m_copy, &QPushButton::clicked, this, &OptimalPage::copyTable);
    connect(m_openFit, &QPushButton::clicked, this, &OptimalPage::chooseFit);
    connect(m_fitRuns, &QPushButton::clicked, this, &OptimalPage::fitRuns);
    connect(m_removeFit, &QPushButton::clicked, this, [this] { setOwn({}, {}, {}); });
    connect(&m_state, &ScalingState::fitsChanged, this, &OptimalPage::followFits);
    auto* copy = new QAction(this);
    connect(copy, &QAction::triggered, this, &OptimalPage::copyTable);
    m_actions.append(copy);
    retranslate();
}

void OptimalPage::retranslate()
{
    m_ownLabel->setText(m_own ? tr("Own fit: %1").arg(m_ownName)
                              : tr("Own fit: none yet. Fit Chinchilla's law on the Plot page, or "
                                   "open a saved fit."));
    m_openFit->setText(tr("Open a fit…"));
    m_openFit->setToolTip(tr("A fit of Chinchilla's law as the Plot page or fexp saved it"));
    m_fitRuns->setText(tr("Fit the Chinchilla runs"));
    m_fitRuns->setToolTip(tr("Opens the 245 runs on the Plot page and fits the law to them"));
    m_place->setText(placeHint());
    m_removeFit->setText(tr("Remove"));
    m_removeFit->setAccessibleName(tr("Remove the own fit"));
    m_removeFit->setVisible(m_own.has_value());
    m_tableTitle->setText(tr("The best model for the budget; the chosen law draws the contours"));
    m_source->setText(tr("Compute is C = 6 N D. Kaplan counts N without embeddings, and all three "
                         "laws hold for the text and models that they were found with."));
    m_copy->setText(tr("Copy table"));
    m_view->setAccessibleName(tr("Best model under each law"));
    m_table.retranslate();
    for (QAction* action : std::as_const(m_actions)) {
        action->setText(tr("Compute-optimal: copy the table"));
    }
}

} // namespace fe::scaling_tab
