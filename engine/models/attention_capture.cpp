// SPDX-License-Identifier: Apache-2.0
#include "models/attention_capture.h"

#include "tensor/weight_arena.h"

#include <c10/util/Half.h>

#include <algorithm>

namespace fe::models {
namespace {

std::uint16_t narrow(float value)
{
    return c10::Half(value).x;
}

float widen(std::uint16_t bits)
{
    return static_cast<float>(c10::Half(bits, c10::Half::from_bits()));
}

} // namespace

AttentionCaptureBuilder::AttentionCaptureBuilder(AttentionInfo info)
{
    m_capture.m_info = std::move(info);
    m_capture.m_kept.resize(static_cast<std::size_t>(m_capture.m_info.layers));
}

void AttentionCaptureBuilder::add(std::int64_t layer, std::span<const float> weights)
{
    const AttentionInfo& info = m_capture.m_info;
    const auto keys = static_cast<std::size_t>(info.keys);
    open(layer);
    std::uint16_t* target = this->layer(layer);
    for (std::size_t row = 0; row * keys < weights.size(); ++row) {
        const std::size_t count
            = info.causal ? row % static_cast<std::size_t>(info.queries) + 1 : keys;
        const std::span<const float> source = weights.subspan(row * keys, count);
        target = std::transform(source.begin(), source.end(), target, narrow);
    }
}

void AttentionCaptureBuilder::open(std::int64_t layer)
{
    if (!m_capture.m_values) {
        const std::size_t bytes = m_capture.layerStored() * m_capture.m_kept.size() * 2;
        const auto arena = std::make_shared<tensor::WeightArena>(bytes);
        m_capture.m_values = { arena, reinterpret_cast<std::uint16_t*>(arena->take(bytes)) };
    }
    m_capture.m_kept[static_cast<std::size_t>(layer)] = true;
}

std::uint16_t* AttentionCaptureBuilder::layer(std::int64_t layer)
{
    return m_capture.m_values.get() + static_cast<std::size_t>(layer) * m_capture.layerStored();
}

void AttentionCaptureBuilder::addBlock(std::int64_t layer, std::int64_t head,
                                       std::int64_t firstQuery,
                                       std::span<const std::uint16_t> weights, std::size_t keys)
{
    for (std::size_t row = 0; (row + 1) * keys <= weights.size(); ++row) {
        const auto place = m_capture.place(head, firstQuery + static_cast<std::int64_t>(row));
        std::copy_n(weights.data() + row * keys, std::min(keys, place.count),
                    this->layer(layer) + place.begin);
    }
}

std::size_t AttentionCapture::headStored() const
{
    const auto queries = static_cast<std::size_t>(m_info.queries);
    return m_info.causal ? queries * (queries + 1) / 2 : m_info.headSize();
}

std::size_t AttentionCapture::layerStored() const
{
    return static_cast<std::size_t>(m_info.heads) * headStored();
}

AttentionCapture::Place AttentionCapture::place(std::int64_t head, std::int64_t query) const
{
    const auto q = static_cast<std::size_t>(query);
    const auto keys = static_cast<std::size_t>(m_info.keys);
    const std::size_t begin = static_cast<std::size_t>(head) * headStored();
    return m_info.causal ? Place { begin + q * (q + 1) / 2, q + 1 }
                         : Place { begin + q * keys, keys };
}

std::span<const std::uint16_t> AttentionCapture::stored(std::int64_t layer, std::int64_t head,
                                                        std::int64_t query) const
{
    const auto index = static_cast<std::size_t>(layer);
    if (!m_kept[index]) {
        return {};
    }
    const Place where = place(head, query);
    return { m_values.get() + index * layerStored() + where.begin, where.count };
}

float AttentionCapture::value(std::int64_t layer, std::int64_t head, std::int64_t query,
                              std::int64_t key) const
{
    const auto values = stored(layer, head, query);
    const auto index = static_cast<std::size_t>(key);
    return index < values.size() ? widen(values[index]) : 0.0F;
}

void AttentionCapture::row(std::int64_t layer, std::int64_t head, std::int64_t query,
                           std::span<float> out) const
{
    const auto values = stored(layer, head, query);
    const auto end = std::transform(values.begin(), values.end(), out.begin(), widen);
    std::fill(end, out.end(), 0.0F);
}

std::vector<float> AttentionCapture::head(std::int64_t layer, std::int64_t head) const
{
    std::vector<float> result(m_info.headSize());
    const auto keys = static_cast<std::size_t>(m_info.keys);
    for (std::int64_t query = 0; query < m_info.queries; ++query) {
        row(layer, head, query,
            std::span(result).subspan(static_cast<std::size_t>(query) * keys, keys));
    }
    return result;
}

std::vector<float> AttentionCapture::headMean(std::int64_t layer) const
{
    std::vector<float> result(m_info.headSize());
    const auto keys = static_cast<std::size_t>(m_info.keys);
    const float share = 1.0F / static_cast<float>(m_info.heads);
    for (std::int64_t head = 0; head < m_info.heads; ++head) {
        for (std::int64_t query = 0; query < m_info.queries; ++query) {
            const auto values = stored(layer, head, query);
            float* out = result.data() + static_cast<std::size_t>(query) * keys;
            for (std::size_t key = 0; key < values.size(); ++key) {
                out[key] += share * widen(values[key]);
            }
        }
    }
    return result;
}

std::uint64_t AttentionCapture::bytes() const
{
    const auto kept = std::count(m_kept.begin(), m_kept.end(), true);
    return static_cast<std::uint64_t>(kept) * layerStored() * sizeof(std::uint16_t);
}

std::uint64_t AttentionCapture::bytesFor(const AttentionInfo& info)
{
    const auto queries = static_cast<double>(info.queries);
    const double head
        = info.causal ? queries * (queries + 1) / 2 : queries * static_cast<double>(info.keys);
    const double bytes = static_cast<double>(info.layers) * static_cast<double>(info.heads) * head
        * sizeof(std::uint16_t);
    constexpr double kMost = 9e18;
    return static_cast<std::uint64_t>(std::min(bytes, kMost));
}

} // namespace fe::models
