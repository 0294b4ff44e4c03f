// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "prompting/prompt_document.h"

#include <optional>
#include <span>

namespace fe::prompting {

/// A way of asking the same question.
enum class Way { AsItIs, ZeroShot, OneShot, FewShot, ChainOfThought };

/// A way's row: check boxes, titles of columns and files are made from these.
struct WayRow {
    Way way;
    const char* id; ///< for files
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
};
[[nodiscard]] std::span<const WayRow> wayRows();
[[nodiscard]] const WayRow& rowOf(Way way);
[[nodiscard]] std::optional<Way> wayOfId(const QString& id);

/// The document as that way asks it. Ways of the same document share pattern, instruction, query,
/// sampling and seed, and differ in examples and reasoning alone:
///   AsItIs          free text and chat; of a pattern what the builder shows
///   ZeroShot        no example
///   OneShot         the first example
///   FewShot         the examples that the slider shows, all of them if it shows less than two
///   ChainOfThought  the builder's reasoned answers and trigger; if it has none, no example and
///                   the words "Let's think step by step." (Kojima et al. 2022). An answer that
///                   was to end with its line may go on then, for 160 tokens at least.
/// The error is for people: a document without a pattern knows AsItIs alone, and examples must be
/// there.
[[nodiscard]] base::Result<PromptDocument> documentOf(const PromptDocument& document, Way way);

} // namespace fe::prompting
