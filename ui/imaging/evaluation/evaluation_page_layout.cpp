// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "charts/reliability_chart.h"
#include "imaging/evaluation/comparison_card.h"
#include "imaging/evaluation/evaluation_page.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;

namespace {

QLabel* labelOf(QWidget* parent, const char* kind)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QLatin1String(kind));
    label->setTextFormat(Qt::PlainText); // names of folders and classes are no HTML
    return label;
}

QVBoxLayout* cardColumn(QFrame* card)
{
    card->setProperty("kind", QStringLiteral("card"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    column->setSpacing(scaled(6));
    return column;
}

} // namespace

void EvaluationPage::build()
{
    setAcceptDrops(true);
    m_banner = new widgets::MessageBanner(this);
    m_whole = new QStackedWidget(this);
    m_whole->addWidget(buildHint());
    m_columns = new QSplitter(Qt::Horizontal, m_whole);
    m_columns->setChildrenCollapsible(false);
    m_columns->setHandleWidth(scaled(12));
    m_columns->addWidget(buildViews());
    m_columns->addWidget(buildStrip());
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 0);
    m_columns->setSizes({ scaled(690), scaled(268) });
    m_whole->addWidget(m_columns);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(buildHeader());
    column->addWidget(m_whole, 1);
}

QWidget* EvaluationPage::buildHeader()
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    m_folder = labelOf(card, "title");
    m_folder->setObjectName(QStringLiteral("evaluatedFolder"));
    m_folder->setMinimumWidth(scaled(80));
    m_progress = new QProgressBar(card);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(scaled(140));
    m_progressText = labelOf(card, "secondary");
    m_progressText->setObjectName(QStringLiteral("evaluationProgress"));
    m_choose = new QPushButton(card);
    m_samples = new QToolButton(card);
    m_samples->setPopupMode(QToolButton::InstantPopup);
    m_sampleMenu = new QMenu(this); // of two buttons, of which one is hidden
    m_samples->setMenu(m_sampleMenu);
    m_start = new QPushButton(card);
    m_start->setObjectName(QStringLiteral("evaluate"));
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_scaling = new QPushButton(card);
    m_scaling->setObjectName(QStringLiteral("sendToScaling"));
    connect(m_scaling, &QPushButton::clicked, this, &EvaluationPage::sendToScaling);
    m_export = new QToolButton(card);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_exportMenu = new QMenu(m_export);
    m_export->setMenu(m_exportMenu);
    auto* top = new QHBoxLayout;
    top->setSpacing(scaled(8));
    top->addWidget(m_folder, 1);
    top->addWidget(m_progressText);
    top->addWidget(m_progress);
    top->addWidget(m_samples);
    top->addWidget(m_choose);
    top->addWidget(m_scaling);
    top->addWidget(m_export);
    top->addWidget(m_start);
    column->addLayout(top);

    m_numbers = new QWidget(card);
    auto* numbers = new QHBoxLayout(m_numbers);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(scaled(6));
    const char* names[] = { "top1", "top5", "count", "calibrationError" };
    for (int i = 0; i < 4; ++i) {
        m_number[i] = labelOf(m_numbers, "display");
        m_number[i]->setObjectName(QLatin1String(names[i]));
        m_numberName[i] = labelOf(m_numbers, "secondary");
        numbers->addWidget(m_number[i], 0, Qt::AlignBaseline);
        numbers->addWidget(m_numberName[i], 0, Qt::AlignBaseline);
        numbers->addSpacing(scaled(14));
    }
    numbers->addStretch(1);
    m_views = new widgets::SegmentedControl(m_numbers);
    m_views->setObjectName(QStringLiteral("evaluationViews"));
    for (int i = 0; i <= SkippedView; ++i) {
        m_views->addSegment({}, {});
    }
    numbers->addWidget(m_views);
    column->addWidget(m_numbers);
    return card;
}

QWidget* EvaluationPage::buildHint()
{
    m_hint = new QFrame(m_whole);
    auto* column = cardColumn(m_hint);
    m_hintHeadline = labelOf(m_hint, "heading");
    m_hintHeadline->setAlignment(Qt::AlignCenter);
    m_hintHeadline->setWordWrap(true);
    m_hintText = labelOf(m_hint, "secondary");
    m_hintText->setAlignment(Qt::AlignCenter);
    m_hintText->setWordWrap(true);
    m_hintText->setMaximumWidth(scaled(460));
    m_hintButton = new QPushButton(m_hint);
    m_hintSamples = new QPushButton(m_hint);
    connect(m_hintSamples, &QPushButton::clicked, this, [this] {
        m_sampleMenu->popup(m_hintSamples->mapToGlobal(QPoint(0, m_hintSamples->height())));
    });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addStretch(1);
    buttons->addWidget(m_hintButton);
    buttons->addWidget(m_hintSamples);
    buttons->addStretch(1);
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(m_hintText, 100);
    text->addStretch(1);
    column->addStretch(1);
    column->addWidget(m_hintHeadline);
    column->addLayout(text);
    column->addSpacing(scaled(6));
    column->addLayout(buttons);
    column->addStretch(1);
    return m_hint;
}

QWidget* EvaluationPage::buildChartCard(QLabel*& title, QWidget* chart, QWidget* button)
{
    auto* card = new QFrame(m_stack);
    auto* column = cardColumn(card);
    title = labelOf(card, "title");
    auto* header = new QHBoxLayout;
    header->addWidget(title, 1);
    header->addWidget(button);
    column->addLayout(header);
    column->addWidget(chart, 1);
    return card;
}

QWidget* EvaluationPage::buildClasses()
{
    auto* card = new QFrame(m_stack);
    auto* column = cardColumn(card);
    m_classesTitle = labelOf(card, "title");
    m_sortedClasses.setSourceModel(&m_classes);
    m_sortedClasses.setSortRole(ClassTableModel::kSortRole);
    m_sortedClasses.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_classTable = new QTableView(card);
    m_classTable->setObjectName(QStringLiteral("classes"));
    m_classTable->setProperty("kind", QStringLiteral("flat"));
    m_classTable->setModel(&m_sortedClasses);
    m_classTable->setSortingEnabled(true);
    m_classTable->sortByColumn(ClassTableModel::ClassColumn, Qt::AscendingOrder);
    m_classTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_classTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_classTable->setShowGrid(false);
    m_classTable->setTabKeyNavigation(false);
    m_classTable->verticalHeader()->hide();
    m_classTable->verticalHeader()->setDefaultSectionSize(scaled(26));
    m_classTable->horizontalHeader()->setStretchLastSection(true);
    m_classTable->horizontalHeader()->setDefaultSectionSize(scaled(78));
    m_classTable->setColumnWidth(ClassTableModel::ClassColumn, scaled(112));
    m_classTable->setColumnWidth(ClassTableModel::TextColumn, scaled(112));
    column->addWidget(m_classesTitle);
    column->addWidget(m_classTable, 1);
    return card;
}

QWidget* EvaluationPage::buildViews()
{
    m_stack = new QStackedWidget(m_columns);
    m_confusion = new charts::MatrixChart(m_stack);
    m_confusion->setObjectName(QStringLiteral("confusion"));
    m_reliability = new charts::ReliabilityChart(m_stack);
    m_reliability->setObjectName(QStringLiteral("reliability"));
    m_comparison = new ComparisonCard(m_state, m_run, m_stack);
    m_skipped = new QTreeWidget(m_stack);
    m_skipped->setObjectName(QStringLiteral("skipped"));
    m_skipped->setRootIsDecorated(false);
    m_skipped->setUniformRowHeights(true);
    m_skipped->setColumnCount(2);
    m_skipped->setProperty("kind", QStringLiteral("flat"));
    m_skipped->header()->setDefaultSectionSize(scaled(280));
    auto* skippedCard = new QFrame(m_stack);
    cardColumn(skippedCard)->addWidget(m_skipped);
    m_stack->addWidget(buildChartCard(m_confusionTitle, m_confusion,
                                      new charts::ExportButton(*m_confusion, m_stack)));
    m_stack->addWidget(buildChartCard(m_reliabilityTitle, m_reliability,
                                      new charts::ExportButton(*m_reliability, m_stack)));
    m_stack->addWidget(buildClasses());
    m_stack->addWidget(m_comparison);
    m_stack->addWidget(skippedCard);
    m_stack->setMinimumHeight(scaled(200));
    return m_stack;
}

QWidget* EvaluationPage::buildStrip()
{
    m_strip = new QFrame(m_columns);
    auto* column = cardColumn(m_strip);
    m_stripTitle = labelOf(m_strip, "title");
    m_stripTitle->setObjectName(QStringLiteral("answersTitle"));
    m_mistakes = new QPushButton(m_strip);
    m_mistakes->setProperty("kind", QStringLiteral("quiet"));
    m_tiles = new QListView(m_strip);
    m_tiles->setObjectName(QStringLiteral("answers"));
    m_tiles->setProperty("kind", QStringLiteral("flat"));
    m_tiles->setModel(&m_pictures);
    m_tiles->setItemDelegate(new AnswerDelegate(m_tiles));
    m_tiles->setViewMode(QListView::IconMode);
    m_tiles->setMovement(QListView::Static);
    m_tiles->setResizeMode(QListView::Adjust);
    m_tiles->setLayoutMode(QListView::Batched);
    m_tiles->setUniformItemSizes(true);
    m_tiles->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tiles->setMinimumWidth(scaled(132)); // one tile and the scroll bar
    m_tiles->viewport()->setAcceptDrops(false);
    auto* header = new QHBoxLayout;
    header->addWidget(m_stripTitle, 1);
    header->addWidget(m_mistakes);
    column->addLayout(header);
    column->addWidget(m_tiles, 1);
    return m_strip;
}

void EvaluationPage::retranslate()
{
    m_choose->setText(tr("Choose a folder…"));
    m_choose->setToolTip(tr("A folder with one subfolder a class, named as the label"));
    m_samples->setText(tr("Test pictures"));
    m_samples->setToolTip(tr("Labelled drawings that come with the starter model"));
    m_hintSamples->setText(tr("Try with the starter's test pictures"));
    m_progress->setAccessibleName(tr("Progress of the evaluation"));
    const QStringList names { tr("top-1"), tr("top-5"), tr("pictures"), tr("ECE") };
    const QStringList tips {
        tr("Share of pictures whose best label is right"),
        tr("Share of pictures whose label is among the five best"),
        tr("Pictures that were evaluated"),
        tr("Expected calibration error: how far confidence and accuracy lie apart, over 15 bins")
    };
    for (int i = 0; i < 4; ++i) {
        m_numberName[i]->setText(names[i]);
        m_numberName[i]->setToolTip(tips[i]);
        m_number[i]->setToolTip(tips[i]);
    }
    m_views->setSegmentText(ConfusionView, tr("Confusion"), tr("What was taken for what"));
    m_views->setSegmentText(ReliabilityView, tr("Reliability"),
                            tr("Is it right as often as it is sure?"));
    m_views->setSegmentText(ClassesView, tr("Classes"),
                            tr("Recall and precision of each class, and its words"));
    m_views->setSegmentText(ComparisonView, tr("Compare"),
                            tr("With other templates or another model"));
    m_views->setAccessibleName(tr("What is shown of the evaluation"));
    m_scaling->setText(tr("Send to Scaling"));
    m_scaling->setToolTip(
        tr("Keeps the accuracy with the size of the model, for curves of your own"));
    m_export->setText(tr("Export"));
    m_export->setAccessibleName(tr("Export the evaluation"));
    m_exportMenu->clear();
    connect(m_exportMenu->addAction(tr("Predictions (CSV)…")), &QAction::triggered, this, [this] {
        if (m_shown) {
            saveCsv(tr("predictions"), predictionsCsv(*m_shown, m_path));
        }
    });
    connect(m_exportMenu->addAction(tr("Classes (CSV)…")), &QAction::triggered, this,
            [this] { saveCsv(tr("classes"), m_classes.csv()); });
    m_confusionTitle->setText(tr("Confusion: a click shows the pictures of a cell"));
    m_reliabilityTitle->setText(tr("Reliability: a click shows the pictures of a bar"));
    m_classesTitle->setText(tr("Classes: the label text is what the model compares with"));
    m_classTable->setAccessibleName(tr("Classes"));
    m_skipped->setHeaderLabels({ tr("File"), tr("Why it was skipped") });
    m_skipped->setAccessibleName(tr("Skipped pictures"));
    m_mistakes->setText(tr("Worst mistakes"));
    m_tiles->setAccessibleName(tr("Pictures with their answers"));
    m_classes.retranslate();
    fillSamples();
    showProgress();
    showAnswers();
}

} // namespace fe::imaging
