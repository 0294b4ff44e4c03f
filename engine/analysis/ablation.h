// SPDX-License-Identifier: Apache-2.0
//
// What a model would have said without some of its parts.
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/replay.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace fe::analysis {

struct HeadIndex {
    std::int64_t layer = 0;
    std::int64_t head = 0;
    friend bool operator==(const HeadIndex&, const HeadIndex&) = default;
};

/// What is switched off.
struct Knockout {
    std::vector<HeadIndex> heads; ///< of the stack's attention to itself
    std::vector<std::int64_t> layers; ///< they pass their input on
    std::vector<std::int64_t> mlps; ///< they add nothing
};

/// InvalidArgument names the head, layer or MLP that the stack does not have.
[[nodiscard]] base::Result<models::Switches> switchesOf(const Knockout& knockout,
                                                        const models::StackInfo& stack);

/// Positions [first, end) of a text.
struct Span {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

/// What is looked at before and after.
enum class AblationMeasure {
    Prediction, ///< the distribution of a token
    /// The states that the model gives: what there is of encoders that predict no tokens.
    OutputVector,
};

/// What is asked before and after.
struct AblationQuestion {
    AblationMeasure measure = AblationMeasure::Prediction;
    /// Whose prediction; nothing: the last. Of an OutputVector whose state; nothing: the mean over
    /// all tokens, by which such encoders stand for a text (Reimers & Gurevych 2019,
    /// arXiv:1908.10084).
    std::optional<std::int64_t> position;
    std::optional<models::TokenId> target; ///< whose log-probability there
    /// Mean loss of the tokens at these positions, each predicted from those before it; position 0
    /// has none. Stacks that see later tokens have no such loss.
    std::optional<Span> loss;
    std::size_t top = 10; ///< likeliest tokens before and after
};

/// NaN where nothing was asked. Differences are after - before.
struct Effect {
    double kl = std::numeric_limits<double>::quiet_NaN(); ///< KL(before || after), nats
    double targetChange = std::numeric_limits<double>::quiet_NaN(); ///< log-probability, nats
    double lossChange = std::numeric_limits<double>::quiet_NaN(); ///< nats a token
    /// 1 - cosine of the output vectors; NaN where one is all 0.
    double vectorDistance = std::numeric_limits<double>::quiet_NaN();
};

struct TokenChange {
    models::TokenId id = 0;
    double before = 0; ///< probability
    double after = 0;
};

struct Ablation {
    std::optional<std::int64_t> position; ///< nothing: the mean over all
    std::vector<TokenChange> before; ///< the likeliest before, falling; of a Prediction
    std::vector<TokenChange> after; ///< the likeliest after, falling
    Effect effect;
    std::optional<double> lossBefore; ///< nats a token
    std::optional<double> lossAfter;
};

/// The text as it was read, with the question's answers before anything is off. Then any knockout
/// is compared with it; layers before the first one touched are not run again.
class AblationBaseline
{
public:
    /// InvalidArgument for positions and tokens that are not there. Keeps the replay, which must
    /// have a head for tokens if a prediction is asked for.
    [[nodiscard]] static base::Result<AblationBaseline> of(models::ReplayPtr replay,
                                                           const AblationQuestion& question,
                                                           const base::CancelToken& cancel);

    [[nodiscard]] base::Result<Ablation> without(const Knockout& knockout,
                                                 const base::CancelToken& cancel) const;
    /// The same without the tokens' names: what a map of many knockouts needs.
    [[nodiscard]] base::Result<Effect> effectOf(const Knockout& knockout,
                                                const base::CancelToken& cancel) const;
    [[nodiscard]] const models::Replay& replay() const;

private:
    struct Answers;
    [[nodiscard]] static base::Result<std::shared_ptr<const Answers>> answers(
        const models::Replay& replay, const AblationQuestion& question,
        const models::Ending& ending, const base::CancelToken& cancel);
    [[nodiscard]] Effect compare(const Answers& after) const;
    [[nodiscard]] base::Result<std::shared_ptr<const Answers>> run(
        const Knockout& knockout, const base::CancelToken& cancel) const;

    models::ReplayPtr m_replay;
    AblationQuestion m_question;
    std::shared_ptr<const Answers> m_before;
};

/// Every head in turn.
struct HeadImportance {
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::vector<Effect> effects; ///< [layers, heads]; NaN where it was cancelled before
    std::int64_t done = 0; ///< heads
    [[nodiscard]] bool isComplete() const { return done == layers * heads; }
};

/// Called on the calling thread after each head.
using HeadObserver = std::function<void(const HeadIndex& head, const Effect& effect)>;

/// What each head is worth (Michel, Levy & Neubig 2019, arXiv:1905.10650, one head off at a time),
/// from the last layer to the first, so that the cheapest come first. Cancelling is no error: what
/// is done is given back. Progress counts heads.
[[nodiscard]] base::Result<HeadImportance> headImportance(const AblationBaseline& baseline,
                                                          const HeadObserver& observer,
                                                          const base::CancelToken& cancel,
                                                          base::Progress& progress);

} // namespace fe::analysis
