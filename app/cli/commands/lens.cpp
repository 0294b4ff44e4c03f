// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/logit_lens.h"
#include "cli/context.h"
#include "cli/inside_input.h"

namespace fe::cli {
namespace {

using base::Json;
using base::Result;

const CommandSpec& spec()
{
    static const CommandSpec kSpec = [] {
        CommandSpec result {
            "lens",
            "logit lens: what each layer would say at each position",
            { "MODEL" },
            textOptions(),
            { "--text", "--input", "--repeated-random" },
            "layers[l][position]: top tokens with probability, entropy and kl_to_final = KL(final "
            "||\n"
            "layer), nats; l = 0 embeddings ... L the model's own output. Each earlier residual\n"
            "stream goes through the final norm and the head once. Decoders, encoder-decoders "
            "(the\n"
            "decoder) and encoders with a head for masked tokens."
        };
        result.options.push_back(
            { "--top", "K", ValueKind::Integer, "tokens a cell (default 10)", 1, 1000 });
        return result;
    }();
    return kSpec;
}

Json described(const analysis::LensCell& cell, const InsideInput& inside)
{
    Json top = Json::array();
    for (const analysis::LensToken& token : cell.top) {
        Json entry = Json::object();
        entry.set("id", token.id);
        entry.set("token", inside.spelled(token.id));
        entry.set("probability", token.probability);
        top.push(std::move(entry));
    }
    Json result = Json::object();
    result.set("top", std::move(top));
    result.set("entropy", cell.entropy);
    result.set("kl_to_final", cell.klToFinal);
    return result;
}

Result<Json> lensOf(const InsideInput& inside, const Arguments& arguments, Context& context)
{
    FE_TRY(const auto replay,
           models::readForReplay(inside.loaded.model, inside.input, std::nullopt, context.cancel,
                                 context.progress));
    analysis::LensOptions options;
    options.top = static_cast<std::size_t>(arguments.integer("--top", 10));
    FE_TRY(const auto lens,
           analysis::logitLens(*replay, options, context.cancel, context.progress));
    Json layers = Json::array();
    for (std::int64_t layer = 0; layer < lens.layers; ++layer) {
        Json row = Json::array();
        for (std::int64_t column = 0; column < lens.positions; ++column) {
            row.push(described(lens.at(layer, column), inside));
        }
        layers.push(std::move(row));
    }
    Json document = Json::object();
    document.set("tokens", Json::arrayOf(inside.spelled(replay->ids())));
    document.set("layers", std::move(layers));
    return document;
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const InsideInput inside, insideInput(arguments, context));
    const auto document = lensOf(inside, arguments, context);
    if (!document) {
        return blame(document.error(), inside.source);
    }
    return print(*document);
}

} // namespace

Command lensCommand()
{
    return { spec, run };
}

} // namespace fe::cli
