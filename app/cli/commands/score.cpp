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
        "score",
        "log-likelihood of given texts after a prompt",
        { "MODEL" },
        {
            { .name = "--prompt",
              .value = "P",
              .kind = ValueKind::Text,
              .help = "what comes before",
              .required = true },
            { .name = "--continuation",
              .value = "C",
              .kind = ValueKind::Text,
              .help = "a text to score; mostly begins with a space",
              .repeated = true,
              .required = true },
        },
        {},
        "Each continuation is turned into tokens by itself and follows the prompt's tokens.\n"
        "Logarithms are natural."
    };
    return kSpec;
}

Json described(const std::string& text, const std::vector<TokenId>& ids,
               const std::vector<float>& logProbs)
{
    double sum = 0;
    for (const float value : logProbs) {
        sum += static_cast<double>(value);
    }
    Json row = Json::object();
    row.set("continuation", text);
    row.set("ids", Json::arrayOf(ids));
    row.set("logprobs", Json::arrayOf(logProbs));
    row.set("sum", sum);
    row.set("per_token",
            sum / static_cast<double>(ids.size())); // nothing scored: NaN, written null
    row.set("per_byte", sum / static_cast<double>(text.size()));
    return row;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(0), arguments, WithTokenizer::Yes, context));
    FE_TRY(const auto prompt, encode(loaded, arguments.text("--prompt"), {}));
    const auto texts = arguments.texts("--continuation");
    std::vector<std::vector<TokenId>> continuations;
    for (const std::string& text : texts) {
        FE_TRY(continuations.emplace_back(), encode(loaded, text, { .addSpecialTokens = false }));
    }
    FE_TRY(const auto scores,
           generation::scoreContinuations(*loaded.model, prompt, continuations, context.cancel,
                                          context.progress));
    Json document = Json::array();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        document.push(described(texts[i], continuations[i], scores[i]));
    }
    return print(document);
}

} // namespace

Command scoreCommand()
{
    return { spec, run };
}

} // namespace fe::cli
