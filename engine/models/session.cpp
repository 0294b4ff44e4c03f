// SPDX-License-Identifier: Apache-2.0
#include "models/network.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;

/// Tokens read in one pass: enough to keep the products busy, few enough to cancel soon.
constexpr std::int64_t kChunk = 256;
constexpr std::int64_t kDeviceChunk = 1024;
/// Tokens that a new cache has room for; it doubles when full.
constexpr std::int64_t kFirstCapacity = 256;

class WriterSession : public Session
{
public:
    WriterSession(NetworkPtr network, std::int64_t maxTokens)
        : m_network(std::move(network)), m_stack(*m_network->writer()), m_maxTokens(maxTokens)
    {
    }

    /// Encoder-decoders: reads the text that the answer is about. Throws.
    Result<void> readSource(const at::Tensor& ids, const base::CancelToken& cancel)
    {
        const Stack& encoder = *m_network->stack("encoder");
        const tensor::PassPtr pass = encoder.newPass(1, 0, m_network->device);
        pass->length = ids.size(0);
        pass->ids = ids.view({ 1, -1 });
        const auto x = encoder.run(ids, pass, cancel);
        if (!x) {
            return base::cancelled();
        }
        m_pass = m_stack.newPass(1, std::min(m_maxTokens, kFirstCapacity), m_network->device);
        m_capacity = std::min(m_maxTokens, kFirstCapacity);
        m_stack.remember(encoder.model.call("norm", *x), *m_pass);
        return {};
    }

    std::int64_t position() const override { return m_position; }
    std::int64_t capacity() const override { return m_maxTokens; }

    Result<Logits> append(std::span<const TokenId> ids, const base::CancelToken& cancel,
                          base::Progress& progress) override
    {
        FE_CHECK(read(ids, cancel, progress, [&](const at::Tensor& x, bool last) {
            if (last) {
                const at::Tensor logits = head(x.narrow(0, x.size(0) - 1, 1));
                const float* values = logits.const_data_ptr<float>();
                m_logits.assign(values, values + logits.numel());
            }
            return true;
        }));
        return Logits(m_logits);
    }

    Result<void> appendScored(std::span<const TokenId> ids, const LogitSink& sink,
                              const base::CancelToken& cancel, base::Progress& progress) override
    {
        auto at = static_cast<std::size_t>(m_position);
        return read(ids, cancel, progress, [&](const at::Tensor& x, bool) {
            // A few rows at a time: vocabularies are large.
            constexpr std::int64_t kRows = 32;
            for (std::int64_t row = 0; row < x.size(0); row += kRows) {
                const at::Tensor logits = head(x.narrow(0, row, std::min(kRows, x.size(0) - row)));
                const auto width = static_cast<std::size_t>(logits.size(1));
                for (std::int64_t i = 0; i < logits.size(0); ++i, ++at) {
                    const float* values = logits.const_data_ptr<float>() + i * logits.size(1);
                    if (!sink(at, { values, width })) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    Result<void> truncate(std::int64_t length) override
    {
        if (length < 0 || length > m_position) {
            return base::invalidArgument("cannot shorten the text",
                                         "it has " + std::to_string(m_position) + " tokens, not "
                                             + std::to_string(length));
        }
        m_position = length;
        return {};
    }

    void reset() override
    {
        m_position = 0;
        m_poisoned = false;
    }

private:
    using Consumer = std::function<bool(const at::Tensor& x, bool last)>;

    at::Tensor head(const at::Tensor& x) const
    {
        const at::Tensor logits = m_stack.model.call("head", m_stack.model.call("norm", x));
        return logits.to(at::kCPU, at::kFloat).contiguous();
    }

    /// Runs the ids chunk by chunk; `consume` gets the residual stream after the last layer of
    /// each.
    Result<void> read(std::span<const TokenId> ids, const base::CancelToken& cancel,
                      base::Progress& progress, const Consumer& consume)
    {
        const std::int64_t before = m_position;
        FE_CHECK(checkRoom(ids));
        FE_CHECK(m_network->checkIds(ids));
        Result<void> result = tensor::guarded("cannot run the model", [&]() -> Result<void> {
            const c10::InferenceMode inference;
            FE_TRY(const at::Tensor idTensor, m_network->idTensor(ids));
            const std::int64_t total = idTensor.size(0);
            const std::int64_t chunk = m_network->device.is_cpu() ? kChunk : kDeviceChunk;
            for (std::int64_t done = 0; done < total; done += chunk) {
                const std::int64_t count = std::min(chunk, total - done);
                FE_TRY(const at::Tensor x, runChunk(idTensor.narrow(0, done, count), cancel));
                m_position += count;
                progress.advance(static_cast<std::uint64_t>(count));
                if (!consume(x, done + count == total)) {
                    break;
                }
            }
            return {};
        });
        if (!result) {
            m_poisoned = result.error().code != base::ErrorCode::Cancelled;
            m_position = before;
        }
        return result;
    }

    Result<void> checkRoom(std::span<const TokenId> ids) const
    {
        if (m_poisoned) {
            return base::internalError("session",
                                       "an earlier call failed; the session must be reset");
        }
        if (ids.empty()) {
            return base::invalidArgument("cannot run the model", "there are no tokens to read");
        }
        if (static_cast<std::int64_t>(ids.size()) > m_maxTokens - m_position) {
            return base::Error { base::ErrorCode::LimitExceeded,
                                 "the text is too long",
                                 {},
                                 {},
                                 base::grouped(static_cast<std::uint64_t>(m_position) + ids.size())
                                     + " tokens where "
                                     + base::grouped(static_cast<std::uint64_t>(m_maxTokens))
                                     + " fit",
                                 "shorten it" };
        }
        return {};
    }

    Result<at::Tensor> runChunk(const at::Tensor& ids, const base::CancelToken& cancel)
    {
        growTo(m_position + ids.size(0));
        m_pass->start = m_position;
        m_pass->length = ids.size(0);
        m_pass->ids = ids.view({ 1, -1 });
        const std::optional<at::Tensor> x = m_stack.run(ids, m_pass, cancel);
        if (!x) {
            return base::cancelled();
        }
        return *x;
    }

    /// Makes room for `tokens`, keeping what is there.
    void growTo(std::int64_t tokens)
    {
        if (tokens <= m_capacity) {
            return;
        }
        const std::int64_t wanted
            = std::min(m_maxTokens, std::max({ tokens, 2 * m_capacity, kFirstCapacity }));
        tensor::PassPtr larger = m_stack.newPass(1, wanted, m_network->device);
        for (std::size_t layer = 0; m_pass && layer < m_pass->keys.size(); ++layer) {
            larger->keys[layer].narrow(2, 0, m_capacity).copy_(m_pass->keys[layer]);
            larger->values[layer].narrow(2, 0, m_capacity).copy_(m_pass->values[layer]);
        }
        if (m_pass) {
            larger->memoryKeys = m_pass->memoryKeys;
            larger->memoryValues = m_pass->memoryValues;
        }
        m_pass = std::move(larger);
        m_capacity = wanted;
    }

    NetworkPtr m_network;
    const Stack& m_stack; ///< of m_network
    std::int64_t m_maxTokens;
    tensor::PassPtr m_pass;
    std::int64_t m_capacity = 0; ///< tokens that m_pass has room for
    std::int64_t m_position = 0;
    bool m_poisoned = false;
    std::vector<float> m_logits; // [vocab]
};

Result<void> checkLength(const Network& network, std::int64_t maxTokens, std::int64_t source)
{
    const std::int64_t context = network.info.context;
    const std::int64_t asked = maxTokens < 1 ? maxTokens : std::max(maxTokens, source);
    if (asked < 1 || asked > context) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot start a text",
                             {},
                             {},
                             base::grouped(
                                 static_cast<std::uint64_t>(std::max<std::int64_t>(0, asked)))
                                 + " tokens asked, the model's context is "
                                 + base::grouped(static_cast<std::uint64_t>(context)),
                             "shorten the text" };
    }
    const Stack& writer = *network.writer();
    const std::uint64_t need = writer.cacheBytesPerToken() * static_cast<std::uint64_t>(maxTokens);
    const std::uint64_t available = tensor::availableMemory(network.device);
    if (available > 0 && need > available) {
        return tooLittleMemory("cannot start a text of "
                                   + base::grouped(static_cast<std::uint64_t>(maxTokens))
                                   + " tokens",
                               need, available, network.device);
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Session>> makeSession(const NetworkPtr& network,
                                             std::span<const TokenId> source,
                                             std::int64_t maxTokens,
                                             const base::CancelToken& cancel,
                                             base::Progress& progress)
{
    FE_CHECK(checkLength(*network, maxTokens, static_cast<std::int64_t>(source.size())));
    auto session = std::make_unique<WriterSession>(network, maxTokens);
    if (!source.empty()) {
        FE_CHECK(tensor::guarded("cannot run the model", [&]() -> Result<void> {
            const c10::InferenceMode inference;
            FE_TRY(const at::Tensor ids, network->idTensor(source));
            return session->readSource(ids, cancel);
        }));
        progress.advance(source.size());
    }
    return std::unique_ptr<Session>(std::move(session));
}

} // namespace fe::models
