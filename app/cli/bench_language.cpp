// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speeds of a model that reads token ids. They are random: their choice does not change the speed.
#include "base/rng.h"
#include "cli/bench_kinds.h"
#include "cli/bench_report.h"
#include "cli/model_input.h"
#include "models/attention_capture.h"

namespace fe::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<TokenId> randomIds(std::int64_t count, std::int64_t vocabSize, base::Rng& rng)
{
    std::vector<TokenId> ids(static_cast<std::size_t>(count));
    for (TokenId& id : ids) {
        id = static_cast<TokenId>(rng.below(static_cast<std::uint64_t>(vocabSize)));
    }
    return ids;
}

base::Rng seeded(const Arguments& arguments)
{
    return base::Rng(static_cast<std::uint64_t>(arguments.integer("--seed", 0)));
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

} // namespace

base::Result<void> benchDecode(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(1), arguments, WithTokenizer::No, context));
    const std::int64_t tokens = arguments.integer("--tokens", 64);
    const std::int64_t before = arguments.integer("--prompt-tokens", 128);
    FE_TRY(const auto session, sessionFor(*loaded.model, before + tokens));
    base::Rng rng = seeded(arguments);
    const auto prompt = randomIds(before, loaded.model->info().vocabSize, rng);
    const auto ids = randomIds(tokens, loaded.model->info().vocabSize, rng);
    const auto run = [&]() -> base::Result<double> {
        session->reset();
        if (!prompt.empty()) {
            FE_CHECK(session->append(prompt, context.cancel, context.progress));
        }
        const auto begin = Clock::now();
        for (const TokenId id : ids) {
            FE_CHECK(session->append(std::span(&id, 1), context.cancel, context.progress));
        }
        return perSecond(static_cast<double>(ids.size()), begin);
    };
    return reportSpeed({ run, "tokens/s" }, arguments, context);
}

base::Result<void> benchPrefill(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(1), arguments, WithTokenizer::No, context));
    const std::int64_t tokens = arguments.integer("--tokens", 512);
    FE_TRY(const auto session, sessionFor(*loaded.model, tokens));
    base::Rng rng = seeded(arguments);
    const auto ids = randomIds(tokens, loaded.model->info().vocabSize, rng);
    const auto run = [&]() -> base::Result<double> {
        session->reset();
        const auto begin = Clock::now();
        FE_CHECK(session->append(ids, context.cancel, context.progress));
        return perSecond(static_cast<double>(ids.size()), begin);
    };
    return reportSpeed({ run, "tokens/s" }, arguments, context);
}

base::Result<void> benchAttention(const Arguments& arguments, Context& context)
{
    const std::string& name = arguments.positional(1);
    FE_TRY(const auto loaded, loadAnyModel(name, arguments, context));
    const models::ModelInfo& info = loaded.model->info();
    if (!info.readsText()) {
        return base::unsupported(name, {}, "the model reads no text");
    }
    base::Rng rng = seeded(arguments);
    models::ForwardInput input;
    input.ids = { randomIds(arguments.integer("--tokens", 512), info.vocabSize, rng) };
    if (info.kind == "encoder-decoder") {
        input.decoderIds = input.ids;
    }
    const auto run = [&]() -> base::Result<double> {
        const auto begin = Clock::now();
        const auto captured = models::captureAttention(*loaded.model, input, {}, {}, context.cancel,
                                                       context.progress);
        if (!captured) {
            return blame(captured.error(), name);
        }
        return perSecond(static_cast<double>(input.ids.front().size()), begin);
    };
    return reportSpeed({ run, "tokens/s" }, arguments, context);
}

} // namespace fe::cli
