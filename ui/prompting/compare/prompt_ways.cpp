// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/prompt_ways.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace fe::prompting {

namespace {

constexpr int kThoughtTokens = 160; // room for a few sentences of reasoning

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::prompting::Ways", text);
}

base::Error refused(const char* what, const char* why, const char* fix)
{
    return { base::ErrorCode::InvalidArgument, what, {}, {}, why, fix };
}

/// The trigger in the language of the task.
QString triggerFor(const PatternPart& part)
{
    static const QRegularExpression hangul(QStringLiteral("\\p{Hangul}"));
    const QString text
        = part.instruction + part.pattern + QStringList(part.query.values()).join(u' ');
    return text.contains(hangul) ? QStringLiteral("단계별로 생각해 봅시다.")
                                 : QStringLiteral("Let's think step by step.");
}

/// Reasoning ends with the answer: a rule that takes the beginning would never find it.
void fitRule(PatternPart& part)
{
    using Kind = evaluation::AnswerRule::Kind;
    evaluation::AnswerRule& rule = part.rule;
    if (rule.kind != Kind::Whole && rule.kind != Kind::FirstLine) {
        return;
    }
    bool isNumber = false;
    part.expected.trimmed().remove(u',').toDouble(&isNumber);
    if (!part.labels.isEmpty()) {
        rule.kind = Kind::Label;
        rule.labels.clear();
        for (const QString& label : part.labels) {
            rule.labels.push_back(label.toStdString());
        }
    } else if (isNumber) {
        rule.kind = Kind::LastNumber;
    }
}

base::Result<PromptDocument> thoughtOf(const PromptDocument& document)
{
    PromptDocument result = document;
    if (document.mode != Mode::ChainOfThought) {
        result.mode = Mode::ChainOfThought;
        result.thought = *document.part();
    }
    PatternPart& part = result.thought;
    if (part.trigger.isEmpty() && part.reasonedAnswer.isEmpty()) {
        part.trigger = triggerFor(part);
        part.shots = 0;
        fitRule(part);
        result.sampling.maxTokens = std::max(result.sampling.maxTokens, kThoughtTokens);
        result.sampling.stop.removeAll(QStringLiteral("\n"));
    }
    return result;
}

} // namespace

std::span<const WayRow> wayRows()
{
    static constexpr WayRow rows[] = {
        { Way::AsItIs, "as-it-is",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways", "As it is")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::Ways", "The prompt as it stands on the left"));
          } },
        { Way::ZeroShot, "zero-shot",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways", "Zero-shot")); },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways",
                                                  "The question alone, without an example"));
          } },
        { Way::OneShot, "one-shot",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways", "One-shot")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::Ways", "The first example, then the question"));
          } },
        { Way::FewShot, "few-shot",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways", "Few-shot")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Ways",
                  "As many examples as the slider shows (all, if it shows less than two)"));
          } },
        { Way::ChainOfThought, "chain-of-thought",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Ways", "Chain of thought")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Ways",
                  "With reasoned answers, or with the words \"Let's think step by step.\""));
          } },
    };
    return rows;
}

const WayRow& rowOf(Way way)
{
    const auto rows = wayRows();
    return *std::find_if(rows.begin(), rows.end(),
                         [way](const WayRow& row) { return row.way == way; });
}

std::optional<Way> wayOfId(const QString& id)
{
    for (const WayRow& row : wayRows()) {
        if (id == QLatin1String(row.id)) {
            return row.way;
        }
    }
    return std::nullopt;
}

base::Result<PromptDocument> documentOf(const PromptDocument& document, Way way)
{
    if (way == Way::AsItIs) {
        return document;
    }
    const PatternPart* source = document.part();
    if (source == nullptr) {
        return refused("this prompt has no examples to vary",
                       "free text and chats are asked as they are",
                       "choose Few-shot or Chain of thought on the left");
    }
    if (way == Way::ChainOfThought) {
        return thoughtOf(document);
    }
    PromptDocument result = document;
    result.mode = Mode::FewShot;
    result.fewShot = *source;
    PatternPart& part = result.fewShot;
    part.trigger.clear();
    part.reasonedAnswer.clear();
    const int rows = static_cast<int>(part.examples.rows.size());
    const int shots = way == Way::ZeroShot ? 0
        : way == Way::OneShot              ? 1
        : part.shots >= 2                  ? std::min(part.shots, rows)
                                           : rows;
    if (shots > rows || (way == Way::FewShot && shots < 2)) {
        return refused("there are too few examples for this way of prompting",
                       way == Way::OneShot ? "it needs one" : "it needs two",
                       "add examples on the left");
    }
    part.shots = shots;
    return result;
}

} // namespace fe::prompting
