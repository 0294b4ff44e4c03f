// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/help.h"

#include "cli/context.h"

#include <algorithm>

namespace fe::cli {
namespace {

constexpr std::size_t kNameColumn = 28;

std::string row(std::string name, std::string_view help)
{
    name = "  " + name;
    name.resize(std::max(kNameColumn, name.size() + 2), ' ');
    return name + std::string(help) + "\n";
}

std::string optionRows(std::span<const OptionSpec> options)
{
    std::string text;
    for (const OptionSpec& option : options) {
        const std::string value = option.value.empty() ? "" : " " + std::string(option.value);
        text
            += row(std::string(option.name) + value + (option.repeated ? " ..." : ""), option.help);
    }
    return text;
}

} // namespace

std::string generalHelp()
{
    std::string text = "fexp: foundation models without a window\n\n"
                       "Usage: fexp COMMAND [ARGUMENTS]\n\nCommands:\n";
    for (const Command& command : commands()) {
        text += row(std::string(command.spec().name), command.spec().summary);
    }
    return text
        + "\nThe result is one JSON document on standard output. fexp COMMAND --help says more.\n"
          "Exit status: 0 done, 2 wrong usage, 3 input refused, 4 cancelled, 5 not enough memory, "
          "1 other.\n";
}

std::string commandHelp(const CommandSpec& spec)
{
    std::string text = "fexp " + std::string(spec.name) + ": " + std::string(spec.summary)
        + "\n\nUsage: fexp " + std::string(spec.name);
    for (const std::string_view name : spec.positionals) {
        text += " " + std::string(name);
    }
    text += " [OPTIONS]\n";
    if (!spec.options.empty()) {
        text += "\nOptions:\n" + optionRows(spec.options);
    }
    text += "\nOptions of every command:\n" + optionRows(commonOptions());
    if (!spec.details.empty()) {
        text += "\n" + std::string(spec.details) + "\n";
    }
    return text;
}

std::string commandNames()
{
    std::string names;
    for (const Command& command : commands()) {
        names += (names.empty() ? "" : ", ") + std::string(command.spec().name);
    }
    return names;
}

} // namespace fe::cli
