// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// GPT-2's words: contractions, letters, digits, others, each with one space before it, and runs of
/// white space less the last space before a word.
constexpr std::string_view kGpt2Words
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

// Each builds the stage that the object's "type" names. Unsupported if there is no such stage.
[[nodiscard]] NormalizerFactory makeNormalizer;
[[nodiscard]] PreTokenizerFactory makePreTokenizer;
[[nodiscard]] ModelFactory makeModel;
[[nodiscard]] PostProcessorFactory makePostProcessor;
[[nodiscard]] DecoderFactory makeDecoder;

} // namespace fe::tokenizers
