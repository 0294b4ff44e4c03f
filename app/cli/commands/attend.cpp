// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/text_relevance.h"
#include "cli/attention_report.h"
#include "cli/context.h"
#include "cli/inside_input.h"

namespace fe::cli {
namespace {

using base::Result;

const CommandSpec& spec()
{
    static const CommandSpec kSpec = [] {
        CommandSpec result {
            "attend",
            "attention of every head, and what follows from it",
            { "MODEL" },
            textOptions(),
            { "--text", "--image", "--input", "--repeated-random" },
            "Arrays [layer][head], means over queries: entropy (nats), mean_distance (tokens, for\n"
            "pictures pixels between patches), previous_token, induction (weight of the token "
            "after\n"
            "the last earlier occurrence; null where none occurs twice), duplicate_token, sink "
            "(the\n"
            "first token), delimiter (special tokens and punctuation). rollout [S][S] after the "
            "last\n"
            "layer. --dump: attentions.I [1, heads, S, S], rollout [layers, S, S], flow "
            "(attention\n"
            "flow from a position after the last layer to every input token), for pictures\n"
            "cls_attention. Encoder-decoders: objects encoder, decoder, cross. CLIP: --text looks\n"
            "into the text tower, --image into the vision tower."
        };
        result.options.insert(result.options.begin() + 2, imageOption());
        result.options.push_back({ .name = "--dump",
                                   .value = "OUT",
                                   .kind = ValueKind::Text,
                                   .help = "the safetensors file to write, float32" });
        result.options.push_back({ .name = "--flow",
                                   .value = "Q",
                                   .kind = ValueKind::Integer,
                                   .help = "a position whose attention flow is followed; short "
                                           "texts that are dumped: all",
                                   .low = 0,
                                   .repeated = true });
        result.options.push_back({ .name = "--relevance",
                                   .value = "TOKEN",
                                   .kind = ValueKind::Text,
                                   .help = "relevance: what speaks for this token as the next, or "
                                           "in the masked one's place (Chefer et al. 2021)" });
        result.options.push_back({ "--budget", "BYTES", ValueKind::Integer,
                                   "most bytes of what is kept (default 4,000,000,000)", 0, 1e15 });
        return result;
    }();
    return kSpec;
}

/// Adds [S]: the tokens that speak for the one that --relevance names.
Result<void> addRelevance(base::Json& document, const InsideInput& inside,
                          const Arguments& arguments, Context& context)
{
    if (inside.input.ids.empty()) {
        return blame(base::invalidArgument("cannot trace a token's score back", "there is no text"),
                     inside.source);
    }
    models::LogitPlace place;
    FE_TRY(place.token, inside.tokenOf(arguments.text("--relevance"), "--relevance"));
    place.position = inside.predictedPlace();
    const auto relevance = analysis::textRelevance(*inside.loaded.model, inside.input, place,
                                                   context.cancel, context.progress);
    if (!relevance) {
        return blame(relevance.error(), inside.source);
    }
    document.set("relevance", base::Json::arrayOf(relevance->tokens));
    return {};
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const InsideInput inside, insideInput(arguments, context));
    AttentionReport::Options options;
    options.dump = arguments.has("--dump");
    for (const std::string& position : arguments.texts("--flow")) {
        options.flowOf.push_back(std::stoll(position));
    }
    options.budgetBytes = static_cast<std::uint64_t>(arguments.integer("--budget", 4'000'000'000));
    AttentionReport report(inside, std::move(options));
    FE_CHECK(report.check());
    if (auto ran = report.run(context); !ran) {
        return blame(ran.error(), inside.source);
    }
    base::Json document = report.document();
    if (arguments.has("--relevance")) {
        FE_CHECK(addRelevance(document, inside, arguments, context));
    }
    if (context.cancel.isCancelled()) {
        return base::cancelled();
    }
    if (arguments.has("--dump")) {
        FE_CHECK(dumpTensors(arguments.text("--dump"), report.arrays()));
    }
    return print(document);
}

} // namespace

Command attendCommand()
{
    return { spec, run };
}

} // namespace fe::cli
