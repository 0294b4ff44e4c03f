// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/char_changes.h"
#include "tokenizers/normal_form.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

#include <algorithm>
#include <array>

namespace fe::tokenizers {
namespace {

struct BertOptions {
    bool cleanText = true; ///< no control characters, every white space a plain one
    bool spacesAroundChinese = true;
    bool stripAccents = true;
    bool lowercase = true;
};

bool isChinese(char32_t codePoint)
{
    struct Block {
        char32_t first;
        char32_t last;
    };
    constexpr std::array kBlocks
        = { Block { 0x4E00, 0x9FFF },   Block { 0x3400, 0x4DBF },   Block { 0x20000, 0x2A6DF },
            Block { 0x2A700, 0x2B73F }, Block { 0x2B740, 0x2B81F }, Block { 0x2B920, 0x2CEAF },
            Block { 0xF900, 0xFAFF },   Block { 0x2F800, 0x2FA1F } };
    return std::any_of(kBlocks.begin(), kBlocks.end(), [codePoint](const Block& block) {
        return codePoint >= block.first && codePoint <= block.last;
    });
}

void appendWithSpacesAroundChinese(const TextView& source, AlignedText& out)
{
    std::vector<CharChange> changes;
    changes.reserve(source.text.size());
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        if (isChinese(point.codePoint)) {
            changes.insert(changes.end(), { { U' ', 0 }, { point.codePoint, 1 }, { U' ', 1 } });
        } else {
            changes.push_back({ point.codePoint, 0 });
        }
    }
    applyChanges(source, changes, 0, out);
}

/// The cleaning of BERT's own tokenizer.
class BertNormalizer final : public Normalizer
{
public:
    explicit BertNormalizer(BertOptions options) : m_options(options) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        AlignedText current;
        current.append(source, 0, source.text.size());
        const auto apply = [&](const auto& step) {
            AlignedText next;
            TextView view = current.view();
            view.originalBegin = source.originalBegin;
            step(view, next);
            current = std::move(next);
        };
        if (m_options.cleanText) {
            apply([](const TextView& text, AlignedText& to) {
                const auto isKept
                    = [](char32_t c) { return c != 0 && c != 0xFFFD && !isControl(c); };
                keepCodePoints(text, isKept, to);
            });
            apply([](const TextView& text, AlignedText& to) {
                mapCodePoints(
                    text, [](char32_t c) { return isWhitespace(c) ? U' ' : c; }, to);
            });
        }
        if (m_options.spacesAroundChinese) {
            apply(appendWithSpacesAroundChinese);
        }
        if (m_options.stripAccents) {
            apply([](const TextView& text, AlignedText& to) {
                appendNormalForm(text, NormalForm::D, to);
            });
            apply([](const TextView& text, AlignedText& to) {
                keepCodePoints(
                    text, [](char32_t c) { return !isNonspacingMark(c); }, to);
            });
        }
        if (m_options.lowercase) {
            apply(appendLowercased);
        }
        out.append(current.view(), 0, current.text.size());
        return {};
    }

private:
    BertOptions m_options;
};

} // namespace

base::Result<NormalizerPtr> makeBertNormalizer(const StageSpec& spec)
{
    BertOptions options;
    FE_TRY(options.cleanText, spec.flag("clean_text"));
    FE_TRY(options.spacesAroundChinese, spec.flag("handle_chinese_chars"));
    FE_TRY(options.lowercase, spec.flag("lowercase"));
    FE_TRY(options.stripAccents, spec.flagOr("strip_accents", options.lowercase));
    return NormalizerPtr(std::make_unique<BertNormalizer>(options));
}

} // namespace fe::tokenizers
