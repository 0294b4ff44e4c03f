// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

/// Pieces of a fixed number of code points; the last may be shorter.
class FixedLength final : public PreTokenizer
{
public:
    explicit FixedLength(std::size_t length) : m_length(length) { }
    base::Result<void> apply(PieceList& pieces) const override
    {
        const auto cut
            = [this](std::string_view text, std::vector<Match>& matches) -> base::Result<void> {
            for (std::size_t position = 0; position < text.size();) {
                const std::size_t begin = position;
                for (std::size_t i = 0; i < m_length && position < text.size(); ++i) {
                    position += base::decodeUtf8(text, position).length;
                }
                matches.push_back({ static_cast<std::uint32_t>(begin),
                                    static_cast<std::uint32_t>(position), true });
            }
            return {};
        };
        return pieces.split(cut, SplitBehavior::Isolated);
    }

private:
    std::size_t m_length;
};

} // namespace

base::Result<PreTokenizerPtr> makeFixedLength(const StageSpec& spec)
{
    std::size_t length = 5;
    if (spec.json.find("length") != nullptr) {
        FE_TRY(length, spec.count("length"));
    }
    if (length == 0) {
        return spec.malformed("length", "a piece needs at least one character");
    }
    return PreTokenizerPtr(std::make_unique<FixedLength>(length));
}

} // namespace fe::tokenizers
