// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/gguf_splits.h"

#include "tokenizers/stages.h"

#include <array>

namespace fe::tokenizers {
namespace {

using Patterns = std::span<const std::string_view>;

constexpr std::string_view kGpt4oWords
    = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kTekkenWords
    = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kDeepSeek3Words
    = R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

constexpr std::array kGpt2 = { kGpt2Words };
constexpr std::array kDigitsGpt2 = { std::string_view(R"(\p{N})"), kGpt2Words };
constexpr std::array kLlama3 = { kLlama3Words };
constexpr std::array kQwen2 = { kQwen2Words };
constexpr std::array kGpt4o = { kGpt4oWords };
constexpr std::array kTekken = { kTekkenWords };
constexpr std::array kDeepSeek3
    = { std::string_view(R"(\p{N}{1,3})"), std::string_view(R"([一-龥぀-ゟ゠-ヿ]+)"),
        kDeepSeek3Words };
constexpr std::array kFalcon = { std::string_view(R"([\p{P}\$\+<=>\^~\|`]+)"), kGpt2Words,
                                 std::string_view("[0-9][0-9][0-9]") };
/// For files that were made before the key existed.
constexpr std::array kDefault
    = { std::string_view(R"([\p{P}\$\+<=>\^~\|]+)"), kGpt2Words, std::string_view(R"(\p{N}+)"),
        std::string_view("[0-9][0-9][0-9]") };

struct Row {
    std::string_view name;
    Patterns patterns;
    bool ignoreMerges = false;
    bool addBos = false;
};

constexpr std::array kRows = {
    Row { "default", kDefault },
    Row { "gpt-2", kGpt2 },
    Row { "phi-2", kGpt2 },
    Row { "mpt", kGpt2 },
    Row { "olmo", kGpt2 },
    Row { "jais", kGpt2 },
    Row { "trillion", kGpt2 },
    Row { "exaone4", kGpt2 },
    Row { "gigachat", kGpt2 },
    Row { "mellum", kGpt2 },
    Row { "a.x-4.0", kGpt2 },
    Row { "granite-docling", kGpt2 },
    Row { "smollm", kDigitsGpt2 },
    Row { "starcoder", kDigitsGpt2 },
    Row { "refact", kDigitsGpt2 },
    Row { "command-r", kDigitsGpt2 },
    Row { "codeshell", kDigitsGpt2 },
    Row { "exaone", kDigitsGpt2 },
    Row { "minerva-7b", kDigitsGpt2 },
    Row { "llama3", kLlama3, true, true },
    Row { "llama-v3", kLlama3, true, true },
    Row { "llama-bpe", kLlama3, true, true },
    Row { "falcon3", kLlama3, true, true },
    Row { "falcon-h1", kLlama3, true, true },
    Row { "pixtral", kLlama3, true, true },
    Row { "midm-2.0", kLlama3, true, true },
    Row { "lfm2", kLlama3, true, true },
    Row { "dbrx", kLlama3 },
    Row { "smaug-bpe", kLlama3 },
    Row { "chatglm-bpe", kLlama3 },
    Row { "glm4", kLlama3, true },
    Row { "qwen2", kQwen2 },
    Row { "deepseek-r1-qwen", kQwen2 },
    Row { "megrez", kQwen2 },
    Row { "stablelm2", kQwen2 },
    Row { "hunyuan", kQwen2 },
    Row { "gpt-4o", kGpt4o },
    Row { "llama4", kGpt4o },
    Row { "tekken", kTekken, true, true },
    Row { "deepseek-v3", kDeepSeek3 },
    Row { "falcon", kFalcon },
};

} // namespace

std::optional<GgufSplit> ggufSplit(std::string_view name)
{
    for (const Row& row : kRows) {
        if (row.name == name) {
            return GgufSplit { row.patterns, row.ignoreMerges, row.addBos };
        }
    }
    return std::nullopt;
}

} // namespace fe::tokenizers
