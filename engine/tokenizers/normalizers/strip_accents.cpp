// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/char_changes.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {
namespace {

/// Takes combining marks out; a decomposition before it makes accents marks.
class StripAccents final : public Normalizer
{
public:
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        keepCodePoints(
            source, [](char32_t codePoint) { return !isCombiningMark(codePoint); }, out);
        return {};
    }
};

} // namespace

base::Result<NormalizerPtr> makeStripAccents(const StageSpec&)
{
    return NormalizerPtr(std::make_unique<StripAccents>());
}

} // namespace fe::tokenizers
