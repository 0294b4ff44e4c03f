// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/metaspace.h"

#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class Metaspace final : public PreTokenizer
{
public:
    explicit Metaspace(MetaspaceSettings settings)
        : m_settings(std::move(settings)), m_findReplacement(matchLiteral(m_settings.replacement))
    {
    }
    base::Result<void> apply(PieceList& pieces) const override
    {
        FE_CHECK(
            pieces.rewrite([this](const TextView& source, AlignedText& out) -> base::Result<void> {
                rewrite(source, out);
                return {};
            }));
        if (!m_settings.split) {
            return {};
        }
        return pieces.split(m_findReplacement, SplitBehavior::MergedWithNext);
    }

private:
    void rewrite(const TextView& source, AlignedText& out) const
    {
        const bool prepend = !source.text.empty() && !source.text.starts_with(' ')
            && !source.text.starts_with(m_settings.replacement)
            && (m_settings.scheme == PrependScheme::Always
                || (m_settings.scheme == PrependScheme::First && source.originalBegin == 0));
        if (prepend) {
            out.append(m_settings.replacement, source.align.front());
        }
        for (std::size_t position = 0; position < source.text.size();) {
            const std::size_t space = std::min(source.text.find(' ', position), source.text.size());
            out.append(source, position, space);
            if (space < source.text.size()) {
                out.append(m_settings.replacement, source.align[space]);
            }
            position = space + 1;
        }
    }

    MetaspaceSettings m_settings;
    FindMatches m_findReplacement;
};

} // namespace

base::Result<PreTokenizerPtr> makeMetaspace(const StageSpec& spec)
{
    FE_TRY(MetaspaceSettings settings, readMetaspace(spec));
    return PreTokenizerPtr(std::make_unique<Metaspace>(std::move(settings)));
}

} // namespace fe::tokenizers
