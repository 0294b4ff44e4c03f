// SPDX-License-Identifier: Apache-2.0
#include "evaluation/answer_expression.h"

#include "base/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace fe::evaluation {
namespace {

using Clock = std::chrono::steady_clock;

// PCRE2 counts steps for each beginning of a match and cannot be interrupted, so a search tries a
// few beginnings at a time and the clock is read in between.
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 20'000;
constexpr std::uint32_t kHeapLimitKib = 64 * 1024;
constexpr std::size_t kSearchWindow = 16;
constexpr std::chrono::milliseconds kTimeAllowed { 500 };

template<auto Free>
struct Freed {
    template<typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using CodePtr = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;
using DataPtr = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;
using ContextPtr = std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>>;

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

base::Error tooSlow()
{
    return { base::ErrorCode::LimitExceeded,
             "cannot take the answer out of the text",
             {},
             {},
             "the regular expression takes too long on it",
             "write it without nested repetitions" };
}

std::size_t behindCodePoint(std::string_view text, std::size_t at)
{
    return at < text.size() ? at + base::decodeUtf8(text, at).length : at + 1;
}

class Compiled final : public AnswerExpression
{
public:
    explicit Compiled(CodePtr code) : m_code(std::move(code)) { }

    base::Result<std::optional<std::string>> findLast(std::string_view text) const override
    {
        const DataPtr data(pcre2_match_data_create_from_pattern(m_code.get(), nullptr));
        const ContextPtr context(pcre2_match_context_create(nullptr));
        if (!data || !context) {
            return base::Error {
                base::ErrorCode::OutOfMemory, "not enough memory", {}, {}, {}, {}
            };
        }
        pcre2_set_match_limit(context.get(), kMatchLimit);
        pcre2_set_depth_limit(context.get(), kDepthLimit);
        pcre2_set_heap_limit(context.get(), kHeapLimitKib);
        const Clock::time_point end = Clock::now() + kTimeAllowed;
        std::optional<std::string> last;
        for (std::size_t start = 0; start <= text.size();) {
            if (Clock::now() > end) {
                return tooSlow();
            }
            std::size_t window = std::min(start + kSearchWindow, text.size());
            while (window < text.size()
                   && (static_cast<unsigned char>(text[window]) & 0xC0U) == 0x80U) {
                ++window;
            }
            pcre2_set_offset_limit(context.get(), window);
            const int result
                = pcre2_match(m_code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                              start, PCRE2_NO_UTF_CHECK, data.get(), context.get());
            if (result == PCRE2_ERROR_NOMATCH) {
                start = behindCodePoint(text, window);
            } else if (result < 0) {
                return tooSlow();
            } else {
                const Range match = groupOf(*data, 0);
                last = answerOf(text, *data, result);
                // An empty match would be found again.
                start = match.end > start ? match.end : behindCodePoint(text, start);
            }
        }
        return last;
    }

private:
    static Range groupOf(pcre2_match_data& data, std::size_t index)
    {
        const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(&data);
        return { ends[2 * index], ends[2 * index + 1] };
    }
    static std::string answerOf(std::string_view text, pcre2_match_data& data, int groups)
    {
        Range range = groupOf(data, 0);
        for (int i = 1; i < groups; ++i) {
            const Range group = groupOf(data, static_cast<std::size_t>(i));
            if (group.begin != PCRE2_UNSET) {
                range = group;
                break;
            }
        }
        range.end = std::max(range.begin, range.end); // older PCRE2: \K in a look-ahead
        return std::string(text.substr(range.begin, range.end - range.begin));
    }

    CodePtr m_code;
};

} // namespace

base::Result<std::shared_ptr<const AnswerExpression>> AnswerExpression::compile(
    const std::string& pattern)
{
    constexpr std::size_t kLongestPattern = 10'000;
    if (pattern.empty() || pattern.size() > kLongestPattern || !base::isValidUtf8(pattern)) {
        return base::invalidArgument("cannot use the regular expression",
                                     "it is empty, longer than 10,000 bytes or no valid UTF-8");
    }
    int code = 0;
    PCRE2_SIZE place = 0;
    // \C would cut code points.
    constexpr std::uint32_t kOptions
        = PCRE2_UTF | PCRE2_UCP | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C;
    CodePtr compiled(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                   kOptions, &code, &place, nullptr));
    if (!compiled) {
        std::array<PCRE2_UCHAR, 256> text {};
        pcre2_get_error_message(code, text.data(), text.size());
        return base::Error { base::ErrorCode::InvalidArgument,
                             "cannot use the regular expression",
                             {},
                             "byte " + std::to_string(place + 1),
                             std::string(text.begin(), std::find(text.begin(), text.end(), 0)),
                             "correct the expression" };
    }
    return std::shared_ptr<const AnswerExpression>(std::make_shared<Compiled>(std::move(compiled)));
}

} // namespace fe::evaluation
