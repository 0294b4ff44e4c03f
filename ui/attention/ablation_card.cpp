// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/ablation_card.h"

#include "attention/attention_state.h"
#include "attention/importance_map.h"
#include "attention/knockout_bar.h"
#include "attention/place_box.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::attention {

using base::CancelToken;
using base::Progress;
using widgets::scaled;

namespace {

constexpr std::size_t kTop = 8;

} // namespace

AblationCard::AblationCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_knockout(new KnockoutBar(state, this)),
      m_place(new PlaceBox(this)), m_table(new QTableWidget(this)), m_effect(new QLabel(this)),
      m_importance(new ImportanceMap(state.runner(), this))
{
    build();
    connectParts();
    retranslate();
    examinationChanged();
}

void AblationCard::connectParts()
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &AblationCard::compute);
    connect(m_knockout, &KnockoutBar::changed, this, &AblationCard::refresh);
    connect(m_place, &PlaceBox::placeChosen, this,
            [this](std::optional<int> position) { m_state.setQuery(position.value_or(-1)); });
    connect(m_table, &QTableWidget::cellClicked, this, [this](int row, int) {
        const models::TokenId id = m_rows[static_cast<std::size_t>(row)];
        m_target = m_target == id ? std::nullopt : std::optional(id);
        refresh();
    });
    connect(m_importance, &ImportanceMap::failed, this, &AblationCard::failed);
    connect(m_importance, &ImportanceMap::headActivated, this, [this](int layer, int head) {
        if (looksAtTheEnd()) {
            m_state.setHeads({ { layer, head } });
        }
    });
    connect(&m_state, &AttentionState::examinationChanged, this, &AblationCard::examinationChanged);
    connect(&m_state, &AttentionState::partChanged, this, &AblationCard::refresh);
    connect(&m_state, &AttentionState::queryChanged, this, &AblationCard::refresh);
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
    m_effect->setObjectName(QStringLiteral("ablationEffect"));
    m_effect->setWordWrap(true);
    m_effect->setTextFormat(Qt::PlainText);
    auto* left = new QVBoxLayout;
    left->setSpacing(scaled(6));
    left->addWidget(m_knockout);
    left->addWidget(m_place);
    left->addWidget(m_table, 1);
    left->addWidget(m_effect);
    left->addStretch(0);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(14));
    row->addLayout(left, 1);
    row->addWidget(m_importance, 1);
}

bool AblationCard::predicts() const
{
    return m_state.examination() && m_state.examination()->predicts;
}

bool AblationCard::looksAtTheEnd() const
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
    return looksAtTheEnd() ? QString()
                           : tr("Choose the attention of the decoder to itself above: heads of "
                                "that stack are switched off here.");
}

analysis::AblationQuestion AblationCard::question() const
{
    analysis::AblationQuestion question;
    question.measure = predicts() ? analysis::AblationMeasure::Prediction
                                  : analysis::AblationMeasure::OutputVector;
    question.position = m_place->place();
    question.target = predicts() ? m_target : std::nullopt;
    question.top = kTop;
    return question;
}

void AblationCard::examinationChanged()
{
    m_target.reset();
    m_baseline.reset();
    m_knockout->forget();
    m_place->setExamination(m_state.examination());
    m_importance->clear();
    clearAnswer();
    refresh();
}

void AblationCard::clearAnswer()
{
    m_table->setRowCount(0);
    m_rows.clear();
    m_effect->clear();
}

void AblationCard::refresh()
{
    const QString problem = obstacle();
    m_knockout->setObstacle(problem);
    m_place->setVisible(problem.isEmpty());
    m_table->setVisible(predicts() || !problem.isEmpty());
    std::optional<ImportanceMap::Subject> subject;
    if (problem.isEmpty()) {
        const int query = m_state.query();
        m_place->setChosen(query >= 0 ? std::optional(query) : std::nullopt);
        const auto position = m_place->place();
        subject = ImportanceMap::Subject { m_state.examination(), question(),
                                           position ? placeText(*m_state.examination(), *position)
                                                    : tr("mean of all tokens") };
    }
    m_importance->setSubject(std::move(subject));
    m_refresh.start();
}

void AblationCard::compute()
{
    m_job = {};
    if (!isVisible()) {
        return; // computed when it is looked at
    }
    if (!obstacle().isEmpty()) {
        clearAnswer();
        return;
    }
    const analysis::AblationQuestion asked = question();
    const Asked now { m_state.examination(), asked.position, asked.target };
    const bool known = m_baseline && m_baselineOf == now;
    m_job = m_state.runner().start<Answer>(
        { .title = tr("Ablation"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.ablate") },
        [now, asked, off = m_knockout->knockout(), baseline = known ? m_baseline : BaselinePtr()](
            const CancelToken& cancel, Progress& progress) -> base::Result<Answer> {
            Answer answer { baseline, {} };
            if (!answer.baseline) {
                FE_TRY(answer.baseline, readBaseline(*now.examination, asked, cancel, progress));
            }
            FE_TRY(answer.ablation, answer.baseline->without(off, cancel));
            return answer;
        },
        { .done =
              [this, now](const Answer& answer) {
                  m_baseline = answer.baseline;
                  m_baselineOf = now;
                  showAnswer(answer.ablation);
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void AblationCard::showAnswer(const analysis::Ablation& ablation)
{
    const QLocale locale;
    if (!predicts()) {
        const QString distance = locale.toString(ablation.effect.vectorDistance, 'f', 4);
        m_effect->setText(
            tr("%1 has no head that predicts tokens: its output vector is compared. Cosine "
               "distance to the vector with everything on: %2.")
                .arg(m_state.examination()->subject.model->name, distance));
        return;
    }
    showTokens(ablation);
    QString text = tr("KL %1 nats").arg(locale.toString(ablation.effect.kl, 'f', 4));
    if (m_target) {
        text += QStringLiteral(" · ")
            + tr("log-probability of “%1” %2")
                  .arg(tokenText(m_state.examination()->subject.model->tokenizer.get(), *m_target),
                       locale.toString(ablation.effect.targetChange, 'f', 4));
    }
    m_effect->setText(text);
}

void AblationCard::showTokens(const analysis::Ablation& ablation)
{
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
    const auto percent = [&locale](double probability) -> QString {
        return locale.toString(probability * 100, 'f', 1) + QStringLiteral(" %");
    };
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const analysis::TokenChange& change = changes[static_cast<std::size_t>(row)];
        m_rows.push_back(change.id);
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
    m_knockout->retranslate();
    m_place->retranslate();
    m_importance->retranslate();
    m_table->setAccessibleName(tr("Predicted token before and after"));
    m_table->setHorizontalHeaderLabels({ tr("token"), tr("before"), tr("after") });
    m_table->setToolTip(tr("Click a token to follow its log-probability"));
}

} // namespace fe::attention
