// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/chat_template.h"
#include "cli/context.h"
#include "cli/model_input.h"
#include "generation/generation.h"

namespace fe::cli {
namespace {

using base::Json;
using generation::Generation;
using generation::Step;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "generate",
        "text after a prompt, with what the model thought at each token",
        { "MODEL" },
        {
            { "--prompt", "S", ValueKind::Text, "the text to continue" },
            { "--chat", "F.json", ValueKind::Text,
              "messages [{role, content}] for the model's chat template" },
            { "--max-tokens", "N", ValueKind::Integer, "most tokens (default 256)", 0, 1e9 },
            { "--temperature", "T", ValueKind::Number, "0: greedy (default 1)", 0 },
            { "--top-k", "K", ValueKind::Integer, "draw from the K likeliest; 0: all (default)", 0,
              1e9 },
            { "--top-p", "P", ValueKind::Number, "draw from the nucleus of mass P (default 1)", 0,
              1 },
            { "--min-p", "P", ValueKind::Number,
              "drop what is less than P times the likeliest (default 0)", 0, 1 },
            { "--typical", "P", ValueKind::Number, "locally typical tokens of mass P (default 1)",
              0, 1 },
            { "--repetition-penalty", "R", ValueKind::Number,
              "divides logits of earlier tokens (default 1)", 1e-6 },
            { "--frequency-penalty", "F", ValueKind::Number,
              "subtracted once an occurrence (default 0)" },
            { "--presence-penalty", "F", ValueKind::Number,
              "subtracted once if it occurred (default 0)" },
            { .name = "--stop",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "ends the text before S",
              .repeated = true },
            { "--samples", "N", ValueKind::Integer,
              "texts, with seeds seed, seed + 1 ... (default 1)", 1, 1e6 },
            { "--top-logprobs", "K", ValueKind::Integer,
              "alternatives shown at each token (default 5)", 0, 1e9 },
            { "--stream", "", ValueKind::Flag,
              "one JSON object a line while it runs, the result last" },
        },
        { "--prompt", "--chat" },
        "logprob, rank, entropy and top are the model's own, before temperature, penalties and "
        "truncation.\n"
        "With --samples the keys of the result are those of the first text, and `samples` holds "
        "all."
    };
    return kSpec;
}

generation::GenerationOptions optionsOf(const Arguments& arguments,
                                        const tokenizers::Tokenizer& tokenizer)
{
    generation::GenerationOptions options;
    options.sampling.temperature = arguments.number("--temperature", 1);
    options.sampling.topK = static_cast<std::int32_t>(arguments.integer("--top-k", 0));
    options.sampling.topP = arguments.number("--top-p", 1);
    options.sampling.minP = arguments.number("--min-p", 0);
    options.sampling.typicalP = arguments.number("--typical", 1);
    options.sampling.repetitionPenalty = arguments.number("--repetition-penalty", 1);
    options.sampling.frequencyPenalty = arguments.number("--frequency-penalty", 0);
    options.sampling.presencePenalty = arguments.number("--presence-penalty", 0);
    options.sampling.seed = static_cast<std::uint64_t>(arguments.integer("--seed", 0));
    options.maxTokens = arguments.integer("--max-tokens", 256);
    options.stop = arguments.texts("--stop");
    options.stopIds = tokenizer.stopIds();
    options.topAlternatives = static_cast<std::int32_t>(arguments.integer("--top-logprobs", 5));
    return options;
}

/// The file is an array of messages, or an object with `messages` and more variables for the
/// template.
base::Result<std::string> renderChat(const LoadedModel& loaded, const std::string& path)
{
    FE_TRY(Json json, readJson(path));
    const tokenizers::Tokenizer& tokenizer = *loaded.tokenizer;
    if (!tokenizer.chatTemplate()) {
        return base::unsupported(loaded.name, "chat template",
                                 "the model has none, so it was not made for chats");
    }
    chat::RenderOptions options;
    if (Json::Object* members = json.asObject()) {
        const Json* messages = json.find("messages");
        Json list = messages == nullptr ? Json() : *messages;
        std::erase_if(*members,
                      [](const Json::Member& member) { return member.first == "messages"; });
        options.variables = std::move(json);
        json = std::move(list);
    }
    if (!json.isArray()) {
        return base::malformed(
            path, {}, "it holds neither an array of messages nor an object with `messages`");
    }
    const auto spelling
        = [&](std::optional<TokenId> id) { return id ? tokenizer.token(*id) : std::string(); };
    options.bosToken = spelling(tokenizer.bosId());
    const auto& ends = tokenizer.stopIds();
    options.eosToken = spelling(ends.empty() ? std::nullopt : std::optional(ends.front()));
    FE_TRY(const auto compiled,
           chat::ChatTemplate::compile(*tokenizer.chatTemplate(), loaded.name));
    auto text = compiled.render(json, options);
    return text ? std::move(text) : blame(text.error(), path);
}

base::Result<std::vector<TokenId>> promptOf(const Arguments& arguments, const LoadedModel& loaded)
{
    if (arguments.has("--prompt")) {
        return encode(loaded, arguments.text("--prompt"), {});
    }
    const std::string path = arguments.text("--chat");
    FE_TRY(const std::string text, renderChat(loaded, path));
    auto ids = encode(loaded, text, { .addSpecialTokens = false }); // the template writes them
    return ids ? std::move(ids) : blame(ids.error(), path);
}

Json described(const Step& step, const tokenizers::Tokenizer& tokenizer)
{
    Json top = Json::array();
    for (const generation::Alternative& alternative : step.top) {
        Json entry = Json::object();
        entry.set("id", alternative.id);
        entry.set("token", tokenizer.token(alternative.id));
        entry.set("logprob", alternative.logProb);
        top.push(std::move(entry));
    }
    Json row = Json::object();
    row.set("id", step.id);
    row.set("token", tokenizer.token(step.id));
    row.set("logprob", step.logProb);
    row.set("rank", step.rank);
    row.set("entropy", step.entropy);
    row.set("top", std::move(top));
    return row;
}

Json described(const Generation& generation, const tokenizers::Tokenizer& tokenizer)
{
    Json ids = Json::array();
    Json steps = Json::array();
    for (const Step& step : generation.steps) {
        ids.push(step.id);
        steps.push(described(step, tokenizer));
    }
    Json document = Json::object();
    document.set("text", generation.text);
    document.set("ids", std::move(ids));
    document.set("finish_reason", generation::stopReasonName(generation.reason));
    document.set("steps", std::move(steps));
    return document;
}

Json timingsOf(const generation::Timings& timings, double loadSeconds)
{
    Json row = Json::object();
    row.set("load_s", loadSeconds);
    row.set("prompt_s", timings.promptSeconds);
    row.set("decode_s", timings.decodeSeconds);
    row.set("prompt_tokens_per_s",
            static_cast<double>(timings.promptTokens) / timings.promptSeconds);
    row.set("decode_tokens_per_s",
            static_cast<double>(timings.decodeTokens) / timings.decodeSeconds);
    return row;
}

/// Writes a line for each token. A pipe that closes cancels the run.
class Streamer final : public generation::GenerationObserver
{
public:
    Streamer(const tokenizers::Tokenizer& tokenizer, base::CancelToken& cancel)
        : m_tokenizer(tokenizer), m_cancel(cancel)
    {
    }
    void beginSample(std::int64_t index) { m_sample = index; }
    void onToken(const Step& step, std::string_view text) override
    {
        Json line = described(step, m_tokenizer);
        line.set("text", text);
        write(std::move(line));
    }
    void onEnd(generation::StopReason /*reason*/, std::string_view text) override
    {
        if (!text.empty()) {
            write(Json(Json::Object { { "text", Json(text) } }));
        }
    }
    [[nodiscard]] const base::Result<void>& written() const { return m_written; }

private:
    void write(Json line)
    {
        if (m_sample > 0) {
            line.set("sample", m_sample);
        }
        if (m_written) {
            m_written = print(line);
        }
        if (!m_written) {
            m_cancel.cancel();
        }
    }

    const tokenizers::Tokenizer& m_tokenizer;
    base::CancelToken& m_cancel;
    std::int64_t m_sample = 0;
    base::Result<void> m_written;
};

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(0), arguments, WithTokenizer::Yes, context));
    FE_TRY(const auto prompt, promptOf(arguments, loaded));
    auto options = optionsOf(arguments, *loaded.tokenizer);
    generation::Generator generator(loaded.model, loaded.tokenizer);
    Streamer streamer(*loaded.tokenizer, context.cancel);
    const bool stream = arguments.has("--stream");
    const std::int64_t count = arguments.integer("--samples", 1);

    Json document;
    Json samples = Json::array();
    bool cancelled = false;
    for (std::int64_t i = 0; i < count && !cancelled; ++i) {
        streamer.beginSample(i);
        FE_TRY(const Generation result,
               generator.run(prompt, options, stream ? &streamer : nullptr, context.cancel,
                             context.progress));
        FE_CHECK(streamer.written());
        cancelled = result.reason == generation::StopReason::Cancelled;
        Json sample = described(result, *loaded.tokenizer);
        if (i == 0) {
            document = sample;
            document.set("prompt_tokens", static_cast<std::uint64_t>(prompt.size()));
            document.set("timings", timingsOf(result.timings, loaded.loadSeconds));
        }
        if (count > 1) {
            sample.set("seed", options.sampling.seed);
            samples.push(std::move(sample));
        }
        ++options.sampling.seed;
    }
    if (count > 1) {
        document.set("samples", std::move(samples));
    }
    FE_CHECK(print(document));
    return cancelled ? base::Result<void>(base::cancelled()) : base::Result<void>();
}

} // namespace

Command generateCommand()
{
    return { spec, run };
}

} // namespace fe::cli
