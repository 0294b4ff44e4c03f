// SPDX-License-Identifier: Apache-2.0
// A SentencePiece model and what the tokenizer's class does around it.
#include "tokenizers/file_text.h"
#include "tokenizers/sentencepiece_stages.h"
#include "tokenizers/vocabulary_files.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

using base::Json;
using Kind = SentencePieceToken::Kind;

constexpr std::uintmax_t kLargestModel = 256U << 20U;
constexpr std::uint64_t kMostExtraIds = 10'000;

std::optional<TokenId> idOf(const SentencePieceModel& model, std::string_view text)
{
    const auto token
        = std::find_if(model.tokens.begin(), model.tokens.end(),
                       [&](const SentencePieceToken& item) { return item.text == text; });
    return token == model.tokens.end()
        ? std::nullopt
        : std::optional(static_cast<TokenId>(token - model.tokens.begin()));
}

/// Control tokens are special, user-defined ones are only found first.
std::vector<AddedToken> addedOf(const SentencePieceModel& model)
{
    std::vector<AddedToken> added;
    for (const SentencePieceToken& token : model.tokens) {
        if (token.kind == Kind::Control || token.kind == Kind::UserDefined) {
            AddedToken item;
            item.content = token.text;
            item.normalized = false;
            item.special = token.kind == Kind::Control;
            added.push_back(std::move(item));
        }
    }
    return added;
}

/// fairseq, in which XLM-R was trained, has its own first four tokens and one at the end.
void rearrangeAsFairseq(SentencePieceModel& model)
{
    std::vector<SentencePieceToken> tokens { { "<s>", 0, Kind::Control },
                                             { "<pad>", 0, Kind::Control },
                                             { "</s>", 0, Kind::Control },
                                             { "<unk>", 0, Kind::Unknown } };
    const std::size_t skipped = std::min<std::size_t>(3, model.tokens.size());
    std::move(model.tokens.begin() + static_cast<std::ptrdiff_t>(skipped), model.tokens.end(),
              std::back_inserter(tokens));
    tokens.push_back({ "<mask>", 0, Kind::Control });
    model.tokens = std::move(tokens);
}

/// What a class adds to a text, and its own tokens.
class ClassRecipe
{
public:
    ClassRecipe(SentencePieceModel& model, SideFiles& side, const std::string& file)
        : m_model(model), m_side(side), m_file(file)
    {
    }

    base::Result<Json> apply(const std::string& tokenizerClass)
    {
        if (tokenizerClass == "T5Tokenizer" || tokenizerClass == "MT5Tokenizer"
            || tokenizerClass == "SiglipTokenizer") {
            return endOnly(tokenizerClass == "SiglipTokenizer");
        }
        if (tokenizerClass == "XLMRobertaTokenizer") {
            return fairseq();
        }
        return tokenizerClass == "AlbertTokenizer" ? albert() : beginAndEnd(tokenizerClass);
    }
    [[nodiscard]] Json::Array takeNormalizers() { return std::move(m_normalizers); }
    [[nodiscard]] std::vector<AddedToken> takeExtra() { return std::move(m_extra); }

private:
    [[nodiscard]] FindId findId() const
    {
        return [this](std::string_view token) { return idOf(m_model, token); };
    }
    [[nodiscard]] std::string named(const char* key) const
    {
        return m_side.namedToken(key).value_or("");
    }

    base::Result<Json> endOnly(bool isSiglip)
    {
        setDefaultTokens(m_side,
                         { { "eos_token", "</s>" },
                           { "unk_token", "<unk>" },
                           { "pad_token", isSiglip ? "</s>" : "<pad>" } });
        if (!isSiglip) {
            addExtraIds();
        }
        const std::string eos = named("eos_token");
        return templateProcessing({ { "A", true }, { eos } },
                                  { { "A", true }, { eos }, { "B", true }, { eos } }, m_file,
                                  findId());
    }
    /// <extra_id_99> ... <extra_id_0> have the ids after the model's, unless the files list them.
    void addExtraIds()
    {
        const Json* written = m_side.config.findNonNull("extra_ids");
        const auto number = written == nullptr ? std::nullopt : written->asUint();
        const std::uint64_t count = std::min(number.value_or(100), kMostExtraIds);
        if (m_side.config.findNonNull("added_tokens_decoder") != nullptr) {
            return;
        }
        for (std::uint64_t i = count; i-- > 0;) {
            AddedToken token;
            token.content = "<extra_id_" + std::to_string(i) + ">";
            token.normalized = false;
            token.special = true;
            m_extra.push_back(std::move(token));
        }
    }
    /// The mask takes the space before it along.
    void addMask(const char* content)
    {
        if (!m_side.namedToken("mask_token")) {
            AddedToken token;
            token.content = content;
            token.stripLeft = true;
            token.normalized = false;
            token.special = true;
            m_extra.push_back(std::move(token));
            m_side.config.set("mask_token", content);
        }
    }
    base::Result<Json> fairseq()
    {
        rearrangeAsFairseq(m_model);
        setDefaultTokens(m_side,
                         { { "bos_token", "<s>" },
                           { "eos_token", "</s>" },
                           { "sep_token", "</s>" },
                           { "cls_token", "<s>" },
                           { "unk_token", "<unk>" },
                           { "pad_token", "<pad>" } });
        addMask("<mask>");
        const std::string cls = named("cls_token");
        const std::string sep = named("sep_token");
        return templateProcessing(
            { { cls }, { "A", true }, { sep } },
            { { cls }, { "A", true }, { sep }, { sep }, { "B", true }, { sep } }, m_file, findId());
    }
    base::Result<Json> albert()
    {
        setDefaultTokens(m_side,
                         { { "bos_token", "[CLS]" },
                           { "eos_token", "[SEP]" },
                           { "sep_token", "[SEP]" },
                           { "cls_token", "[CLS]" },
                           { "unk_token", "<unk>" },
                           { "pad_token", "<pad>" } });
        addMask("[MASK]");
        const auto replace = [](std::string_view from) {
            Json pattern = Json::object();
            pattern.set("String", from);
            return Json(Json::Object {
                { "type", "Replace" }, { "pattern", std::move(pattern) }, { "content", "\"" } });
        };
        m_normalizers = { replace("``"), replace("''") };
        if (!m_side.flag("keep_accents").value_or(false)) {
            m_normalizers.push_back(Json(Json::Object { { "type", "NFKD" } }));
            m_normalizers.push_back(Json(Json::Object { { "type", "StripAccents" } }));
        }
        if (m_side.flag("do_lower_case").value_or(true)) {
            m_normalizers.push_back(Json(Json::Object { { "type", "Lowercase" } }));
        }
        const std::string cls = named("cls_token");
        const std::string sep = named("sep_token");
        return templateProcessing(
            { { cls }, { "A", true }, { sep } },
            { { cls }, { "A", true }, { sep }, { "B", true, 1 }, { sep, false, 1 } }, m_file,
            findId());
    }
    base::Result<Json> beginAndEnd(const std::string& tokenizerClass)
    {
        const bool isGemma = tokenizerClass == "GemmaTokenizer";
        setDefaultTokens(m_side,
                         { { "bos_token", isGemma ? "<bos>" : "<s>" },
                           { "eos_token", isGemma ? "<eos>" : "</s>" },
                           { "unk_token", "<unk>" } });
        std::vector<TemplateItem> single;
        std::vector<TemplateItem> pair;
        const bool addBos = m_side.flag("add_bos_token").value_or(true);
        const bool addEos = m_side.flag("add_eos_token").value_or(false);
        for (const char* text : { "A", "B" }) {
            const int type = *text == 'A' ? 0 : 1;
            if (addBos) {
                pair.push_back({ named("bos_token"), false, type });
            }
            pair.push_back({ text, true, type });
            if (addEos) {
                pair.push_back({ named("eos_token"), false, type });
            }
            if (type == 0) {
                single = pair;
            }
        }
        return templateProcessing(single, pair, m_file, findId());
    }

    SentencePieceModel& m_model;
    SideFiles& m_side;
    const std::string& m_file;
    Json::Array m_normalizers;
    std::vector<AddedToken> m_extra;
};

} // namespace

base::Result<OlderTokenizer> readSentencePieceFile(const TokenizerFiles& files, SideFiles side,
                                                   const std::string& tokenizerClass)
{
    if (files.sentencePiece.empty()) {
        return base::unsupported(files.tokenizerConfig.string(), "tokenizer_class",
                                 "a " + tokenizerClass
                                     + " needs a SentencePiece model, which is not there");
    }
    OlderTokenizer older;
    older.file = files.sentencePiece.string();
    FE_TRY(const std::string bytes, readFile(files.sentencePiece, kLargestModel));
    FE_TRY(SentencePieceModel model, SentencePieceModel::parse(bytes, older.file));
    older.added = addedOf(model);
    ClassRecipe recipe(model, side, older.file);
    FE_TRY(Json processor, recipe.apply(tokenizerClass));
    SentencePieceText text;
    text.charsmap = model.charsmap;
    text.removeExtraSpaces = model.removeExtraSpaces;
    text.addDummyPrefix = side.flag("add_prefix_space").value_or(model.addDummyPrefix);
    text.prefixFirstOnly = !side.flag("legacy").value_or(true);
    text.byteFallback = model.byteFallback;
    older.stages = sentencePieceStages(text, recipe.takeNormalizers());
    older.stages.set("post_processor", std::move(processor));
    FE_TRY(older.model, makeSentencePieceModel(model, older.file));
    for (AddedToken& token : recipe.takeExtra()) {
        older.added.push_back(std::move(token));
    }
    older.side = std::move(side);
    return older;
}

} // namespace fe::tokenizers
