// SPDX-License-Identifier: Apache-2.0
#include "analysis/embedding.h"

#include "base/guarded.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fe::analysis {
namespace {

using base::Result;
using models::ForwardInput;
using models::NamedArray;

/// The first of the arrays that has one of these names; null if none has.
const NamedArray* find(const std::vector<NamedArray>& arrays,
                       std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        for (const NamedArray& array : arrays) {
            if (array.name == name) {
                return &array;
            }
        }
    }
    return nullptr;
}

/// Scales to unit length; a vector of zeros stays.
void normalise(std::span<float> vector)
{
    double squares = 0;
    for (const float value : vector) {
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (float& value : vector) {
        value = static_cast<float>(static_cast<double>(value) * scale);
    }
}

/// One row of states [tokens, width], of which those with a 1 in `counts` (empty: all) count.
std::vector<float> pool(std::span<const float> states, std::size_t width,
                        std::span<const std::int64_t> counts, Pooling pooling)
{
    const std::size_t tokens = states.size() / width;
    const auto token = [&](std::size_t i) { return states.subspan(i * width, width); };
    const auto isCounted = [&](std::size_t i) { return counts.empty() || counts[i] != 0; };
    if (pooling == Pooling::First) {
        const auto first = token(0);
        return { first.begin(), first.end() };
    }
    if (pooling == Pooling::Last) {
        std::size_t last = tokens - 1;
        while (last > 0 && !isCounted(last)) {
            --last;
        }
        const auto values = token(last);
        return { values.begin(), values.end() };
    }
    const bool maximum = pooling == Pooling::Maximum;
    std::vector<double> sums(width, maximum ? -std::numeric_limits<double>::infinity() : 0);
    for (std::size_t i = 0; i < tokens; ++i) {
        if (!isCounted(i)) {
            continue;
        }
        const auto values = token(i);
        for (std::size_t j = 0; j < width; ++j) {
            const auto value = static_cast<double>(values[j]);
            sums[j] = maximum ? std::max(sums[j], value) : sums[j] + value;
        }
    }
    // The mean's divisor goes with the normalisation that follows.
    return { sums.begin(), sums.end() };
}

/// Rows of one pass's result, unit length.
Result<Embeddings> vectorsOf(const std::vector<NamedArray>& arrays, const ForwardInput& input,
                             Pooling pooling, bool pictures)
{
    const NamedArray* own = pictures ? find(arrays, { "image_embeds", "pooler_output" })
                                     : find(arrays, { "text_embeds", "pooler_output" });
    const NamedArray* states = pictures
        ? find(arrays, { "vision_last_hidden_state", "last_hidden_state" })
        : find(arrays,
               { "encoder_last_hidden_state", "text_last_hidden_state", "last_hidden_state" });
    Embeddings result;
    if (pooling == Pooling::Own) {
        if (own == nullptr) {
            return base::Error { base::ErrorCode::Unsupported,      "cannot make a vector", {}, {},
                                 "the model gives none of its own", "choose another model" };
        }
        result.dimensions = own->shape.back();
        result.values = own->values;
    } else {
        const auto rows = static_cast<std::size_t>(states->shape[0]);
        const auto width = static_cast<std::size_t>(states->shape[2]);
        const std::size_t stride = states->values.size() / rows;
        result.dimensions = states->shape[2];
        for (std::size_t row = 0; row < rows; ++row) {
            const std::span all(states->values);
            const auto counts = input.attentionMask.empty() || pictures
                ? std::span<const std::int64_t>()
                : std::span<const std::int64_t>(input.attentionMask[row]);
            const auto vector = pool(all.subspan(row * stride, stride), width, counts, pooling);
            result.values.insert(result.values.end(), vector.begin(), vector.end());
        }
    }
    const auto width = static_cast<std::size_t>(result.dimensions);
    for (std::size_t at = 0; at < result.values.size(); at += width) {
        normalise(std::span(result.values).subspan(at, width));
    }
    return result;
}

/// Longest text that is read whole, tokens.
std::size_t longestText(const models::ModelInfo& info, const tokenizers::BatchSettings& batch,
                        const EmbeddingSettings& settings)
{
    auto longest = static_cast<std::size_t>(info.context);
    if (settings.maxTokens) {
        return std::min(longest, static_cast<std::size_t>(*settings.maxTokens));
    }
    if (batch.truncation) {
        longest = std::min(longest, batch.truncation->maxLength);
    }
    return std::min(longest, batch.modelMaxLength.value_or(longest));
}

/// Everything that the batches of one call share.
class TextBatches
{
public:
    TextBatches(const models::Model& model, const tokenizers::Tokenizer& tokenizer,
                const EmbeddingSettings& settings)
        : m_model(model), m_tokenizer(tokenizer), m_settings(settings)
    {
        const tokenizers::BatchSettings& batch = tokenizer.batchSettings();
        m_truncation = batch.truncation.value_or(tokenizers::Truncation {});
        m_truncation.maxLength = longestText(model.info(), batch, settings);
        m_padding = batch.padding.value_or(tokenizers::Padding {});
        m_padding.fixedLength.reset(); // padding is masked, so none is better than some
        if (model.info().padsTexts) {
            m_padding.fixedLength = static_cast<std::size_t>(model.info().context);
        }
    }

    Result<void> encode(std::span<const std::string> texts, const base::CancelToken& cancel)
    {
        tokenizers::EncodeOptions options;
        options.truncation = m_truncation;
        for (const std::string& text : texts) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_TRY(auto encoding, m_tokenizer.encode(text, options));
            if (encoding.ids.empty()) {
                return base::invalidArgument("cannot embed a text", "it has no tokens");
            }
            m_encodings.push_back(std::move(encoding));
        }
        return {};
    }

    /// Indices of the texts, shortest first.
    [[nodiscard]] std::vector<std::size_t> byLength() const
    {
        std::vector<std::size_t> order(m_encodings.size());
        std::iota(order.begin(), order.end(), std::size_t { 0 });
        std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
            return m_encodings[a].ids.size() < m_encodings[b].ids.size();
        });
        return order;
    }

    Result<Embeddings> run(std::span<const std::size_t> rows, const base::CancelToken& cancel) const
    {
        std::vector<tokenizers::Encoding> encodings;
        for (const std::size_t row : rows) {
            encodings.push_back(m_encodings[row]);
        }
        const tokenizers::Batch batch = tokenizers::padBatch(encodings, m_padding);
        const ForwardInput input = inputOf(batch);
        base::Progress unwatched;
        FE_TRY(const auto arrays, m_model.forward(input, cancel, unwatched));
        return vectorsOf(arrays, input, m_settings.pooling, false);
    }

private:
    [[nodiscard]] ForwardInput inputOf(const tokenizers::Batch& batch) const
    {
        const models::ModelInfo& info = m_model.info();
        ForwardInput input;
        input.hiddenStates = false;
        input.attentions = false;
        input.outputs = m_settings.pooling == Pooling::Own;
        const auto row = [&](const auto& values, std::size_t i) {
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * batch.columns);
            return std::pair(begin, begin + static_cast<std::ptrdiff_t>(batch.columns));
        };
        for (std::size_t i = 0; i < batch.rows; ++i) {
            const auto ids = row(batch.ids, i);
            input.ids.emplace_back(ids.first, ids.second);
            if (!info.padsTexts) {
                const auto mask = row(batch.attentionMask, i);
                input.attentionMask.emplace_back(mask.first, mask.second);
            }
            if (info.kind == "encoder" && info.tokenTypes > 1) {
                const auto types = row(batch.typeIds, i);
                input.tokenTypes.emplace_back(types.first, types.second);
            }
            if (info.kind == "encoder-decoder") {
                input.decoderIds.push_back({ info.decoderStart });
            }
        }
        return input;
    }

    const models::Model& m_model;
    const tokenizers::Tokenizer& m_tokenizer;
    const EmbeddingSettings& m_settings;
    tokenizers::Truncation m_truncation;
    tokenizers::Padding m_padding;
    std::vector<tokenizers::Encoding> m_encodings;
};

Result<Embeddings> embedAll(TextBatches& batches, std::size_t count, std::size_t batchSize,
                            const base::CancelToken& cancel, base::Progress& progress)
{
    const std::vector<std::size_t> order = batches.byLength();
    Embeddings result;
    for (std::size_t at = 0; at < count; at += batchSize) {
        const auto rows = std::span(order).subspan(at, std::min(batchSize, count - at));
        FE_TRY(const Embeddings part, batches.run(rows, cancel));
        result.dimensions = part.dimensions;
        const auto width = static_cast<std::size_t>(part.dimensions);
        result.values.resize(count * width);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::copy_n(part.values.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                        result.values.begin() + static_cast<std::ptrdiff_t>(rows[i] * width));
        }
        progress.advance(rows.size());
    }
    return result;
}

} // namespace

Result<Embeddings> embedTexts(const models::Model& model, const tokenizers::Tokenizer& tokenizer,
                              const EmbeddingSettings& settings, std::span<const std::string> texts,
                              std::size_t batchSize, const base::CancelToken& cancel,
                              base::Progress& progress)
{
    return base::guarded("embedTexts", [&]() -> Result<Embeddings> {
        if (!model.info().readsText()) {
            return base::invalidArgument("cannot embed a text", "the model reads pictures alone");
        }
        progress.begin("Embedding", texts.size());
        TextBatches batches(model, tokenizer, settings);
        FE_CHECK(batches.encode(texts, cancel));
        return embedAll(batches, texts.size(), std::max<std::size_t>(1, batchSize), cancel,
                        progress);
    });
}

Result<Embeddings> embedPixels(const models::Model& model, const EmbeddingSettings& settings,
                               models::Pixels pixels, const base::CancelToken& cancel,
                               base::Progress& progress)
{
    return base::guarded("embedPixels", [&]() -> Result<Embeddings> {
        if (!model.info().readsPictures()) {
            return base::invalidArgument("cannot embed a picture", "the model reads text alone");
        }
        ForwardInput input;
        input.pixels = std::move(pixels);
        input.hiddenStates = false;
        input.attentions = false;
        input.outputs = settings.pooling == Pooling::Own;
        FE_TRY(const auto arrays, model.forward(input, cancel, progress));
        return vectorsOf(arrays, input, settings.pooling, true);
    });
}

} // namespace fe::analysis
