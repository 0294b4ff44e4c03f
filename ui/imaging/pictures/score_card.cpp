// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/score_card.h"

#include "charts/bar_chart.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "imaging/vision_state.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"
#include "workspace/model_text.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr int kRefreshMs = 60; // pictures come in by the dozen
constexpr qint64 kSliceMs = 8;
constexpr int kMostRows = 2000; // of the heat map

} // namespace

ScoreCard::ScoreCard(VisionState& state, const PictureStore& store, const PictureFilter& filter,
                     QWidget* parent)
    : QFrame(parent), m_state(state), m_store(store), m_filter(filter), m_title(new QLabel(this)),
      m_views(new widgets::SegmentedControl(this)), m_bars(new charts::BarChart(this)),
      m_heatMap(new charts::MatrixChart(this)),
      m_exportBars(new charts::ExportButton(*m_bars, this)),
      m_exportHeatMap(new charts::ExportButton(*m_heatMap, this)),
      m_stack(new QStackedWidget(this)), m_hint(new QWidget(this)),
      m_hintHeadline(new QLabel(m_hint)), m_hintText(new QLabel(m_hint)),
      m_hintButton(new QPushButton(m_hint))
{
    build();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    m_slices.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, [this] { showPicture(m_row); });
    connect(&m_slices, &QTimer::timeout, this, &ScoreCard::matrixSlice);
    connect(m_views, &widgets::SegmentedControl::currentChanged, this,
            [this] { showPicture(m_row); });
    connect(&filter, &QAbstractItemModel::layoutChanged, this, &ScoreCard::refresh);
    connect(&filter, &QAbstractItemModel::rowsInserted, this, &ScoreCard::refresh);
    connect(&filter, &QAbstractItemModel::rowsRemoved, this, &ScoreCard::refresh);
    connect(&filter, &QAbstractItemModel::modelReset, this, &ScoreCard::refresh);
    connect(&state, &VisionState::modelChanged, this, &ScoreCard::refresh);
    connect(m_bars, &charts::BarChart::rowActivated, this, [this](int row) {
        if (row >= 0 && row < static_cast<int>(m_barLabels.size())) {
            Q_EMIT labelActivated(static_cast<int>(m_barLabels[static_cast<std::size_t>(row)]));
        }
    });
    connect(m_heatMap, &charts::MatrixChart::cellActivated, this, [this](int row, int column) {
        if (row >= 0 && row < static_cast<int>(m_shownRows.size())) {
            Q_EMIT pictureActivated(m_shownRows[static_cast<std::size_t>(row)]);
            Q_EMIT labelActivated(column);
        }
    });
    connect(m_hintButton, &QPushButton::clicked, this,
            [this] { m_state.workspace().askForModel(workspace::Role::Picture); });
    retranslate();
}

void ScoreCard::build()
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_views->addSegment({}, {});
    m_views->addSegment({}, {});
    m_bars->setObjectName(QStringLiteral("scores"));
    m_heatMap->setObjectName(QStringLiteral("scoreMatrix"));
    m_hintHeadline->setProperty("kind", QStringLiteral("heading"));
    m_hintText->setProperty("kind", QStringLiteral("secondary"));
    auto* hint = new QVBoxLayout(m_hint);
    hint->addStretch(1);
    for (QLabel* label : { m_hintHeadline, m_hintText }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        hint->addWidget(label);
    }
    hint->addWidget(m_hintButton, 0, Qt::AlignHCenter);
    hint->addStretch(1);
    m_stack->addWidget(m_bars);
    m_stack->addWidget(m_heatMap);
    m_stack->addWidget(m_hint);

    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_views);
    header->addWidget(m_exportBars);
    header->addWidget(m_exportHeatMap);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addLayout(header);
    column->addWidget(m_stack, 1);
}

void ScoreCard::refresh()
{
    m_slices.stop(); // its rows may be gone
    if (!m_refresh.isActive()) {
        m_refresh.start();
    }
}

void ScoreCard::showPicture(int row)
{
    m_row = row < m_store.rowCount() ? row : -1;
    const bool all = m_views->current() == 1;
    QString title;
    if (all) {
        title = m_filter.rowCount() > kMostRows
            ? tr("The first %1 pictures and every label").arg(QLocale().toString(kMostRows))
            : tr("Every picture and label");
    } else if (m_row >= 0) {
        title = m_store.index(m_row).data().toString();
        const QSize size = m_store.pictureSize(m_row);
        if (!size.isEmpty()) {
            title += QStringLiteral(" · %1 × %2").arg(size.width()).arg(size.height());
        }
    }
    m_title->setText(title);
    m_title->setToolTip(title);
    const bool hint = showHint();
    m_exportBars->setVisible(!all && !hint);
    m_exportHeatMap->setVisible(all && !hint);
    m_slices.stop();
    if (hint) {
        m_stack->setCurrentWidget(m_hint);
    } else if (all) {
        m_stack->setCurrentWidget(m_heatMap);
        beginMatrix();
    } else {
        m_stack->setCurrentWidget(m_bars);
        showBars();
    }
}

void ScoreCard::setHint(const QString& headline, const QString& text, const QString& button)
{
    m_hintHeadline->setText(headline);
    m_hintText->setText(text);
    m_hintButton->setText(button);
    m_hintButton->setVisible(!button.isEmpty());
}

bool ScoreCard::showHint()
{
    const bool all = m_views->current() == 1;
    if (const auto& problem = m_state.modelProblem()) {
        const workspace::ErrorText text = workspace::errorText(*problem);
        setHint(text.headline, text.reason % QLatin1Char('\n') % text.advice,
                tr("Choose a picture model…"));
    } else if (!m_state.model()) {
        setHint(tr("No picture model is open"),
                tr("A CLIP or SigLIP model puts pictures and words into one space and tells how "
                   "well they fit. Open one, or drop its folder on the window."),
                tr("Choose a picture model…"));
    } else if (!m_state.canClassify()) {
        const QString name = m_state.modelName();
        setHint(tr("%1 reads no words").arg(name),
                tr("It gives features of pictures, for Search and Features. To compare pictures "
                   "with labels open a CLIP or SigLIP model."),
                tr("Choose a picture model…"));
    } else if (m_store.rowCount() == 0) {
        setHint(tr("No pictures yet"),
                tr("Drop some anywhere on the window. They stay on this machine."));
    } else if (!all && m_row < 0) {
        setHint(tr("No picture is selected"), tr("Select one above."));
    } else if (!all && m_store.problem(m_row)) {
        const workspace::ErrorText text = workspace::errorText(*m_store.problem(m_row));
        setHint(text.headline, text.reason % QLatin1Char('\n') % text.advice);
    } else if (m_state.labels().isEmpty()) {
        setHint(tr("No labels yet"), tr("Write some at the left, one a line, or take a preset."));
    } else if (m_state.weightsProblem()) {
        const workspace::ErrorText text = workspace::errorText(*m_state.weightsProblem());
        setHint(text.headline, text.reason % QLatin1Char('\n') % text.advice);
    } else if (!m_state.weights() || (!all && m_store.vector(m_row).empty())) {
        setHint(tr("Reading…"), {});
    } else {
        return false;
    }
    return true;
}

QString ScoreCard::settingsText() const
{
    const Scoring& scoring = m_state.scoring();
    const QString kind = scoring.kind == analysis::ScoreKind::Softmax
        ? tr("softmax over %1 labels").arg(QLocale().toString(m_state.weights()->labels.size()))
        : tr("independent scores");
    return tr("%1 · %2 · temperature %3 · templates: %4")
        .arg(m_state.modelName(), kind, QLocale().toString(scoring.temperature),
             m_state.templates().join(QStringLiteral(", ")));
}

void ScoreCard::showBars()
{
    const auto ranking = analysis::ranked(m_store.scores(m_row));
    charts::BarData bars;
    bars.text = { m_store.index(m_row).data().toString(), settingsText() };
    bars.labels.name = tr("Label");
    bars.values = { tr("Probability"), {}, charts::NumberFormat::Percent, false };
    const WeightsPtr weights = m_state.weights();
    m_barLabels.clear();
    for (const analysis::LabelScore& score : ranking) {
        bars.rows.append({ QString::fromStdString(weights->labels[score.label]), score.probability,
                           tr("logit %1").arg(QLocale().toString(score.logit, 'f', 2)), -1 });
        m_barLabels.push_back(score.label);
    }
    m_bars->setData(bars);
}

void ScoreCard::beginMatrix()
{
    m_matrix = {};
    m_matrix.weights = m_state.weights();
    for (int i = 0; i < m_filter.rowCount() && i < kMostRows; ++i) {
        const int row = m_filter.mapToSource(m_filter.index(i, 0)).row();
        if (!m_store.vector(row).empty()) {
            m_matrix.rows.push_back(row);
        }
    }
    m_slices.start();
}

/// Scores some pictures; the last slice shows the heat map.
void ScoreCard::matrixSlice()
{
    const WeightsPtr weights = m_matrix.weights;
    if (weights != m_state.weights()) {
        m_slices.stop(); // the new weights bring a new matrix
        return;
    }
    QElapsedTimer clock;
    clock.start();
    for (; m_matrix.next < m_matrix.rows.size() && clock.elapsed() < kSliceMs; ++m_matrix.next) {
        for (const analysis::LabelScore& score : m_store.scores(m_matrix.rows[m_matrix.next])) {
            m_matrix.values.push_back(static_cast<float>(score.probability));
        }
    }
    if (m_matrix.next < m_matrix.rows.size()) {
        return;
    }
    m_slices.stop();
    charts::MatrixData matrix;
    matrix.text = { tr("Probability of every label for every picture"), settingsText() };
    matrix.rowAxis.name = tr("Picture");
    matrix.columnAxis.name = tr("Label");
    matrix.valueAxis = { tr("Probability"), {}, charts::NumberFormat::Percent, false };
    matrix.range = charts::ValueRange { 0, 1, false };
    for (const int row : m_matrix.rows) {
        matrix.rows.append(m_store.index(row).data().toString());
    }
    for (const std::string& label : weights->labels) {
        matrix.columns.append(QString::fromStdString(label));
    }
    matrix.values = std::make_shared<const std::vector<float>>(std::move(m_matrix.values));
    m_shownRows = std::exchange(m_matrix.rows, {});
    m_heatMap->setData(matrix);
}

QJsonObject ScoreCard::saveState() const
{
    return { { QStringLiteral("all"), m_views->current() == 1 } };
}

void ScoreCard::restoreState(const QJsonObject& state)
{
    m_views->setCurrent(state.value(QStringLiteral("all")).toBool() ? 1 : 0);
}

void ScoreCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ScoreCard::retranslate()
{
    m_views->setSegmentText(0, tr("This picture"), tr("Every label for the selected picture"));
    m_views->setSegmentText(1, tr("All pictures"), tr("A heat map of pictures and labels"));
    m_views->setAccessibleName(tr("What the scores are shown of"));
    showPicture(m_row);
}

} // namespace fe::imaging
