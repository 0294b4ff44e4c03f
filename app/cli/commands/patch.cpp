// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/activation_patching.h"
#include "analysis/predicted_place.h"
#include "cli/context.h"
#include "cli/inside_input.h"

namespace fe::cli {
namespace {

using base::Json;
using base::Result;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "patch",
        "activation patching: where a model keeps what tells two prompts apart",
        { "MODEL" },
        {
            { .name = "--text",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "the clean prompt",
              .required = true },
            { .name = "--corrupted",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "the other one, of as many tokens",
              .required = true },
            { .name = "--answer",
              .value = "TOKEN",
              .kind = ValueKind::Text,
              .help = "what the clean one calls for: a text that is one token, or an id",
              .required = true },
            { .name = "--against",
              .value = "TOKEN",
              .kind = ValueKind::Text,
              .help = "what the other one calls for; without it the answer's log-probability is "
                      "measured, with it the difference of the two logits" },
            positionOption(),
        },
        {},
        "restored[layer][position]: how much of the difference between the prompts comes back if\n"
        "the clean residual stream before that layer (the last row: after the last layer) is put\n"
        "into the corrupted run at that position; 0 nothing, 1 all of it."
    };
    return kSpec;
}

Result<models::ReplayPtr> replayOf(const InsideInput& inside, const models::ForwardInput& input,
                                   Context& context)
{
    auto replay = models::readForReplay(inside.loaded.model, input, std::nullopt, context.cancel,
                                        context.progress);
    if (!replay) {
        return blame(replay.error(), inside.source);
    }
    return replay;
}

Json described(const analysis::PatchingMap& map)
{
    Json rows = Json::array();
    for (std::int64_t layer = 0; layer < map.layers; ++layer) {
        rows.push(Json::arrayOf(std::span(map.restored)
                                    .subspan(static_cast<std::size_t>(layer * map.positions),
                                             static_cast<std::size_t>(map.positions))));
    }
    return rows;
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const InsideInput inside, insideInput(arguments, context));
    FE_TRY(const auto other, textInput(inside, arguments.text("--corrupted"), std::nullopt));
    FE_TRY(const auto clean, replayOf(inside, inside.input, context));
    FE_TRY(const auto corrupted, replayOf(inside, other, context));
    analysis::PatchingQuestion question;
    question.measure = arguments.has("--against") ? analysis::PatchingMeasure::LogitDifference
                                                  : analysis::PatchingMeasure::LogProbability;
    FE_TRY(question.answer, inside.tokenOf(arguments.text("--answer"), "--answer"));
    if (arguments.has("--against")) {
        FE_TRY(question.other, inside.tokenOf(arguments.text("--against"), "--against"));
    }
    if (arguments.has("--position")) {
        question.position = arguments.integer("--position", 0);
    } else {
        FE_TRY(question.position,
               analysis::sharedPredictedPlace(inside.info(), clean->ids(), corrupted->ids(),
                                              inside.tokenizer.get()));
    }
    FE_TRY(const auto map,
           analysis::activationPatching(*clean, *corrupted, question, {}, context.cancel,
                                        context.progress));
    if (!map.isComplete()) {
        return base::cancelled();
    }
    Json document = Json::object();
    document.set("tokens", Json::arrayOf(inside.spelled(clean->ids())));
    document.set("corrupted_tokens", Json::arrayOf(inside.spelled(corrupted->ids())));
    document.set("position", *question.position);
    document.set("clean", map.clean);
    document.set("corrupted", map.corrupted);
    document.set("restored", described(map));
    return print(document);
}

} // namespace

Command patchCommand()
{
    return { spec, run };
}

} // namespace fe::cli
