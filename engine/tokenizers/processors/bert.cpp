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
    void process(Encoding& encoding, std::string_view, bool addSpecialTokens) const override
    {
        if (addSpecialTokens) {
            surround(encoding, std::span(&m_begin, 1), std::span(&m_end, 1));
        }
    }

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
