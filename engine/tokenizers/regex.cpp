// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/regex.h"

#include "base/utf8.h"
#include "tokenizers/onig_pattern.h"
#include "tokenizers/unicode_additions.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace fe::tokenizers {
namespace {

template<auto Free>
struct Freed {
    template<typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using CodePtr = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;
using MatchDataPtr = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;
using MatchContextPtr = std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>>;
using CompileContextPtr = std::unique_ptr<pcre2_compile_context, Freed<pcre2_compile_context_free>>;
using JitStackPtr = std::unique_ptr<pcre2_jit_stack, Freed<pcre2_jit_stack_free>>;

constexpr std::uint32_t kMatchLimit = 20'000'000; ///< steps of one search: well under a second
constexpr std::uint32_t kDepthLimit = 1'000'000;
constexpr std::uint32_t kHeapLimitKib = 256 * 1024;
/// One search tries so many bytes as beginnings of a match. Each may have to look at the whole text
/// and PCRE2 cannot be interrupted, so that in between the clock must be read.
constexpr std::size_t kSearchWindow = 64;
constexpr std::size_t kJitStackBytes = std::size_t { 1 } << 20U;

/// A pattern whose every search is short can still be quadratic over the whole text; real ones
/// take less than 0.1 s a megabyte.
std::chrono::milliseconds timeAllowed(std::size_t bytes)
{
    return std::chrono::milliseconds(3000 + bytes / 250);
}

std::string messageOf(int code)
{
    std::array<PCRE2_UCHAR, 256> text {};
    pcre2_get_error_message(code, text.data(), text.size());
    return { text.begin(), std::find(text.begin(), text.end(), 0) };
}

/// Bounds what all searches of one text take together.
class Deadline
{
public:
    explicit Deadline(std::size_t bytes) : m_allowed(timeAllowed(bytes)) { }
    /// The clock is read now and then only, and not at all in short texts.
    [[nodiscard]] bool isOverAfterMatch()
    {
        constexpr unsigned kMatchesBetween = 64;
        return ++m_matches % kMatchesBetween == 0 && isOver();
    }
    [[nodiscard]] bool isOver()
    {
        const auto now = std::chrono::steady_clock::now();
        m_end = m_end == std::chrono::steady_clock::time_point() ? now + m_allowed : m_end;
        return now > m_end;
    }

private:
    std::chrono::milliseconds m_allowed;
    std::chrono::steady_clock::time_point m_end;
    unsigned m_matches = 0;
};

} // namespace

struct Regex::Program {
    CodePtr code;
    CodePtr extendedCode; ///< for texts with characters that PCRE2 does not know; null: the same
    std::string file;
    std::string field;

    [[nodiscard]] base::Error tooSlow() const
    {
        return { base::ErrorCode::LimitExceeded,
                 "cannot tokenise the text",
                 file,
                 field,
                 "the regular expression takes too long on this text",
                 "use another tokenizer file" };
    }
};

namespace {

/// What a thread needs to search; the same for every program.
struct Searcher {
    MatchDataPtr data { pcre2_match_data_create(1, nullptr) };
    MatchContextPtr context { pcre2_match_context_create(nullptr) };
    JitStackPtr jitStack;

    Searcher()
    {
        if (context) {
            pcre2_set_match_limit(context.get(), kMatchLimit);
            pcre2_set_depth_limit(context.get(), kDepthLimit);
            pcre2_set_heap_limit(context.get(), kHeapLimitKib);
        }
    }
    /// A match that begins in [start, last].
    [[nodiscard]] int search(const pcre2_code* code, std::string_view text, std::size_t start,
                             std::size_t last)
    {
        pcre2_set_offset_limit(context.get(), last);
        const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
        const auto run = [&](std::uint32_t options) {
            return pcre2_match(code, subject, text.size(), start, PCRE2_NO_UTF_CHECK | options,
                               data.get(), context.get());
        };
        int result = run(0);
        if (result == PCRE2_ERROR_JIT_STACKLIMIT && !jitStack) {
            jitStack.reset(pcre2_jit_stack_create(kJitStackBytes / 16, kJitStackBytes, nullptr));
            pcre2_jit_stack_assign(context.get(), nullptr, jitStack.get());
            result = run(0);
        }
        return result == PCRE2_ERROR_JIT_STACKLIMIT ? run(PCRE2_NO_JIT) : result;
    }
};

/// Begin of the code point that follows the window; behind the end after the last one.
std::size_t nextWindow(std::string_view text, std::size_t start)
{
    std::size_t next = start + kSearchWindow;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) {
        ++next;
    }
    return next < text.size() ? next : text.size() + 1;
}

/// Words are many and short: making these for each would cost more than searching.
Searcher& searcherOfThread()
{
    thread_local Searcher searcher;
    return searcher;
}

} // namespace

namespace {

base::Result<CodePtr> compileTranslated(const std::string& pattern, const std::string& file,
                                        const std::string& field)
{
    const CompileContextPtr context(pcre2_compile_context_create(nullptr));
    if (!context) {
        return base::Error {
            base::ErrorCode::OutOfMemory, "cannot compile a regular expression", file, field, {}, {}
        };
    }
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(context.get(), 100);
    int error = 0;
    PCRE2_SIZE offset = 0;
    constexpr std::uint32_t kOptions
        = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NO_UTF_CHECK | PCRE2_USE_OFFSET_LIMIT;
    CodePtr code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                               kOptions, &error, &offset, context.get()));
    if (!code) {
        return base::malformed(file, field,
                               "the regular expression cannot be used: " + messageOf(error));
    }
    // Without JIT on this machine the interpreter does the same, slower.
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
    return code;
}

} // namespace

base::Result<Regex> Regex::compile(const std::string& pattern, const std::string& file,
                                   const std::string& field, Matcher matcher)
{
    Regex regex;
    if (matcher == Matcher::Quickest) {
        regex.m_known = knownCut(pattern);
    }
    if (regex.m_known != nullptr) {
        return regex;
    }
    FE_TRY(const std::string plain,
           translateOnigPattern(pattern, UnicodeRange::Library, file, field));
    FE_TRY(const std::string extended,
           translateOnigPattern(pattern, UnicodeRange::Extended, file, field));
    auto program = std::make_shared<Program>();
    FE_TRY(program->code, compileTranslated(plain, file, field));
    if (extended != plain) {
        FE_TRY(program->extendedCode, compileTranslated(extended, file, field));
    }
    program->file = file;
    program->field = field;
    regex.m_program = std::move(program);
    return regex;
}

base::Result<void> Regex::cut(std::string_view text, std::vector<Match>& matches) const
{
    if (m_known != nullptr) {
        m_known(text, matches);
        return {};
    }
    const bool extended = m_program->extendedCode && holdsAddition(text);
    const pcre2_code* code = extended ? m_program->extendedCode.get() : m_program->code.get();
    Searcher& searcher = searcherOfThread();
    if (!searcher.data || !searcher.context) {
        return base::Error {
            base::ErrorCode::OutOfMemory, "cannot tokenise the text", {}, {}, {}, {}
        };
    }
    Deadline deadline(text.size());
    std::size_t gapBegin = 0;
    bool matchedBefore = false;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t next = nextWindow(text, start);
        const int found = searcher.search(code, text, start, next - 1);
        if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
            return m_program->tooSlow();
        }
        if (found == PCRE2_ERROR_NOMATCH ? next <= text.size() && deadline.isOver()
                                         : deadline.isOverAfterMatch()) {
            return m_program->tooSlow();
        }
        if (found == PCRE2_ERROR_NOMATCH) {
            start = next;
            continue;
        }
        const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(searcher.data.get());
        const std::size_t end = bounds[1];
        const std::size_t begin
            = std::min<std::size_t>(bounds[0], end); // \K may put it behind the end
        if (begin == end && matchedBefore && end == gapBegin) {
            start += std::max<std::size_t>(base::decodeUtf8(text, start).length, 1);
            continue;
        }
        if (gapBegin < begin) {
            matches.push_back(
                { static_cast<std::uint32_t>(gapBegin), static_cast<std::uint32_t>(begin), false });
        }
        matches.push_back(
            { static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), true });
        gapBegin = end;
        start = end;
        matchedBefore = true;
    }
    if (gapBegin < text.size()) {
        matches.push_back({ static_cast<std::uint32_t>(gapBegin),
                            static_cast<std::uint32_t>(text.size()), false });
    }
    return {};
}

base::Result<FindMatches> readPattern(const StageSpec& spec, std::string_view key)
{
    FE_TRY(const base::Json* value, spec.required(key));
    const StageSpec pattern = spec.child(*value, key);
    const std::string_view kind = value->find("String") != nullptr ? "String" : "Regex";
    if (value->find(kind) == nullptr) {
        return spec.malformed(key, "a pattern is {\"String\": ...} or {\"Regex\": ...}");
    }
    FE_TRY(std::string expression, pattern.text(kind));
    if (kind == "String" && !expression.empty()) {
        return matchLiteral(std::move(expression));
    }
    // An empty literal matches between all characters, as the empty expression does.
    FE_TRY(Regex regex, Regex::compile(expression, spec.file, pattern.fieldOf(kind)));
    return FindMatches(
        [regex = std::move(regex)](std::string_view text, std::vector<Match>& matches) {
            return regex.cut(text, matches);
        });
}

} // namespace fe::tokenizers
