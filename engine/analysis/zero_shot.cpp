// SPDX-License-Identifier: Apache-2.0
#include "analysis/zero_shot.h"

#include "base/guarded.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace fe::analysis {
namespace {

using base::Result;

constexpr std::size_t kBatch = 64;

void replaceAll(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

bool isWordEnd(const std::string& text, std::size_t at)
{
    return at == text.size() || std::isspace(static_cast<unsigned char>(text[at])) != 0;
}

/// "a/an" as a word of its own becomes "a" or "an".
void chooseArticles(std::string& text)
{
    constexpr std::string_view kBoth = "a/an";
    for (std::size_t at = text.find(kBoth); at != std::string::npos;
         at = text.find(kBoth, at + 1)) {
        const std::size_t end = at + kBoth.size();
        const bool word = (at == 0 || isWordEnd(text, at - 1)) && isWordEnd(text, end);
        if (!word) {
            continue;
        }
        const bool vowel = end + 1 < text.size()
            && std::string_view("aeiouAEIOU").find(text[end + 1]) != std::string_view::npos;
        text.replace(at, kBoth.size(), vowel ? "an" : "a");
    }
}

Result<void> checkTexts(std::span<const std::string> texts, const char* what)
{
    if (texts.empty()) {
        return base::invalidArgument("cannot classify", std::string("there is no ") + what);
    }
    for (const std::string& text : texts) {
        if (text.empty()) {
            return base::invalidArgument("cannot classify", std::string("a ") + what + " is empty");
        }
    }
    return {};
}

/// The unit-length mean of rows [first, first + count).
std::vector<float> meanDirection(const Embeddings& embeddings, std::size_t first, std::size_t count)
{
    const auto width = static_cast<std::size_t>(embeddings.dimensions);
    std::vector<double> sum(width, 0);
    for (std::size_t row = first; row < first + count; ++row) {
        for (std::size_t i = 0; i < width; ++i) {
            sum[i] += static_cast<double>(embeddings.values[row * width + i]);
        }
    }
    double squares = 0;
    for (const double value : sum) {
        squares += value * value;
    }
    const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    std::vector<float> mean;
    for (const double value : sum) {
        mean.push_back(static_cast<float>(value * scale));
    }
    return mean;
}

void softmax(std::vector<LabelScore>& scores, double temperature)
{
    double largest = -std::numeric_limits<double>::infinity();
    for (const LabelScore& score : scores) {
        largest = std::max(largest, score.logit);
    }
    double sum = 0;
    for (LabelScore& score : scores) {
        score.probability = std::exp((score.logit - largest) / temperature);
        sum += score.probability;
    }
    for (LabelScore& score : scores) {
        score.probability /= sum;
    }
}

} // namespace

std::string fillTemplate(std::string_view pattern, std::string_view label)
{
    std::string text(pattern);
    replaceAll(text, "{}", label);
    chooseArticles(text);
    return text;
}

const std::vector<TemplateSet>& templateSets()
{
    static const std::vector<TemplateSet> kSets = {
        { "plain", "The label alone", { "{}" } },
        { "photo", "A photo of a ...", { "a photo of a/an {}" } },
        // The wording that the bundled starter model was evaluated with (its evaluation.json).
        { "starter",
          "Pictures of every kind",
          { "a photo of a/an {}", "a picture of a/an {}", "an image of a/an {}",
            "a drawing of a/an {}", "an icon of a/an {}", "{} emoji", "a/an {}", "{}" } },
        { "starter-ko", "Korean", { "{}", "{} 사진", "{} 그림", "{} 이미지", "{} 아이콘" } },
    };
    return kSets;
}

Result<LabelWeights> labelWeights(const models::Model& model,
                                  const tokenizers::Tokenizer& tokenizer,
                                  std::span<const std::string> labels,
                                  std::span<const std::string> templates,
                                  const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("labelWeights", [&]() -> Result<LabelWeights> {
        FE_CHECK(checkTexts(labels, "label"));
        FE_CHECK(checkTexts(templates, "template"));
        if (model.info().kind != "vision-language") {
            return base::Error { base::ErrorCode::Unsupported,
                                 "cannot classify pictures by labels",
                                 {},
                                 {},
                                 "a model of kind \"" + model.info().kind
                                     + "\" has no common space of pictures and texts",
                                 "open a CLIP or SigLIP model" };
        }
        std::vector<std::string> prompts;
        for (const std::string& label : labels) {
            for (const std::string& pattern : templates) {
                prompts.push_back(fillTemplate(pattern, label));
            }
        }
        FE_TRY(
            const Embeddings embeddings,
            embedTexts(model, tokenizer, { Pooling::Own, {} }, prompts, kBatch, cancel, progress));
        LabelWeights weights { { labels.begin(), labels.end() }, embeddings.dimensions, {} };
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const auto mean = meanDirection(embeddings, i * templates.size(), templates.size());
            weights.values.insert(weights.values.end(), mean.begin(), mean.end());
        }
        return weights;
    });
}

std::vector<LabelScore> scoreLabels(std::span<const float> picture, const LabelWeights& weights,
                                    const models::ModelInfo& info, ScoreKind kind,
                                    double temperature)
{
    const auto width = static_cast<std::size_t>(weights.dimensions);
    const double scale = std::exp(static_cast<double>(info.logitScale));
    std::vector<LabelScore> scores(weights.labels.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        double cosine = 0;
        for (std::size_t j = 0; j < width; ++j) {
            cosine += static_cast<double>(picture[j])
                * static_cast<double>(weights.values[i * width + j]);
        }
        const double logit = scale * cosine + static_cast<double>(info.logitBias);
        scores[i] = { i, logit, 1 / (1 + std::exp(-logit / temperature)) };
    }
    if (kind == ScoreKind::Softmax) {
        softmax(scores, temperature);
    }
    return scores;
}

std::vector<LabelScore> ranked(std::vector<LabelScore> scores)
{
    std::stable_sort(scores.begin(), scores.end(),
                     [](const LabelScore& a, const LabelScore& b) { return a.logit > b.logit; });
    return scores;
}

} // namespace fe::analysis
