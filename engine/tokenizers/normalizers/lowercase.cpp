// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/char_changes.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class Lowercase final : public Normalizer
{
public:
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        appendLowercased(source, out);
        return {};
    }
};

} // namespace

base::Result<NormalizerPtr> makeLowercase(const StageSpec&)
{
    return NormalizerPtr(std::make_unique<Lowercase>());
}

} // namespace fe::tokenizers
