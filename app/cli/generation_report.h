// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/json.h"
#include "base/result.h"
#include "generation/generation.h"

#include <functional>
#include <string>

namespace fe::cli {

/// How the tokens of a run are shown.
struct TokenNames {
    std::function<std::string(generation::TokenId)> label;
    bool hasIds = true; ///< false: the ids are none of the model's own, and are written null
};

/// {id, token, logprob, rank, entropy, top[]} of one step; null for what is not known.
[[nodiscard]] base::Json described(const generation::Step& step, const TokenNames& names);
/// {text, ids, finish_reason, steps[]}.
[[nodiscard]] base::Json described(const generation::Generation& generation,
                                   const TokenNames& names);
[[nodiscard]] base::Json described(const generation::Timings& timings, double loadSeconds);

/// Writes a line for each token. A pipe that closes cancels the run.
class TokenPrinter final : public generation::GenerationObserver
{
public:
    /// Borrows the token.
    TokenPrinter(TokenNames names, base::CancelToken& cancel)
        : m_names(std::move(names)), m_cancel(cancel)
    {
    }
    void beginSample(std::int64_t index) { m_sample = index; }
    void onToken(const generation::Step& step, std::string_view text) override;
    void onEnd(generation::StopReason reason, std::string_view text) override;
    [[nodiscard]] const base::Result<void>& written() const { return m_written; }

private:
    void write(base::Json line);

    TokenNames m_names;
    base::CancelToken& m_cancel;
    std::int64_t m_sample = 0;
    base::Result<void> m_written;
};

} // namespace fe::cli
