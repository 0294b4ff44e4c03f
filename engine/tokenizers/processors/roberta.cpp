// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

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
    void process(Encoding& encoding, std::string_view original,
                 bool addSpecialTokens) const override
    {
        if (m_options.trimOffsets) {
            trimSpaces(encoding, original, m_options.addPrefixSpace);
        }
        if (addSpecialTokens) {
            surround(encoding, std::span(&m_begin, 1), std::span(&m_end, 1));
        }
    }

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
