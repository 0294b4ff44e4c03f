// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/sharpness/sharp_page.h"

#include "charts/chart_export.h"
#include "charts/plot_chart.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr int kUsualLength = 5;
constexpr int kLongestAnswer = 1000; // tokens

} // namespace

SharpPage::SharpPage(ScalingState& state, QWidget* parent) : ScalingPage(parent), m_state(state)
{
    build();
    connectParts();
    retranslate();
}

void SharpPage::build()
{
    auto* top = new QFrame(this);
    cardColumn(top)->addWidget(buildSettings(top));
    auto* plots = new QWidget(this);
    auto* row = new QHBoxLayout(plots);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(10));
    row->addWidget(buildPlot(m_sharpTitle, m_sharp, "sharpPlot"), 1);
    row->addWidget(buildPlot(m_smoothTitle, m_smooth, "smoothPlot"), 1);
    m_hint = kindLabel(this, "secondary");
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(plots);
    auto* bottom = new QFrame(this);
    m_note = kindLabel(bottom, "secondary");
    m_note->setWordWrap(true);
    cardColumn(bottom)->addWidget(m_note);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(top);
    column->addWidget(m_stack, 1);
    column->addWidget(bottom);
}

QWidget* SharpPage::buildSettings(QWidget* parent)
{
    auto* settings = new QWidget(parent);
    m_taskName = kindLabel(settings, "secondary");
    m_task = new QComboBox(settings);
    m_task->setObjectName(QStringLiteral("sharpTask"));
    m_task->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_task->setMinimumContentsLength(20);
    m_scaleName = kindLabel(settings, "secondary");
    m_scale = new QComboBox(settings);
    m_scale->setObjectName(QStringLiteral("sharpScale"));
    m_scale->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_lengthName = kindLabel(settings, "secondary");
    m_length = new QSpinBox(settings);
    m_length->setObjectName(QStringLiteral("answerLength"));
    m_length->setRange(1, kLongestAnswer);
    m_length->setValue(kUsualLength);
    m_length->setKeyboardTracking(false);
    auto* row = new QHBoxLayout(settings);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(m_taskName);
    row->addWidget(m_task, 1);
    row->addSpacing(scaled(6));
    row->addWidget(m_scaleName);
    row->addWidget(m_scale);
    row->addSpacing(scaled(6));
    row->addWidget(m_lengthName);
    row->addWidget(m_length);
    return settings;
}

QWidget* SharpPage::buildPlot(QLabel*& title, charts::PlotChart*& chart, const char* name)
{
    auto* card = new QFrame(this);
    auto* column = cardColumn(card);
    title = kindLabel(card, "title");
    title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    chart = new charts::PlotChart(card);
    chart->setObjectName(QLatin1String(name));
    auto* header = new QHBoxLayout;
    header->addWidget(title, 1);
    header->addWidget(new charts::ExportButton(*chart, card));
    column->addLayout(header);
    column->addWidget(chart, 1);
    return card;
}

void SharpPage::connectParts()
{
    connect(m_task, &QComboBox::currentIndexChanged, this, &SharpPage::showPair);
    connect(m_scale, &QComboBox::currentIndexChanged, this, &SharpPage::showCharts);
    connect(m_length, &QSpinBox::valueChanged, this, &SharpPage::showCharts);
    linkViews(m_sharp, m_smooth);
    linkViews(m_smooth, m_sharp);
    connect(&m_state, &ScalingState::choiceChanged, this, [this] {
        m_stale = true;
        if (isVisible()) {
            gather();
        }
    });
}

/// Both show the same part of the x axis.
void SharpPage::linkViews(charts::PlotChart* from, charts::PlotChart* to)
{
    connect(from, &charts::PlotChart::viewChanged, this, [this, to](const QRectF& view) {
        if (!m_linking) {
            m_linking = true;
            const QRectF own = to->view();
            to->setView({ view.left(), own.top(), view.width(), own.height() });
            m_linking = false;
        }
    });
}

void SharpPage::readPairs()
{
    if (!m_shipped.empty() || m_reading.isActive()) {
        return;
    }
    m_hint->setText(tr("Looking for tasks with two metrics…"));
    m_reading = m_state.runner().start<SharpPairs>(
        { .title = tr("Looking for tasks with two metrics"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.pairs") },
        shippedPairs,
        { .done =
              [this](SharpPairs pairs) {
                  m_shipped = std::move(pairs);
                  gather();
              },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  m_hint->setText(text.headline % QLatin1Char('\n') % text.reason);
              } });
}

/// The chooser's list; the pair that is shown stays, if it is still there.
void SharpPage::gather()
{
    m_stale = false;
    m_pairs = m_shipped;
    if (m_state.table() && m_state.source().kind != DataSource::Kind::Shipped) {
        for (SharpPair& pair : pairsOf(m_state.table(), m_state.title(), m_state.choice())) {
            m_pairs.push_back(std::move(pair));
        }
    }
    {
        const QSignalBlocker blocker(m_task);
        m_task->clear();
        for (const SharpPair& pair : m_pairs) {
            m_task->addItem(pair.name());
        }
        m_task->setCurrentIndex(m_pairs.empty() ? -1 : qMax(0, m_task->findText(m_wanted)));
    }
    showPair();
}

const SharpPair* SharpPage::current() const
{
    const int index = m_task->currentIndex();
    return index >= 0 && index < int(m_pairs.size()) ? &m_pairs[std::size_t(index)] : nullptr;
}

void SharpPage::showPair()
{
    const SharpPair* pair = current();
    if (pair) {
        m_wanted = pair->name();
        const QSignalBlocker blocker(m_scale);
        const QVariant before = m_scale->currentData();
        m_scale->clear();
        for (const std::string& column : pair->x) {
            m_scale->addItem(scaleName(column), QString::fromStdString(column));
        }
        m_scale->setCurrentIndex(qMax(0, m_scale->findData(before)));
    }
    showCharts();
}

void SharpPage::showCharts()
{
    const SharpPair* pair = current();
    m_stack->setCurrentIndex(pair ? 1 : 0);
    if (!pair) {
        return;
    }
    const std::string x = m_scale->currentData().toString().toStdString();
    const charts::PlotData sharp = sharpPlot(*pair, x, m_length->value());
    const charts::PlotData smooth = smoothPlot(*pair, x);
    m_sharp->setData(sharp);
    m_smooth->setData(smooth);
    m_sharpTitle->setText(tr("Sharp: %1, the whole answer or nothing").arg(sharp.y.name));
    m_smoothTitle->setText(tr("Smooth: %1, part of the credit").arg(smooth.y.text()));
}

QJsonObject SharpPage::saveState() const
{
    return { { QStringLiteral("pair"), m_wanted },
             { QStringLiteral("scale"), m_scale->currentData().toString() },
             { QStringLiteral("length"), m_length->value() } };
}

void SharpPage::restoreState(const QJsonObject& state)
{
    m_wanted = state.value(QStringLiteral("pair")).toString();
    m_length->setValue(state.value(QStringLiteral("length")).toInt(kUsualLength));
    if (const QString scale = state.value(QStringLiteral("scale")).toString(); !scale.isEmpty()) {
        const QSignalBlocker blocker(m_scale);
        m_scale->clear();
        m_scale->addItem(scale, scale); // until the pairs are there
    }
}

void SharpPage::showEvent(QShowEvent* event)
{
    ScalingPage::showEvent(event);
    readPairs();
    if (m_stale && !m_reading.isActive()) {
        gather();
    }
}

void SharpPage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SharpPage::retranslate()
{
    m_taskName->setText(tr("Task"));
    m_task->setAccessibleName(tr("Task with two metrics"));
    m_scaleName->setText(tr("Scale"));
    m_scale->setAccessibleName(tr("What stands on the x axis"));
    m_lengthName->setText(tr("Answer of"));
    m_length->setSuffix(tr(" tokens"));
    m_length->setAccessibleName(tr("Length of an answer in tokens"));
    m_length->setToolTip(tr("If an answer is right only when each of its L tokens is, and tokens "
                            "are independent, accuracy p comes from p^(1/L) a token"));
    m_note->setText(
        tr("The same models and the same answers, scored in two ways. A leap on the left that is "
           "a slope on the right lies in the metric, not in the model (Schaeffer et al. 2023, "
           "arXiv:2304.15004). The dashed curve is a transform of the points on the left, "
           "p^(1/L) for answers of L tokens: it was computed, not measured."));
    showPair();
}

} // namespace fe::scaling_tab
