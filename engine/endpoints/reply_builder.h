// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "endpoints/label_table.h"
#include "endpoints/reply.h"
#include "generation/generation.h"
#include "generation/stop_matcher.h"

#include <string>
#include <string_view>
#include <vector>

// Inside the room.

namespace fe::endpoints {

/// Turns the pieces of an answer into a Generation. The text of the pieces is the truth; the
/// tokens are laid over it. A server may hold text back (an unfinished character, a possible stop
/// string) and send it with a later token, so within a piece a token takes what it spells and the
/// last one the rest. A piece without tokens is one step whose numbers are NaN.
///
/// Stop strings are looked for here too: servers take but a few of them, or leave them in.
class ReplyBuilder
{
public:
    /// @param observer may be null; all are borrowed.
    ReplyBuilder(const generation::GenerationOptions& options, LabelTable& labels,
                 generation::GenerationObserver* observer);

    /// What the answer begins with (GenerationOptions::begin), before anything is added. True if a
    /// stop string is complete in it already. The ids must be of the table.
    [[nodiscard]] bool begin(const std::vector<generation::Step>& steps);
    /// True once a stop string is complete: no more is needed.
    [[nodiscard]] bool add(const ReplyPiece& piece);
    /// The server describes tokens, and not only text.
    [[nodiscard]] bool hasTokens() const { return m_hasTokens; }
    /// Tokens so far.
    [[nodiscard]] std::size_t size() const { return m_steps.size() + m_held.size(); }

    /// Ends the run; once. What the server said about its end decides between Stop, Eos and Length.
    [[nodiscard]] generation::Generation finish();
    /// The same, cancelled.
    [[nodiscard]] generation::Generation cancel();

    /// The server gave a reason to end at all.
    [[nodiscard]] bool isFinished() const { return !m_finish.empty() || m_matcher.stopped(); }
    [[nodiscard]] const std::string& finishReason() const { return m_finish; }

private:
    /// A token and its share of the text, before both are sure to count.
    struct Held {
        DescribedToken token;
        bool isDescribed;
        std::string text;
    };
    void layOut(const ReplyPiece& piece);
    void release();
    void announce();
    void addStep(generation::Step step, std::string_view text);
    [[nodiscard]] generation::Step described(const Held& held);
    [[nodiscard]] generation::StopReason stopReason();
    [[nodiscard]] generation::Generation end(generation::StopReason reason);

    const generation::GenerationOptions& m_options;
    LabelTable& m_labels;
    generation::GenerationObserver* m_observer;
    generation::StopMatcher m_matcher;
    std::vector<generation::Step> m_steps;
    std::vector<Held> m_held; ///< without text: the end-of-text token, unless text follows
    std::string m_finish;
    std::string m_stopText;
    bool m_saysWhatStopped = false;
    bool m_hasBegun = false;
    bool m_hasTokens = false;
};

} // namespace fe::endpoints
