// SPDX-License-Identifier: Apache-2.0
#include "analysis/patch_features.h"

#include "analysis/attention_flow.h"
#include "analysis/projection.h"
#include "base/guarded.h"

#include <algorithm>
#include <cmath>

namespace fe::analysis {
namespace {

using base::Result;
using models::PatchGrid;

constexpr std::int64_t kChannels = 3;
constexpr double kLowShare = 0.02;
constexpr double kHighShare = 0.98;

/// The vision stack of a model that reads pictures; null if it shows none.
const models::StackInfo* pictureStack(const models::ModelInfo& info)
{
    for (const models::StackInfo& stack : info.stacks) {
        if (stack.name == "vision" || info.kind == "vision") {
            return &stack;
        }
    }
    return nullptr;
}

Result<const models::StackInfo*> needStack(const models::Model& model, const char* what)
{
    if (const models::StackInfo* stack = pictureStack(model.info())) {
        return stack;
    }
    return base::Error { base::ErrorCode::Unsupported,
                         what,
                         {},
                         {},
                         "the model shows no layers that read pictures",
                         "open a vision model as a folder with config.json" };
}

/// Lowest and highest of the middle part of one component.
std::pair<double, double> middleRange(std::span<const float> coordinates, std::size_t component)
{
    std::vector<float> column;
    for (std::size_t at = component; at < coordinates.size();
         at += static_cast<std::size_t>(kChannels)) {
        column.push_back(coordinates[at]);
    }
    const auto quantile = [&column](double share) {
        const auto place = static_cast<std::ptrdiff_t>(
            std::lround(share * static_cast<double>(column.size() - 1)));
        std::nth_element(column.begin(), column.begin() + place, column.end());
        return static_cast<double>(column[static_cast<std::size_t>(place)]);
    };
    const double low = quantile(kLowShare);
    return { low, quantile(kHighShare) };
}

/// [rows, 3] from 0 to 1.
std::vector<float> scaled(const std::vector<float>& coordinates)
{
    std::vector<float> colours(coordinates.size());
    const auto channels = static_cast<std::size_t>(kChannels);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const auto [low, high] = middleRange(coordinates, channel);
        for (std::size_t at = channel; at < coordinates.size(); at += channels) {
            const double place
                = high > low ? (static_cast<double>(coordinates[at]) - low) / (high - low) : 0.5;
            colours[at] = static_cast<float>(std::clamp(place, 0.0, 1.0));
        }
    }
    return colours;
}

/// [tokens, tokens] of [heads, tokens, tokens].
std::vector<float> meanOfHeads(std::span<const float> weights, std::size_t heads)
{
    const std::size_t each = weights.size() / heads;
    std::vector<float> mean(each, 0);
    for (std::size_t head = 0; head < heads; ++head) {
        for (std::size_t i = 0; i < each; ++i) {
            mean[i] += weights[head * each + i];
        }
    }
    for (float& value : mean) {
        value /= static_cast<float>(heads);
    }
    return mean;
}

} // namespace

Result<PatchFeatures> patchFeatures(const models::Model& model, const models::Pixels& picture,
                                    std::optional<std::int64_t> layer,
                                    const base::CancelToken& cancel, base::Progress& progress)
{
    constexpr const char* kWhat = "cannot look at patches";
    FE_TRY(const models::StackInfo* stack, needStack(model, kWhat));
    if (layer && (*layer < 0 || *layer > stack->layers)) {
        return base::invalidArgument(kWhat, "layers are 0 to " + std::to_string(stack->layers));
    }
    if (picture.count != 1) {
        return base::invalidArgument(kWhat, "one picture at a time is looked at");
    }
    models::ForwardInput input;
    input.pixels = picture;
    input.outputs = false;
    input.attentions = false;
    input.hiddenStates = layer.has_value();
    FE_TRY(const auto arrays, model.forward(input, cancel, progress));
    const std::string name = (stack->name.empty() ? "" : stack->name + "_")
        + (layer ? "hidden_states." + std::to_string(*layer) : "last_hidden_state");
    const auto states = std::find_if(arrays.begin(), arrays.end(),
                                     [&name](const auto& array) { return array.name == name; });
    const PatchGrid grid = models::patchGrid(model.info(), picture);
    if (states == arrays.end() || states->shape.size() != 3 || states->shape[1] != grid.tokens()) {
        return base::internalError("patchFeatures", "the states are of another shape");
    }
    const std::int64_t width = states->shape[2];
    return PatchFeatures { grid.rows,
                           grid.columns,
                           width,
                           { states->values.begin() + grid.prefix * width, states->values.end() } };
}

Result<std::vector<PatchColours>> patchColours(std::span<const PatchFeatures> pictures,
                                               const base::CancelToken& cancel)
{
    return base::guarded("patchColours", [&]() -> Result<std::vector<PatchColours>> {
        std::vector<float> rows;
        for (const PatchFeatures& picture : pictures) {
            if (picture.dimensions != pictures.front().dimensions) {
                return base::invalidArgument("cannot colour patches",
                                             "the pictures come from different models");
            }
            rows.insert(rows.end(), picture.values.begin(), picture.values.end());
        }
        const std::int64_t width = pictures.empty() ? 0 : pictures.front().dimensions;
        FE_TRY(const Projection projection,
               principalComponents(rows, width, std::min(width, kChannels), cancel));
        // Fewer dimensions than colours: the others do not vary.
        std::vector<float> coordinates = projection.coordinates;
        if (projection.components < kChannels) {
            const auto given = static_cast<std::size_t>(projection.components);
            coordinates.assign(projection.coordinates.size() / given * kChannels, 0);
            for (std::size_t i = 0; i < projection.coordinates.size(); ++i) {
                coordinates[i / given * kChannels + i % given] = projection.coordinates[i];
            }
        }
        const std::vector<float> colours = scaled(coordinates);
        std::vector<PatchColours> result;
        auto next = colours.begin();
        for (const PatchFeatures& picture : pictures) {
            const auto end = next + picture.rows * picture.columns * kChannels;
            result.push_back({ picture.rows, picture.columns, { next, end } });
            next = end;
        }
        return result;
    });
}

Result<std::shared_ptr<const PictureAttention>> PictureAttention::of(
    const models::Model& model, const models::Pixels& picture, const base::CancelToken& cancel,
    base::Progress& progress)
{
    constexpr const char* kWhat = "cannot keep a picture's attention";
    FE_TRY(const models::StackInfo* stack, needStack(model, kWhat));
    const auto result = std::make_shared<PictureAttention>();
    result->m_grid = models::patchGrid(model.info(), picture);
    result->m_heads = stack->heads;
    const auto tokens = static_cast<double>(result->m_grid.tokens());
    const double bytes
        = static_cast<double>(stack->layers * (stack->heads + 1)) * tokens * tokens * sizeof(float);
    if (bytes > static_cast<double>(kMostBytes)) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             kWhat,
                             {},
                             {},
                             "it takes " + base::bytesText(static_cast<std::uint64_t>(bytes))
                                 + ", more than " + base::bytesText(kMostBytes),
                             "use a smaller picture or model" };
    }
    result->m_layers.resize(static_cast<std::size_t>(stack->layers));
    result->m_means.resize(result->m_layers.size());
    FE_CHECK(models::pictureAttention(
        model, picture,
        [&result](const models::AttentionStep& step) {
            if (!step.layer) {
                result->m_pooling.assign(step.weights.begin(), step.weights.end());
                return;
            }
            const auto layer = static_cast<std::size_t>(*step.layer);
            result->m_layers[layer].assign(step.weights.begin(), step.weights.end());
            result->m_means[layer]
                = meanOfHeads(step.weights, static_cast<std::size_t>(step.heads));
        },
        cancel, progress));
    return std::shared_ptr<const PictureAttention>(result);
}

std::vector<double> PictureAttention::rollout(const Question& question) const
{
    AttentionFlow flow(AttentionFlow::Rule::Rollout, m_grid.tokens(),
                       question.patch ? m_grid.prefix + *question.patch : 0);
    if (!question.patch && !m_pooling.empty()) {
        flow.add({ std::nullopt, m_heads, 1, m_grid.tokens(), m_pooling, 0, {} });
    }
    for (std::size_t layer = m_layers.size(); layer-- > 0;) {
        flow.add({ static_cast<std::int64_t>(layer),
                   1,
                   m_grid.tokens(),
                   m_grid.tokens(),
                   m_means[layer],
                   0,
                   {} });
    }
    return { flow.row().begin(), flow.row().end() };
}

Result<HeatMap> PictureAttention::map(const Question& question) const
{
    const auto inside = [](std::optional<std::int64_t> value, std::int64_t count) {
        return !value || (*value >= 0 && *value < count);
    };
    if (!inside(question.layer, layers()) || !inside(question.head, m_heads)
        || !inside(question.patch, m_grid.patches()) || (question.head && !question.layer)) {
        return base::invalidArgument("cannot show attention",
                                     "there is no such layer, head or patch");
    }
    const auto tokens = static_cast<std::size_t>(m_grid.tokens());
    std::vector<double> row(tokens, 0);
    if (!question.layer) {
        row = rollout(question);
    } else {
        const bool pooling = !question.patch && !m_pooling.empty();
        const std::vector<float>& all
            = pooling ? m_pooling : m_layers[static_cast<std::size_t>(*question.layer)];
        const std::size_t query
            = question.patch ? static_cast<std::size_t>(m_grid.prefix + *question.patch) : 0;
        const std::size_t each = all.size() / static_cast<std::size_t>(m_heads);
        for (std::int64_t head = 0; head < m_heads; ++head) {
            const auto first = static_cast<std::size_t>(head) * each + query * tokens;
            for (std::size_t key = 0; key < tokens && question.head.value_or(head) == head; ++key) {
                row[key] += static_cast<double>(all[first + key])
                    / static_cast<double>(question.head ? 1 : m_heads);
            }
        }
    }
    return HeatMap {
        m_grid.rows, m_grid.columns, { row.begin() + m_grid.prefix, row.end() }, false
    };
}

} // namespace fe::analysis
