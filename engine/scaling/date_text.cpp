// SPDX-License-Identifier: Apache-2.0
#include "scaling/number_text.h"

#include <charconv>
#include <chrono>

namespace fe::scaling {
namespace {

std::optional<int> wholeNumber(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && text.front() != '-' ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<double> readDate(std::string_view cell)
{
    cell = trimmed(cell);
    if (cell.size() != 7 && cell.size() != 10) {
        return {};
    }
    const char mark = cell[4];
    if ((mark != '-' && mark != '/') || (cell.size() == 10 && cell[7] != mark)) {
        return {};
    }
    const auto year = wholeNumber(cell.substr(0, 4));
    const auto month = wholeNumber(cell.substr(5, 2));
    const auto day = cell.size() == 10 ? wholeNumber(cell.substr(8, 2)) : std::optional(1);
    if (!year || !month || !day) {
        return {};
    }
    using namespace std::chrono;
    const year_month_day date { std::chrono::year(*year),
                                std::chrono::month(static_cast<unsigned>(*month)),
                                std::chrono::day(static_cast<unsigned>(*day)) };
    if (!date.ok()) {
        return {};
    }
    const sys_days first { std::chrono::year(*year) / January / 1 };
    const sys_days next { std::chrono::year(*year + 1) / January / 1 };
    return *year
        + static_cast<double>((sys_days(date) - first).count())
        / static_cast<double>((next - first).count());
}

} // namespace fe::scaling
