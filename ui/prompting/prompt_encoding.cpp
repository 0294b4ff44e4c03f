// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_encoding.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdio>

namespace fe::prompting {

namespace {

using tokenizers::ByteRange;
using tokenizers::Encoding;

base::Result<std::string> renderChat(const workspace::LoadedModel& model,
                                     const QList<ChatMessage>& conversation)
{
    if (!model.chatTemplate) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot chat with this model",
                             {},
                             {},
                             "its files hold no chat template",
                             "use free text, or open an instruction-tuned model" };
    }
    std::vector<chat::Message> messages;
    for (const ChatMessage& message : conversation) {
        messages.push_back({ message.role.toStdString(), message.content.toStdString() });
    }
    chat::RenderOptions options;
    if (const auto bos = model.tokenizer->bosId()) {
        options.bosToken = model.tokenizer->token(*bos);
    }
    if (const auto& stops = model.tokenizer->stopIds(); !stops.empty()) {
        options.eosToken = model.tokenizer->token(stops.front());
    }
    return model.chatTemplate->render(messages, options);
}

// Where the messages' own words lie in the rendered text, in order. Templates may trim them.
std::vector<ByteRange> contentRanges(const std::string& text,
                                     const QList<ChatMessage>& conversation)
{
    std::vector<ByteRange> ranges;
    std::size_t from = 0;
    for (const ChatMessage& message : conversation) {
        for (const QString& wording : { message.content, message.content.trimmed() }) {
            const std::string content = wording.toStdString();
            const std::size_t at = content.empty() ? std::string::npos : text.find(content, from);
            if (at != std::string::npos) {
                from = at + content.size();
                ranges.push_back({ at, from });
                break;
            }
        }
    }
    return ranges;
}

bool inside(const ByteRange& range, const std::vector<ByteRange>& outer)
{
    return std::any_of(outer.begin(), outer.end(), [&range](const ByteRange& o) {
        return range.begin < range.end && range.begin >= o.begin && range.end <= o.end;
    });
}

base::Result<void> appendPart(Encoding& whole, const std::string& text, const ByteRange& part,
                              bool special, const tokenizers::Tokenizer& tokenizer)
{
    if (part.begin == part.end) {
        return {};
    }
    FE_TRY(const Encoding encoding,
           tokenizer.encode(std::string_view(text).substr(part.begin, part.end - part.begin),
                            { .addSpecialTokens = false, .parseSpecialTokens = special }));
    whole.ids.insert(whole.ids.end(), encoding.ids.begin(), encoding.ids.end());
    whole.tokens.insert(whole.tokens.end(), encoding.tokens.begin(), encoding.tokens.end());
    for (const ByteRange& range : encoding.ranges) {
        whole.ranges.push_back({ range.begin + part.begin, range.end + part.begin });
    }
    return {};
}

// Templates spell their special tokens (BOS too), so none is added. Should a message spell one, its
// words are tokenised apart from the template: they must not end a turn or open a role.
base::Result<Encoding> encodeChat(const std::string& text, const QList<ChatMessage>& conversation,
                                  const tokenizers::Tokenizer& tokenizer)
{
    FE_TRY(Encoding encoding,
           tokenizer.encode(text, { .addSpecialTokens = false, .parseSpecialTokens = true }));
    const std::vector<ByteRange> contents = contentRanges(text, conversation);
    bool spelled = false;
    for (std::size_t i = 0; i < encoding.ids.size() && !spelled; ++i) {
        spelled = tokenizer.isSpecial(encoding.ids[i]) && inside(encoding.ranges[i], contents);
    }
    if (!spelled) {
        return encoding;
    }
    Encoding parts;
    std::size_t done = 0;
    for (const ByteRange& content : contents) {
        FE_CHECK(appendPart(parts, text, { done, content.begin }, true, tokenizer));
        FE_CHECK(appendPart(parts, text, content, false, tokenizer));
        done = content.end;
    }
    FE_CHECK(appendPart(parts, text, { done, text.size() }, true, tokenizer));
    return parts;
}

} // namespace

base::Result<std::string> plainText(const PromptDocument& document)
{
    const PatternPart* part = document.part();
    if (part == nullptr) {
        return document.freeText.toStdString();
    }
    FE_TRY(evaluation::BuiltPrompt built, buildPrompt(*part));
    return std::move(built.text);
}

base::Result<std::string> sentText(const PromptDocument& document)
{
    if (document.mode != Mode::Chat) {
        return plainText(document);
    }
    std::string text;
    for (const ChatMessage& message : document.conversation()) {
        text += message.role.toStdString() + ": " + message.content.toStdString() + "\n\n";
    }
    return text;
}

base::Result<EncodedPrompt> encodePrompt(const workspace::LoadedModel& model,
                                         const PromptDocument& document)
{
    if (!model.tokenizer) {
        return model.tokenizerProblem.value_or(
            base::Error { base::ErrorCode::Unsupported,
                          "cannot read text with this model",
                          {},
                          {},
                          "its files hold no tokenizer",
                          "open a folder or GGUF file with its tokenizer" });
    }
    EncodedPrompt prompt;
    if (document.mode == Mode::Chat) {
        const QList<ChatMessage> conversation = document.conversation();
        if (conversation.isEmpty() || conversation.last().role == QLatin1String("system")) {
            return base::Error {
                base::ErrorCode::InvalidArgument,  "there is nothing to answer", {}, {},
                "the conversation has no message", "write a message first"
            };
        }
        FE_TRY(prompt.text, renderChat(model, conversation));
        FE_TRY(prompt.encoding, encodeChat(prompt.text, conversation, *model.tokenizer));
    } else {
        FE_TRY(prompt.text, plainText(document));
        FE_TRY(prompt.encoding, model.tokenizer->encode(prompt.text));
    }
    if (prompt.encoding.ids.empty()) {
        return base::Error { base::ErrorCode::InvalidArgument,
                             "the prompt is empty",
                             {},
                             {},
                             "this model needs at least one token to begin with",
                             "write something first" };
    }
    return prompt;
}

std::vector<PromptToken> promptTokens(const EncodedPrompt& prompt,
                                      const tokenizers::Tokenizer& tokenizer)
{
    std::vector<PromptToken> tokens;
    const Encoding& encoding = prompt.encoding;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        const ByteRange range = encoding.ranges[i];
        const bool special = tokenizer.isSpecial(encoding.ids[i]);
        if (range.begin == range.end) {
            tokens.push_back(
                { special ? tokenLabel(tokenizer, encoding.ids[i]) : std::string(), special });
            continue;
        }
        if (range.begin > shown) {
            tokens.push_back({ prompt.text.substr(shown, range.begin - shown), false, true });
            shown = range.begin;
        }
        // Tokens that are parts of one character all cover it: its text goes to the last of them.
        const bool shared = i + 1 < encoding.ids.size() && encoding.ranges[i + 1].begin < range.end
            && encoding.ranges[i + 1].end >= range.end;
        const std::size_t end
            = shared ? std::max(shown, encoding.ranges[i + 1].begin) : std::max(shown, range.end);
        tokens.push_back({ prompt.text.substr(shown, end - shown), special });
        shown = end;
    }
    if (shown < prompt.text.size()) {
        tokens.push_back({ prompt.text.substr(shown), false, true });
    }
    return tokens;
}

std::string tokenLabel(const tokenizers::Tokenizer& tokenizer, tokenizers::TokenId id)
{
    const std::string bytes = tokenizer.tokenBytes(id);
    if (base::isValidUtf8(bytes)) {
        return bytes;
    }
    std::string label;
    for (const char byte : bytes) {
        char text[8];
        std::snprintf(text, sizeof text, "<0x%02X>",
                      static_cast<unsigned>(static_cast<unsigned char>(byte)));
        label += text;
    }
    return label;
}

} // namespace fe::prompting
