// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {
namespace {

enum class Kind { Space, Word, Other };

Kind kindOf(char32_t codePoint)
{
    if (isWordCharacter(codePoint)) {
        return Kind::Word;
    }
    return isWhitespace(codePoint) ? Kind::Space : Kind::Other;
}

/// Runs of word characters and runs of what is neither word character nor space.
base::Result<void> findRuns(std::string_view text, std::vector<Match>& matches)
{
    std::size_t begin = 0;
    Kind kind = Kind::Space;
    for (std::size_t position = 0; position <= text.size();) {
        const bool atEnd = position == text.size();
        const base::CodePoint point = base::decodeUtf8(text, position);
        const Kind next = atEnd ? Kind::Space : kindOf(point.codePoint);
        if (position > begin && (atEnd || next != kind)) {
            // Spaces are marked as matches: the stage removes them.
            matches.push_back({ static_cast<std::uint32_t>(begin),
                                static_cast<std::uint32_t>(position), kind == Kind::Space });
            begin = position;
        }
        kind = next;
        position += atEnd ? 1 : point.length;
    }
    return {};
}

class Whitespace final : public PreTokenizer
{
public:
    base::Result<void> apply(PieceList& pieces) const override
    {
        return pieces.split(&findRuns, SplitBehavior::Removed);
    }
};

} // namespace

base::Result<PreTokenizerPtr> makeWhitespace(const StageSpec&)
{
    return PreTokenizerPtr(std::make_unique<Whitespace>());
}

} // namespace fe::tokenizers
