// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/relevance_view.h"

#include "attention/attention_state.h"
#include "attention/pair_tracer.h"
#include "attention/pair_view.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace fe::attention {

using analysis::TextRelevance;

namespace {

/// The one token that `text` is, as ordinary text or as the vocabulary spells it; nothing for an
/// empty text.
base::Result<std::optional<models::TokenId>> tokenOf(const tokenizers::Tokenizer* tokenizer,
                                                     const QString& text)
{
    constexpr const char* kWhat = "cannot trace this token back";
    if (text.isEmpty()) {
        return std::optional<models::TokenId>();
    }
    if (tokenizer == nullptr) {
        return base::invalidArgument(kWhat, "the model has no tokenizer");
    }
    FE_TRY(const tokenizers::Encoding encoding,
           tokenizer->encode(text.toStdString(), { .addSpecialTokens = false }));
    if (encoding.ids.size() == 1) {
        return std::optional(encoding.ids.front());
    }
    if (const auto spelledSo = tokenizer->idOf(text.toStdString())) {
        return std::optional(*spelledSo);
    }
    return base::invalidArgument(
        kWhat, "it is " + std::to_string(encoding.ids.size()) + " tokens; one is followed back");
}

} // namespace

RelevanceView::RelevanceView(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_token(new QLineEdit(this)),
      m_stack(new QStackedWidget(this)), m_pair(new PairView(state, this)),
      m_chart(new charts::MatrixChart(this)), m_export(new charts::ExportButton(*m_chart, this)),
      m_hint(new QLabel(this))
{
    m_token->setObjectName(QStringLiteral("relevanceToken"));
    m_token->setMaximumWidth(widgets::scaled(220));
    m_token->setClearButtonEnabled(true);
    m_chart->setObjectName(QStringLiteral("relevance"));
    m_chart->setFit(charts::MatrixFit::Readable);
    m_hint->setObjectName(QStringLiteral("relevanceHint"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_pair);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::scaled(6));
    auto* header = new QHBoxLayout;
    header->setSpacing(widgets::scaled(8));
    header->addWidget(m_token);
    header->addStretch(1);
    header->addWidget(m_export);
    column->addLayout(header);
    column->addWidget(m_stack, 1);
    connect(m_chart, &charts::MatrixChart::cellActivated, this,
            [this](int, int position) { m_state.setQuery(position); });
    connect(m_token, &QLineEdit::editingFinished, this, &RelevanceView::refresh);
    retranslate();
}

void RelevanceView::setTitle(const QString& title)
{
    if (title != m_title) {
        m_title = title;
        Q_EMIT titleChanged(title);
    }
}

void RelevanceView::showHint(const QString& text)
{
    m_hint->setText(text);
    m_stack->setCurrentWidget(m_hint);
    m_export->setEnabled(false);
}

QString RelevanceView::tokenAt(int position) const
{
    return m_place.attention().queries.value(position);
}

void RelevanceView::stop()
{
    m_pair->stop();
    if (m_job.isActive()) {
        m_job = {};
        m_place = {};
    }
}

void RelevanceView::setWithoutFirst(bool without)
{
    if (without != m_withoutFirst) {
        m_withoutFirst = without;
        m_pair->setWithoutFirst(without);
        if (m_relevance) {
            showRelevance(*m_relevance);
        }
    }
}

void RelevanceView::retranslate()
{
    m_token->setPlaceholderText(tr("for the model's own token"));
    m_token->setAccessibleName(tr("Token that is followed back"));
    m_token->setToolTip(tr("What speaks for this token instead; a space before it belongs to it"));
    m_pair->retranslate();
    if (m_relevance) {
        showRelevance(*m_relevance);
    }
}

bool RelevanceView::isPair(const ExaminedAttention& attention) const
{
    return attention.info().kind == models::AttentionKind::Self && !attention.grid
        && PairTracer::isPossible(*m_state.examination());
}

QString RelevanceView::obstacle(const ExaminedAttention& attention) const
{
    const Examination& now = *m_state.examination();
    const models::ModelInfo& model = now.subject.model->any->info();
    if (model.kind == "vision-language") {
        return tr("Give %1 a picture and a text: what makes them alike is then traced back to "
                  "both.")
            .arg(now.subject.model->name);
    }
    if (!now.predicts) {
        return tr("%1 has no head that predicts tokens, so that there is no prediction to trace "
                  "back. Rollout and Flow show where its output comes from.")
            .arg(now.subject.model->name);
    }
    if (model.kind == "encoder-decoder") {
        return tr("Relevance is traced back through one stack; the predictions of %1 come through "
                  "two. Rollout and Flow follow each of them.")
            .arg(now.subject.model->name);
    }
    return attention.info().kind == models::AttentionKind::Self
        ? QString()
        : tr("Relevance is traced back from a predicted token; this attention belongs to none.");
}

void RelevanceView::forget()
{
    stop();
    m_place = {};
    m_relevance.reset();
}

void RelevanceView::refresh()
{
    const ExaminedAttention* now = m_state.attention();
    if (now == nullptr) {
        return;
    }
    const ExaminationPtr& examination = m_state.examination();
    const bool pair = isPair(*now);
    m_token->setVisible(!pair);
    m_export->setVisible(!pair);
    if (pair) {
        if (m_place.examination) {
            forget();
        }
        m_pair->refresh();
        m_stack->setCurrentWidget(m_pair);
        setTitle(tr("What makes picture and text alike"));
        return;
    }
    if (const QString problem = obstacle(*now); !problem.isEmpty()) {
        forget();
        setTitle({});
        showHint(problem);
        return;
    }
    const Place place { examination, m_state.part(),
                        m_state.query() >= 0 ? m_state.query()
                                             : static_cast<int>(examination->place),
                        m_token->text() };
    if (place == m_place) {
        return;
    }
    m_place = place;
    compute();
}

void RelevanceView::compute()
{
    m_relevance.reset();
    showHint(tr("Tracing the prediction back…"));
    const QString here = QString::number(m_place.position);
    setTitle(m_place.attention().info().causal
                 ? tr("What speaks for the token after “%1” (position %2)")
                       .arg(tokenAt(m_place.position), here)
                 : tr("What speaks for the token at position %1").arg(here));
    m_job = m_state.runner().start<TextRelevance>(
        { .title = tr("Relevance for position %1").arg(here),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.relevance") },
        [place = m_place](const base::CancelToken& cancel,
                          base::Progress& progress) -> base::Result<TextRelevance> {
            const Subject& subject = place.examination->subject;
            FE_TRY(const auto token, tokenOf(subject.model->tokenizer.get(), place.token));
            return analysis::textRelevance(*subject.model->any, place.examination->input,
                                           { place.position, token }, cancel, progress);
        },
        { .done =
              [this](TextRelevance relevance) {
                  m_relevance = std::move(relevance);
                  showRelevance(*m_relevance);
              },
          .cancelled =
              [this] {
                  m_place = {}; // so that it is computed when it is asked for again
                  showHint(tr("The relevance was not computed."));
              },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  showHint(text.headline % QLatin1Char('\n') % text.reason);
              } });
}

/// The position's own 1, which every token begins with, is left out: it would outshine the rest.
void RelevanceView::showRelevance(const TextRelevance& relevance)
{
    const ExaminedAttention& attention = m_place.attention();
    const auto own = static_cast<std::size_t>(m_place.position);
    std::vector<float> values(relevance.tokens.begin(), relevance.tokens.end());
    values[own] = static_cast<float>(relevance.tokens[own] - 1);
    if (attention.info().causal) { // what comes later is not seen at all
        std::fill(values.begin() + m_place.position + 1, values.end(),
                  std::numeric_limits<float>::quiet_NaN());
    }
    if (m_withoutFirst) {
        values.front() = std::numeric_limits<float>::quiet_NaN();
    }
    const Subject& subject = m_place.examination->subject;
    const QString token = tokenText(subject.model->tokenizer.get(), relevance.logit.token);
    const QString here = QString::number(m_place.position);
    charts::MatrixData matrix;
    matrix.text
        = { attention.info().causal ? tr("What speaks for “%1” after “%2” (position %3)")
                                          .arg(token, tokenAt(m_place.position), here)
                                    : tr("What speaks for “%1” at position %2").arg(token, here),
            tr("%1 · gradient × attention, Chefer et al. 2021 · logit %2")
                .arg(subject.model->name,
                     QLocale().toString(double { relevance.logit.value }, 'f', 2)) };
    matrix.columnAxis.name = tr("input");
    matrix.valueAxis.name = tr("relevance");
    matrix.rows = { tr("relevance") };
    matrix.columns = attention.queries;
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    m_chart->setData(matrix);
    m_export->setEnabled(true);
    m_stack->setCurrentWidget(m_chart);
    setTitle(matrix.text.title);
}

const charts::ChartPicture* RelevanceView::chart() const
{
    if (m_stack->currentWidget() == m_pair) {
        return m_pair->chart();
    }
    return m_relevance ? m_chart : nullptr;
}

} // namespace fe::attention
