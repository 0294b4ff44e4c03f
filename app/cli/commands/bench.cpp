// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"
#include "cli/context.h"
#include "cli/model_input.h"
#include "models/attention_capture.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "bench",
        "speeds: medians of repeated runs after a warm-up",
        { "WHAT", "MODEL" },
        {
            { "--prompt-tokens", "N", ValueKind::Integer,
              "decode: tokens read before (default 128)", 1, 1e9 },
            { "--tokens", "N", ValueKind::Integer, "tokens a run (default: decode 64, else 512)", 1,
              1e9 },
            { "--runs", "N", ValueKind::Integer, "measured runs (default 5)", 1, 1000 },
        },
        {},
        "WHAT is decode (one token at a time), prefill (a whole prompt), attention (a prompt, "
        "with\n"
        "the attention of every head kept) or tokenize (generated text).\n"
        "Tokens are random with --seed; their choice does not change the speed."
    };
    return kSpec;
}

std::string cpuName()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

/// One run gives a speed.
using Run = std::function<base::Result<double>()>;

struct Measured {
    Run run;
    const char* unit;
};

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<TokenId> randomIds(std::int64_t count, std::int64_t vocabSize, base::Rng& rng)
{
    std::vector<TokenId> ids(static_cast<std::size_t>(count));
    for (TokenId& id : ids) {
        id = static_cast<TokenId>(rng.below(static_cast<std::uint64_t>(vocabSize)));
    }
    return ids;
}

base::Result<std::unique_ptr<models::Session>> sessionFor(const models::LanguageModel& model,
                                                          std::int64_t tokens)
{
    const std::int64_t context = model.info().context;
    if (tokens > context) {
        return base::invalidArgument("cannot measure " + std::to_string(tokens) + " tokens",
                                     "the model's context holds " + std::to_string(context));
    }
    return model.newSession(tokens);
}

base::Result<double> decodeSpeed(models::Session& cache, std::span<const TokenId> prompt,
                                 std::span<const TokenId> ids, Context& context)
{
    cache.reset();
    FE_CHECK(cache.append(prompt, context.cancel, context.progress));
    const auto begin = std::chrono::steady_clock::now();
    for (const TokenId id : ids) {
        FE_CHECK(cache.append(std::span(&id, 1), context.cancel, context.progress));
    }
    return static_cast<double>(ids.size()) / secondsSince(begin);
}

base::Result<double> prefillSpeed(models::Session& cache, std::span<const TokenId> ids,
                                  Context& context)
{
    cache.reset();
    const auto begin = std::chrono::steady_clock::now();
    FE_CHECK(cache.append(ids, context.cancel, context.progress));
    return static_cast<double>(ids.size()) / secondsSince(begin);
}

/// Words of 2 to 9 letters with digits and line ends between: no language, but the mix of a text.
std::string generatedText(std::size_t bytes, base::Rng& rng)
{
    std::string text;
    while (text.size() < bytes) {
        for (std::uint64_t length = 2 + rng.below(8); length > 0; --length) {
            text += static_cast<char>('a' + rng.below(26));
        }
        text += rng.below(12) == 0 ? "\n"
            : rng.below(20) == 0   ? " 1984 "
            : rng.below(9) == 0    ? ", "
                                   : " ";
    }
    return text;
}

base::Result<void> report(const Measured& measured, const Arguments& arguments, Context& context)
{
    const auto runs = static_cast<std::size_t>(arguments.integer("--runs", 5));
    FE_CHECK(measured.run()); // warms caches, threads and kernels
    std::vector<double> speeds;
    for (std::size_t i = 0; i < runs; ++i) {
        if (context.cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_TRY(const double speed, measured.run());
        speeds.push_back(speed);
    }
    std::sort(speeds.begin(), speeds.end());
    const double median = (speeds[(runs - 1) / 2] + speeds[runs / 2]) / 2;
    Json document = Json::object();
    document.set("n", static_cast<std::uint64_t>(runs));
    document.set("min", speeds.front());
    document.set("median", median);
    document.set("max", speeds.back());
    document.set("unit", measured.unit);
    document.set("threads", models::threads());
    document.set("cpu", cpuName());
    return print(document);
}

base::Result<void> benchModel(bool decode, const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(1), arguments, WithTokenizer::No, context));
    base::Rng rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
    const std::int64_t tokens = arguments.integer("--tokens", decode ? 64 : 512);
    const std::int64_t before = decode ? arguments.integer("--prompt-tokens", 128) : 0;
    FE_TRY(const auto cache, sessionFor(*loaded.model, before + tokens));
    const auto prompt = randomIds(before, loaded.model->info().vocabSize, rng);
    const auto ids = randomIds(tokens, loaded.model->info().vocabSize, rng);
    const Run run = [&]() -> base::Result<double> {
        return decode ? decodeSpeed(*cache, prompt, ids, context)
                      : prefillSpeed(*cache, ids, context);
    };
    return report({ run, "tokens/s" }, arguments, context);
}

base::Result<void> benchAttention(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded, loadAnyModel(arguments.positional(1), arguments, context));
    const models::ModelInfo& info = loaded.model->info();
    if (!info.readsText()) {
        return base::unsupported(arguments.positional(1), {}, "the model reads no text");
    }
    base::Rng rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
    models::ForwardInput input;
    input.ids = { randomIds(arguments.integer("--tokens", 512), info.vocabSize, rng) };
    if (info.kind == "encoder-decoder") {
        input.decoderIds = input.ids;
    }
    const Run run = [&]() -> base::Result<double> {
        const auto begin = std::chrono::steady_clock::now();
        const auto captured = models::captureAttention(*loaded.model, input, {}, {}, context.cancel,
                                                       context.progress);
        if (!captured) {
            return blame(captured.error(), arguments.positional(1));
        }
        return static_cast<double>(input.ids.front().size()) / secondsSince(begin);
    };
    return report({ run, "tokens/s" }, arguments, context);
}

base::Result<void> benchTokenize(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto package, openModel(arguments.positional(1), arguments, context));
    FE_TRY(const auto tokenizer, tokenizers::loadTokenizer(*package));
    base::Rng rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
    const std::string text = generatedText(1'000'000, rng);
    const Run run = [&]() -> base::Result<double> {
        const auto begin = std::chrono::steady_clock::now();
        FE_CHECK(tokenizer->encode(text));
        return static_cast<double>(text.size()) / 1e6 / secondsSince(begin);
    };
    return report({ run, "MB/s" }, arguments, context);
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const std::string& what = arguments.positional(0);
    if (what == "tokenize") {
        return benchTokenize(arguments, context);
    }
    if (what == "attention") {
        return benchAttention(arguments, context);
    }
    if (what == "decode" || what == "prefill") {
        return benchModel(what == "decode", arguments, context);
    }
    return base::invalidArgument("cannot measure \"" + what + '"',
                                 "there are decode, prefill, attention and tokenize");
}

} // namespace

Command benchCommand()
{
    return { spec, run };
}

} // namespace fe::cli
