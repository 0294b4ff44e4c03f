// SPDX-License-Identifier: Apache-2.0
#include "analysis/heat_map.h"

#include "analysis/attention_flow.h"
#include "models/patch_vectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fe::analysis {
namespace {

using base::Result;
using models::PatchGrid;

HeatMap mapOf(const PatchGrid& grid, const AttentionFlow& flow)
{
    const auto patches = flow.row().subspan(static_cast<std::size_t>(grid.prefix));
    return { grid.rows, grid.columns, { patches.begin(), patches.end() }, false };
}

base::Error noTexts(std::size_t numbers, std::int64_t width)
{
    return base::invalidArgument("cannot map texts",
                                 "a text's vector has " + std::to_string(width) + " numbers, not "
                                     + std::to_string(numbers));
}

Result<std::vector<HeatMap>> similarityMaps(const models::Model& model,
                                            const models::Pixels& picture,
                                            std::span<const float> texts,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress)
{
    FE_TRY(const auto patches, models::patchVectors(model, picture, cancel, progress));
    const auto width = static_cast<std::size_t>(patches.dimensions);
    if (texts.empty() || texts.size() % width != 0) {
        return noTexts(texts.size(), patches.dimensions);
    }
    std::vector<HeatMap> maps;
    for (std::size_t text = 0; text < texts.size(); text += width) {
        HeatMap map { patches.grid.rows, patches.grid.columns, {}, true };
        for (std::size_t at = 0; at < patches.values.size(); at += width) {
            map.values.push_back(static_cast<float>(
                std::inner_product(&texts[text], &texts[text] + width, &patches.values[at], 0.0)));
        }
        maps.push_back(std::move(map));
    }
    return maps;
}

Result<std::vector<HeatMap>> relevanceMaps(const models::Model& model,
                                           const models::Pixels& picture,
                                           std::span<const float> texts,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress)
{
    const auto width = static_cast<std::size_t>(model.info().embeddingSize);
    const PatchGrid grid = models::patchGrid(model.info(), picture);
    std::vector<AttentionFlow> flows(width == 0 ? 0 : texts.size() / width,
                                     { AttentionFlow::Rule::Relevance, grid.tokens() });
    const auto gathered = models::attentionGradients(
        model, picture, texts,
        [&flows](const models::AttentionStep& step) { flows[step.text].add(step); }, cancel,
        progress);
    if (!gathered) {
        return gathered.error();
    }
    std::vector<HeatMap> maps;
    for (const AttentionFlow& flow : flows) {
        maps.push_back(mapOf(grid, flow));
    }
    return maps;
}

Result<std::vector<HeatMap>> attentionMap(const models::Model& model, const models::Pixels& picture,
                                          const base::CancelToken& cancel, base::Progress& progress)
{
    const PatchGrid grid = models::patchGrid(model.info(), picture);
    AttentionFlow flow(AttentionFlow::Rule::Rollout, grid.tokens());
    FE_CHECK(models::pictureAttention(
        model, picture, [&flow](const models::AttentionStep& step) { flow.add(step); }, cancel,
        progress));
    return std::vector { mapOf(grid, flow) };
}

/// Rank of each value from 0, ties their mean.
std::vector<double> ranksOf(std::span<const float> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) {
            ++last;
        }
        for (std::size_t i = first; i <= last; ++i) {
            ranks[order[i]] = static_cast<double>(first + last) / 2;
        }
        first = last + 1;
    }
    return ranks;
}

} // namespace

const char* heatMethodName(HeatMethod method)
{
    switch (method) {
    case HeatMethod::Similarity:
        return "similarity";
    case HeatMethod::Relevance:
        return "relevance";
    case HeatMethod::Attention:
        break;
    }
    return "attention";
}

std::optional<HeatMethod> heatMethodNamed(std::string_view name)
{
    for (const HeatMethod method : kHeatMethods) {
        if (name == heatMethodName(method)) {
            return method;
        }
    }
    return std::nullopt;
}

bool readsTexts(HeatMethod method)
{
    return method != HeatMethod::Attention;
}

Result<std::vector<HeatMap>> heatMaps(const models::Model& model, const models::Pixels& picture,
                                      std::span<const float> texts, HeatMethod method,
                                      const base::CancelToken& cancel, base::Progress& progress)
{
    if (!model.info().readsPictures() || picture.count != 1 || picture.height < 1
        || picture.width < 1) {
        return base::invalidArgument("cannot map a picture",
                                     model.info().readsPictures() ? "there must be one picture"
                                                                  : "the model reads no pictures");
    }
    switch (method) {
    case HeatMethod::Similarity:
        return similarityMaps(model, picture, texts, cancel, progress);
    case HeatMethod::Relevance:
        return relevanceMaps(model, picture, texts, cancel, progress);
    case HeatMethod::Attention:
        break;
    }
    return attentionMap(model, picture, cancel, progress);
}

Result<HeatMap> heatMap(const models::Model& model, const models::Pixels& picture,
                        std::span<const float> text, HeatMethod method,
                        const base::CancelToken& cancel, base::Progress& progress)
{
    if (readsTexts(method)
        && static_cast<std::int64_t>(text.size()) != model.info().embeddingSize) {
        return noTexts(text.size(), model.info().embeddingSize);
    }
    FE_TRY(auto maps, heatMaps(model, picture, text, method, cancel, progress));
    return std::move(maps.front());
}

std::optional<double> rankCorrelation(std::span<const float> a, std::span<const float> b)
{
    const auto orderable = [](std::span<const float> values) {
        return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
    };
    if (a.size() != b.size() || a.size() < 2 || !orderable(a) || !orderable(b)) {
        return std::nullopt;
    }
    const std::vector<double> left = ranksOf(a);
    const std::vector<double> right = ranksOf(b);
    const double mean = static_cast<double>(a.size() - 1) / 2;
    double both = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        both += (left[i] - mean) * (right[i] - mean);
        leftSquares += (left[i] - mean) * (left[i] - mean);
        rightSquares += (right[i] - mean) * (right[i] - mean);
    }
    if (leftSquares == 0 || rightSquares == 0) {
        return std::nullopt;
    }
    return both / std::sqrt(leftSquares * rightSquares);
}

std::optional<double> labelSensitivity(std::span<const HeatMap> maps)
{
    double sum = 0;
    int count = 0;
    for (std::size_t other = 1; other < maps.size(); ++other) {
        if (const auto r = rankCorrelation(maps[0].values, maps[other].values)) {
            sum += *r;
            ++count;
        }
    }
    return count == 0 ? std::nullopt : std::optional(sum / count);
}

} // namespace fe::analysis
