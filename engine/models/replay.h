// SPDX-License-Identifier: Apache-2.0
//
// A text that was read once and can be read again from any layer on, with something changed on the
// way: what ablation, activation patching and the logit lens stand on.
#pragma once

#include "models/language_model.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::models {

/// A residual stream put in place of what a run had before one layer.
struct StreamPatch {
    std::int64_t layer = 0; ///< 0 .. layers; layers: after the last, before the final norm
    std::int64_t position = 0;
    std::vector<float> values; ///< [hidden]
};

/// What is different in a run.
struct Change {
    Switches switches;
    std::vector<StreamPatch> patches;
};

/// Logits [rows, vocabulary], row-major.
struct LogitRows {
    std::int64_t vocabulary = 0;
    std::vector<float> values;

    [[nodiscard]] Logits row(std::size_t index) const
    {
        const auto width = static_cast<std::size_t>(vocabulary);
        return Logits(values).subspan(index * width, width);
    }
};

/// A run's residual stream after the last layer, of the stack that gives logits.
class Ending
{
public:
    struct State; ///< private to models/
    explicit Ending(std::shared_ptr<const State> state) : m_state(std::move(state)) { }
    [[nodiscard]] const State& state() const { return *m_state; }

private:
    std::shared_ptr<const State> m_state;
};

/// One input with the residual streams of one stack. Immutable; any thread may call.
class Replay
{
public:
    virtual ~Replay() = default;

    /// The stack whose streams are kept and where changes are made.
    [[nodiscard]] virtual const StackInfo& stack() const = 0;
    /// Tokens of that stack.
    [[nodiscard]] virtual std::int64_t tokens() const = 0;
    /// What the rows of logits belong to: the input's ids, or those of the answer.
    [[nodiscard]] virtual std::span<const TokenId> ids() const = 0;
    [[nodiscard]] virtual const ModelInfo& info() const = 0;

    /// The residual stream before `layer` (0 embeddings .. layers: after the last, before the final
    /// norm), [tokens, hidden].
    [[nodiscard]] virtual base::Result<std::vector<float>> stream(std::int64_t layer) const = 0;

    /// Logits of `count` positions from `first` on, if the stream before `layer` went through the
    /// final norm and the head, each once (nostalgebraist 2020, the logit lens); at the last layer
    /// the model's own. Unsupported if the stack has no head.
    [[nodiscard]] virtual base::Result<LogitRows> lens(std::int64_t layer, std::int64_t first,
                                                       std::int64_t count) const = 0;

    /// The run as it was.
    [[nodiscard]] virtual Ending plain() const = 0;
    /// Runs again from the first layer that `change` touches on. Cancel is checked between layers.
    [[nodiscard]] virtual base::Result<Ending> run(const Change& change,
                                                   const base::CancelToken& cancel) const = 0;
    /// Logits of `count` positions of ids() from `first` on. Unsupported without a head.
    [[nodiscard]] virtual base::Result<LogitRows> logits(const Ending& ending, std::int64_t first,
                                                         std::int64_t count) const = 0;
    /// What the head, or whoever uses the model's output, is given: streams after the final norm of
    /// `count` positions of ids() from `first` on, [count, hidden].
    [[nodiscard]] virtual base::Result<std::vector<float>> states(const Ending& ending,
                                                                  std::int64_t first,
                                                                  std::int64_t count) const = 0;
};

using ReplayPtr = std::shared_ptr<const Replay>;

/// Whether a model says something about tokens that can be followed inside it: decoders,
/// encoder-decoders and encoders with a head for masked tokens. Others are refused by
/// readForReplay().
[[nodiscard]] bool givesTokenLogits(const Model& model);

/// Reads one text with a model that gives logits for every token: decoders, encoder-decoders,
/// encoders with a head for masked tokens. Streams [layers + 1, tokens, hidden] are kept, refused
/// beforehand if they do not fit. Cancel is checked between layers; progress counts layers.
/// @param input one row of ids (of decoderIds too where there is an encoder), no padding.
/// @param stack StackInfo::name; nothing: the one that gives logits.
/// Unsupported: models without such logits, modules of other programs.
[[nodiscard]] base::Result<ReplayPtr> readForReplay(const ModelPtr& model,
                                                    const ForwardInput& input,
                                                    const std::optional<std::string>& stack,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

/// The same for an encoder that has no such head, whose output is its states: logits() and lens()
/// are Unsupported.
[[nodiscard]] base::Result<ReplayPtr> readEncoderForReplay(const ModelPtr& model,
                                                           const ForwardInput& input,
                                                           const base::CancelToken& cancel,
                                                           base::Progress& progress);

} // namespace fe::models
