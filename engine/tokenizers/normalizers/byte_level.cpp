// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/byte_spelling.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class ByteLevelNormalizer final : public Normalizer
{
public:
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        appendByteSpelling(source, out);
        return {};
    }
};

} // namespace

base::Result<NormalizerPtr> makeByteLevelNormalizer(const StageSpec&)
{
    return NormalizerPtr(std::make_unique<ByteLevelNormalizer>());
}

} // namespace fe::tokenizers
