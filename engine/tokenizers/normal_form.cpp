// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/normal_form.h"

#include "base/utf8.h"
#include "tokenizers/unicode.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <algorithm>
#include <array>

namespace fe::tokenizers {
namespace {

constexpr unsigned kVersion = 9;

bool composes(NormalForm form)
{
    return form == NormalForm::C || form == NormalForm::Kc;
}

/// Null only if ICU's own data are missing; then nothing decomposes.
const UNormalizer2* instanceOf(NormalForm form)
{
    UErrorCode failure = U_ZERO_ERROR;
    const bool isCompatible = form == NormalForm::Kc || form == NormalForm::Kd;
    const UNormalizer2* instance
        = isCompatible ? unorm2_getNFKCInstance(&failure) : unorm2_getNFCInstance(&failure);
    return U_SUCCESS(failure) != 0 ? instance : nullptr;
}

struct ClassedChange {
    CharChange item;
    std::uint8_t combiningClass = 0;
};

std::uint8_t combiningClass(char32_t codePoint)
{
    if (codePoint < 0x300 || !isAssignedBy(codePoint, kVersion)) {
        return 0;
    }
    return u_getCombiningClass(static_cast<UChar32>(codePoint));
}

void decompose(const UNormalizer2* normalizer, char32_t codePoint,
               std::vector<ClassedChange>& changes)
{
    std::array<UChar, 64> units {}; // the longest decomposition has 18 code points
    UErrorCode failure = U_ZERO_ERROR;
    std::int32_t length = -1;
    if (codePoint >= 0x80 && normalizer != nullptr && isAssignedBy(codePoint, kVersion)) {
        length = unorm2_getDecomposition(normalizer, static_cast<UChar32>(codePoint), units.data(),
                                         static_cast<std::int32_t>(units.size()), &failure);
    }
    if (length < 0 || U_FAILURE(failure) != 0) {
        changes.push_back({ { codePoint, 0 }, combiningClass(codePoint) });
        return;
    }
    for (std::int32_t i = 0; i < length;) {
        const std::int32_t inserted = i == 0 ? 0 : 1;
        std::uint32_t part = units[static_cast<std::size_t>(i++)];
        if (U16_IS_LEAD(part) && i < length) {
            part = static_cast<std::uint32_t>(
                U16_GET_SUPPLEMENTARY(part, units[static_cast<std::size_t>(i++)]));
        }
        const auto decomposed = static_cast<char32_t>(part);
        changes.push_back({ { decomposed, inserted }, combiningClass(decomposed) });
    }
}

/// Marks after a base stand in the order of their classes.
void sortMarks(std::vector<ClassedChange>& changes)
{
    auto begin = changes.begin();
    while (begin != changes.end()) {
        const auto end = std::find_if(begin + 1, changes.end(), [](const ClassedChange& change) {
            return change.combiningClass == 0;
        });
        std::stable_sort(begin, end, [](const ClassedChange& a, const ClassedChange& b) {
            return a.combiningClass < b.combiningClass;
        });
        begin = end;
    }
}

/// Puts bases and marks together again.
class Composer
{
public:
    Composer(const UNormalizer2* normalizer, std::vector<CharChange>& out)
        : m_normalizer(normalizer), m_out(out)
    {
    }

    void push(const ClassedChange& next)
    {
        if (!m_hasBase) {
            if (next.combiningClass != 0) {
                m_out.push_back(next.item);
            } else {
                setBase(next.item);
            }
            return;
        }
        const bool isBlocked = m_hasMarks && m_lastClass >= next.combiningClass;
        if (!isBlocked && compose(next.item)) {
            return;
        }
        if (next.combiningClass == 0) {
            flush();
            setBase(next.item);
            return;
        }
        m_marks.push_back(next.item);
        m_hasMarks = true;
        m_lastClass = next.combiningClass;
    }
    void flush()
    {
        if (m_hasBase) {
            m_out.push_back(m_base);
        }
        m_out.insert(m_out.end(), m_marks.begin(), m_marks.end());
        m_marks.clear();
        m_hasMarks = false;
        m_hasBase = false;
    }

private:
    void setBase(const CharChange& base)
    {
        m_base = base;
        m_hasBase = true;
    }
    bool compose(const CharChange& next)
    {
        if (m_normalizer == nullptr || next.codePoint < 0x300) {
            return false;
        }
        const UChar32 composed
            = unorm2_composePair(m_normalizer, static_cast<UChar32>(m_base.codePoint),
                                 static_cast<UChar32>(next.codePoint));
        if (composed < 0 || !isAssignedBy(static_cast<char32_t>(composed), kVersion)) {
            return false;
        }
        m_base = { static_cast<char32_t>(composed), m_base.change + next.change - 1 };
        return true;
    }

    const UNormalizer2* m_normalizer;
    std::vector<CharChange>& m_out;
    CharChange m_base;
    bool m_hasBase = false;
    std::vector<CharChange> m_marks; ///< that did not go into the base
    bool m_hasMarks = false;
    std::uint8_t m_lastClass = 0;
};

class NormalFormStage final : public Normalizer
{
public:
    explicit NormalFormStage(NormalForm form) : m_form(form) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        appendNormalForm(source, m_form, out);
        return {};
    }

private:
    NormalForm m_form;
};

} // namespace

void appendNormalForm(const TextView& source, NormalForm form, AlignedText& out)
{
    const UNormalizer2* normalizer = instanceOf(form);
    std::vector<ClassedChange> decomposed;
    decomposed.reserve(source.text.size());
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        decompose(normalizer, point.codePoint, decomposed);
    }
    sortMarks(decomposed);
    std::vector<CharChange> changes;
    changes.reserve(decomposed.size());
    if (composes(form)) {
        Composer composer(instanceOf(NormalForm::C), changes);
        for (const ClassedChange& change : decomposed) {
            composer.push(change);
        }
        composer.flush();
    } else {
        for (const ClassedChange& change : decomposed) {
            changes.push_back(change.item);
        }
    }
    applyChanges(source, changes, 0, out);
}

NormalizerPtr makeNormalForm(NormalForm form)
{
    return std::make_unique<NormalFormStage>(form);
}

} // namespace fe::tokenizers
