// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "generation/generation.h"
#include "prompting/prompt_document.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fe::prompting {

/// A finished (or stopped) run with everything that it depended on. Immutable once made; holds no
/// model, so that keeping it costs nothing.
struct RunRecord {
    // What was run on.
    std::string modelName;
    std::string modelPath;
    std::string modelSha256; ///< empty while it is not known
    std::string architecture;
    std::string weights; ///< "stored", "f32", "bf16"; "endpoint"
    std::string device; ///< "cpu"; an endpoint's address
    int threads = 0;
    std::string version; ///< of this program
    std::string time; ///< ISO 8601, UTC, when it ended

    // What was asked.
    Mode mode = Mode::Free;
    std::string prompt; ///< the exact text
    std::vector<generation::TokenId> promptIds;
    generation::GenerationOptions options; ///< the seed that was used inside

    // What came.
    generation::Generation generation;
    double firstTokenSeconds = 0; ///< from the start of the run, the prompt included
    std::vector<std::string> warnings {}; ///< what an endpoint was asked for and did not do
    /// Text of every id above, for people: alternatives are shown long after the model is gone.
    std::map<generation::TokenId, std::string> labels;

    [[nodiscard]] const std::string& label(generation::TokenId id) const;
    /// Mean natural log-probability of the generated tokens; NaN if there is none.
    [[nodiscard]] double meanLogProb() const;
    /// exp(-meanLogProb()).
    [[nodiscard]] double perplexity() const;
    /// NaN if nothing was measured.
    [[nodiscard]] double tokensPerSecond() const;
};
using RunRecordPtr = std::shared_ptr<const RunRecord>;

/// The result as `fexp generate` writes it, and what it depended on under "run".
[[nodiscard]] base::Json toJson(const RunRecord& record);
/// Reads what toJson() wrote; anything else is Malformed.
[[nodiscard]] base::Result<RunRecord> recordFromJson(const base::Json& json);

[[nodiscard]] const char* weightFormName(models::WeightForm form);

} // namespace fe::prompting
