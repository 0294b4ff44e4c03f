// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/help.h"
#include "cli/model_input.h"
#include "cli/options.h"
#include "cli/progress_line.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace {

using namespace fe;

base::CancelToken cancelToken;

/// A lock-free atomic store, so safe in a signal handler.
extern "C" void onSignal(int /*signal*/)
{
    cancelToken.cancel();
}

/// The first signal asks to stop; a second one ends the process as it does by default.
void installSignalHandlers()
{
    struct sigaction action {
    };
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

/// Settings that must stand before the first parallel product (OpenMP's environment belongs here).
void prepareProcess()
{
    installSignalHandlers();
}

int report(const base::Error& error)
{
    std::fprintf(stderr, "fexp: %s\n", error.oneLine().c_str());
    return cli::exitStatus(error.code);
}

int show(const std::string& text)
{
    const auto printed = cli::printText(text);
    return printed ? 0 : report(printed.error());
}

const cli::Command* findCommand(std::string_view name)
{
    for (const cli::Command& command : cli::commands()) {
        if (command.spec().name == name) {
            return &command;
        }
    }
    return nullptr;
}

base::Error unknownCommand(const std::string& name)
{
    std::vector<std::string_view> names;
    for (const cli::Command& command : cli::commands()) {
        names.push_back(command.spec().name);
    }
    const auto near = cli::nearest(name, names);
    return { base::ErrorCode::InvalidArgument,
             "unknown command \"" + name + '"',
             {},
             {},
             near ? "did you mean " + std::string(*near) + "?" : std::string(),
             "there are " + cli::commandNames() };
}

int runCommand(const cli::Command& command, std::span<const std::string> words)
{
    const auto arguments = cli::parse(command.spec(), words);
    if (!arguments) {
        return report(arguments.error());
    }
    if (arguments->wantsHelp()) {
        return show(cli::commandHelp(command.spec()));
    }
    const auto options = cli::loadOptions(*arguments);
    if (!options) {
        return report(options.error());
    }
    base::Progress progress;
    base::Result<void> result;
    {
        const cli::ProgressLine line(progress, arguments->has("-q"));
        cli::Context context { *options, cancelToken, progress };
        result = command.run(*arguments, context);
    }
    if (result) {
        return 0;
    }
    base::Error error = result.error();
    const auto& names = command.spec().positionals;
    const auto model = std::find(names.begin(), names.end(), "MODEL");
    if (cli::exitStatus(error.code) == 3 && error.file.empty() && model != names.end()) {
        // A refusal always names a file.
        error.file = arguments->positional(static_cast<std::size_t>(model - names.begin()));
    }
    return report(error);
}

int runProgram(const std::vector<std::string>& words)
{
    if (words.empty()) {
        return report({ base::ErrorCode::InvalidArgument,
                        "no command is given",
                        {},
                        {},
                        {},
                        "there are " + cli::commandNames() + "; see fexp --help" });
    }
    if (words.front() == "--help" || words.front() == "-h" || words.front() == "help") {
        return show(cli::generalHelp());
    }
    if (words.front() == "--version") {
        return show("fexp " FE_VERSION "\n");
    }
    const cli::Command* command = findCommand(words.front());
    return command == nullptr ? report(unknownCommand(words.front()))
                              : runCommand(*command, std::span(words).subspan(1));
}

} // namespace

int main(int argc, char* argv[])
{
    try {
        prepareProcess();
        return runProgram(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
    } catch (const std::bad_alloc&) {
        std::fputs("fexp: not enough memory; close other programs or use a smaller model\n",
                   stderr);
        return 5;
    } catch (const std::exception& error) {
        return report(base::internalError("fexp", error.what()));
    } catch (...) {
        std::fputs("fexp: internal error: something unknown was thrown; please report this\n",
                   stderr);
        return 1;
    }
}
