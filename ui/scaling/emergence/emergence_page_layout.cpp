// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "charts/chart_export.h"
#include "charts/strip_chart.h"
#include "scaling/emergence/emergence_page.h"
#include "scaling/emergence/order_exercise.h"
#include "scaling/emergence/rule_panel.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

EmergencePage::EmergencePage(ScalingState& state, QWidget* parent)
    : ScalingPage(parent), m_state(state)
{
    build();
    connectParts();
    retranslate();
    showView(StripView);
}

void EmergencePage::build()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    column->addWidget(buildHeader());

    m_settings = new QWidget(card);
    m_rule = new RulePanel(m_settings);
    m_scaleName = kindLabel(m_settings, "secondary");
    m_scale = new QComboBox(m_settings);
    m_scale->setObjectName(QStringLiteral("emergenceScale"));
    m_scale->addItems({ {}, {}, {} });
    m_showPublished = new QCheckBox(m_settings);
    m_showFound = new QCheckBox(m_settings);
    m_showPublished->setChecked(true);
    m_showFound->setChecked(true);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(scaled(8));
    choices->addWidget(m_scaleName);
    choices->addWidget(m_scale);
    choices->addSpacing(scaled(6));
    choices->addWidget(m_showPublished);
    choices->addWidget(m_showFound);
    choices->addStretch(1);
    auto* settings = new QVBoxLayout(m_settings);
    settings->setContentsMargins(0, 0, 0, 0);
    settings->setSpacing(scaled(6));
    settings->addWidget(m_rule);
    settings->addLayout(choices);
    column->addWidget(m_settings);

    m_note = kindLabel(card, "secondary");
    m_note->setObjectName(QStringLiteral("emergenceNote"));
    m_note->setWordWrap(true);
    column->addWidget(m_note);

    m_sorted.setSourceModel(&m_table);
    m_sorted.setSortRole(AbilityTable::kSortRole);
    m_sorted.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_tableView = new QTableView(m_stack);
    m_tableView->setObjectName(QStringLiteral("emergenceTable"));
    m_tableView->setModel(&m_sorted);
    dressTable(m_tableView);
    m_tableView->sortByColumn(-1, Qt::AscendingOrder); // as it comes: by scale
    m_tableView->setColumnWidth(AbilityTable::Name, scaled(230));
    m_exercise = new OrderExercise(m_stack);
    m_stack->addWidget(m_strip);
    m_stack->addWidget(m_tableView);
    m_stack->addWidget(m_exercise);
    column->addWidget(m_stack, 1);

    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(card);
}

QWidget* EmergencePage::buildHeader()
{
    auto* header = new QWidget(this);
    m_stack = new QStackedWidget(this);
    m_strip = new charts::StripChart(m_stack);
    m_strip->setObjectName(QStringLiteral("emergenceStrip"));
    m_views = new widgets::SegmentedControl(header);
    m_views->setObjectName(QStringLiteral("emergenceViews"));
    for (int i = 0; i <= ExerciseView; ++i) {
        m_views->addSegment({}, {});
    }
    m_copy = new QPushButton(header);
    m_export = new charts::ExportButton(*m_strip, header);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(m_views);
    row->addStretch(1);
    row->addWidget(m_copy);
    row->addWidget(m_export);
    return header;
}

void EmergencePage::connectParts()
{
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &EmergencePage::showView);
    connect(m_rule, &RulePanel::ruleChanged, this, &EmergencePage::markStale);
    connect(m_scale, &QComboBox::currentIndexChanged, this, &EmergencePage::markStale);
    connect(m_showPublished, &QCheckBox::toggled, this, &EmergencePage::showAbilities);
    connect(m_showFound, &QCheckBox::toggled, this, &EmergencePage::showAbilities);
    connect(m_copy, &QPushButton::clicked, this, &EmergencePage::copyTable);
    connect(&m_state, &ScalingState::tableChanged, this, &EmergencePage::tableOpened);
    connect(&m_state, &ScalingState::choiceChanged, this, [this] {
        if (m_state.table()) {
            tableOpened();
        }
        markStale();
    });
    connect(m_strip, &charts::StripChart::rowActivated, this,
            [this](int row) { selectRow(m_table.abilities()[std::size_t(row)]); });
    connect(m_tableView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid()) {
                    selectRow(m_table.abilities()[std::size_t(m_sorted.mapToSource(index).row())]);
                }
            });
    auto* exercise = new QAction(this);
    connect(exercise, &QAction::triggered, this, [this] {
        m_views->setCurrent(ExerciseView);
        Q_EMIT pageWanted(QStringLiteral("emergence"));
    });
    m_actions.append(exercise);
}

void EmergencePage::retranslate()
{
    m_views->setSegmentText(StripView, tr("Strip chart"),
                            tr("Every ability at the scale at which it appears"));
    m_views->setSegmentText(TableView, tr("Table"), tr("The same as numbers"));
    m_views->setSegmentText(ExerciseView, tr("Exercise"), tr("Put four abilities in order"));
    m_views->setAccessibleName(tr("What is shown of emergence"));
    m_copy->setText(tr("Copy table"));
    m_scaleName->setText(tr("Scale"));
    {
        const QSignalBlocker blocker(m_scale);
        m_scale->setItemText(int(ScaleKind::Flops), tr("training FLOPs"));
        m_scale->setItemText(int(ScaleKind::Params), tr("parameters"));
        m_scale->setItemText(int(ScaleKind::PlotX), tr("x of the plot"));
    }
    m_scale->setAccessibleName(tr("Scale by which abilities are sorted"));
    m_showPublished->setText(tr("published (Wei et al. 2022)"));
    m_showFound->setText(tr("found in this table"));
    m_tableView->setAccessibleName(tr("Abilities by scale"));
    m_actions[0]->setText(tr("Emergence: order exercise"));
    showAbilities();
}

} // namespace fe::scaling_tab
