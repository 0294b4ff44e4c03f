// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "formats/model_library.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "tokenize",
        "ids, tokens and byte offsets of texts",
        { "MODEL" },
        {
            { "--text", "S", ValueKind::Text, "the text" },
            { "--file", "F.json", ValueKind::Text, "a JSON array of texts" },
            { "--no-special", "", ValueKind::Flag,
              "add no special tokens, and leave them out of `decoded`" },
        },
        { "--text", "--file" },
        "MODEL may also be a tokenizer file itself: any .json. Special tokens written in the text "
        "are\n"
        "recognised either way."
    };
    return kSpec;
}

/// A tokenizer needs no weights: a .json file or a folder's own files do.
base::Result<tokenizers::TokenizerPtr> tokenizerOf(const std::string& name,
                                                   const Arguments& arguments, Context& context)
{
    FE_TRY(const auto path, formats::resolveModel(name));
    std::error_code error;
    if (path.extension() == ".json" && !std::filesystem::is_directory(path, error)) {
        tokenizers::TokenizerFiles files;
        files.tokenizerJson = path;
        return tokenizers::loadTokenizer(files);
    }
    // A folder without weights, too.
    if (tokenizers::TokenizerFiles files = tokenizers::tokenizerFilesIn(path);
        !files.tokenizerJson.empty()) {
        return tokenizers::loadTokenizer(files);
    }
    FE_TRY(const auto package, openModel(name, arguments, context));
    return tokenizers::loadTokenizer(*package);
}

base::Result<std::vector<std::string>> textsOf(const Arguments& arguments)
{
    if (arguments.has("--text")) {
        return arguments.texts("--text");
    }
    const std::string path = arguments.text("--file");
    FE_TRY(const Json json, readJson(path));
    const auto* items = json.asArray();
    if (items == nullptr) {
        return base::malformed(
            path, {}, std::string("it holds ") + json.typeName() + ", not an array of texts");
    }
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string* text = (*items)[i].asString();
        if (text == nullptr) {
            return base::malformed(path, "[" + std::to_string(i) + "]",
                                   std::string("it is ") + (*items)[i].typeName() + ", not text");
        }
        texts.push_back(*text);
    }
    return texts;
}

Json described(const tokenizers::Tokenizer& tokenizer, const tokenizers::Encoding& encoding,
               bool noSpecial)
{
    Json offsets = Json::array();
    for (const tokenizers::ByteRange& range : encoding.ranges) {
        offsets.push(Json::arrayOf(std::vector<std::uint64_t> { range.begin, range.end }));
    }
    Json row = Json::object();
    row.set("ids", Json::arrayOf(encoding.ids));
    row.set("tokens", Json::arrayOf(encoding.tokens));
    row.set("offsets", std::move(offsets));
    row.set("decoded", tokenizer.decode(encoding.ids, { .skipSpecialTokens = noSpecial }));
    return row;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto texts, textsOf(arguments));
    FE_TRY(const auto tokenizer, tokenizerOf(arguments.positional(0), arguments, context));
    const bool noSpecial = arguments.has("--no-special");
    context.progress.begin("Tokenizing", texts.size());
    Json document = Json::array();
    for (const std::string& text : texts) {
        if (context.cancel.isCancelled()) {
            return base::cancelled();
        }
        const auto encoding = tokenizer->encode(text, { .addSpecialTokens = !noSpecial });
        if (!encoding) {
            return arguments.has("--file") ? blame(encoding.error(), arguments.text("--file"))
                                           : encoding.error();
        }
        document.push(described(*tokenizer, *encoding, noSpecial));
        context.progress.advance();
    }
    return print(document);
}

} // namespace

Command tokenizeCommand()
{
    return { spec, run };
}

} // namespace fe::cli
