// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/char_changes.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

bool isKept(char32_t c)
{
    const bool isControl = (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F)
        || c == 0x7F || c == 0x8F || c == 0x9F;
    return !isControl;
}

char32_t spaceOrSame(char32_t c)
{
    const bool isSpace = c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x1680
        || (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2581 || c == 0xFEFF
        || c == 0xFFFD;
    return isSpace ? U' ' : c;
}

/// The cleaning that machine translation before SentencePiece did: control characters vanish, odd
/// spaces become plain ones.
class Nmt final : public Normalizer
{
public:
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        AlignedText kept;
        keepCodePoints(source, &isKept, kept);
        TextView view = kept.view();
        view.originalBegin = source.originalBegin;
        mapCodePoints(view, &spaceOrSame, out);
        return {};
    }
};

} // namespace

base::Result<NormalizerPtr> makeNmt(const StageSpec&)
{
    return NormalizerPtr(std::make_unique<Nmt>());
}

} // namespace fe::tokenizers
