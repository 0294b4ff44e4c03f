// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a sweep's results and where they stand.
#include "charts/chart_export.h"
#include "charts/line_chart.h"
#include "charts/matrix_chart.h"
#include "prompting/sweep/sweep_results.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace fe::prompting {

using widgets::scaled;

namespace {

QFrame* card(QWidget* parent, QVBoxLayout*& column)
{
    auto* frame = new QFrame(parent);
    frame->setProperty("kind", QStringLiteral("card"));
    column = new QVBoxLayout(frame);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(6));
    return frame;
}

QLabel* titleLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QStringLiteral("title"));
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

QTableView* tableView(QAbstractItemModel* model, QWidget* parent)
{
    auto* table = new QTableView(parent);
    table->setModel(model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSortingEnabled(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return table;
}

} // namespace

void SweepResults::build()
{
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildChart());
    m_splitter->addWidget(buildPoint());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ scaled(280), scaled(280) });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    buildExports();
}

QWidget* SweepResults::buildChart()
{
    QVBoxLayout* column = nullptr;
    QFrame* frame = card(m_splitter, column);
    m_title = titleLabel(frame);
    m_title->setObjectName(QStringLiteral("sweepTitle"));
    m_scoring = new QComboBox(frame);
    m_scoring->setObjectName(QStringLiteral("sweepScoring"));
    m_interval = new QComboBox(frame);
    m_interval->setObjectName(QStringLiteral("sweepInterval"));
    m_interval->addItems({ QString(), QString() });
    m_chart = new charts::LineChart(frame);
    m_chart->setObjectName(QStringLiteral("sweepChart"));
    m_export = new QToolButton(frame);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_export->setFocusPolicy(Qt::StrongFocus);
    m_export->setMenu(new QMenu(m_export));
    m_scaling = new QPushButton(frame);
    m_scaling->setObjectName(QStringLiteral("sendToScaling"));
    auto* controls = new QHBoxLayout;
    controls->setSpacing(scaled(8));
    controls->addWidget(m_scoring);
    controls->addWidget(m_interval);
    controls->addStretch(1);
    controls->addWidget(m_scaling);
    controls->addWidget(m_export);
    column->addWidget(m_title);
    column->addLayout(controls);
    column->addWidget(m_chart, 1);
    return frame;
}

QWidget* SweepResults::buildPoint()
{
    QVBoxLayout* column = nullptr;
    QFrame* frame = card(m_splitter, column);
    m_pointTitle = titleLabel(frame);
    m_pointTitle->setObjectName(QStringLiteral("sweepPoint"));
    m_pages = new widgets::SegmentedControl(frame);
    for (int page = ExamplesPage; page <= LabelsPage; ++page) {
        m_pages->addSegment({}, {});
    }
    m_stack = new QStackedWidget(frame);
    m_stack->addWidget(buildExamples());
    auto* confusion = new QWidget(m_stack);
    auto* confusionColumn = new QVBoxLayout(confusion);
    confusionColumn->setContentsMargins(0, 0, 0, 0);
    m_confusion = new charts::MatrixChart(confusion);
    m_confusion->setObjectName(QStringLiteral("sweepConfusion"));
    m_confusionExport = new charts::ExportButton(*m_confusion, confusion);
    confusionColumn->addWidget(m_confusion, 1);
    confusionColumn->addWidget(m_confusionExport, 0, Qt::AlignRight);
    m_stack->addWidget(confusion);
    m_sortedLabels.setSourceModel(&m_labelRows);
    m_sortedLabels.setSortRole(SweepLabelsModel::kSortRole);
    m_labelTable = tableView(&m_sortedLabels, m_stack);
    m_labelTable->setObjectName(QStringLiteral("sweepLabelTable"));
    m_labelTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_labelTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_stack->addWidget(m_labelTable);
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_pointTitle, 1);
    head->addWidget(m_pages);
    column->addLayout(head);
    column->addWidget(m_stack, 1);
    return frame;
}

QWidget* SweepResults::buildExamples()
{
    auto* page = new QWidget(m_stack);
    m_onlyWrong = new QCheckBox(page);
    m_onlyWrong->setObjectName(QStringLiteral("onlyWrong"));
    m_onlyShots = new QCheckBox(page);
    m_onlyShots->setObjectName(QStringLiteral("onlyShots"));
    m_onlyShots->setText(tr("only %1-shot").arg(m_shots));
    m_onlyShots->setChecked(true);
    m_numbers = new QComboBox(page);
    m_numbers->addItems({ QString(), QString() });
    auto* filters = new QHBoxLayout;
    filters->setSpacing(scaled(12));
    filters->addWidget(m_onlyWrong);
    filters->addWidget(m_onlyShots);
    filters->addStretch(1);
    filters->addWidget(m_numbers);
    m_filtered.setSourceModel(&m_examples);
    m_exampleSplitter = new QSplitter(Qt::Horizontal, page);
    m_exampleSplitter->setChildrenCollapsible(false);
    m_table = tableView(&m_filtered, m_exampleSplitter);
    m_table->setObjectName(QStringLiteral("sweepExamples"));
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_prompt = new QPlainTextEdit(m_exampleSplitter);
    m_prompt->setObjectName(QStringLiteral("sweepPrompt"));
    m_prompt->setReadOnly(true);
    m_prompt->setProperty("mono", true);
    m_exampleSplitter->addWidget(m_table);
    m_exampleSplitter->addWidget(m_prompt);
    m_exampleSplitter->setStretchFactor(0, 3);
    m_exampleSplitter->setStretchFactor(1, 2);
    m_exampleSplitter->setSizes({ scaled(360), scaled(220) });
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(filters);
    column->addWidget(m_exampleSplitter, 1);
    return page;
}

/// Numbers need little room, texts get the rest.
void SweepResults::sizeColumns()
{
    constexpr int kNumber = 52; // design pixels
    constexpr int kWord = 84;
    constexpr int kText = 200;
    QHeaderView* header = m_table->horizontalHeader();
    const int fields = m_examples.firstLabel();
    for (int column = 0; column < header->count(); ++column) {
        const bool isText = column >= SweepExamplesModel::FirstField && column < fields;
        header->resizeSection(column,
                              scaled(column <= SweepExamplesModel::Seed ? kNumber
                                         : isText                       ? kText
                                                                        : kWord));
    }
}

void SweepResults::buildExports()
{
    for (int what = PointsCsv; what < ExportCount; ++what) {
        auto* action = new QAction(this);
        connect(action, &QAction::triggered, this,
                [this, what] { exportAs(static_cast<Export>(what)); });
        m_exports.push_back(action);
    }
}

void SweepResults::retranslate()
{
    m_scaling->setText(tr("Send to Scaling"));
    m_scaling->setToolTip(tr("Keeps the points that are shown for the Scaling tab"));
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Write points, examples or the whole record to a file"));
    m_export->setAccessibleName(tr("Export the sweep"));
    m_scoring->setAccessibleName(tr("Scoring"));
    m_interval->setAccessibleName(tr("Interval"));
    m_interval->setItemText(0, tr("95 % (Wilson)"));
    m_interval->setItemText(1, tr("95 % (seeds)"));
    m_interval->setToolTip(tr("Over prompts: Wilson's interval takes them as independent. Over "
                              "seeds: how far the mean would move with other examples."));
    m_pages->setSegmentText(ExamplesPage, tr("Examples"), tr("Every prompt and its answer"));
    m_pages->setSegmentText(ConfusionPage, tr("Confusion"), tr("Truth by prediction"));
    m_pages->setSegmentText(LabelsPage, tr("Labels"), tr("Precision, recall and F1 of each label"));
    m_onlyWrong->setText(tr("only wrong"));
    m_numbers->setItemText(0, tr("log-likelihood"));
    m_numbers->setItemText(1, tr("probability"));
    m_numbers->setAccessibleName(tr("Numbers of the labels"));
    m_table->setAccessibleName(tr("Examples of the sweep"));
    m_prompt->setAccessibleName(tr("Exact prompt of the example"));
    m_prompt->setPlaceholderText(tr("Click an example to see its exact prompt."));
    m_labelTable->setAccessibleName(tr("Labels of the sweep"));
    m_confusionExport->setAccessibleName(tr("Export the confusion"));
    m_exports[PointsCsv]->setText(tr("Export points of the sweep (CSV)…"));
    m_exports[ExamplesCsv]->setText(tr("Export examples of the sweep (CSV)…"));
    m_exports[RecordJson]->setText(tr("Export the sweep's record (JSON)…"));
    m_export->menu()->clear();
    charts::addExportActions(m_export->menu(), this, *m_chart);
    m_export->menu()->addSeparator();
    for (QAction* action : m_exports) {
        m_export->menu()->addAction(action);
    }
    m_examples.retranslate();
    m_labelRows.retranslate();
    fillScorings();
    showChart();
}

} // namespace fe::prompting
