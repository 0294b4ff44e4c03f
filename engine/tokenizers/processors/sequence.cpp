// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class PostProcessorSequence final : public PostProcessor
{
public:
    explicit PostProcessorSequence(std::vector<PostProcessorPtr> steps) : m_steps(std::move(steps))
    {
    }
    void process(std::vector<Segment>& segments, bool addSpecialTokens) const override
    {
        for (const PostProcessorPtr& step : m_steps) {
            step->process(segments, addSpecialTokens);
        }
    }
    std::size_t addedTokens(bool isPair) const override
    {
        std::size_t count = 0;
        for (const PostProcessorPtr& step : m_steps) {
            count += step->addedTokens(isPair);
        }
        return count;
    }

private:
    std::vector<PostProcessorPtr> m_steps;
};

} // namespace

base::Result<PostProcessorPtr> makePostProcessorSequence(const StageSpec& spec)
{
    FE_TRY(const base::Json* items, spec.required("processors"));
    if (items->asArray() == nullptr) {
        return spec.malformed("processors", "an array expected");
    }
    std::vector<PostProcessorPtr> steps;
    for (const base::Json& item : *items->asArray()) {
        FE_TRY(PostProcessorPtr step,
               makePostProcessor(spec.child(item, "processors", steps.size())));
        steps.push_back(std::move(step));
    }
    return PostProcessorPtr(std::make_unique<PostProcessorSequence>(std::move(steps)));
}

} // namespace fe::tokenizers
