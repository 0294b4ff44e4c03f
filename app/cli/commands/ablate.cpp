// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/ablation.h"
#include "cli/context.h"
#include "cli/inside_input.h"

#include <algorithm>
#include <charconv>

namespace fe::cli {
namespace {

using analysis::Knockout;
using base::Json;
using base::Result;

std::vector<OptionSpec> options()
{
    std::vector<OptionSpec> result = textOptions();
    const auto add = [&result](std::string_view name, std::string_view value,
                               std::string_view help) {
        result.push_back({ .name = name, .value = value, .kind = ValueKind::Text, .help = help });
    };
    add("--heads", "L.H,...", "heads to switch off, counted from 0: 3.4,7.2");
    add("--layers", "L,...", "layers that pass their input on");
    add("--mlps", "L,...", "layers whose MLP adds nothing");
    add("--target", "TOKEN",
        "whose log-probability is followed: a text that is one token, or an id");
    result.push_back(positionOption());
    add("--loss", "A:B", "positions A to B - 1 whose mean loss is compared (default: all)");
    add("--stack", "NAME", "encoder-decoders: encoder or decoder (default)");
    result.push_back({ .name = "--map",
                       .value = {},
                       .help = "every head in turn too: importance[layer][head]" });
    result.push_back(
        { "--top", "K", ValueKind::Integer, "tokens before and after (default 10)", 1, 1000 });
    return result;
}

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "ablate",
        "what a model would say without some heads, layers or MLPs",
        { "MODEL" },
        options(),
        { "--text", "--input", "--repeated-random" },
        "kl = KL(before || after) of the prediction at the position, nats; before[] and after[] "
        "the\n"
        "likeliest tokens; logprob_change of --target and loss (nats a token; decoders) are after "
        "-\n"
        "before. At least one of --heads, --layers, --mlps and --map. Of an encoder that predicts "
        "no\n"
        "tokens: vector_distance, 1 - cosine of its output before and after (the mean over tokens, "
        "or\n"
        "the state at --position)."
    };
    return kSpec;
}

/// "3.4" with separator '.', or "5" without.
std::optional<std::pair<std::int64_t, std::int64_t>> numbers(std::string_view text, char separator)
{
    const std::size_t point = separator == 0 ? text.size() : text.find(separator);
    const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, error]
            = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size() && value >= 0
            ? std::optional(value)
            : std::nullopt;
    };
    if (point == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = number(text.substr(0, point));
    const auto second = separator == 0 ? first : number(text.substr(point + 1));
    return first && second ? std::optional(std::pair(*first, *second)) : std::nullopt;
}

/// A list with commas; `separator` between the two numbers of an entry, 0: there is one.
Result<std::vector<std::pair<std::int64_t, std::int64_t>>> listOf(const Arguments& arguments,
                                                                  std::string_view option,
                                                                  char separator)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> result;
    const std::string text = arguments.text(option);
    std::string_view rest = text;
    while (arguments.has(option)) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const auto entry = numbers(rest.substr(0, comma), separator);
        if (!entry) {
            return base::invalidArgument(
                "cannot use " + std::string(option) + " \"" + text.substr(0, 40) + '"',
                separator == '.' ? "heads are written layer.head, as in 3.4,7.2"
                                 : "it is no list of numbers, as in 3,7");
        }
        result.push_back(*entry);
        if (comma == rest.size()) {
            break;
        }
        rest.remove_prefix(comma + 1);
    }
    return result;
}

Result<Knockout> knockoutOf(const Arguments& arguments)
{
    Knockout knockout;
    FE_TRY(const auto heads, listOf(arguments, "--heads", '.'));
    for (const auto& [layer, head] : heads) {
        knockout.heads.push_back({ layer, head });
    }
    FE_TRY(const auto layers, listOf(arguments, "--layers", 0));
    FE_TRY(const auto mlps, listOf(arguments, "--mlps", 0));
    for (const auto& [list, target] :
         { std::pair(&layers, &knockout.layers), std::pair(&mlps, &knockout.mlps) }) {
        for (const auto& [layer, same] : *list) {
            target->push_back(layer);
        }
    }
    if (heads.empty() && layers.empty() && mlps.empty() && !arguments.has("--map")) {
        return base::invalidArgument("nothing is switched off",
                                     "give --heads, --layers, --mlps or --map");
    }
    return knockout;
}

/// Else its output is a vector.
bool predicts(const InsideInput& inside)
{
    return inside.info().kind != "encoder" || models::givesTokenLogits(*inside.loaded.model);
}

Result<analysis::AblationQuestion> questionOf(const Arguments& arguments, const InsideInput& inside)
{
    analysis::AblationQuestion question;
    question.top = static_cast<std::size_t>(arguments.integer("--top", 10));
    if (arguments.has("--position")) {
        question.position = arguments.integer("--position", 0);
    }
    if (!predicts(inside)) {
        question.measure = analysis::AblationMeasure::OutputVector;
        return arguments.has("--target") || arguments.has("--loss")
            ? base::Error(base::invalidArgument("cannot follow --target or --loss",
                                                "the model has no head that predicts tokens"))
            : Result<analysis::AblationQuestion>(question);
    }
    if (!question.position) {
        question.position = inside.predictedPlace();
    }
    if (arguments.has("--target")) {
        FE_TRY(question.target, inside.tokenOf(arguments.text("--target"), "--target"));
    }
    if (arguments.has("--loss")) {
        const std::string text = arguments.text("--loss");
        const auto span = numbers(text, ':');
        if (!span) {
            return base::invalidArgument("cannot use --loss \"" + text.substr(0, 40) + '"',
                                         "it is no span of positions, as in 10:20");
        }
        question.loss = analysis::Span { span->first, span->second };
    } else if (inside.info().kind != "encoder" && inside.predictedIds().size() > 1) {
        question.loss
            = analysis::Span { 1, static_cast<std::int64_t>(inside.predictedIds().size()) };
    }
    return question;
}

Json described(const std::vector<analysis::TokenChange>& tokens,
               double analysis::TokenChange::*member, const InsideInput& inside)
{
    Json rows = Json::array();
    for (const analysis::TokenChange& token : tokens) {
        Json row = Json::object();
        row.set("id", token.id);
        row.set("token", inside.spelled(token.id));
        row.set("probability", token.*member);
        rows.push(std::move(row));
    }
    return rows;
}

Json described(const analysis::Ablation& ablation, const analysis::AblationQuestion& question,
               const InsideInput& inside)
{
    Json document = Json::object();
    if (ablation.position) {
        document.set("position", *ablation.position);
    }
    document.set("kl", ablation.effect.kl);
    document.set("before", described(ablation.before, &analysis::TokenChange::before, inside));
    document.set("after", described(ablation.after, &analysis::TokenChange::after, inside));
    document.set("logprob_change", ablation.effect.targetChange);
    if (question.measure == analysis::AblationMeasure::OutputVector) {
        document.set("vector_distance", ablation.effect.vectorDistance);
    }
    if (ablation.lossBefore) {
        Json loss = Json::object();
        loss.set("first", question.loss->first);
        loss.set("end", question.loss->end);
        loss.set("before", *ablation.lossBefore);
        loss.set("after", *ablation.lossAfter);
        loss.set("change", ablation.effect.lossChange);
        document.set("loss", std::move(loss));
    }
    return document;
}

Json described(const analysis::HeadImportance& map, const analysis::AblationQuestion& question)
{
    Json rows = Json::array();
    for (std::int64_t layer = 0; layer < map.layers; ++layer) {
        Json row = Json::array();
        for (std::int64_t head = 0; head < map.heads; ++head) {
            const analysis::Effect& effect
                = map.effects[static_cast<std::size_t>(layer * map.heads + head)];
            Json cell = Json::object();
            cell.set("kl", effect.kl);
            cell.set("logprob_change", effect.targetChange);
            cell.set("loss_change", effect.lossChange);
            if (question.measure == analysis::AblationMeasure::OutputVector) {
                cell.set("vector_distance", effect.vectorDistance);
            }
            row.push(std::move(cell));
        }
        rows.push(std::move(row));
    }
    return rows;
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const Knockout knockout, knockoutOf(arguments));
    FE_TRY(const InsideInput inside, insideInput(arguments, context));
    if (!predicts(inside) && arguments.has("--stack")) {
        return base::invalidArgument("cannot use --stack", "the model has one stack");
    }
    const auto stack
        = arguments.has("--stack") ? std::optional(arguments.text("--stack")) : std::nullopt;
    auto replay = predicts(inside) ? models::readForReplay(inside.loaded.model, inside.input, stack,
                                                           context.cancel, context.progress)
                                   : models::readEncoderForReplay(inside.loaded.model, inside.input,
                                                                  context.cancel, context.progress);
    if (!replay) {
        return stack ? replay.error() : blame(replay.error(), inside.source);
    }
    FE_TRY(const auto question, questionOf(arguments, inside));
    FE_TRY(const auto baseline,
           analysis::AblationBaseline::of(*std::move(replay), question, context.cancel));
    FE_TRY(const auto ablation, baseline.without(knockout, context.cancel));
    Json document = described(ablation, question, inside);
    if (arguments.has("--map")) {
        FE_TRY(const auto map,
               analysis::headImportance(baseline, {}, context.cancel, context.progress));
        if (!map.isComplete()) {
            return base::cancelled();
        }
        document.set("importance", described(map, question));
    }
    return print(document);
}

} // namespace

Command ablateCommand()
{
    return { spec, run };
}

} // namespace fe::cli
