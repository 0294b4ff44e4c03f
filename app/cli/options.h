// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::cli {

enum class ValueKind { Flag, Text, Integer, Number };

/// One row of a command's option table. Values are checked against it before the command runs.
struct OptionSpec {
    std::string_view name; ///< "--top-k"
    std::string_view value; ///< as the help shows it, "K"; empty for a flag
    ValueKind kind = ValueKind::Flag;
    std::string_view help;
    double low = -std::numeric_limits<double>::max(); ///< Integer, Number: smallest
    double high = std::numeric_limits<double>::max(); ///< largest
    bool repeated = false; ///< may be given several times, once a value
    bool required = false;
};

/// What a command line of one command may hold.
struct CommandSpec {
    std::string_view name;
    std::string_view summary; ///< one line
    /// Names for the help; every one is required. A last one that ends in "..." may be repeated.
    std::vector<std::string_view> positionals;
    std::vector<OptionSpec> options; ///< its own; the common ones are added
    /// Options of which exactly one must be given; empty: no such rule.
    std::vector<std::string_view> exactlyOne {};
    std::string_view details {}; ///< paragraph under the help's table; may be empty
};

/// Options that every command takes.
[[nodiscard]] std::span<const OptionSpec> commonOptions();

/// A checked command line.
class Arguments
{
public:
    [[nodiscard]] bool has(std::string_view option) const { return m_values.contains(option); }
    /// The value, or `fallback` if the option was not given.
    [[nodiscard]] std::string text(std::string_view option, std::string_view fallback = {}) const;
    /// All values of a repeated option, in order.
    [[nodiscard]] std::vector<std::string> texts(std::string_view option) const;
    [[nodiscard]] std::int64_t integer(std::string_view option, std::int64_t fallback) const;
    [[nodiscard]] double number(std::string_view option, double fallback) const;
    [[nodiscard]] const std::string& positional(std::size_t index) const
    {
        return m_positionals[index];
    }
    /// Those from `first` on.
    [[nodiscard]] std::span<const std::string> positionals(std::size_t first) const
    {
        return std::span(m_positionals).subspan(first);
    }
    [[nodiscard]] bool wantsHelp() const { return m_wantsHelp; }

private:
    friend class Parser;
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
    std::vector<std::string> m_positionals;
    bool m_wantsHelp = false;
};

/// `--option value` and `--option=value`; the value is taken as it is, whatever it begins with.
/// `--` ends the options. InvalidArgument with one helpful line for anything that the spec does not
/// allow. After --help nothing else is checked.
[[nodiscard]] base::Result<Arguments> parse(const CommandSpec& spec,
                                            std::span<const std::string> words);

/// The nearest of `names` if `word` looks like a slip of it; for "did you mean".
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> names);

} // namespace fe::cli
