// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "generation/scoring.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "perplexity",
        "how well a model predicts a text",
        { "MODEL" },
        {
            { .name = "--file",
              .value = "F",
              .kind = ValueKind::Text,
              .help = "the text, UTF-8",
              .required = true },
            { "--context", "N", ValueKind::Integer,
              "tokens in a window (default: the model's context)", 2 },
            { "--stride", "N", ValueKind::Integer,
              "a window begins every N tokens (default: the window)", 1 },
        },
        {},
        "Each window scores the tokens that no earlier one scored, its first token never."
    };
    return kSpec;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const std::string path = arguments.text("--file");
    FE_TRY(const std::string text, readText(path));
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(0), arguments, WithTokenizer::Yes, context));
    const generation::PerplexityOptions options { arguments.integer("--context", 0),
                                                  arguments.integer("--stride", 0) };
    const auto ids = encode(loaded, text, { .addSpecialTokens = false });
    if (!ids) {
        return blame(ids.error(), path);
    }
    const auto result
        = generation::perplexity(*loaded.model, *ids, options, context.cancel, context.progress);
    if (!result) {
        base::Error error = result.error();
        if (error.code == base::ErrorCode::LimitExceeded) {
            error.file = path; // too short
        }
        return error;
    }
    Json document = Json::object();
    document.set("perplexity", result->perplexity());
    document.set("nll_per_token", result->perToken());
    document.set("nll_per_byte", result->nll / static_cast<double>(text.size()));
    document.set("tokens", result->tokens);
    return print(document);
}

} // namespace

Command perplexityCommand()
{
    return { spec, run };
}

} // namespace fe::cli
