// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/compare_page.h"

#include "charts/chart_export.h"
#include "charts/plot_chart.h"
#include "scaling/comparison_model.h"
#include "scaling/fit_curves.h"
#include "scaling/fit_panel.h"
#include "scaling/page_parts.h"
#include "scaling/plot_view_data.h"
#include "scaling/scaling_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

using Laws = std::vector<scaling::ComparedLaw>;

} // namespace

ComparePage::ComparePage(ScalingState& state, QWidget* parent)
    : ScalingPage(parent), m_state(state), m_model(new ComparisonModel(this))
{
    build();
    connect(&m_state, &ScalingState::choiceChanged, this, &ComparePage::showSeries);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (!stop()) {
            compare();
        }
    });
    connect(m_series, &QComboBox::activated, this, &ComparePage::compare);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(tableText(*m_model)); });
    retranslate();
}

ComparePage::~ComparePage() = default;

void ComparePage::build()
{
    auto* card = new QFrame(this);
    QVBoxLayout* column = cardColumn(card);
    m_title = kindLabel(card, "title");
    m_series = new QComboBox(card);
    m_series->setObjectName(QStringLiteral("comparedSeries"));
    m_series->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_series->setMinimumContentsLength(24);
    m_run = new QPushButton(card);
    m_run->setObjectName(QStringLiteral("compare"));
    m_run->setProperty("kind", QStringLiteral("primary"));
    m_copy = new QPushButton(card);
    m_status = kindLabel(card, "secondary");
    m_status->setWordWrap(true);
    m_banner = new widgets::MessageBanner(card);
    m_table = new QTableView(card);
    m_table->setObjectName(QStringLiteral("comparison"));
    m_table->setModel(m_model);
    dressTable(m_table);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSortIndicator(ComparisonModel::AiccColumn, Qt::AscendingOrder);
    constexpr int kRows = 7;
    m_table->setFixedHeight(scaled(30) * kRows);
    m_chart = new charts::PlotChart(card);
    m_chart->setObjectName(QStringLiteral("comparedCurves"));
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title);
    header->addWidget(m_series, 1);
    header->addWidget(m_run);
    header->addWidget(m_copy);
    header->addWidget(new charts::ExportButton(*m_chart, card));
    column->addLayout(header);
    column->addWidget(m_banner);
    column->addWidget(m_status);
    column->addWidget(m_table);
    column->addWidget(m_chart, 1);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(card);
}

/// The series that are shown; results of another choice are of no more use.
void ComparePage::showSeries()
{
    const QString before = m_series->currentText();
    m_series->clear();
    for (const std::size_t index : m_state.shownSeries()) {
        const QString name = QString::fromStdString(m_state.series()[index].name);
        m_series->addItem(name.isEmpty() ? tr("all rows") : name, static_cast<qulonglong>(index));
    }
    m_series->setCurrentIndex(std::max(0, m_series->findText(before)));
    m_job = {};
    m_model->setLaws({});
    showResult();
    compareSoon();
}

/// What takes no time is there without asking.
void ComparePage::compareSoon()
{
    constexpr std::size_t kFewPoints = 60;
    if (isVisible() && !m_job.isActive() && m_model->rowCount() == 0
        && m_series->currentIndex() >= 0
        && m_state.series()[static_cast<std::size_t>(m_series->currentData().toULongLong())]
                .rows.size()
            <= kFewPoints) {
        compare();
    }
}

void ComparePage::showEvent(QShowEvent* event)
{
    ScalingPage::showEvent(event);
    compareSoon();
}

void ComparePage::compare()
{
    if (m_series->currentIndex() < 0) {
        return;
    }
    const auto index = static_cast<std::size_t>(m_series->currentData().toULongLong());
    const PlotChoice& choice = m_state.choice();
    scaling::PointColumns columns = choice.pointColumns(m_state.fitSettings());
    columns.x = choice.x; // one scale for all laws
    columns.x2.clear();
    const scaling::FitOptions options = m_state.fitSettings().options();
    m_job = m_state.runner().start<Laws>(
        { .title = tr("Comparing laws"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("scaling.compare") },
        [table = m_state.measured(), rows = m_state.series()[index].rows, columns,
         options](const base::CancelToken& cancel, base::Progress& progress) -> base::Result<Laws> {
            // The laws in ln y say themselves that some y are not above 0.
            FE_TRY(const scaling::Points points,
                   scaling::collectPoints(*table, rows, columns, scaling::Law::Logistic));
            return scaling::compareLaws(points.data, options, scaling::allLaws(), cancel, progress);
        },
        { .done =
              [this](Laws laws) {
                  m_model->setLaws(std::move(laws));
                  showResult();
              },
          .cancelled = [this] { showRunning(); },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                                        { text.headline, text.advice, text.details, text.reason });
                  showRunning();
              } });
    m_banner->dismiss();
    showRunning();
}

bool ComparePage::stop()
{
    const bool running = m_job.isActive();
    m_job.cancel();
    return running;
}

void ComparePage::showRunning()
{
    const bool running = m_job.isActive();
    m_run->setText(running ? tr("Cancel") : tr("Compare"));
    m_run->setEnabled(running || m_series->currentIndex() >= 0);
    m_copy->setEnabled(m_model->rowCount() > 0);
    m_table->setVisible(m_model->rowCount() > 0);
    m_status->setText(running ? tr("Every law is fitted, and again without each point…")
                          : m_model->rowCount() == 0
                          ? tr("Press Compare to fit every law to one series.")
                          : tr("All numbers are of y, so that laws in ln y may be compared with "
                               "the others."));
}

void ComparePage::showResult()
{
    showRunning();
    showCurves();
}

/// The points, and a series without points for each law: its curve in a colour of its own.
void ComparePage::showCurves()
{
    charts::PlotData plot = plotData(m_state);
    plot.curves.clear();
    plot.marks.clear();
    plot.lines.clear();
    const auto wanted = static_cast<qsizetype>(m_series->currentIndex());
    charts::PlotSeries points = plot.series.value(std::max<qsizetype>(0, wanted));
    points.joined = false;
    plot.series = { points };
    for (const scaling::ComparedLaw& law : m_model->laws()) {
        SeriesFit one;
        one.fit = law.fit;
        for (const charts::PlotPoint& point : points.points) {
            if (point.x > 0) { // as the fits do
                one.points.data.x.push_back(point.x);
            }
        }
        charts::PlotCurve curve = curveOf(one, { plot.datesX, m_state.fitSettings().decades });
        if (!curve.points.isEmpty()) {
            for (charts::PlotPoint& point : curve.points) {
                point.low = charts::kNothing;
                point.high = charts::kNothing;
            }
            curve.series = int(plot.series.size());
            plot.series.append({ lawTitle(law.law), {}, true });
            plot.curves.append(std::move(curve));
        }
    }
    m_chart->setData(plot);
}

QJsonObject ComparePage::saveState() const
{
    return {};
}

void ComparePage::restoreState(const QJsonObject&) { }

void ComparePage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ComparePage::retranslate()
{
    m_title->setText(tr("Which law?"));
    m_series->setAccessibleName(tr("Series that is compared"));
    m_table->setAccessibleName(tr("Laws compared"));
    m_copy->setText(tr("Copy"));
    showResult();
}

} // namespace fe::scaling_tab
