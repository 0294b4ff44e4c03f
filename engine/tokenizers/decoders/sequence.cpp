// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

class DecoderSequence final : public Decoder
{
public:
    explicit DecoderSequence(std::vector<DecoderPtr> steps) : m_steps(std::move(steps)) { }
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step) {
            next = (*step)->start(std::move(next));
        }
        return next;
    }
    std::string inside(std::string token) const override
    {
        for (const DecoderPtr& step : m_steps) {
            token = step->inside(std::move(token));
        }
        return token;
    }
    bool isByteLevel() const override
    {
        return std::any_of(m_steps.begin(), m_steps.end(),
                           [](const DecoderPtr& step) { return step->isByteLevel(); });
    }

private:
    std::vector<DecoderPtr> m_steps;
};

} // namespace

base::Result<DecoderPtr> makeDecoderSequence(const StageSpec& spec)
{
    FE_TRY(const base::Json* items, spec.required("decoders"));
    if (items->asArray() == nullptr) {
        return spec.malformed("decoders", "an array expected");
    }
    std::vector<DecoderPtr> steps;
    for (const base::Json& item : *items->asArray()) {
        FE_TRY(DecoderPtr step, makeDecoder(spec.child(item, "decoders", steps.size())));
        steps.push_back(std::move(step));
    }
    return DecoderPtr(std::make_unique<DecoderSequence>(std::move(steps)));
}

} // namespace fe::tokenizers
