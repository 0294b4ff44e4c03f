// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

struct RobertaOptions {
    bool trimOffsets = true;
    bool addPrefixSpace = true;
};

class RobertaProcessing final : public PostProcessor
{
public:
    RobertaProcessing(AddedSpecial begin, AddedSpecial end, RobertaOptions options)
        : m_begin(std::move(begin)), m_end(std::move(end)), m_options(options)
    {
    }
    /// Every token has type 0, of the second text too.
    void process(std::vector<Segment>& segments, bool addSpecialTokens) const override
    {
        for (std::size_t i = 0; i < segments.size(); ++i) {
            Encoding& encoding = segments[i].encoding;
            if (m_options.trimOffsets) {
                trimSpaces(encoding, segments[i].original, m_options.addPrefixSpace);
            }
            std::fill(encoding.typeIds.begin(), encoding.typeIds.end(), 0);
            if (addSpecialTokens) {
                surround(encoding, std::span(i == 0 ? &m_begin : &m_end, 1), std::span(&m_end, 1),
                         0);
            }
        }
    }
    std::size_t addedTokens(bool isPair) const override { return isPair ? 4 : 2; }

private:
    AddedSpecial m_begin;
    AddedSpecial m_end;
    RobertaOptions m_options;
};

} // namespace

base::Result<PostProcessorPtr> makeRobertaProcessing(const StageSpec& spec)
{
    RobertaOptions options;
    FE_TRY(AddedSpecial begin, readAddedSpecial(spec, "cls"));
    FE_TRY(AddedSpecial end, readAddedSpecial(spec, "sep"));
    FE_TRY(options.trimOffsets, spec.flag("trim_offsets"));
    FE_TRY(options.addPrefixSpace, spec.flag("add_prefix_space"));
    return PostProcessorPtr(
        std::make_unique<RobertaProcessing>(std::move(begin), std::move(end), options));
}

} // namespace fe::tokenizers
