// SPDX-License-Identifier: Apache-2.0
#include "formats/script_code.h"

#include "formats/zip_archive.h"

#include "base/guarded.h"

#include <algorithm>
#include <vector>

namespace fe::formats {
namespace {

using base::Result;

/// PyTorch writes twenty or so; libtorch overflows its stack from some thousands on.
constexpr std::size_t kDeepest = 1000;
constexpr std::uint64_t kMaxCodeBytes = std::uint64_t { 64 } << 20U;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Reads the text once, keeping for each open bracket how many operators lie since its last comma.
class DepthMeter
{
public:
    explicit DepthMeter(std::string_view code) : m_code(code) { }

    std::size_t measure()
    {
        beginLine();
        while (m_at < m_code.size()) {
            step(m_code[m_at]);
            m_deepest = std::max(m_deepest, m_depth);
        }
        return m_deepest;
    }

private:
    void step(char c)
    {
        if (c == '"' || c == '\'') {
            skipString(c);
        } else if (c == '#') {
            m_at = std::min(m_code.find('\n', m_at), m_code.size());
        } else if (isLetter(c)) {
            skipWord();
        } else {
            ++m_at;
            mark(c);
        }
    }

    void mark(char c)
    {
        switch (c) {
        case '(':
        case '[':
        case '{':
            m_open.push_back(0);
            ++m_depth;
            break;
        case ')':
        case ']':
        case '}':
            if (m_open.size() > 1) {
                m_depth -= m_open.back() + 1;
                m_open.pop_back();
            }
            count();
            break;
        case ',':
            m_depth -= m_open.back();
            m_open.back() = 0;
            break;
        case '\n':
            if (m_open.size() == 1) {
                beginLine();
            }
            break;
        case ' ':
        case '\t':
        case '\r':
            break;
        default:
            count();
        }
    }

    /// An operator, a call, an item: the tree may become a level deeper.
    void count()
    {
        ++m_open.back();
        ++m_depth;
    }

    /// Words between operands are operators ("not", "if"); names cost a level at most.
    void skipWord()
    {
        while (m_at < m_code.size() && isLetter(m_code[m_at])) {
            ++m_at;
        }
        count();
    }

    void skipString(char quote)
    {
        for (++m_at; m_at < m_code.size() && m_code[m_at] != quote && m_code[m_at] != '\n';
             ++m_at) {
            m_at += m_code[m_at] == '\\' ? 1U : 0U;
        }
        m_at = std::min(m_at + 1, m_code.size());
        count();
    }

    /// A new statement; its indentation says in how many blocks it lies.
    void beginLine()
    {
        const std::size_t text = m_code.find_first_not_of(" \t\n\r", m_at);
        const std::size_t end = std::min(text, m_code.size());
        const std::size_t newline = m_code.rfind('\n', end);
        const std::size_t lineBegin
            = newline == std::string_view::npos || newline < m_at ? m_at : newline + 1;
        m_at = end;
        m_open.assign(1, 0);
        m_depth = end - lineBegin;
    }

    std::string_view m_code;
    std::size_t m_at = 0;
    std::vector<std::size_t> m_open { 0 };
    std::size_t m_depth = 0;
    std::size_t m_deepest = 0;
};

} // namespace

std::size_t scriptDepth(std::string_view code)
{
    return DepthMeter(code).measure();
}

Result<void> checkScriptCode(const ModelPackage& package)
{
    return base::guarded("checkScriptCode", [&]() -> Result<void> {
        FE_TRY(const File file, File::open(package.path()));
        FE_TRY(const ZipArchive archive, ZipArchive::open(file));
        for (const ZipEntry& entry : archive.entries()) {
            if (!entry.name.ends_with(".py")) {
                continue;
            }
            FE_TRY(const std::string code, readZipEntry(file, entry, kMaxCodeBytes));
            if (scriptDepth(code) > kDeepest) {
                return base::Error { base::ErrorCode::LimitExceeded,
                                     "refused to load the code",
                                     file.name(),
                                     '"' + entry.name + '"',
                                     "it nests more deeply than what PyTorch writes",
                                     "do not trust this file" };
            }
        }
        return {};
    });
}

} // namespace fe::formats
