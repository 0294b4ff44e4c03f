// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class BertProcessing final : public PostProcessor
{
public:
    BertProcessing(AddedSpecial begin, AddedSpecial end)
        : m_begin(std::move(begin)), m_end(std::move(end))
    {
    }
    void process(std::vector<Segment>& segments, bool addSpecialTokens) const override
    {
        if (!addSpecialTokens) {
            return;
        }
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const std::span begin(&m_begin, i == 0 ? 1 : 0);
            surround(segments[i].encoding, begin, std::span(&m_end, 1), i == 0 ? 0 : 1);
        }
    }
    std::size_t addedTokens(bool isPair) const override { return isPair ? 3 : 2; }

private:
    AddedSpecial m_begin;
    AddedSpecial m_end;
};

} // namespace

base::Result<PostProcessorPtr> makeBertProcessing(const StageSpec& spec)
{
    FE_TRY(AddedSpecial begin, readAddedSpecial(spec, "cls"));
    FE_TRY(AddedSpecial end, readAddedSpecial(spec, "sep"));
    return PostProcessorPtr(std::make_unique<BertProcessing>(std::move(begin), std::move(end)));
}

} // namespace fe::tokenizers
