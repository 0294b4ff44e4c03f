// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/ablation_card.h"

#include "attention/attention_state.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::attention {

using analysis::AblationBaseline;
using analysis::HeadImportance;
using base::CancelToken;
using base::Progress;
using widgets::scaled;

namespace {

constexpr std::size_t kTop = 8;

QString joined(QList<int> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    QStringList texts;
    for (const int number : numbers) {
        texts.append(QString::number(number));
    }
    return texts.join(QStringLiteral(", "));
}

/// The text read once, for any number of knockouts.
base::Result<std::shared_ptr<const AblationBaseline>> readBaseline(
    const ExaminationPtr& examination, const analysis::AblationQuestion& question,
    const CancelToken& cancel, Progress& progress)
{
    FE_TRY(const models::ReplayPtr replay,
           models::readForReplay(examination->subject.model->any, examination->input, std::nullopt,
                                 cancel, progress));
    FE_TRY(AblationBaseline baseline, AblationBaseline::of(replay, question, cancel));
    return std::make_shared<const AblationBaseline>(std::move(baseline));
}

} // namespace

AblationCard::AblationCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_heads(new QPushButton(this)),
      m_layers(new QPushButton(this)), m_mlps(new QPushButton(this)),
      m_reset(new QPushButton(this)), m_off(new QLabel(this)), m_table(new QTableWidget(this)),
      m_effect(new QLabel(this)), m_every(new QPushButton(this)),
      m_importance(new charts::MatrixChart(this)),
      m_export(new charts::ExportButton(*m_importance, this))
{
    build();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &AblationCard::compute);
    connect(m_heads, &QPushButton::clicked, this, &AblationCard::toggleHeads);
    connect(m_layers, &QPushButton::clicked, this, [this] { toggle(m_layersOff); });
    connect(m_mlps, &QPushButton::clicked, this, [this] { toggle(m_mlpsOff); });
    connect(m_reset, &QPushButton::clicked, this, &AblationCard::allOn);
    connect(m_every, &QPushButton::clicked, this, [this] {
        m_importanceJob.isActive() ? m_importanceJob.cancel() : computeImportance();
    });
    connect(m_table, &QTableWidget::cellClicked, this, [this](int row, int) {
        const models::TokenId id = m_rows[static_cast<std::size_t>(row)];
        m_target = m_target == id ? std::nullopt : std::optional(id);
        refresh();
    });
    connect(m_importance, &charts::MatrixChart::cellActivated, this, [this](int layer, int head) {
        if (looksAtLogits()) {
            m_state.setHeads({ { layer, head } });
        }
    });
    connect(&state, &AttentionState::examinationChanged, this, &AblationCard::examinationChanged);
    connect(&state, &AttentionState::partChanged, this, &AblationCard::refresh);
    connect(&state, &AttentionState::queryChanged, this, &AblationCard::refresh);
    connect(&state, &AttentionState::marksChanged, this, &AblationCard::refresh);
    connect(&state, &AttentionState::headsChanged, this, &AblationCard::showKnockout);
    retranslate();
    examinationChanged();
}

void AblationCard::build()
{
    m_table->setObjectName(QStringLiteral("ablation"));
    m_table->setProperty("kind", QStringLiteral("flat"));
    m_table->setColumnCount(3);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + scaled(6));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_effect->setWordWrap(true);
    m_off->setWordWrap(true);
    m_off->setProperty("kind", QStringLiteral("secondary"));
    m_importance->setObjectName(QStringLiteral("headImportance"));
    m_importance->setFit(charts::MatrixFit::Whole);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(6));
    for (QPushButton* button : { m_heads, m_layers, m_mlps, m_reset }) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* left = new QVBoxLayout;
    left->setSpacing(scaled(6));
    left->addLayout(buttons);
    left->addWidget(m_off);
    left->addWidget(m_table, 1);
    left->addWidget(m_effect);
    auto* mapHeader = new QHBoxLayout;
    mapHeader->addWidget(m_every);
    mapHeader->addStretch(1);
    mapHeader->addWidget(m_export);
    auto* right = new QVBoxLayout;
    right->setSpacing(scaled(6));
    right->addLayout(mapHeader);
    right->addWidget(m_importance, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(14));
    row->addLayout(left, 1);
    row->addLayout(right, 1);
}

bool AblationCard::looksAtLogits() const
{
    const ExaminedAttention* now = m_state.attention();
    return now != nullptr && now->info().kind == models::AttentionKind::Self
        && (now->info().stack.empty() || now->info().stack == "decoder");
}

QString AblationCard::obstacle() const
{
    if (!m_state.examination()) {
        return tr("Press Analyse first.");
    }
    if (m_state.examination()->ids.empty()) {
        return tr("%1 gives no words, so that there is no prediction to compare.")
            .arg(m_state.examination()->subject.model->name);
    }
    return looksAtLogits() ? QString()
                           : tr("Choose the attention of the decoder to itself above: heads of "
                                "that stack are switched off here.");
}

analysis::Knockout AblationCard::knockout() const
{
    analysis::Knockout knockout;
    const auto heads = static_cast<int>(m_state.attention()->info().heads);
    for (const int index : m_state.off()) {
        knockout.heads.push_back({ index / heads, index % heads });
    }
    knockout.layers.assign(m_layersOff.cbegin(), m_layersOff.cend());
    knockout.mlps.assign(m_mlpsOff.cbegin(), m_mlpsOff.cend());
    return knockout;
}

analysis::AblationQuestion AblationCard::question() const
{
    analysis::AblationQuestion question;
    const auto tokens = static_cast<int>(m_state.examination()->ids.size());
    question.position
        = m_state.query() >= 0 && m_state.query() < tokens ? m_state.query() : tokens - 1;
    question.target = m_target;
    question.top = kTop;
    return question;
}

void AblationCard::toggleHeads()
{
    if (!looksAtLogits()) {
        return;
    }
    const auto heads = static_cast<int>(m_state.attention()->info().heads);
    QSet<int> off = m_state.off();
    QSet<int> chosen;
    for (const HeadId head : m_state.heads()) {
        chosen.insert(head.layer * heads + head.head);
    }
    // All of them off already: on again.
    off.contains(chosen) ? off.subtract(chosen) : off.unite(chosen);
    m_state.setOff(off);
}

void AblationCard::toggle(QSet<int>& layers)
{
    QSet<int> chosen;
    for (const HeadId head : m_state.heads()) {
        chosen.insert(head.layer);
    }
    layers.contains(chosen) ? layers.subtract(chosen) : layers.unite(chosen);
    refresh();
}

void AblationCard::allOn()
{
    m_layersOff.clear();
    m_mlpsOff.clear();
    m_state.setOff({});
    refresh();
}

void AblationCard::examinationChanged()
{
    m_importanceJob = {};
    m_layersOff.clear();
    m_mlpsOff.clear();
    m_target.reset();
    m_baseline.reset();
    m_importance->setData({});
    m_export->setEnabled(false);
    m_table->setRowCount(0);
    m_rows.clear();
    m_effect->clear();
    retranslate(); // a run that was going on is none any more
    refresh();
}

void AblationCard::refresh()
{
    showKnockout();
    m_refresh.start();
}

void AblationCard::showKnockout()
{
    const QString problem = obstacle();
    for (QPushButton* button : { m_heads, m_layers, m_mlps, m_reset, m_every }) {
        button->setEnabled(problem.isEmpty());
    }
    QStringList parts;
    if (problem.isEmpty()) {
        const auto heads = static_cast<int>(m_state.attention()->info().heads);
        QStringList names;
        QList<int> off(m_state.off().cbegin(), m_state.off().cend());
        std::sort(off.begin(), off.end());
        for (const int index : off) {
            names.append(QStringLiteral("%1.%2").arg(index / heads).arg(index % heads));
        }
        if (!names.isEmpty()) {
            parts.append(tr("heads %1").arg(names.join(QStringLiteral(", "))));
        }
        if (!m_layersOff.isEmpty()) {
            parts.append(tr("layers %1").arg(joined(m_layersOff.values())));
        }
        if (!m_mlpsOff.isEmpty()) {
            parts.append(tr("MLPs %1").arg(joined(m_mlpsOff.values())));
        }
    }
    m_off->setText(!problem.isEmpty() ? problem
                       : parts.isEmpty()
                       ? tr("Everything is on. Select heads above and switch them off.")
                       : tr("Off: %1").arg(parts.join(QStringLiteral(" · "))));
    m_reset->setEnabled(!parts.isEmpty());
}

void AblationCard::compute()
{
    m_job = {};
    if (!isVisible()) {
        return; // computed when it is looked at
    }
    if (!obstacle().isEmpty()) {
        m_table->setRowCount(0);
        m_effect->clear();
        return;
    }
    const ExaminationPtr now = m_state.examination();
    const analysis::AblationQuestion asked = question();
    const bool known = m_baseline && m_baselineOf == now && m_baselinePosition == asked.position
        && m_baselineTarget == asked.target;
    m_job = m_state.runner().start<Answer>(
        { .title = tr("Ablation"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.ablate") },
        [now, asked, off = knockout(), baseline = known ? m_baseline : BaselinePtr()](
            const CancelToken& cancel, Progress& progress) -> base::Result<Answer> {
            Answer answer { baseline, {} };
            if (!answer.baseline) {
                FE_TRY(answer.baseline, readBaseline(now, asked, cancel, progress));
            }
            FE_TRY(answer.ablation, answer.baseline->without(off, cancel));
            return answer;
        },
        { .done =
              [this, now, asked](const Answer& answer) {
                  m_baseline = answer.baseline;
                  m_baselineOf = now;
                  m_baselinePosition = asked.position;
                  m_baselineTarget = asked.target;
                  showAnswer(answer);
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void AblationCard::showAnswer(const Answer& answer)
{
    const analysis::Ablation& ablation = answer.ablation;
    const tokenizers::Tokenizer* tokenizer = m_state.examination()->subject.model->tokenizer.get();
    std::vector<analysis::TokenChange> changes = ablation.before;
    for (const analysis::TokenChange& change : ablation.after) {
        const bool known = std::any_of(changes.begin(), changes.end(),
                                       [&](const auto& other) { return other.id == change.id; });
        if (!known) {
            changes.push_back(change);
        }
    }
    m_rows.clear();
    m_table->setRowCount(static_cast<int>(changes.size()));
    const QLocale locale;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const analysis::TokenChange& change = changes[static_cast<std::size_t>(row)];
        m_rows.push_back(change.id);
        const auto percent = [&locale](double probability) -> QString {
            return locale.toString(probability * 100, 'f', 1) + QStringLiteral(" %");
        };
        auto* token
            = new QTableWidgetItem((m_target == change.id ? QStringLiteral("▸ ") : QString())
                                   + tokenText(tokenizer, change.id));
        token->setFont(widgets::monospaceFont());
        m_table->setItem(row, 0, token);
        m_table->setItem(row, 1, new QTableWidgetItem(percent(change.before)));
        m_table->setItem(row, 2, new QTableWidgetItem(percent(change.after)));
        for (const int column : { 1, 2 }) {
            m_table->item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    QString text = tr("KL %1 nats").arg(locale.toString(ablation.effect.kl, 'f', 4));
    if (m_target) {
        text += QStringLiteral(" · ")
            + tr("log-probability of “%1” %2")
                  .arg(tokenText(tokenizer, *m_target),
                       locale.toString(ablation.effect.targetChange, 'f', 4));
    }
    m_effect->setText(text);
}

void AblationCard::computeImportance()
{
    if (!obstacle().isEmpty()) {
        return;
    }
    const ExaminationPtr now = m_state.examination();
    const int position = static_cast<int>(question().position.value_or(0));
    m_importanceJob = m_state.runner().start<HeadImportance>(
        { .title = tr("Importance of every head"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.importance") },
        [now, asked = question()](const CancelToken& cancel,
                                  Progress& progress) -> base::Result<HeadImportance> {
            FE_TRY(const BaselinePtr baseline, readBaseline(now, asked, cancel, progress));
            return analysis::headImportance(*baseline, {}, cancel, progress);
        },
        { .done
          = [this, now, position](
                const HeadImportance& importance) { showImportance(importance, now, position); },
          .cancelled = [this] { retranslate(); },
          .failed =
              [this](const base::Error& error) {
                  retranslate();
                  Q_EMIT failed(error);
              } });
    m_every->setText(tr("Stop"));
}

void AblationCard::showImportance(const HeadImportance& importance, const ExaminationPtr& of,
                                  int position)
{
    retranslate();
    charts::MatrixData matrix;
    matrix.text = { tr("What each head is worth: KL of the prediction when it alone is off"),
                    tr("%1 · position %2").arg(of->subject.model->name).arg(position) };
    if (!importance.isComplete()) {
        matrix.text.provenance = tr("%1 · %2 of %3 heads, stopped")
                                     .arg(matrix.text.provenance, QString::number(importance.done),
                                          QString::number(importance.layers * importance.heads));
    }
    matrix.rowAxis.name = tr("layer");
    matrix.columnAxis.name = tr("head");
    matrix.valueAxis = { tr("KL"), tr("nats"), charts::NumberFormat::General, false };
    for (std::int64_t layer = 0; layer < importance.layers; ++layer) {
        matrix.rows.append(QString::number(layer));
    }
    for (std::int64_t head = 0; head < importance.heads; ++head) {
        matrix.columns.append(QString::number(head));
    }
    auto values = std::make_shared<std::vector<float>>();
    for (const analysis::Effect& effect : importance.effects) {
        values->push_back(static_cast<float>(effect.kl));
    }
    matrix.values = std::move(values);
    m_importance->setData(matrix);
    m_export->setEnabled(true);
}

void AblationCard::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void AblationCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void AblationCard::retranslate()
{
    m_heads->setText(tr("Heads off or on"));
    m_heads->setToolTip(tr("The selected heads"));
    m_layers->setText(tr("Layer"));
    m_layers->setToolTip(tr("The layers of the selected heads: they pass their input on"));
    m_mlps->setText(tr("MLP"));
    m_mlps->setToolTip(tr("The MLPs of these layers: they add nothing"));
    m_reset->setText(tr("All on"));
    m_table->setAccessibleName(tr("Next token before and after"));
    m_table->setHorizontalHeaderLabels({ tr("next token"), tr("before"), tr("after") });
    m_table->setToolTip(tr("Click a token to follow its log-probability"));
    m_every->setText(m_importanceJob.isActive() ? tr("Stop") : tr("Importance of every head"));
    m_every->setToolTip(tr("Switches each head off in turn; layers below are not run again"));
    m_importance->setAccessibleName(tr("Importance of every head"));
    showKnockout();
}

} // namespace fe::attention
