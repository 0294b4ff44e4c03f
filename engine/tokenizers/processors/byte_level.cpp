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
    void process(Encoding& encoding, std::string_view original, bool) const override
    {
        if (m_trimOffsets) {
            trimSpaces(encoding, original, m_addPrefixSpace);
        }
    }

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
