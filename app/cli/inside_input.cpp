// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/inside_input.h"

#include "analysis/attention_summary.h"
#include "analysis/predicted_place.h"
#include "cli/forward_input.h"
#include "models/patch_vectors.h"
#include "pictures/picture_encoder.h"

#include <algorithm>
#include <charconv>

namespace fe::cli {
namespace {

using base::Result;
using models::ForwardInput;

Result<void> checkIds(const InsideInput& inside, std::span<const TokenId> ids)
{
    const auto beyond = std::find_if(ids.begin(), ids.end(), [&inside](TokenId id) {
        return id < 0 || id >= inside.info().vocabSize;
    });
    if (beyond != ids.end()) {
        return base::malformed(
            inside.loaded.package->path().string(), "tokenizer",
            "token \"" + inside.spelled(*beyond) + "\" has id " + std::to_string(*beyond)
                + ", but the model knows "
                + base::grouped(static_cast<std::uint64_t>(inside.info().vocabSize)));
    }
    return {};
}

Result<ForwardInput> encoderInput(const InsideInput& inside, const std::string& text,
                                  const std::optional<std::string>& pair)
{
    ForwardInput input;
    FE_TRY(const auto encoding,
           pair ? inside.tokenizer->encodePair(text, *pair) : inside.tokenizer->encode(text));
    input.ids = { encoding.ids };
    if (inside.info().tokenTypes > 1) {
        input.tokenTypes.emplace_back(encoding.typeIds.begin(), encoding.typeIds.end());
    }
    return input;
}

/// The source, and what the decoder has said so far.
Result<ForwardInput> bothTexts(const InsideInput& inside, const std::string& text,
                               const std::optional<std::string>& pair)
{
    ForwardInput input;
    FE_TRY(const auto source, inside.tokenizer->encode(text));
    input.ids = { source.ids };
    input.decoderIds = { { inside.info().decoderStart } };
    if (pair) {
        FE_TRY(const auto answer, inside.tokenizer->encode(*pair, { .addSpecialTokens = false }));
        auto& ids = input.decoderIds.front();
        ids.insert(ids.end(), answer.ids.begin(), answer.ids.end());
        FE_CHECK(checkIds(inside, ids));
    }
    return input;
}

Result<ForwardInput> pictureInput(const InsideInput& inside, const std::string& path,
                                  Context& context)
{
    if (!inside.info().readsPictures()) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot look at a picture",
                             inside.source,
                             {},
                             "this " + inside.info().kind + " model reads no pictures",
                             "give it --text" };
    }
    FE_TRY(const auto processor, pictures::pictureProcessor(*inside.loaded.package));
    ForwardInput input;
    FE_TRY(input.pixels, pictures::pixelsOf(path, processor, context.cancel));
    return input;
}

Result<ForwardInput> randomInput(const InsideInput& inside, const Arguments& arguments)
{
    if (!inside.info().readsText()) {
        return base::unsupported(inside.source, {}, "the model reads no text");
    }
    ForwardInput input;
    FE_TRY(
        auto ids,
        analysis::repeatedRandomTokens(inside.tokenizer.get(), inside.info().vocabSize,
                                       arguments.integer("--repeated-random", 0),
                                       static_cast<std::uint64_t>(arguments.integer("--seed", 0))));
    if (inside.info().kind == "encoder-decoder") {
        input.decoderIds = { { inside.info().decoderStart } };
        input.decoderIds.front().insert(input.decoderIds.front().end(), ids.begin(), ids.end());
    }
    input.ids = { std::move(ids) };
    return input;
}

Result<ForwardInput> readInput(const InsideInput& inside, const Arguments& arguments,
                               Context& context)
{
    if (arguments.has("--input")) {
        return readForwardInput(arguments.text("--input"), inside.info(), *inside.loaded.package,
                                context.cancel);
    }
    if (arguments.has("--image")) {
        return pictureInput(inside, arguments.text("--image"), context);
    }
    if (arguments.has("--repeated-random")) {
        return randomInput(inside, arguments);
    }
    return textInput(inside, arguments.text("--text"),
                     arguments.has("--pair") ? std::optional(arguments.text("--pair"))
                                             : std::nullopt);
}

} // namespace

std::string InsideInput::spelled(TokenId id) const
{
    return tokenizer == nullptr ? std::to_string(id) : tokenizer->token(id);
}

std::vector<std::string> InsideInput::spelled(std::span<const TokenId> ids) const
{
    std::vector<std::string> tokens;
    for (const TokenId id : ids) {
        tokens.push_back(spelled(id));
    }
    return tokens;
}

std::vector<std::string> InsideInput::tokensOf(const models::AttentionInfo& attention) const
{
    if (attention.stack == "vision" || info().kind == "vision") {
        const auto patches = models::patchGrid(info(), input.pixels);
        std::vector<std::string> tokens;
        for (std::int64_t i = 0; i < patches.prefix; ++i) {
            tokens.push_back(i == 0 ? "class" : "register " + std::to_string(i));
        }
        for (std::int64_t i = 0; i < patches.patches(); ++i) {
            tokens.push_back(std::to_string(i / patches.columns) + ','
                             + std::to_string(i % patches.columns));
        }
        return tokens;
    }
    if (attention.stack == "decoder") {
        return spelled(input.decoderIds.front());
    }
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < input.ids.front().size(); ++i) {
        if (input.attentionMask.empty() || input.attentionMask.front()[i] != 0) {
            tokens.push_back(spelled(input.ids.front()[i]));
        }
    }
    return tokens;
}

const std::vector<TokenId>& InsideInput::predictedIds() const
{
    return input.decoderIds.empty() ? input.ids.front() : input.decoderIds.front();
}

std::int64_t InsideInput::predictedPlace() const
{
    return analysis::predictedPlace(info(), predictedIds(), tokenizer.get());
}

Result<TokenId> InsideInput::tokenOf(const std::string& text, std::string_view option) const
{
    const std::string what = "cannot use " + std::string(option) + " \"" + text.substr(0, 40) + '"';
    std::vector<TokenId> ids;
    if (tokenizer != nullptr) {
        FE_TRY(const auto encoding, tokenizer->encode(text, { .addSpecialTokens = false }));
        if (encoding.ids.size() == 1) {
            return encoding.ids.front();
        }
        if (const auto spelledSo = tokenizer->idOf(text)) {
            return *spelledSo;
        }
        ids = encoding.ids;
    }
    TokenId id = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error == std::errc() && end == text.data() + text.size() && id >= 0
        && id < info().vocabSize) {
        return id;
    }
    std::string why = "it is no token's id";
    if (!ids.empty()) {
        why = "it is " + std::to_string(ids.size()) + " tokens:";
        for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 8); ++i) {
            why += ' ' + spelled(ids[i]);
        }
    }
    return base::invalidArgument(what, why);
}

std::vector<OptionSpec> textOptions()
{
    return {
        { .name = "--text",
          .value = "S",
          .kind = ValueKind::Text,
          .help = "the text (encoder-decoders: the source)" },
        { .name = "--pair",
          .value = "S",
          .kind = ValueKind::Text,
          .help = "encoders: a second text; encoder-decoders: the answer so far" },
        { .name = "--input",
          .value = "F.json",
          .kind = ValueKind::Text,
          .help = "ids in place of a text, one row, as in `fexp run`" },
        { "--repeated-random", "N", ValueKind::Integer,
          "a random sequence of N tokens said twice, by --seed", 1, 1'000'000 },
    };
}

OptionSpec positionOption()
{
    return { "--position",
             "P",
             ValueKind::Integer,
             "whose prediction (default: the last; encoders: the first masked token, else the last "
             "before the separator)",
             0,
             1e9 };
}

OptionSpec imageOption()
{
    return { .name = "--image",
             .value = "F",
             .kind = ValueKind::Text,
             .help = "a picture, or a safetensors file with pixel_values" };
}

Result<ForwardInput> textInput(const InsideInput& inside, const std::string& text,
                               const std::optional<std::string>& pair)
{
    const models::ModelInfo& info = inside.info();
    if (!info.readsText()) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot look at a text",
                             inside.source,
                             {},
                             "this " + info.kind + " model reads no text",
                             "give it --image" };
    }
    if (pair && info.kind != "encoder" && info.kind != "encoder-decoder") {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot look at a pair of texts",
                             inside.source,
                             {},
                             "this " + info.kind + " model reads one text",
                             "leave --pair out" };
    }
    FE_TRY(ForwardInput input,
           info.kind == "encoder-decoder" ? bothTexts(inside, text, pair)
                                          : encoderInput(inside, text, pair));
    FE_CHECK(checkIds(inside, input.ids.front()));
    if (input.ids.front().empty()) {
        return blame(base::invalidArgument("cannot look at a text", "it has no tokens"),
                     inside.source);
    }
    if (info.padsTexts && input.ids.front().size() < static_cast<std::size_t>(info.context)) {
        // The model was trained on padding that counts.
        input.ids.front().resize(static_cast<std::size_t>(info.context),
                                 inside.tokenizer->padId().value_or(0));
    }
    return input;
}

Result<InsideInput> insideInput(const Arguments& arguments, Context& context)
{
    if (arguments.has("--pair") && !arguments.has("--text")) {
        return base::invalidArgument("--pair needs --text", "it is the second of two texts");
    }
    InsideInput inside;
    inside.source = arguments.has("--input") ? arguments.text("--input") : arguments.positional(0);
    FE_TRY(inside.loaded, loadAnyModel(arguments.positional(0), arguments, context));
    if (inside.info().readsText()) {
        auto tokenizer = tokenizers::loadTokenizer(*inside.loaded.package);
        if (tokenizer) {
            inside.tokenizer = *std::move(tokenizer);
        } else if (arguments.has("--text")) {
            return tokenizer.error();
        }
    }
    FE_TRY(inside.input, readInput(inside, arguments, context));
    return inside;
}

} // namespace fe::cli
