// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {
namespace {

class Strip final : public Normalizer
{
public:
    Strip(bool left, bool right) : m_left(left), m_right(right) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        std::size_t begin = source.text.size();
        std::size_t end = 0;
        for (std::size_t position = 0; position < source.text.size();) {
            const base::CodePoint point = base::decodeUtf8(source.text, position);
            if (!isWhitespace(point.codePoint)) {
                begin = std::min(begin, position);
                end = position + point.length;
            }
            position += point.length;
        }
        begin = m_left ? begin : 0;
        end = m_right ? end : source.text.size();
        if (begin < end) {
            out.append(source, begin, end);
        }
        return {};
    }

private:
    bool m_left;
    bool m_right;
};

} // namespace

base::Result<NormalizerPtr> makeStrip(const StageSpec& spec)
{
    FE_TRY(const bool left, spec.flag("strip_left"));
    FE_TRY(const bool right, spec.flag("strip_right"));
    return NormalizerPtr(std::make_unique<Strip>(left, right));
}

} // namespace fe::tokenizers
