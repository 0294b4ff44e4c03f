// SPDX-License-Identifier: Apache-2.0
// vocab.json {"token": id} and merges.txt, a merge a line after a line "#version".
#include "tokenizers/file_text.h"
#include "tokenizers/gguf_splits.h"
#include "tokenizers/stages.h"
#include "tokenizers/vocabulary_files.h"

#include "base/utf8.h"

namespace fe::tokenizers {
namespace {

using base::Json;

constexpr std::uintmax_t kLargestVocabulary = 256U << 20U;
/// CLIP's published merges go on behind those that its vocabulary was made with.
constexpr std::size_t kClipMerges = 49'152 - 256 - 2;
constexpr std::string_view kClipWords
    = R"('s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+)";

base::Result<Json> readMerges(const TokenizerFile& path, std::size_t limit)
{
    FE_TRY(const std::string text, readFile(path, kLargestVocabulary));
    if (!base::isValidUtf8(text)) {
        return base::malformed(path.string(), {}, "it is not valid UTF-8");
    }
    Json merges = Json::array();
    std::string_view rest = text;
    for (bool isFirst = true; !rest.empty() && merges.asArray()->size() < limit; isFirst = false) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!line.empty() && !(isFirst && line.starts_with("#version"))) {
            merges.push(line);
        }
    }
    return merges;
}

Json byteLevel(bool addPrefixSpace, bool useRegex)
{
    return Json(Json::Object { { "type", "ByteLevel" },
                               { "add_prefix_space", addPrefixSpace },
                               { "trim_offsets", false },
                               { "use_regex", useRegex } });
}

Json split(std::string_view pattern, std::string_view behavior, bool invert)
{
    Json regex = Json::object();
    regex.set("Regex", pattern);
    return Json(Json::Object { { "type", "Split" },
                               { "pattern", std::move(regex) },
                               { "behavior", behavior },
                               { "invert", invert } });
}

Json sequence(std::string_view key, Json::Array steps)
{
    Json whole(Json::Object { { "type", "Sequence" } });
    whole.set(key, Json(std::move(steps)));
    return whole;
}

/// [first] text [last], pairs parted by two: RoBERTa's and, without type ids, CLIP's.
base::Result<Json> robertaProcessing(const SideFiles& side, const char* first, const char* last,
                                     Json options, const std::string& file, const FindId& findId)
{
    options.set("type", "RobertaProcessing");
    FE_TRY(Json cls, tokenWithId(side.namedToken(first).value_or(""), file, findId));
    FE_TRY(Json sep, tokenWithId(side.namedToken(last).value_or(""), file, findId));
    options.set("cls", std::move(cls));
    options.set("sep", std::move(sep));
    return options;
}

class ByteLevelReader
{
public:
    ByteLevelReader(SideFiles side, std::string tokenizerClass)
        : m_side(std::move(side)), m_class(std::move(tokenizerClass))
    {
    }

    base::Result<OlderTokenizer> read(const TokenizerFiles& files)
    {
        OlderTokenizer older;
        older.file = files.vocabJson.string();
        const bool isClip = m_class == "CLIPTokenizer";
        FE_TRY(Json tokens, readJsonFile(files.vocabJson, kLargestVocabulary));
        FE_TRY(Json merges, readMerges(files.mergesTxt, isClip ? kClipMerges : std::string::npos));
        FE_TRY(m_vocabulary,
               Vocabulary::fromObject(tokens, StageSpec { tokens, {}, older.file }, {}));
        m_findId = [this](std::string_view token) { return m_vocabulary.find(token); };
        m_file = older.file;
        Json model(Json::Object {
            { "type", "BPE" }, { "vocab", std::move(tokens) }, { "merges", std::move(merges) } });
        const bool isSurrounded = m_class == "RobertaTokenizer" || m_class == "LongformerTokenizer"
            || m_class == "BartTokenizer";
        if (isClip) {
            FE_CHECK(setClip(model));
        } else if (m_class == "Qwen2Tokenizer") {
            FE_CHECK(setQwen2());
        } else if (isSurrounded) {
            FE_CHECK(setRoberta());
        } else {
            FE_CHECK(setGpt2());
        }
        m_stages.set("model", std::move(model));
        m_stages.set("decoder", byteLevel(false, true));
        older.stages = std::move(m_stages);
        older.side = std::move(m_side);
        return older;
    }

private:
    base::Result<void> setGpt2()
    {
        setDefaultTokens(m_side,
                         { { "bos_token", "<|endoftext|>" },
                           { "eos_token", "<|endoftext|>" },
                           { "unk_token", "<|endoftext|>" } });
        m_stages.set("pre_tokenizer", byteLevel(addPrefixSpace(), true));
        if (!m_side.flag("add_bos_token").value_or(false)) {
            return {};
        }
        const std::string bos = *m_side.namedToken("bos_token");
        FE_TRY(Json processor,
               templateProcessing({ { bos }, { "A", true } },
                                  { { bos }, { "A", true }, { bos }, { "B", true, 1 } }, m_file,
                                  m_findId));
        m_stages.set("post_processor", std::move(processor));
        return {};
    }
    base::Result<void> setQwen2()
    {
        setDefaultTokens(m_side,
                         { { "eos_token", "<|endoftext|>" }, { "pad_token", "<|endoftext|>" } });
        m_stages.set("normalizer", Json(Json::Object { { "type", "NFC" } }));
        m_stages.set("pre_tokenizer",
                     sequence("pretokenizers",
                              { split(ggufSplit("qwen2")->patterns[0], "Isolated", false),
                                byteLevel(addPrefixSpace(), false) }));
        return {};
    }
    base::Result<void> setRoberta()
    {
        setDefaultTokens(m_side,
                         { { "bos_token", "<s>" },
                           { "eos_token", "</s>" },
                           { "sep_token", "</s>" },
                           { "cls_token", "<s>" },
                           { "unk_token", "<unk>" },
                           { "pad_token", "<pad>" } });
        if (!m_side.namedToken("mask_token")) {
            m_side.config.set("mask_token",
                              Json(Json::Object { { "content", "<mask>" }, { "lstrip", true } }));
        }
        m_stages.set("pre_tokenizer", byteLevel(addPrefixSpace(), true));
        FE_TRY(Json processor,
               robertaProcessing(m_side, "cls_token", "sep_token",
                                 Json(Json::Object { { "trim_offsets", true },
                                                     { "add_prefix_space", addPrefixSpace() } }),
                                 m_file, m_findId));
        m_stages.set("post_processor", std::move(processor));
        return {};
    }
    base::Result<void> setClip(Json& model)
    {
        setDefaultTokens(m_side,
                         { { "bos_token", "<|startoftext|>" },
                           { "eos_token", "<|endoftext|>" },
                           { "unk_token", "<|endoftext|>" },
                           { "pad_token", "<|endoftext|>" } });
        model.set("end_of_word_suffix", "</w>");
        model.set("unk_token", *m_side.namedToken("unk_token"));
        Json spaces = Json::object();
        spaces.set("Regex", R"(\s+)");
        m_stages.set("normalizer",
                     sequence("normalizers",
                              { Json(Json::Object { { "type", "NFC" } }),
                                Json(Json::Object { { "type", "Replace" },
                                                    { "pattern", std::move(spaces) },
                                                    { "content", " " } }),
                                Json(Json::Object { { "type", "Lowercase" } }) }));
        m_stages.set("pre_tokenizer",
                     sequence("pretokenizers",
                              { split(kClipWords, "Removed", true), byteLevel(false, true) }));
        FE_TRY(Json processor,
               robertaProcessing(
                   m_side, "bos_token", "eos_token",
                   Json(Json::Object { { "trim_offsets", false }, { "add_prefix_space", false } }),
                   m_file, m_findId));
        m_stages.set("post_processor", std::move(processor));
        return {};
    }
    [[nodiscard]] bool addPrefixSpace() const
    {
        return m_side.flag("add_prefix_space").value_or(false);
    }

    SideFiles m_side;
    std::string m_class;
    std::string m_file;
    Vocabulary m_vocabulary;
    FindId m_findId;
    Json m_stages = Json::object();
};

} // namespace

base::Result<OlderTokenizer> readByteLevelFiles(const TokenizerFiles& files, SideFiles side,
                                                const std::string& tokenizerClass)
{
    if (files.vocabJson.empty() || files.mergesTxt.empty()) {
        return base::unsupported(files.tokenizerConfig.string(), "tokenizer_class",
                                 "a " + tokenizerClass
                                     + " needs vocab.json and merges.txt, which are not there");
    }
    return ByteLevelReader(std::move(side), tokenizerClass).read(files);
}

} // namespace fe::tokenizers
