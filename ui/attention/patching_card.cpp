// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/patching_card.h"

#include "analysis/predicted_place.h"
#include "attention/attention_state.h"
#include "attention/place_box.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::attention {

using base::CancelToken;
using base::Progress;
using base::Result;
using widgets::scaled;

namespace {

/// The first token of what is to come next; a space before it belongs to it in most vocabularies.
Result<models::TokenId> firstToken(const tokenizers::Tokenizer& tokenizer, const QString& text)
{
    FE_TRY(const tokenizers::Encoding encoding,
           tokenizer.encode(text.toStdString(), { .addSpecialTokens = false }));
    if (encoding.ids.empty()) {
        return base::invalidArgument("cannot patch", "an answer is empty");
    }
    return encoding.ids.front();
}

struct Question {
    ExaminationPtr examination; ///< of the clean text
    QString corrupted;
    QString answer;
    QString other;
    std::optional<std::int64_t> position; ///< chosen; nothing: where both texts ask
};

Result<models::ReplayPtr> read(const Subject& subject, const CancelToken& cancel,
                               Progress& progress)
{
    FE_TRY(const models::ForwardInput input, inputOf(subject, cancel));
    return models::readForReplay(subject.model->any, input, std::nullopt, cancel, progress);
}

} // namespace

PatchingCard::PatchingCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_explanation(new QLabel(this)),
      m_corrupted(new QLineEdit(this)), m_answer(new QLineEdit(this)), m_other(new QLineEdit(this)),
      m_place(new PlaceBox(this)), m_run(new QPushButton(this)), m_result(new QLabel(this)),
      m_chart(new charts::MatrixChart(this)), m_export(new charts::ExportButton(*m_chart, this))
{
    build();
    connect(m_run, &QPushButton::clicked, this,
            [this] { m_job.isActive() ? m_job.cancel() : run(); });
    for (QLineEdit* edit : { m_corrupted, m_answer, m_other }) {
        connect(edit, &QLineEdit::textChanged, this, &PatchingCard::showReady);
        connect(edit, &QLineEdit::returnPressed, this, &PatchingCard::run);
    }
    connect(&state, &AttentionState::examinationChanged, this, [this] {
        m_job = {};
        m_chart->setData({});
        m_export->setEnabled(false);
        m_result->clear();
        m_place->setExamination(m_state.examination());
        explain();
        showReady();
    });
    retranslate();
}

void PatchingCard::build()
{
    m_explanation->setProperty("kind", QStringLiteral("secondary"));
    m_explanation->setWordWrap(true);
    m_result->setWordWrap(true);
    m_result->setTextFormat(Qt::PlainText);
    m_corrupted->setObjectName(QStringLiteral("corruptedText"));
    m_answer->setObjectName(QStringLiteral("cleanAnswer"));
    m_other->setObjectName(QStringLiteral("corruptedAnswer"));
    m_run->setObjectName(QStringLiteral("patch"));
    m_chart->setObjectName(QStringLiteral("patching"));
    m_export->setEnabled(false);
    auto* answers = new QHBoxLayout;
    answers->setSpacing(scaled(6));
    answers->addWidget(m_answer, 1);
    answers->addWidget(m_other, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_run);
    buttons->addStretch(1);
    buttons->addWidget(m_export);
    auto* left = new QVBoxLayout;
    left->setSpacing(scaled(6));
    left->addWidget(m_explanation);
    left->addWidget(m_corrupted);
    left->addLayout(answers);
    left->addWidget(m_place);
    left->addLayout(buttons);
    left->addWidget(m_result);
    left->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(14));
    row->addLayout(left, 2);
    row->addWidget(m_chart, 3);
}

void PatchingCard::showReady()
{
    const bool asked = !m_corrupted->text().isEmpty() && !m_answer->text().isEmpty()
        && !m_other->text().isEmpty();
    const bool possible = m_state.examination() && m_state.examination()->predicts;
    m_run->setEnabled(m_job.isActive() || (asked && possible));
    m_run->setText(m_job.isActive() ? tr("Stop") : tr("Patch"));
    m_run->setToolTip(possible ? QString() : tr("Press Analyse first, with a model that writes."));
}

void PatchingCard::run()
{
    if (!m_run->isEnabled() || m_job.isActive()) {
        return;
    }
    const Question question { m_state.examination(), m_corrupted->text(), m_answer->text(),
                              m_other->text(), m_place->chosen() };
    m_result->clear();
    m_job = m_state.runner().start<Outcome>(
        { .title = tr("Activation patching"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.patch") },
        [question](const CancelToken& cancel, Progress& progress) -> Result<Outcome> {
            const Subject& subject = question.examination->subject;
            Subject corrupted = subject;
            corrupted.text = question.corrupted;
            corrupted.ids.clear();
            corrupted.repeated = 0;
            const tokenizers::Tokenizer* tokenizer = subject.model->tokenizer.get();
            if (tokenizer == nullptr) {
                return base::invalidArgument("cannot patch", "the model has no tokenizer");
            }
            analysis::PatchingQuestion asked;
            FE_TRY(asked.answer, firstToken(*tokenizer, question.answer));
            FE_TRY(asked.other, firstToken(*tokenizer, question.other));
            FE_TRY(const models::ReplayPtr clean, read(subject, cancel, progress));
            FE_TRY(const models::ReplayPtr broken, read(corrupted, cancel, progress));
            Outcome outcome;
            outcome.clean = subject.repeated > 0 ? QString() : subject.text;
            outcome.corrupted = question.corrupted;
            const models::ModelInfo& info = subject.model->any->info();
            asked.position = question.position;
            if (!asked.position) {
                FE_TRY(
                    asked.position,
                    analysis::sharedPredictedPlace(info, clean->ids(), broken->ids(), tokenizer));
            }
            FE_TRY(outcome.map,
                   analysis::activationPatching(*clean, *broken, asked, {}, cancel, progress));
            outcome.place = placeText(*question.examination, *asked.position);
            for (const models::TokenId id : broken->ids()) {
                outcome.tokens.append(tokenText(tokenizer, id));
            }
            return outcome;
        },
        { .done = [this](const Outcome& outcome) { showOutcome(outcome); },
          .cancelled = [this] { showReady(); },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  m_result->setText(text.headline % QLatin1Char('\n') % text.reason);
                  showReady();
              } });
    showReady();
}

void PatchingCard::showOutcome(const Outcome& outcome)
{
    const QLocale locale;
    m_result->setText(tr("Logit difference: clean %1, corrupted %2.")
                          .arg(locale.toString(outcome.map.clean, 'f', 2),
                               locale.toString(outcome.map.corrupted, 'f', 2))
                      % (outcome.map.isComplete()
                             ? QString()
                             : QString(QLatin1Char(' ')
                                       % tr("Stopped after %1 of %2 cells.")
                                             .arg(outcome.map.done)
                                             .arg(outcome.map.layers * outcome.map.positions))));
    charts::MatrixData matrix;
    matrix.text = { tr("How much of the clean answer one residual stream brings back"),
                    tr("%1 · clean “%2” · corrupted “%3” · prediction %4")
                        .arg(m_state.examination()->subject.model->name,
                             outcome.clean.isEmpty() ? tr("random tokens") : outcome.clean,
                             outcome.corrupted, outcome.place) };
    matrix.rowAxis.name = tr("before layer");
    matrix.columnAxis.name = tr("position");
    matrix.valueAxis.name = tr("restored");
    matrix.palette = charts::Palette::Diverging;
    for (std::int64_t layer = 0; layer < outcome.map.layers; ++layer) {
        matrix.rows.append(layer + 1 < outcome.map.layers ? QString::number(layer) : tr("end"));
    }
    matrix.columns = outcome.tokens;
    auto values = std::make_shared<std::vector<float>>();
    for (const double value : outcome.map.restored) {
        values->push_back(static_cast<float>(value));
    }
    matrix.range = charts::symmetricRangeOf(*values);
    matrix.values = std::move(values);
    m_chart->setData(matrix);
    m_export->setEnabled(true);
    showReady();
}

QJsonObject PatchingCard::saveState() const
{
    return { { QStringLiteral("corrupted"), m_corrupted->text() },
             { QStringLiteral("answer"), m_answer->text() },
             { QStringLiteral("other"), m_other->text() } };
}

void PatchingCard::restoreState(const QJsonObject& state)
{
    m_corrupted->setText(state.value(QStringLiteral("corrupted")).toString());
    m_answer->setText(state.value(QStringLiteral("answer")).toString());
    m_other->setText(state.value(QStringLiteral("other")).toString());
}

void PatchingCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void PatchingCard::explain()
{
    const ExaminationPtr& now = m_state.examination();
    m_explanation->setText(
        now && !now->predicts
            ? tr("%1 has no head that predicts tokens, so that there is no answer to bring back. "
                 "Ablation shows how the output vector of an encoder changes.")
                  .arg(now->subject.model->name)
            : tr("The text at the left is the clean one. Write a corrupted one of as many tokens, "
                 "and what each calls for (Meng et al. 2022)."));
    m_place->setVisible(now && now->predicts);
}

void PatchingCard::retranslate()
{
    m_place->retranslate();
    explain();
    m_corrupted->setPlaceholderText(tr("corrupted text"));
    m_corrupted->setAccessibleName(tr("Corrupted text"));
    m_answer->setPlaceholderText(tr("clean answer"));
    m_answer->setAccessibleName(tr("What the clean text calls for"));
    m_answer->setToolTip(tr("Its first token counts. In most vocabularies a word begins with a "
                            "space."));
    m_other->setPlaceholderText(tr("corrupted answer"));
    m_other->setAccessibleName(tr("What the corrupted text calls for"));
    m_other->setToolTip(m_answer->toolTip());
    m_chart->setAccessibleName(tr("Activation patching: layers by positions"));
    showReady();
}

} // namespace fe::attention
