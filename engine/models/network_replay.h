// SPDX-License-Identifier: Apache-2.0
//
// A Replay of a loaded network. Includes libtorch; private to models/.
#pragma once

#include "models/replay.h"
#include "models/stack_pass.h"

#include <optional>
#include <vector>

namespace fe::models {

struct Ending::State {
    at::Tensor stream; ///< [rows, hidden]
};

/// The stack that gives logits for every token, and how.
struct TokenHead {
    const Stack* stack = nullptr; ///< null: there is no head
    const char* method = nullptr; ///< of an encoder's output; null: "head"
};

/// Nothing if no stack gives any.
[[nodiscard]] std::optional<TokenHead> tokenHeadOf(const Network& network);

/// `what` of its errors.
inline constexpr const char* kReplayWhat = "cannot read the text again";

class NetworkReplay final : public Replay
{
public:
    NetworkReplay(ModelPtr model, const Network& network, const TokenHead& head, const Stack& stack,
                  ForwardInput input);

    /// The first reading. Throws.
    base::Result<void> read(const base::CancelToken& cancel, base::Progress& progress);

    const StackInfo& stack() const override { return m_stack.info; }
    std::int64_t tokens() const override { return m_streams.front().size(0); }
    std::span<const TokenId> ids() const override;
    const ModelInfo& info() const override { return m_network.info; }

    base::Result<std::vector<float>> stream(std::int64_t layer) const override;
    base::Result<LogitRows> lens(std::int64_t layer, std::int64_t first,
                                 std::int64_t count) const override;
    Ending plain() const override { return Ending(m_plain); }

    base::Result<Ending> run(const Change& change, const base::CancelToken& cancel) const override;
    base::Result<LogitRows> logits(const Ending& ending, std::int64_t first,
                                   std::int64_t count) const override;
    base::Result<std::vector<float>> states(const Ending& ending, std::int64_t first,
                                            std::int64_t count) const override;

private:
    [[nodiscard]] base::Result<void> checkLayer(std::int64_t layer) const;
    [[nodiscard]] base::Result<void> check(const Change& change) const;
    [[nodiscard]] base::Result<StackPass> open(const Stack& stack) const;

    /// [tokens, hidden] after the last layer of the stack that changes. Throws.
    base::Result<at::Tensor> runChanged(const Change& change, std::size_t first,
                                        const base::CancelToken& cancel) const;

    [[nodiscard]] at::Tensor patched(const at::Tensor& stream, const Change& change,
                                     std::size_t layer) const;

    /// The decoder over other states of the encoder. Throws.
    base::Result<at::Tensor> runDecoder(const at::Tensor& memory,
                                        const base::CancelToken& cancel) const;

    /// The stack that ends the pass.
    [[nodiscard]] const Stack& lastStack() const;
    [[nodiscard]] base::Result<void> checkRows(const at::Tensor& stream, std::int64_t first,
                                               std::int64_t count) const;
    base::Result<LogitRows> rows(const at::Tensor& stream, std::int64_t first,
                                 std::int64_t count) const;

    ModelPtr m_model; ///< owns m_network
    const Network& m_network;
    TokenHead m_head;
    const Stack& m_stack;
    ForwardInput m_input;
    std::vector<at::Tensor> m_streams; ///< [layers + 1], each [tokens, hidden]
    at::Tensor m_memory; ///< an encoder's states, normed
    std::shared_ptr<const Ending::State> m_plain;
};

} // namespace fe::models
