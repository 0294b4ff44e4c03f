// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class ByteLevelProcessor final : public PostProcessor
{
public:
    ByteLevelProcessor(bool addPrefixSpace, bool trimOffsets)
        : m_addPrefixSpace(addPrefixSpace), m_trimOffsets(trimOffsets)
    {
    }
    void process(std::vector<Segment>& segments, bool) const override
    {
        for (Segment& segment : segments) {
            if (m_trimOffsets) {
                trimSpaces(segment.encoding, segment.original, m_addPrefixSpace);
            }
        }
    }
    std::size_t addedTokens(bool) const override { return 0; }

private:
    bool m_addPrefixSpace;
    bool m_trimOffsets;
};

} // namespace

base::Result<PostProcessorPtr> makeByteLevelProcessor(const StageSpec& spec)
{
    FE_TRY(const bool addPrefixSpace, spec.flag("add_prefix_space"));
    FE_TRY(const bool trimOffsets, spec.flag("trim_offsets"));
    return PostProcessorPtr(std::make_unique<ByteLevelProcessor>(addPrefixSpace, trimOffsets));
}

} // namespace fe::tokenizers
