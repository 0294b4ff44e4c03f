// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/maps/heat_map_view.h"

#include "charts/chart_export.h"
#include "charts/patch_canvas.h"
#include "imaging/maps/hint_panel.h"
#include "imaging/vision_state.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace fe::imaging {

using analysis::HeatMethod;
using widgets::scaled;

namespace {

/// In the order of the control.
constexpr std::array kMethods { HeatMethod::Relevance, HeatMethod::Similarity,
                                HeatMethod::Attention };
constexpr int kBest = 0; // row of the label choice that means: the best one
constexpr int kLabelLetters = 9;
/// Above, a map is called one that says little about its label. Maps of different labels share what
/// is salient in the picture, so that some correlation is usual.
constexpr double kInsensitive = 0.8;
// Room for all but the map, design pixels.
constexpr double kHeader = 66;
constexpr double kSideWidth = 190;
constexpr double kSideHeight = 140;

std::size_t placeOf(HeatMethod method)
{
    return static_cast<std::size_t>(std::find(kMethods.begin(), kMethods.end(), method)
                                    - kMethods.begin());
}

} // namespace

HeatMapView::HeatMapView(VisionState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_title(new QLabel(this)),
      m_methods(new widgets::SegmentedControl(this)), m_stack(new QStackedWidget(this)),
      m_canvas(new charts::PatchCanvas(this)), m_hint(new HintPanel(this)),
      m_note(new QLabel(this)), m_labels(new QComboBox(this)),
      m_opacity(new QSlider(Qt::Horizontal, this)), m_blocks(new QCheckBox(this)),
      m_export(new charts::ExportButton(*m_canvas, this))
{
    build();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    retranslate();
    connectParts();
    refresh();
}

void HeatMapView::build()
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (std::size_t i = 0; i < kMethods.size(); ++i) {
        m_methods->addSegment({}, {});
    }
    m_methods->setObjectName(QStringLiteral("heatMethod"));
    m_canvas->setObjectName(QStringLiteral("heatMap"));
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_hint);
    m_note->setProperty("kind", QStringLiteral("secondary"));
    m_note->setObjectName(QStringLiteral("heatNote"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_labels->setObjectName(QStringLiteral("heatLabel"));
    m_labels->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_labels->setMinimumContentsLength(kLabelLetters);
    m_opacity->setObjectName(QStringLiteral("heatOpacity"));
    m_opacity->setRange(0, 100);
    m_opacity->setValue(qRound(100 * m_canvas->look().opacity));
    m_opacity->setMinimumWidth(scaled(50));
    m_blocks->setObjectName(QStringLiteral("heatBlocks"));

    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_methods);
    auto* look = new QHBoxLayout;
    look->setSpacing(scaled(8));
    look->addWidget(m_opacity, 1);
    look->addWidget(m_blocks);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(scaled(8));
    choice->addWidget(m_labels, 1);
    choice->addWidget(m_export);
    auto* side = new QVBoxLayout;
    side->setSpacing(scaled(8));
    side->addWidget(m_note);
    side->addStretch(1);
    side->addLayout(look);
    side->addLayout(choice);
    m_body = new QBoxLayout(QBoxLayout::TopToBottom);
    m_body->setSpacing(scaled(10));
    m_body->addWidget(m_stack, 1);
    m_body->addLayout(side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addLayout(header);
    column->addLayout(m_body, 1);
}

/// Words and controls stand beside the map where that leaves the map larger.
void HeatMapView::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    const int below = height() - scaled(kHeader + kSideHeight);
    const int beside = qMin(width() - scaled(kSideWidth), height() - scaled(kHeader));
    const bool isBeside = beside > qMin(below, width());
    m_body->setDirection(isBeside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_note->setMaximumWidth(isBeside ? scaled(kSideWidth) : QWIDGETSIZE_MAX);
}

void HeatMapView::connectParts()
{
    connect(&m_refresh, &QTimer::timeout, this, &HeatMapView::compute);
    connect(m_methods, &widgets::SegmentedControl::currentChanged, this, &HeatMapView::refresh);
    connect(&m_state, &VisionState::modelChanged, this, [this] {
        forgetAnswer();
        refresh();
    });
    connect(&m_state, &VisionState::weightsChanged, this, [this] {
        if (analysis::readsTexts(method())) {
            refresh();
        }
    });
    connect(&m_state, &VisionState::labelsChanged, this, &HeatMapView::fillLabels);
    connect(m_labels, &QComboBox::activated, this, [this](int row) { setLabel(row - 1); });
    connect(m_opacity, &QSlider::valueChanged, this, &HeatMapView::applyLook);
    connect(m_blocks, &QCheckBox::toggled, this, &HeatMapView::applyLook);
    connect(m_hint, &HintPanel::buttonClicked, this, [this] {
        if (m_state.model()) {
            setMethod(HeatMethod::Attention);
        } else {
            m_state.workspace().askForModel(workspace::Role::Picture);
        }
    });
}

HeatMethod HeatMapView::method() const
{
    return kMethods[static_cast<std::size_t>(m_methods->current())];
}

void HeatMapView::setMethod(HeatMethod method)
{
    m_methods->setCurrent(static_cast<int>(placeOf(method)));
}

/// Of the map that stands there, which may be that of the question before.
HeatMethod HeatMapView::shownMethod() const
{
    return m_answer ? m_answer->method : method();
}

/// The picture stays, alone.
void HeatMapView::forgetAnswer()
{
    m_answer.reset();
    charts::PatchMap alone;
    alone.picture = m_canvas->map().picture;
    m_canvas->setMap(alone);
}

void HeatMapView::setPicture(const QString& path, const QImage& preview)
{
    if (path != m_path) {
        m_answer.reset();
        charts::PatchMap alone;
        alone.picture = preview;
        m_canvas->setMap(alone);
    }
    m_path = path;
    refresh();
}

void HeatMapView::setLabel(int index)
{
    const QStringList& labels = m_state.labels();
    m_label = index >= 0 && index < labels.size() ? labels.at(index) : QString();
    fillLabels();
    refresh();
}

void HeatMapView::fillLabels()
{
    const QStringList& labels = m_state.labels();
    if (!labels.contains(m_label)) {
        m_label.clear();
    }
    const QSignalBlocker quiet(m_labels);
    m_labels->clear();
    const auto best = m_answer && m_answer->isBest ? static_cast<qsizetype>(m_answer->label) : -1;
    m_labels->addItem(m_label.isEmpty() && best >= 0 && best < m_answerLabels.size()
                          ? tr("best: %1").arg(m_answerLabels.at(best))
                          : tr("best label"));
    m_labels->addItems(labels);
    m_labels->setCurrentIndex(
        m_label.isEmpty() ? kBest : kBest + 1 + static_cast<int>(labels.indexOf(m_label)));
}

/// Once for all that changed together.
void HeatMapView::refresh()
{
    m_stale = true;
    m_job = {}; // an answer to the old question would come too late
    if (isVisible()) {
        m_refresh.start();
    }
}

void HeatMapView::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    if (m_stale) {
        m_refresh.start();
    }
}

bool HeatMapView::showHint()
{
    const bool words = analysis::readsTexts(method());
    if (m_hint->showModelHint(m_state)) {
        return true;
    }
    if (m_path.isEmpty()) {
        m_hint->setHint(tr("No picture is selected"), {});
    } else if (words && !m_state.canClassify()) {
        m_hint->setHint(tr("%1 reads no words").arg(m_state.modelName()),
                        tr("Where its attention goes can be shown."), tr("Show attention"));
    } else if (words && m_state.labels().isEmpty()) {
        m_hint->setHint(tr("No labels yet"), tr("Write some at the left, one a line."));
    } else if (words && m_state.weightsProblem()) {
        m_hint->setError(*m_state.weightsProblem());
    } else {
        return false;
    }
    return true;
}

void HeatMapView::compute()
{
    m_stale = false;
    m_labels->setEnabled(analysis::readsTexts(method()));
    if (showHint()) {
        forgetAnswer();
        m_stack->setCurrentWidget(m_hint);
        showTexts();
        return;
    }
    m_stack->setCurrentWidget(m_canvas);
    showTexts();
    HeatQuestion question { m_path, m_state.model(), method(), m_state.weights(), std::nullopt };
    if (analysis::readsTexts(question.method)) {
        if (!question.weights) {
            return; // they are on their way, and tell
        }
        const auto& labels = question.weights->labels;
        const auto found = std::find(labels.begin(), labels.end(), m_label.toStdString());
        if (!m_label.isEmpty() && found != labels.end()) {
            question.label = static_cast<std::size_t>(found - labels.begin());
        }
    }
    QStringList labels;
    for (const std::string& label :
         question.weights ? question.weights->labels : std::vector<std::string>()) {
        labels.append(QString::fromStdString(label));
    }
    m_job = m_state.runner().start<HeatAnswer>(
        { .title = tr("Explaining %1").arg(QFileInfo(m_path).fileName()),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.heatmap") },
        [question](const base::CancelToken& cancel, base::Progress& progress) {
            return answer(question, cancel, progress);
        },
        { .done =
              [this, labels](HeatAnswer answer) {
                  m_answerLabels = labels;
                  takeAnswer(answer);
              },
          .cancelled =
              [this] {
                  forgetAnswer();
                  showTexts();
                  m_note->setText(tr("The map was not computed."));
              },
          .failed =
              [this](const base::Error& error) {
                  forgetAnswer();
                  m_hint->setError(error);
                  m_stack->setCurrentWidget(m_hint);
                  showTexts();
              } });
    showTexts();
}

void HeatMapView::takeAnswer(const HeatAnswer& answer)
{
    m_answer = answer;
    showTexts();
    Q_EMIT mapShown();
}

/// Title, note and what the canvas says, in the language of now.
void HeatMapView::showTexts()
{
    static constexpr std::array kNames { QT_TR_NOOP("relevance"), QT_TR_NOOP("similarity"),
                                         QT_TR_NOOP("attention") };
    const QString name = tr(kNames[placeOf(shownMethod())]);
    const bool words = analysis::readsTexts(shownMethod());
    QString label = m_label;
    if (m_answer && words && static_cast<qsizetype>(m_answer->label) < m_answerLabels.size()) {
        label = m_answerLabels.at(static_cast<qsizetype>(m_answer->label));
    }
    const QString title = !words ? tr("Where the model looks")
        : label.isEmpty()        ? tr("Where a label is seen")
                                 : tr("Where “%1” is seen").arg(label);
    m_title->setText(title);
    m_title->setToolTip(widgets::plainToolTip(title));
    m_export->setEnabled(m_answer.has_value());
    if (!m_answer || !m_state.model()) {
        m_note->setText(m_job.isActive() ? tr("Computing…") : QString());
        m_note->setVisible(m_stack->currentWidget() == m_canvas);
        return;
    }
    showNote();
    fillLabels(); // the best one has a name now

    charts::PatchMap map;
    map.text = { title,
                 tr("%1 · %2 · %3").arg(m_state.modelName(), QFileInfo(m_path).fileName(), name) };
    map.valueName = name;
    map.picture = m_answer->seen;
    map.rows = static_cast<int>(m_answer->map.rows);
    map.columns = static_cast<int>(m_answer->map.columns);
    map.patchSize = static_cast<int>(m_state.model()->model->info().picture.patchSize);
    map.values = m_answer->map.values;
    m_canvas->setMap(map);
}

/// Short, as the picture needs the room; the whole in the tool tip.
void HeatMapView::showNote()
{
    const QString seen = seenText(*m_state.model(), m_answer->seen);
    QString line = tr("The same for every label.");
    QString whole = tr("Attention knows no label: this map is the same for all.");
    if (m_answer->correlation) {
        const double r = *m_answer->correlation;
        const QString number = QLocale().toString(r, 'f', 2);
        line = r > kInsensitive ? tr("Says little about the label (%1).").arg(number)
                                : tr("Depends on the label (%1).").arg(number);
        whole = tr("Rank correlation with the maps of other labels: %1 (%2 compared). Near 1, the "
                   "map says little about its label.")
                    .arg(number)
                    .arg(m_answer->compared);
    } else if (analysis::readsTexts(m_answer->method)) {
        line.clear();
        whole = tr("There is no other label to compare this map with.");
    }
    m_note->setText(line.isEmpty() ? seen : QString(line % QLatin1Char(' ') % seen));
    m_note->setToolTip(whole);
    m_note->setAccessibleDescription(whole);
    m_note->setVisible(true);
}

void HeatMapView::applyLook()
{
    m_canvas->setLook({ m_opacity->value() / 100.0, !m_blocks->isChecked() });
}

QJsonObject HeatMapView::saveState() const
{
    return { { QStringLiteral("method"), QLatin1String(analysis::heatMethodName(method())) },
             { QStringLiteral("label"), m_label },
             { QStringLiteral("opacity"), m_opacity->value() },
             { QStringLiteral("blocks"), m_blocks->isChecked() } };
}

void HeatMapView::restoreState(const QJsonObject& state)
{
    const std::string name = state.value(QStringLiteral("method")).toString().toStdString();
    setMethod(analysis::heatMethodNamed(name).value_or(HeatMethod::Relevance));
    m_label = state.value(QStringLiteral("label")).toString();
    m_opacity->setValue(state.value(QStringLiteral("opacity")).toInt(m_opacity->value()));
    m_blocks->setChecked(state.value(QStringLiteral("blocks")).toBool());
    fillLabels();
    refresh();
}

void HeatMapView::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void HeatMapView::retranslate()
{
    m_methods->setSegmentText(0, tr("relevance"),
                              tr("Gradients of the label's score, followed through the attention "
                                 "of all layers (Chefer et al. 2021)"));
    m_methods->setSegmentText(1, tr("similarity"),
                              tr("Each patch's own vector against the label, without gradients"));
    m_methods->setSegmentText(2, tr("attention"),
                              tr("Rollout of attention through all layers; knows no label"));
    m_methods->setAccessibleName(tr("How the map is made"));
    m_labels->setAccessibleName(tr("Label that is looked for"));
    m_labels->setToolTip(tr("Label that is looked for"));
    m_opacity->setAccessibleName(tr("Opacity of the map"));
    m_opacity->setToolTip(tr("Opacity of the map"));
    m_blocks->setText(tr("Blocks"));
    m_blocks->setToolTip(tr("Shows each patch as a block instead of a smooth map"));
    fillLabels();
    showTexts();
}

} // namespace fe::imaging
