// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class PreTokenizerSequence final : public PreTokenizer
{
public:
    explicit PreTokenizerSequence(std::vector<PreTokenizerPtr> steps)
        : m_steps(std::move(steps)) { }
    base::Result<void> apply(PieceList& pieces) const override
    {
        for (const PreTokenizerPtr& step : m_steps) {
            FE_CHECK(step->apply(pieces));
        }
        return {};
    }

private:
    std::vector<PreTokenizerPtr> m_steps;
};

} // namespace

base::Result<PreTokenizerPtr> makePreTokenizerSequence(const StageSpec& spec)
{
    FE_TRY(const base::Json* items, spec.required("pretokenizers"));
    if (items->asArray() == nullptr) {
        return spec.malformed("pretokenizers", "an array expected");
    }
    std::vector<PreTokenizerPtr> steps;
    for (const base::Json& item : *items->asArray()) {
        FE_TRY(PreTokenizerPtr step,
               makePreTokenizer(spec.child(item, "pretokenizers", steps.size())));
        steps.push_back(std::move(step));
    }
    return PreTokenizerPtr(std::make_unique<PreTokenizerSequence>(std::move(steps)));
}

} // namespace fe::tokenizers
