// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_cursor.h"

#include "base/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fe::formats {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied as they lie in the file");

constexpr std::uint64_t kWindowBytes = 65536;

std::string byteText(std::uint64_t position)
{
    return "byte " + base::grouped(position);
}

} // namespace

GgufCursor::GgufCursor(const File& file) : m_file(file) { }

std::string GgufCursor::where() const
{
    return byteText(m_position);
}

base::Result<void> GgufCursor::bytes(std::span<std::byte> out)
{
    if (out.size() > remaining()) {
        return base::malformed(m_file.name(), where(),
                               "the file ends inside its header: " + base::grouped(out.size())
                                   + " bytes are needed but " + base::grouped(remaining())
                                   + " remain");
    }
    while (!out.empty()) {
        const std::uint64_t windowEnd = m_windowBegin + m_window.size();
        if (m_position >= windowEnd) {
            m_window.resize(static_cast<std::size_t>(std::min(kWindowBytes, remaining())));
            FE_CHECK(m_file.read(m_window, m_position));
            m_windowBegin = m_position;
            continue;
        }
        const std::size_t begin = static_cast<std::size_t>(m_position - m_windowBegin);
        const std::size_t count = std::min(out.size(), m_window.size() - begin);
        std::memcpy(out.data(), m_window.data() + begin, count);
        out = out.subspan(count);
        m_position += count;
    }
    return {};
}

base::Result<std::string> GgufCursor::text(std::uint64_t longest)
{
    const std::uint64_t begin
        = m_position; // a string only for an error: a vocabulary has many texts
    FE_TRY(const auto length, number<std::uint64_t>());
    if (length > remaining()) {
        return base::malformed(m_file.name(), byteText(begin),
                               "a text of " + base::grouped(length) + " bytes is announced but "
                                   + base::grouped(remaining()) + " remain");
    }
    if (length > longest) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "file too large",
                             m_file.name(),
                             byteText(begin),
                             "a text of " + base::grouped(length) + " bytes where at most "
                                 + base::grouped(longest) + " are allowed",
                             {} };
    }
    std::string value(static_cast<std::size_t>(length), '\0');
    FE_CHECK(bytes(std::as_writable_bytes(std::span(value))));
    if (!base::isValidUtf8(value)) {
        return base::malformed(m_file.name(), byteText(begin), "a text that is not valid UTF-8");
    }
    return value;
}

} // namespace fe::formats
