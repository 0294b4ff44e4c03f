// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include "base/utf8.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace fe::base {
namespace {

constexpr std::size_t kLongestPart = 400;

/// File names and tensor names come from hostile files: no control characters, no broken UTF-8.
std::string printable(std::string_view part, std::size_t longest = kLongestPart)
{
    std::string text = toValidUtf8(part.substr(0, longest));
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            c = ' ';
        }
    }
    return part.size() > longest ? text + "…" : text;
}

} // namespace

std::string Error::oneLine() const
{
    std::string line = printable(what);
    if (!file.empty()) {
        line += " in " + printable(file, file.size());
        if (!field.empty()) {
            line += ":" + printable(field);
        }
    } else if (!field.empty()) {
        line += " (" + printable(field) + ")";
    }
    if (!why.empty()) {
        line += ": " + printable(why);
    }
    if (!fix.empty()) {
        line += "; " + printable(fix);
    }
    return line;
}

Error malformed(std::string file, std::string field, std::string why)
{
    return { ErrorCode::Malformed, "damaged file", std::move(file),
             std::move(field),     std::move(why), "download or export the file again" };
}

Error unsupported(std::string file, std::string field, std::string why)
{
    return {
        ErrorCode::Unsupported, "cannot use this file", std::move(file),
        std::move(field),       std::move(why),         "see `fexp list` for what is supported"
    };
}

Error invalidArgument(std::string what, std::string why)
{
    return { ErrorCode::InvalidArgument, std::move(what), {}, {}, std::move(why), {} };
}

Error internalError(std::string where, std::string why)
{
    return {
        ErrorCode::Internal, "internal error", {},
        std::move(where),    std::move(why),   "please report this with the file that caused it"
    };
}

Error cancelled()
{
    return { ErrorCode::Cancelled, "cancelled", {}, {}, {}, {} };
}

std::string grouped(unsigned long long number)
{
    std::string digits = std::to_string(number);
    for (std::size_t position = digits.size(); position > 3;) {
        position -= 3;
        digits.insert(position, 1, ',');
    }
    return digits;
}

std::string bytesText(unsigned long long bytes)
{
    constexpr std::array kUnits = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

} // namespace fe::base
