// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class NormalizerSequence final : public Normalizer
{
public:
    explicit NormalizerSequence(std::vector<NormalizerPtr> steps) : m_steps(std::move(steps)) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        AlignedText current;
        current.append(source, 0, source.text.size());
        for (const NormalizerPtr& step : m_steps) {
            AlignedText next;
            TextView view = current.view();
            view.originalBegin = source.originalBegin;
            FE_CHECK(step->normalize(view, next));
            current = std::move(next);
        }
        out.append(current.view(), 0, current.text.size());
        return {};
    }

private:
    std::vector<NormalizerPtr> m_steps;
};

} // namespace

base::Result<NormalizerPtr> makeNormalizerSequence(const StageSpec& spec)
{
    FE_TRY(const base::Json* items, spec.required("normalizers"));
    if (items->asArray() == nullptr) {
        return spec.malformed("normalizers", "an array expected");
    }
    std::vector<NormalizerPtr> steps;
    for (const base::Json& item : *items->asArray()) {
        FE_TRY(NormalizerPtr step, makeNormalizer(spec.child(item, "normalizers", steps.size())));
        steps.push_back(std::move(step));
    }
    return NormalizerPtr(std::make_unique<NormalizerSequence>(std::move(steps)));
}

} // namespace fe::tokenizers
