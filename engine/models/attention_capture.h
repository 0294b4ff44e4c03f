// SPDX-License-Identifier: Apache-2.0
//
// Attention of every head of a model over one input, kept in few bytes.
#pragma once

#include "models/language_model.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fe::models {

enum class AttentionKind {
    Self, ///< of a stack to itself
    Cross, ///< of a decoder to the encoder's states
};

/// One of a pass's attentions: [layers, heads, queries, keys].
struct AttentionInfo {
    std::string stack; ///< StackInfo::name
    AttentionKind kind = AttentionKind::Self;
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t queries = 0; ///< tokens that count; padding is cut off
    std::int64_t keys = 0;
    bool causal = false; ///< no query sees a later key; queries == keys

    [[nodiscard]] std::size_t headSize() const
    {
        return static_cast<std::size_t>(queries) * static_cast<std::size_t>(keys);
    }
};

/// Attention probabilities of one stack, immutable: [layer, head, query, key] in float16, the lower
/// triangle alone where it is causal. Rows sum to 1 within float16 (2^-11 of each weight), but
/// those of a layer that was switched off are 0. Any thread may read.
class AttentionCapture
{
public:
    [[nodiscard]] const AttentionInfo& info() const { return m_info; }
    /// Indices must be within info().
    [[nodiscard]] float value(std::int64_t layer, std::int64_t head, std::int64_t query,
                              std::int64_t key) const;
    /// What one query looks at, into `out` [keys].
    void row(std::int64_t layer, std::int64_t head, std::int64_t query, std::span<float> out) const;
    /// [queries, keys], row-major.
    [[nodiscard]] std::vector<float> head(std::int64_t layer, std::int64_t head) const;
    /// Mean over the heads of a layer, [queries, keys].
    [[nodiscard]] std::vector<float> headMean(std::int64_t layer) const;
    [[nodiscard]] std::uint64_t bytes() const;
    /// What bytes() will be.
    [[nodiscard]] static std::uint64_t bytesFor(const AttentionInfo& info);

private:
    friend class AttentionCaptureBuilder;
    AttentionCapture() = default;
    /// Where the numbers of one query are, inside a layer, as many as it may see.
    struct Place {
        std::size_t begin = 0;
        std::size_t count = 0;
    };
    [[nodiscard]] Place place(std::int64_t head, std::int64_t query) const;
    [[nodiscard]] std::size_t headStored() const; ///< numbers kept of a head
    [[nodiscard]] std::size_t layerStored() const;
    /// Those of a query, as many as it may see.
    [[nodiscard]] std::span<const std::uint16_t> stored(std::int64_t layer, std::int64_t head,
                                                        std::int64_t query) const;

    AttentionInfo m_info;
    /// [layers, heads, headStored()] on huge pages, one piece: memory that nobody writes to, that
    /// of layers not kept, takes no room.
    std::shared_ptr<std::uint16_t[]> m_values;
    std::vector<bool> m_kept; ///< [layers]
};

/// Fills a capture. Layers may come in any order; one that never comes is 0.
class AttentionCaptureBuilder
{
public:
    explicit AttentionCaptureBuilder(AttentionInfo info);
    /// @param weights [heads, queries, keys].
    void add(std::int64_t layer, std::span<const float> weights);
    /// Makes room for a layer that comes in blocks. Throws std::bad_alloc.
    void open(std::int64_t layer);
    /// Some queries of one head of a layer that is open, in float16. Any number of threads at a
    /// time, of different blocks.
    /// @param weights [rows, keys]; keys that none of the rows sees may be left out at the end.
    void addBlock(std::int64_t layer, std::int64_t head, std::int64_t firstQuery,
                  std::span<const std::uint16_t> weights, std::size_t keys);
    /// Once, at the end.
    [[nodiscard]] AttentionCapture finish() { return std::move(m_capture); }

private:
    [[nodiscard]] std::uint16_t* layer(std::int64_t layer);

    AttentionCapture m_capture;
};

/// One layer as it is worked out, in float32, valid while the sink runs.
struct AttentionLayer {
    const AttentionInfo& info;
    std::int64_t layer = 0;
    std::span<const float> weights; ///< [heads, queries, keys]
};

/// Called on the calling thread, layer by layer, of a decoder with an encoder self before cross;
/// an Error stops the pass and is handed on.
using AttentionLayerSink = std::function<base::Result<void>(const AttentionLayer& layer)>;

/// The attentions that a pass over `input` has, in the order of its stacks; nothing for modules of
/// other programs.
[[nodiscard]] std::vector<AttentionInfo> attentionsOf(const Model& model,
                                                      const ForwardInput& input);

struct CaptureOptions {
    /// Most bytes of all captures together; more is refused before anything runs.
    std::uint64_t budgetBytes = 2'000'000'000;
    bool keep = true; ///< else layers are shown to the sink alone
};

/// Runs the model over one text or picture, or one of each, and keeps every attention. Float32 of
/// one layer is alive at a time; without a sink or padding, on the CPU, of a few queries a thread.
/// ForwardInput: one row; positions whose attentionMask is 0 are cut
/// off; switches are heeded; what it says of results is not read.
/// Cancel is checked between layers; progress counts layers.
/// @param sink may be empty. @return one a row of attentionsOf(), none without `keep`.
/// LimitExceeded over the budget, OutOfMemory over what is free, Unsupported for modules of other
/// programs.
[[nodiscard]] base::Result<std::vector<AttentionCapture>> captureAttention(
    const Model& model, const ForwardInput& input, const CaptureOptions& options,
    const AttentionLayerSink& sink, const base::CancelToken& cancel, base::Progress& progress);

} // namespace fe::models
