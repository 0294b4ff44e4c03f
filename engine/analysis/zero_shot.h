// SPDX-License-Identifier: Apache-2.0
//
// Zero-shot classification with a dual encoder (Radford et al. 2021, arXiv:2103.00020, sec. 3.1).
#pragma once

#include "analysis/embedding.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::analysis {

/// A template with the label in place of every "{}"; "a/an" in a template becomes the article that
/// the next word's first letter asks for.
[[nodiscard]] std::string fillTemplate(std::string_view pattern, std::string_view label);

/// Template sets that come with the program, by name; see templateSets().
struct TemplateSet {
    const char* name;
    const char* title; ///< for people, English
    std::vector<std::string> templates;
};
[[nodiscard]] const std::vector<TemplateSet>& templateSets();

/// Weight of each label: the unit-length mean of the unit-length embeddings of its prompts.
struct LabelWeights {
    std::vector<std::string> labels;
    std::int64_t dimensions = 0;
    std::vector<float> values; ///< [labels, dimensions]
};

/// @param labels at least one, none empty. @param templates at least one.
[[nodiscard]] base::Result<LabelWeights> labelWeights(const models::Model& model,
                                                      const tokenizers::Tokenizer& tokenizer,
                                                      std::span<const std::string> labels,
                                                      std::span<const std::string> templates,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

enum class ScoreKind {
    Softmax, ///< one label is right: probabilities over the labels sum to 1
    Independent, ///< each label by itself: the sigmoid of its logit (SigLIP's own meaning)
};

struct LabelScore {
    std::size_t label = 0; ///< index into LabelWeights::labels
    double logit = 0; ///< exp(logit scale) x cosine + logit bias
    double probability = 0;
};

/// Scores of one picture, in the labels' order.
/// @param picture unit vector. @param temperature divides the logits before the probabilities.
[[nodiscard]] std::vector<LabelScore> scoreLabels(std::span<const float> picture,
                                                  const LabelWeights& weights,
                                                  const models::ModelInfo& info, ScoreKind kind,
                                                  double temperature = 1);

/// The same, best first; ties to the lower index.
[[nodiscard]] std::vector<LabelScore> ranked(std::vector<LabelScore> scores);

} // namespace fe::analysis
