// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs a target without libFuzzer: every file given, then mutations of each.
//
//   fuzz_NAME [--mutations N] [--seed S] FILE|FOLDER...
//
// An input that breaks a rule is left as fuzz-broken-input in the current folder, and the status is
// not 0.
#include "fuzz/bounded_input.h"
#include "fuzz/mutator.h"
#include "fuzz/sanitized.h"
#include "fuzz/target.h"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#if FE_FUZZ_SANITIZED
#include <sanitizer/common_interface_defs.h>
#endif

namespace fe::fuzz {
namespace {

constexpr const char* kReproducer = "fuzz-broken-input";

/// What runs now, for the signal handler.
const std::uint8_t* volatile currentData = nullptr;
volatile std::size_t currentSize = 0;

void say(const char* text)
{
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text, std::strlen(text));
}

/// Only what a signal handler may call.
void leaveInput()
{
    const int file = ::open(kReproducer, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    for (std::size_t done = 0; file >= 0 && done < currentSize;) {
        const ssize_t count = ::write(file, currentData + done, currentSize - done);
        if (count <= 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    say("the input is in ");
    say(kReproducer);
    say("\n");
}

void endWithInput(int signal)
{
    if (signal != SIGABRT) { // who aborts has said why
        const bool isSlow = signal == SIGALRM || signal == SIGPROF;
        say(isSlow ? "broken: an input took too long\n" : "broken: crashed\n");
    }
    leaveInput();
    ::_exit(1);
}

void watch()
{
    std::signal(SIGALRM, endWithInput);
    std::signal(SIGPROF, endWithInput);
    std::signal(SIGABRT, endWithInput);
#if FE_FUZZ_SANITIZED
    __sanitizer_set_death_callback(leaveInput); // it reports crashes better than we could
#else
    for (const int signal : { SIGSEGV, SIGBUS, SIGFPE, SIGILL }) {
        std::signal(signal, endWithInput);
    }
#endif
}

struct Options {
    std::uint64_t mutations = 0; ///< of each file
    std::uint64_t seed = 1;
    std::vector<std::filesystem::path> files;
};

struct Worst {
    std::uint64_t inputs = 0;
    std::chrono::nanoseconds longest {};
    std::uint64_t heap = 0;
};

void addFiles(const std::filesystem::path& path, std::vector<std::filesystem::path>& files)
{
    if (!std::filesystem::is_directory(path)) {
        files.push_back(path);
        return;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
}

Options readOptions(int count, char** arguments)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if ((argument == "--mutations" || argument == "--seed") && i + 1 < count) {
            const std::uint64_t number = std::strtoull(arguments[++i], nullptr, 10);
            (argument == "--seed" ? options.seed : options.mutations) = number;
        } else {
            addFiles(arguments[i], options.files);
        }
    }
    std::sort(options.files.begin(), options.files.end()); // folders have no order of their own
    return options;
}

std::vector<Bytes> readAll(const std::vector<std::filesystem::path>& files)
{
    std::vector<Bytes> contents;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        if (!file) {
            std::fprintf(stderr, "cannot read %s\n", path.c_str());
            std::exit(2);
        }
        contents.emplace_back(std::istreambuf_iterator<char>(file),
                              std::istreambuf_iterator<char>());
    }
    return contents;
}

/// Seconds of this process' own, so that a busy machine does not count; who waits gets longer.
void limitTime(unsigned seconds)
{
    constexpr unsigned kWaiting = 12;
    itimerval limit {};
    limit.it_value.tv_sec = static_cast<time_t>(seconds);
    ::setitimer(ITIMER_PROF, &limit, nullptr);
    ::alarm(kWaiting * seconds);
}

void run(const Bytes& input, Worst& worst)
{
    currentData = input.data();
    currentSize = input.size();
    const auto begin = std::chrono::steady_clock::now();
    limitTime(kInputSeconds);
    const std::uint64_t heap = runBounded(input.data(), input.size());
    limitTime(0);
    const auto time = std::chrono::steady_clock::now() - begin;
    worst.longest = std::max<std::chrono::nanoseconds>(worst.longest, time);
    worst.heap = std::max(worst.heap, heap);
    ++worst.inputs;
}

Worst runAll(const Options& options)
{
    const std::vector<Bytes> inputs = readAll(options.files);
    Worst worst;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        run(inputs[i], worst);
    }
    Mutator mutator(options.seed, inputs);
    for (const Bytes& input : inputs) {
        for (std::uint64_t i = 0; i < options.mutations; ++i) {
            Bytes changed = input;
            mutator.mutate(changed);
            run(changed, worst);
        }
    }
    return worst;
}

} // namespace
} // namespace fe::fuzz

int main(int count, char** arguments)
{
    using namespace fe::fuzz;
    const Options options = readOptions(count, arguments);
    if (options.files.empty()) {
        std::fprintf(stderr, "%s [--mutations N] [--seed S] FILE|FOLDER...\n", arguments[0]);
        return 2;
    }
    watch();
    const Worst worst = runAll(options);
    std::printf("%llu inputs, the longest %.3f s, at most %.1f MB of heap\n",
                static_cast<unsigned long long>(worst.inputs),
                std::chrono::duration<double>(worst.longest).count(),
                static_cast<double>(worst.heap) / 1e6);
    return 0;
}
