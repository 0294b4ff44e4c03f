// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/chat_template.h"
#include "cli/context.h"
#include "cli/generation_report.h"
#include "cli/model_input.h"
#include "cli/text_model_input.h"
#include "generation/generation.h"

namespace fe::cli {
namespace {

using base::Json;
using generation::Generation;
using generation::GenerationObserver;
using generation::GenerationOptions;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "generate",
        "text after a prompt, with what the model thought at each token",
        { "MODEL" },
        withEndpointOptions({
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
        }),
        { "--prompt", "--chat" },
        "logprob, rank, entropy and top are the model's own, before temperature, penalties and "
        "truncation.\n"
        "With --samples the keys of the result are those of the first text, and `samples` holds "
        "all.\n"
        "With --endpoint, MODEL is the name that the server gives it, or - for the first that it "
        "lists; what\nthe server does not tell is null, what it does not take is in `warnings`. "
        "Its key comes from\nthe environment alone (--key-env)."
    };
    return kSpec;
}

generation::GenerationOptions optionsOf(const Arguments& arguments)
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

/// The messages of --chat as they are; a server renders them by itself.
base::Result<std::vector<generation::TextMessage>> messagesOf(const std::string& path)
{
    FE_TRY(const Json json, readJson(path));
    const Json* list = json.isObject() ? json.find("messages") : &json;
    if (list == nullptr || !list->isArray() || list->asArray()->empty()) {
        return base::malformed(path, {}, "it holds no array of messages");
    }
    if (json.isObject() && json.asObject()->size() > 1) {
        return base::unsupported(path, {},
                                 "an endpoint takes messages alone, no variables for a template");
    }
    std::vector<generation::TextMessage> messages;
    for (const Json& item : *list->asArray()) {
        const Json* role = item.find("role");
        const Json* content = item.find("content");
        if (role == nullptr || content == nullptr || !role->isString() || !content->isString()) {
            return base::malformed(path, {},
                                   "a message must have a role and a content, both texts");
        }
        messages.push_back({ *role->asString(), *content->asString() });
    }
    return messages;
}

/// Writes what was generated, one sample or several.
/// @param generate gives the next sample. @param finish adds to the document after the first one.
template<typename Generate, typename Finish>
base::Result<void> runSamples(const Arguments& arguments, Context& context, const TokenNames& names,
                              const Generate& generate, const Finish& finish)
{
    GenerationOptions options = optionsOf(arguments);
    TokenPrinter printer(names, context.cancel);
    const bool stream = arguments.has("--stream");
    const std::int64_t count = arguments.integer("--samples", 1);
    Json document;
    Json samples = Json::array();
    bool cancelled = false;
    for (std::int64_t i = 0; i < count && !cancelled; ++i) {
        printer.beginSample(i);
        FE_TRY(const Generation result, generate(options, stream ? &printer : nullptr));
        FE_CHECK(printer.written());
        cancelled = result.reason == generation::StopReason::Cancelled;
        Json sample = described(result, names);
        if (i == 0) {
            document = sample;
            finish(document, result);
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

base::Result<void> runLocally(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(0), arguments, WithTokenizer::Yes, context));
    FE_TRY(const auto prompt, promptOf(arguments, loaded));
    generation::Generator generator(loaded.model, loaded.tokenizer);
    const TokenNames names { [&](TokenId id) { return loaded.tokenizer->token(id); } };
    return runSamples(
        arguments, context, names,
        [&](GenerationOptions options, GenerationObserver* observer) {
            options.stopIds = loaded.tokenizer->stopIds();
            return generator.run(prompt, options, observer, context.cancel, context.progress);
        },
        [&](Json& document, const Generation& result) {
            document.set("prompt_tokens", static_cast<std::uint64_t>(prompt.size()));
            document.set("timings", described(result.timings, loaded.loadSeconds));
        });
}

base::Result<void> runAtEndpoint(const Arguments& arguments, Context& context)
{
    generation::TextRequest request;
    if (arguments.has("--prompt")) {
        request.prompt = arguments.text("--prompt");
    } else {
        FE_TRY(request.messages, messagesOf(arguments.text("--chat")));
    }
    FE_TRY(const OpenedTextModel opened,
           openTextModel(arguments.positional(0), arguments, context));
    endpoints::EndpointTextModel& model = *opened.remote;
    const TokenNames names { [&](TokenId id) { return model.label(id); }, false };
    return runSamples(
        arguments, context, names,
        [&](const GenerationOptions& options, GenerationObserver* observer) {
            request.options = options;
            return model.generate(request, observer, context.cancel, context.progress);
        },
        [&](Json& document, const Generation& result) {
            const auto counted = model.promptTokens();
            document.set("prompt_tokens", counted ? Json(*counted) : Json());
            document.set("timings", described(result.timings, opened.loadSeconds));
            document.set("server", endpoints::serverKindName(model.server().kind));
            document.set("model", model.server().model);
            document.set("warnings", Json::arrayOf(model.warnings()));
        });
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    return arguments.has("--endpoint") ? runAtEndpoint(arguments, context)
                                       : runLocally(arguments, context);
}

} // namespace

Command generateCommand()
{
    return { spec, run };
}

} // namespace fe::cli
