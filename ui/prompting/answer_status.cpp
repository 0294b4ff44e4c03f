// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer_status.h"

#include "prompting/token_count.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace fe::prompting {

namespace {

struct AnswerStatus {
    Q_DECLARE_TR_FUNCTIONS(fe::prompting::AnswerStatus)
};

} // namespace

QString endText(generation::StopReason reason)
{
    using generation::StopReason;
    switch (reason) {
    case StopReason::Length:
        return AnswerStatus::tr("limit");
    case StopReason::Stop:
        return AnswerStatus::tr("stop string");
    case StopReason::Eos:
        return AnswerStatus::tr("end");
    case StopReason::Cancelled:
        return AnswerStatus::tr("stopped");
    }
    return {};
}

QString stepText(const generation::Step& step, const QString& label)
{
    const QLocale locale;
    if (std::isnan(step.logProb)) {
        return AnswerStatus::tr("\"%1\" · probability not available").arg(label);
    }
    const QString probability
        = locale.toString(std::exp(static_cast<double>(step.logProb)), 'g', 3);
    return step.rank < 1 ? AnswerStatus::tr("\"%1\" · p %2").arg(label, probability)
                         : AnswerStatus::tr("\"%1\" · p %2 · rank %3")
                               .arg(label, probability, locale.toString(step.rank));
}

QString meanText(const RunRecord& record)
{
    return std::isfinite(record.meanLogProb())
        ? AnswerStatus::tr("mean ln p %1").arg(QLocale().toString(record.meanLogProb(), 'f', 2))
        : AnswerStatus::tr("mean ln p not available");
}

QString statusText(const RunRecord& record)
{
    using generation::StopReason;
    const QLocale locale;
    const generation::Generation& generation = record.generation;
    QStringList parts;
    switch (generation.reason) {
    case StopReason::Length:
        parts.append(AnswerStatus::tr("length limit reached"));
        break;
    case StopReason::Stop:
        parts.append(AnswerStatus::tr("ended at a stop string"));
        break;
    case StopReason::Eos:
        parts.append(AnswerStatus::tr("ended by the model"));
        break;
    case StopReason::Cancelled:
        parts.append(AnswerStatus::tr("stopped"));
        break;
    }
    if (!record.promptIds.empty()) { // an endpoint keeps them to itself
        parts.append(AnswerStatus::tr("prompt %1").arg(tokensText(record.promptIds.size())));
    }
    parts.append(AnswerStatus::tr("answer %1").arg(tokensText(generation.steps.size())));
    if (std::isfinite(record.tokensPerSecond())) {
        parts.append(
            AnswerStatus::tr("%1 tokens/s").arg(locale.toString(record.tokensPerSecond(), 'f', 1)));
    }
    parts.append(AnswerStatus::tr("first token after %1 s")
                     .arg(locale.toString(record.firstTokenSeconds, 'f', 2)));
    if (!generation.steps.empty()) {
        parts.append(meanText(record));
    }
    if (std::isfinite(record.perplexity())) {
        parts.append(
            AnswerStatus::tr("perplexity %1").arg(locale.toString(record.perplexity(), 'f', 2)));
    }
    parts.append(AnswerStatus::tr("seed %1").arg(record.options.sampling.seed));
    return parts.join(QStringLiteral(" · "));
}

QString statusText(std::size_t tokens, double seconds)
{
    if (tokens == 0) {
        return AnswerStatus::tr("Reading the prompt…");
    }
    QString text = tokensText(tokens);
    // The first token came before the clock began.
    if (tokens > 1 && seconds > 0) {
        text += QStringLiteral(" · ")
            + AnswerStatus::tr("%1 tokens/s")
                  .arg(QLocale().toString(static_cast<double>(tokens - 1) / seconds, 'f', 1));
    }
    return text;
}

} // namespace fe::prompting
