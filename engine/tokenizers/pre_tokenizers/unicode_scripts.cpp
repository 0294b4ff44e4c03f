// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

#include <unicode/uscript.h>

namespace fe::tokenizers {
namespace {

constexpr int kAnyScript = -1;

/// As of Unicode 9; Japanese and Chinese count as one, a space goes with every script.
int scriptOf(char32_t codePoint)
{
    constexpr unsigned kVersion = 9;
    if (codePoint == U' ' || !isAssignedBy(codePoint, kVersion)) {
        return kAnyScript;
    }
    if (codePoint == 0x30FC) {
        return USCRIPT_HAN;
    }
    if (codePoint == 0x589 || codePoint == 0x61C) {
        return USCRIPT_COMMON; // found a script of their own later
    }
    if (codePoint == 0x953 || codePoint == 0x954) {
        return USCRIPT_DEVANAGARI; // inherit it since
    }
    UErrorCode failure = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(codePoint), &failure);
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) {
        return USCRIPT_HAN;
    }
    return U_FAILURE(failure) != 0 || script == USCRIPT_UNKNOWN ? kAnyScript
                                                                : static_cast<int>(script);
}

/// Pieces of one script. What stands before the first character with a script is marked as a match,
/// which the stage removes.
base::Result<void> findScripts(std::string_view text, std::vector<Match>& matches)
{
    std::uint32_t begin = 0;
    int script = kAnyScript;
    for (std::size_t position = 0; position < text.size();) {
        const base::CodePoint point = base::decodeUtf8(text, position);
        const int next = scriptOf(point.codePoint);
        if (next != kAnyScript && next != script) {
            if (position > begin) {
                matches.push_back(
                    { begin, static_cast<std::uint32_t>(position), script == kAnyScript });
            }
            begin = static_cast<std::uint32_t>(position);
            script = next;
        }
        position += point.length;
    }
    if (begin < text.size()) {
        matches.push_back({ begin, static_cast<std::uint32_t>(text.size()), script == kAnyScript });
    }
    return {};
}

class UnicodeScripts final : public PreTokenizer
{
public:
    base::Result<void> apply(PieceList& pieces) const override
    {
        return pieces.split(&findScripts, SplitBehavior::Removed);
    }
};

} // namespace

base::Result<PreTokenizerPtr> makeUnicodeScripts(const StageSpec&)
{
    return PreTokenizerPtr(std::make_unique<UnicodeScripts>());
}

} // namespace fe::tokenizers
