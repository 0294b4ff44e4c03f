// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace fe::cli {
namespace {

base::Error usage(const CommandSpec& spec, std::string what, std::string why)
{
    return { base::ErrorCode::InvalidArgument,
             std::move(what),
             {},
             {},
             std::move(why),
             "see fexp " + std::string(spec.name) + " --help" };
}

std::string quoted(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

/// The whole of `text` as a number of type T.
template<typename T>
std::optional<T> parsed(std::string_view text)
{
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    T value {};
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc {} && result.ptr == end ? std::optional(value) : std::nullopt;
}

std::string shown(double number)
{
    std::array<char, 32> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return { text.data(), end };
}

/// Why the value does not fit its option; nothing if it does.
std::optional<std::string> valueProblem(const OptionSpec& option, const std::string& text)
{
    std::optional<double> value;
    if (option.kind == ValueKind::Integer) {
        const auto integer = parsed<std::int64_t>(text);
        value = integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
    } else if (option.kind == ValueKind::Number) {
        value = parsed<double>(text);
    } else {
        return std::nullopt;
    }
    if (!value || !std::isfinite(*value)) {
        return quoted(text)
            + (option.kind == ValueKind::Integer ? " is not a whole number" : " is not a number");
    }
    if (*value < option.low || *value > option.high) {
        const bool open = option.high == std::numeric_limits<double>::max();
        return text + " is outside its range, "
            + (open ? shown(option.low) + " or more"
                    : shown(option.low) + " to " + shown(option.high));
    }
    return std::nullopt;
}

} // namespace

std::span<const OptionSpec> commonOptions()
{
    static const std::array kOptions = {
        OptionSpec { "--device", "D", ValueKind::Text, "cpu, cuda or cuda:N (default cpu)" },
        OptionSpec { "--weights", "W", ValueKind::Text,
                     "stored, f32, bf16, int8 or int4 (default stored)" },
        OptionSpec { "--threads", "N", ValueKind::Integer,
                     "threads of a product (default 0: physical cores)", 0, 1024 },
        OptionSpec { "--seed", "N", ValueKind::Integer, "seed of everything random (default 0)",
                     0 },
        OptionSpec { "--trust", "", ValueKind::Flag,
                     "run a TorchScript file, which is code; it is then remembered" },
        OptionSpec { "-q", "", ValueKind::Flag, "no progress on standard error" },
        OptionSpec { "--help", "", ValueKind::Flag, "this text" },
    };
    return kOptions;
}

std::string Arguments::text(std::string_view option, std::string_view fallback) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::string(fallback) : found->second.back();
}

std::vector<std::string> Arguments::texts(std::string_view option) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::vector<std::string> {} : found->second;
}

std::int64_t Arguments::integer(std::string_view option, std::int64_t fallback) const
{
    return has(option) ? parsed<std::int64_t>(text(option)).value_or(fallback) : fallback;
}

double Arguments::number(std::string_view option, double fallback) const
{
    return has(option) ? parsed<double>(text(option)).value_or(fallback) : fallback;
}

class Parser
{
public:
    explicit Parser(const CommandSpec& spec) : m_spec(spec) { }

    base::Result<Arguments> run(std::span<const std::string> words)
    {
        bool optionsEnded = false;
        for (std::size_t i = 0; i < words.size() && !m_result.m_wantsHelp; ++i) {
            const std::string& word = words[i];
            if (optionsEnded || word.size() < 2 || word.front() != '-') {
                m_result.m_positionals.push_back(word);
            } else if (word == "--") {
                optionsEnded = true;
            } else {
                FE_CHECK(takeOption(words, i));
            }
        }
        if (!m_result.m_wantsHelp) {
            FE_CHECK(checkWhole());
        }
        return std::move(m_result);
    }

private:
    const OptionSpec* find(std::string_view name) const
    {
        const auto matches = [&](const OptionSpec& option) { return option.name == name; };
        const auto own = std::find_if(m_spec.options.begin(), m_spec.options.end(), matches);
        if (own != m_spec.options.end()) {
            return &*own;
        }
        const auto common = commonOptions();
        const auto shared = std::find_if(common.begin(), common.end(), matches);
        return shared == common.end() ? nullptr : &*shared;
    }

    base::Error unknown(const std::string& name) const
    {
        std::vector<std::string_view> names;
        for (const auto options :
             { std::span<const OptionSpec>(m_spec.options), commonOptions() }) {
            for (const OptionSpec& option : options) {
                names.push_back(option.name);
            }
        }
        const auto near = nearest(name, names);
        return usage(m_spec, "unknown option " + quoted(name),
                     near ? "did you mean " + std::string(*near) + "?"
                          : std::string(m_spec.name) + " has no such option");
    }

    /// Takes the option at words[i] and its value, and moves i to the last word taken.
    base::Result<void> takeOption(std::span<const std::string> words, std::size_t& i)
    {
        const std::string& word = words[i];
        const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        const OptionSpec* option = find(name);
        if (option == nullptr) {
            return unknown(name);
        }
        if (m_result.has(name) && !option->repeated) {
            return usage(m_spec, name + " is given twice", "it takes one value");
        }
        std::string value;
        if (option->kind == ValueKind::Flag) {
            if (equals != std::string::npos) {
                return usage(m_spec, name + " takes no value", "it is switched on by being there");
            }
        } else if (equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else if (i + 1 < words.size()) {
            value = words[++i];
        } else {
            return usage(m_spec, name + " needs a value", "nothing follows it");
        }
        if (const auto problem = valueProblem(*option, value)) {
            return usage(m_spec, "cannot use the value of " + name, *problem);
        }
        m_result.m_wantsHelp = m_result.m_wantsHelp || name == "--help";
        m_result.m_values[name].push_back(std::move(value));
        return {};
    }

    base::Result<void> checkWhole() const
    {
        const auto& given = m_result.m_positionals;
        const auto& wanted = m_spec.positionals;
        if (given.size() < wanted.size()) {
            return usage(m_spec, std::string(wanted[given.size()]) + " is missing", {});
        }
        const bool more = !wanted.empty() && wanted.back().ends_with("...");
        if (given.size() > wanted.size() && !more) {
            return usage(m_spec, "cannot use " + quoted(given[wanted.size()]),
                         std::string(m_spec.name) + " takes no more names");
        }
        for (const OptionSpec& option : m_spec.options) {
            if (option.required && !m_result.has(option.name)) {
                return usage(m_spec, std::string(option.name) + " is missing", {});
            }
        }
        if (!m_spec.exactlyOne.empty()) {
            std::string names;
            std::ptrdiff_t count = 0;
            for (const std::string_view name : m_spec.exactlyOne) {
                count += m_result.has(name) ? 1 : 0;
                names += (names.empty() ? "" : " or ") + std::string(name);
            }
            if (count != 1) {
                return usage(m_spec, "give either " + names,
                             count == 0 ? "none of them is there" : "more than one is there");
            }
        }
        return {};
    }

    const CommandSpec& m_spec;
    Arguments m_result;
};

base::Result<Arguments> parse(const CommandSpec& spec, std::span<const std::string> words)
{
    return Parser(spec).run(words);
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> names)
{
    std::optional<std::string_view> best;
    std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3) + 1; // above: not a slip
    for (const std::string_view name : names) {
        // Levenshtein distance, one row at a time.
        std::vector<std::size_t> row(name.size() + 1);
        std::iota(row.begin(), row.end(), 0U);
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::size_t diagonal = std::exchange(row[0], i + 1);
            for (std::size_t j = 0; j < name.size(); ++j) {
                const std::size_t substituted = diagonal + (word[i] == name[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({ substituted, row[j] + 1, diagonal + 1 });
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = name;
        }
    }
    return best;
}

} // namespace fe::cli
