// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sweep_input.h"

#include "cli/context.h"

#include <charconv>

namespace fe::cli {
namespace {

using base::Result;
using evaluation::AnswerRule;
using evaluation::SweepScoring;

base::Error usage(const std::string& option, std::string why)
{
    return { base::ErrorCode::InvalidArgument, "cannot use " + option, {}, {}, std::move(why),
             "see fexp sweep --help" };
}

/// A shell does not easily give line breaks: \n, \t and \\ stand for themselves, other backslashes
/// stay.
std::string unescaped(const std::string& text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n' || next == 't' || next == '\\') {
            result += next == 'n' ? '\n' : next == 't' ? '\t' : '\\';
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::vector<std::string> splitAtCommas(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        if (end == text.size()) {
            return parts;
        }
        begin = end + 1;
    }
}

std::string trimmedOfSpaces(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? std::string()
                                      : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

Result<std::vector<std::int64_t>> shotsOf(const Arguments& arguments)
{
    std::vector<std::int64_t> shots;
    for (const std::string& part : splitAtCommas(arguments.text("--shots", "0"))) {
        const std::string number = trimmedOfSpaces(part);
        std::int64_t value = 0;
        const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size() || value < 0) {
            return usage("--shots", '"' + part + "\" is no number from 0");
        }
        shots.push_back(value);
    }
    std::sort(shots.begin(), shots.end());
    shots.erase(std::unique(shots.begin(), shots.end()), shots.end());
    return shots;
}

/// Given once, the value is a list with commas; given several times, each is a label as it stands.
Result<std::vector<std::string>> labelsOf(const Arguments& arguments)
{
    const auto values = arguments.texts("--labels");
    std::vector<std::string> labels;
    for (const std::string& part : values.size() == 1 ? splitAtCommas(values.front()) : values) {
        labels.push_back(trimmedOfSpaces(part));
        if (labels.back().empty()) {
            return usage("--labels", "a label is empty");
        }
    }
    return labels;
}

Result<AnswerRule> ruleOf(const Arguments& arguments, const std::vector<std::string>& labels)
{
    const std::string name
        = arguments.text("--answer-rule", labels.empty() ? "first-line" : "label");
    AnswerRule rule;
    rule.labels = labels;
    if (const auto kind = evaluation::answerRuleFromName(name)) {
        rule.kind = *kind;
    } else {
        return usage("--answer-rule",
                     "it must be whole, first-line, number, label or expression, not " + name);
    }
    rule.expression = arguments.text("--expression");
    if ((rule.kind == AnswerRule::Kind::Expression) != arguments.has("--expression")) {
        return usage("--expression", "it belongs to --answer-rule expression, which needs it");
    }
    FE_CHECK(evaluation::AnswerExtractor::make(rule));
    return rule;
}

Result<evaluation::PromptPlan> promptOf(const Arguments& arguments)
{
    using evaluation::PromptPattern;
    evaluation::PromptPlan prompt;
    FE_TRY(prompt.pattern, PromptPattern::parse(unescaped(arguments.text("--pattern"))));
    if (prompt.pattern.fields().empty()) {
        return usage("--pattern", "it has no field; write {column} where a value goes");
    }
    prompt.answerField = arguments.text("--answer", prompt.pattern.fields().back());
    prompt.instruction = unescaped(arguments.text("--instruction"));
    prompt.separator = unescaped(arguments.text("--separator", "\n\n"));
    FE_TRY(prompt.reasonedAnswer, PromptPattern::parse(unescaped(arguments.text("--reasoned"))));
    prompt.trigger = unescaped(arguments.text("--trigger"));
    FE_CHECK(evaluation::checkPlan(prompt));
    return prompt;
}

Result<void> readGenerated(const Arguments& arguments, SweepRequest& request)
{
    evaluation::GeneratedAnswers generated;
    FE_TRY(generated.rule, ruleOf(arguments, request.labels));
    generated.maxTokens = arguments.integer("--max-tokens", generated.maxTokens);
    generated.sampling.temperature = arguments.number("--temperature", 0);
    if (arguments.has("--stop")) {
        generated.stop.clear();
        for (const std::string& stop : arguments.texts("--stop")) {
            generated.stop.push_back(unescaped(stop));
        }
    } else if (!request.plan.prompt.separator.empty()
               && (!request.plan.prompt.trigger.empty()
                   || !request.plan.prompt.reasonedAnswer.isEmpty())) {
        generated.stop = { request.plan.prompt.separator }; // reasoning has more than one line
    }
    request.plan.generated = std::move(generated);
    return {};
}

} // namespace

std::vector<OptionSpec> sweepOptions()
{
    return {
        { .name = "--data",
          .value = "F",
          .kind = ValueKind::Text,
          .help = "queries with their answers: CSV, TSV or JSON Lines",
          .required = true },
        { .name = "--pattern",
          .value = "S",
          .kind = ValueKind::Text,
          .help = "of an example, \"Review: {text}\\nSentiment: {label}\"",
          .required = true },
        { "--answer", "COLUMN", ValueKind::Text, "the field to be answered (default: the last)" },
        { .name = "--labels",
          .value = "A,B,...",
          .kind = ValueKind::Text,
          .help = "answers to choose from (default: those of the data)",
          .repeated = true },
        { "--shots", "0,1,2", ValueKind::Text, "numbers of examples (default 0)" },
        { "--seeds", "N", ValueKind::Integer,
          "draws of examples, with seeds seed, seed + 1 ... (default 1)", 1, 10000 },
        { "--score", "S", ValueKind::Text, "sum (default), token, byte, calibrated or generate" },
        { "--instruction", "S", ValueKind::Text, "a text before everything else" },
        { "--separator", "S", ValueKind::Text, "between examples (default an empty line)" },
        { "--examples", "F", ValueKind::Text,
          "where examples are drawn from (default: the data, never the query)" },
        { "--balanced", "", ValueKind::Flag, "labels take turns among the examples" },
        { "--limit", "N", ValueKind::Integer, "only the first N rows of the data", 1, 1e9 },
        { .name = "--content-free",
          .value = "S",
          .kind = ValueKind::Text,
          .help = "input of --score calibrated (default N/A, [MASK] and nothing)",
          .repeated = true },
        { "--answer-rule", "R", ValueKind::Text,
          "generate: whole, first-line, number, label or expression" },
        { "--expression", "RE", ValueKind::Text,
          "a regular expression whose first group is the answer" },
        { "--reasoned", "S", ValueKind::Text,
          "generate: an example's answer, \"{rationale} The answer is {answer}.\"" },
        { "--trigger", "S", ValueKind::Text,
          "generate: what the answer begins with, \"Let's think step by step.\"" },
        { "--max-tokens", "N", ValueKind::Integer, "generate: most tokens (default 32)", 1, 1e9 },
        { "--temperature", "T", ValueKind::Number, "generate: 0 is greedy (default 0)", 0 },
        { .name = "--stop",
          .value = "S",
          .kind = ValueKind::Text,
          .help = "generate: ends the text before S (default a line break)",
          .repeated = true },
        { "--prompts", "", ValueKind::Flag, "show every example's exact prompt" },
        { "--out", "F", ValueKind::Text, "keep every finished prompt in F while it runs" },
        { "--resume", "", ValueKind::Flag, "go on with what --out's file holds" },
    };
}

Result<SweepRequest> sweepRequest(const Arguments& arguments)
{
    SweepRequest request;
    evaluation::SweepPlan& plan = request.plan;
    FE_TRY(plan.prompt, promptOf(arguments));
    FE_TRY(plan.shots, shotsOf(arguments));
    FE_TRY(request.labels, labelsOf(arguments));
    const auto first = static_cast<std::uint64_t>(arguments.integer("--seed", 0));
    plan.seeds.clear();
    for (std::int64_t i = 0; i < arguments.integer("--seeds", 1); ++i) {
        plan.seeds.push_back(first + static_cast<std::uint64_t>(i));
    }
    plan.balanced = arguments.has("--balanced");
    plan.limit = static_cast<std::size_t>(arguments.integer("--limit", 0));
    const std::string score = arguments.text("--score", "sum");
    const auto scoring = evaluation::scoringFromName(score);
    if (!scoring) {
        return usage("--score",
                     "it must be sum, token, byte, calibrated or generate, not " + score);
    }
    request.scoring = *scoring;
    plan.calibrated = *scoring == SweepScoring::Calibrated;
    if (arguments.has("--content-free")) {
        plan.contentFree = arguments.texts("--content-free");
    }
    const bool reasons = !plan.prompt.trigger.empty() || !plan.prompt.reasonedAnswer.isEmpty();
    if (*scoring == SweepScoring::Generated) {
        FE_CHECK(readGenerated(arguments, request));
    } else if (reasons) {
        return usage(arguments.has("--trigger") ? "--trigger" : "--reasoned",
                     "an answer after reasoning must be generated: --score generate");
    } else if (request.labels.size() == 1) {
        return usage("--labels", "there must be at least two to choose from");
    }
    if (arguments.has("--resume") && !arguments.has("--out")) {
        return usage("--resume", "--out names the file to go on with");
    }
    return request;
}

Result<evaluation::SweepPlan> planWithData(const SweepRequest& request, const Arguments& arguments)
{
    evaluation::SweepPlan plan = request.plan;
    const std::string file = arguments.text("--data");
    FE_TRY(plan.table, evaluation::readTable(file));
    if (arguments.has("--examples")) {
        FE_TRY(plan.pool, evaluation::readTable(arguments.text("--examples")));
    }
    plan.labels = request.labels;
    if (plan.labels.empty()) {
        // Of free answers, such as sums, no confusion can be drawn.
        constexpr std::size_t kMostLabels = 100;
        plan.labels = evaluation::labelsIn(plan.table, plan.prompt.answerField);
        if (plan.generated && plan.labels.size() > kMostLabels) {
            plan.labels.clear();
        }
    }
    if (const auto sound = evaluation::checkSweep(plan); !sound) {
        return blame(sound.error(), file);
    }
    return plan;
}

} // namespace fe::cli
