// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/regex.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class ByteLevel final : public PreTokenizer
{
public:
    ByteLevel(bool addPrefixSpace, std::optional<Regex> words)
        : m_addPrefixSpace(addPrefixSpace), m_words(std::move(words))
    {
    }
    base::Result<void> apply(PieceList& pieces) const override
    {
        if (m_addPrefixSpace) {
            FE_CHECK(
                pieces.rewrite([](const TextView& source, AlignedText& out) -> base::Result<void> {
                    appendPrepended(source, source.text.starts_with(' ') ? "" : " ", out);
                    return {};
                }));
        }
        if (m_words) {
            const auto cut = [this](std::string_view text, std::vector<Match>& matches) {
                return m_words->cut(text, matches);
            };
            FE_CHECK(pieces.split(cut, SplitBehavior::Isolated));
        }
        return pieces.spellBytes();
    }

private:
    bool m_addPrefixSpace;
    std::optional<Regex> m_words;
};

} // namespace

base::Result<PreTokenizerPtr> makeByteLevel(const StageSpec& spec)
{
    FE_TRY(const bool addPrefixSpace, spec.flag("add_prefix_space"));
    FE_TRY([[maybe_unused]] const bool trimOffsets, spec.flag("trim_offsets"));
    FE_TRY(const bool useRegex, spec.flagOr("use_regex", true));
    std::optional<Regex> words;
    if (useRegex) {
        FE_TRY(words, Regex::compile(std::string(kGpt2Words), spec.file, spec.field));
    }
    return PreTokenizerPtr(std::make_unique<ByteLevel>(addPrefixSpace, std::move(words)));
}

} // namespace fe::tokenizers
