// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage_spec.h"
#include "tokenizers/word_cuts.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// A regular expression in the dialect of tokenizer files (Oniguruma's), run by PCRE2. Immutable,
/// thread-safe. Every search is bounded in steps, memory and time: a catastrophic pattern ends in
/// an Error.
class Regex
{
public:
    /// @param file, field name the place in errors. Malformed: no regular expression. Unsupported:
    /// one that this program cannot run exactly.
    /// @param matcher Engine: PCRE2 even where a pattern is known to have a quicker way.
    enum class Matcher { Quickest, Engine };
    [[nodiscard]] static base::Result<Regex> compile(const std::string& pattern,
                                                     const std::string& file,
                                                     const std::string& field,
                                                     Matcher matcher = Matcher::Quickest);

    /// Cuts valid UTF-8 into matches and gaps that together cover it. An empty match that follows
    /// another match immediately is none.
    [[nodiscard]] base::Result<void> cut(std::string_view text, std::vector<Match>& matches) const;

private:
    struct Program;
    CutText m_known = nullptr; ///< used in the program's place
    std::shared_ptr<const Program> m_program;
};

/// A pattern as files write it: {"String": "literal"} or {"Regex": "expression"}.
[[nodiscard]] base::Result<FindMatches> readPattern(const StageSpec& spec, std::string_view key);

} // namespace fe::tokenizers
