// SPDX-License-Identifier: Apache-2.0
#include "generation/text_model.h"

#include "base/guarded.h"
#include "base/utf8.h"
#include "chat/chat_template.h"
#include "generation/continuation_scores.h"
#include "generation/prefix_cache.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <optional>
#include <utility>

namespace fe::generation {
namespace {

using base::Result;

/// The work of a loaded model: its generator and its scores share one cache.
class LocalTextModel final : public TextModel
{
public:
    LocalTextModel(models::LanguageModelPtr model, tokenizers::TokenizerPtr tokenizer,
                   std::string name)
        : m_name(std::move(name)), m_tokenizer(std::move(tokenizer)), m_cache(model),
          m_generator(cachedModel(m_cache, model), m_tokenizer)
    {
        m_abilities = { .logProbs = true,
                        .mostAlternatives = std::numeric_limits<std::int32_t>::max(),
                        .seed = true,
                        .scores = true,
                        .tokenizes = true,
                        .completes = true,
                        .chats = m_tokenizer->chatTemplate().has_value(),
                        .context = model->info().context };
    }

    const std::string& name() const override { return m_name; }
    const TextModelAbilities& abilities() const override { return m_abilities; }
    std::int64_t tokensRead() const override { return m_cache.tokensRead(); }
    std::string label(TokenId id) const override;

    Result<Generation> generate(const TextRequest& request, GenerationObserver* observer,
                                const base::CancelToken& cancel, base::Progress& progress) override
    {
        return base::guarded("TextModel::generate",
                             [&] { return run(request, observer, cancel, progress); });
    }
    Result<std::vector<TextScore>> score(const std::string& prompt,
                                         const std::vector<std::string>& continuations,
                                         const base::CancelToken& cancel,
                                         base::Progress& progress) override
    {
        return base::guarded("TextModel::score",
                             [&] { return measure(prompt, continuations, cancel, progress); });
    }
    Result<std::vector<TokenId>> tokenize(const std::string& text, TextPart part) const override
    {
        return base::guarded("TextModel::tokenize", [&] {
            return encoded(text, { .addSpecialTokens = part == TextPart::Prompt });
        });
    }

private:
    Result<std::vector<TokenId>> encoded(std::string_view text,
                                         const tokenizers::EncodeOptions& options) const
    {
        FE_TRY(tokenizers::Encoding encoding, m_tokenizer->encode(text, options));
        return std::move(encoding.ids);
    }
    Result<std::vector<TokenId>> promptIds(const TextRequest& request) const;
    Result<std::string> renderChat(const std::vector<TextMessage>& messages) const;
    Result<Generation> run(const TextRequest& request, GenerationObserver* observer,
                           const base::CancelToken& cancel, base::Progress& progress);
    Result<std::vector<TextScore>> measure(const std::string& prompt,
                                           const std::vector<std::string>& continuations,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress);

    std::string m_name;
    TextModelAbilities m_abilities;
    tokenizers::TokenizerPtr m_tokenizer;
    PrefixCache m_cache;
    Generator m_generator; ///< its sessions borrow m_cache
};

std::string LocalTextModel::label(TokenId id) const
{
    std::string bytes = m_tokenizer->tokenBytes(id);
    if (base::isValidUtf8(bytes)) {
        return bytes;
    }
    std::string text;
    for (const char byte : bytes) {
        char spelling[8];
        std::snprintf(spelling, sizeof spelling, "<0x%02X>",
                      static_cast<unsigned>(static_cast<unsigned char>(byte)));
        text += spelling;
    }
    return text;
}

Result<std::string> LocalTextModel::renderChat(const std::vector<TextMessage>& messages) const
{
    const auto& source = m_tokenizer->chatTemplate();
    if (!source) {
        return base::unsupported(m_name, "chat template",
                                 "the model has none, so it was not made for chats");
    }
    const auto spelling
        = [&](std::optional<TokenId> id) { return id ? m_tokenizer->token(*id) : std::string(); };
    chat::RenderOptions options;
    options.bosToken = spelling(m_tokenizer->bosId());
    const auto& ends = m_tokenizer->stopIds();
    options.eosToken = spelling(ends.empty() ? std::nullopt : std::optional(ends.front()));
    std::vector<chat::Message> chat;
    for (const TextMessage& message : messages) {
        chat.push_back({ message.role, message.content });
    }
    FE_TRY(const auto compiled, chat::ChatTemplate::compile(*source, m_name));
    return compiled.render(chat, options);
}

Result<std::vector<TokenId>> LocalTextModel::promptIds(const TextRequest& request) const
{
    if (request.prompt.empty() == request.messages.empty()) {
        return base::invalidArgument("cannot generate",
                                     request.prompt.empty() ? "the prompt is empty"
                                                            : "there are a prompt and messages");
    }
    if (request.messages.empty()) {
        return encoded(request.prompt, {});
    }
    FE_TRY(const std::string text, renderChat(request.messages));
    return encoded(text, { .addSpecialTokens = false }); // the template writes them
}

Result<Generation> LocalTextModel::run(const TextRequest& request, GenerationObserver* observer,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const auto ids, promptIds(request));
    GenerationOptions options = request.options;
    for (const TokenId id : m_tokenizer->stopIds()) {
        if (std::find(options.stopIds.begin(), options.stopIds.end(), id)
            == options.stopIds.end()) {
            options.stopIds.push_back(id);
        }
    }
    const std::int64_t before = m_cache.tokensRead();
    auto generation = m_generator.run(ids, options, observer, cancel, progress);
    if (generation && !m_cache.model().hasEncoder()) {
        // The generator does not know what scoring has read of the prompt.
        Timings& timings = generation->timings;
        timings.promptTokens = m_cache.tokensRead() - before - timings.decodeTokens;
    }
    return generation;
}

Result<std::vector<TextScore>> LocalTextModel::measure(
    const std::string& prompt, const std::vector<std::string>& continuations,
    const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const auto before, encoded(prompt, {}));
    std::vector<std::vector<TokenId>> ids;
    for (const std::string& continuation : continuations) {
        FE_TRY(ids.emplace_back(), encoded(continuation, { .addSpecialTokens = false }));
    }
    FE_TRY(const auto logProbs, scoreThroughCache(m_cache, before, ids, cancel, progress));
    std::vector<TextScore> scores;
    for (std::size_t i = 0; i < continuations.size(); ++i) {
        TextScore& score = scores.emplace_back();
        for (const float value : logProbs[i]) {
            score.sum += static_cast<double>(value);
        }
        score.tokens = static_cast<std::int64_t>(ids[i].size());
        score.bytes = static_cast<std::int64_t>(continuations[i].size());
    }
    return scores;
}

} // namespace

std::unique_ptr<TextModel> localTextModel(models::LanguageModelPtr model,
                                          tokenizers::TokenizerPtr tokenizer, std::string name)
{
    return std::make_unique<LocalTextModel>(std::move(model), std::move(tokenizer),
                                            std::move(name));
}

} // namespace fe::generation
