// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/text_model_input.h"

#include "cli/model_input.h"

#include <array>
#include <chrono>

namespace fe::cli {
namespace {

constexpr double kLongestSeconds = 1e6;

/// Seconds of an option as milliseconds.
std::int64_t milliseconds(const Arguments& arguments, const char* option, std::int64_t fallbackMs)
{
    const double seconds = arguments.number(option, static_cast<double>(fallbackMs) / 1000);
    return static_cast<std::int64_t>(seconds * 1000);
}

} // namespace

std::span<const OptionSpec> endpointOptions()
{
    static const std::array kOptions {
        OptionSpec { "--endpoint", "URL", ValueKind::Text,
                     "an OpenAI-compatible server; MODEL is then its name for the model" },
        OptionSpec { "--endpoint-style", "S", ValueKind::Text,
                     "auto (default), chat or completions" },
        OptionSpec { "--key-env", "VAR", ValueKind::Text,
                     "environment variable that holds the server's key" },
        OptionSpec { "--ca-file", "F.pem", ValueKind::Text,
                     "certificate authorities to trust beside the system's" },
        OptionSpec { "--connect-timeout", "S", ValueKind::Number, "seconds to connect (default 10)",
                     0, kLongestSeconds },
        OptionSpec { "--idle-timeout", "S", ValueKind::Number,
                     "seconds without a byte; 0: any (default 180)", 0, kLongestSeconds },
        OptionSpec { "--total-timeout", "S", ValueKind::Number,
                     "seconds for an answer; 0: any (default)", 0, kLongestSeconds },
        OptionSpec { "--retries", "N", ValueKind::Integer,
                     "attempts after a busy or unreachable server (default 3)", 0, 100 },
    };
    return kOptions;
}

std::vector<OptionSpec> withEndpointOptions(std::vector<OptionSpec> own)
{
    own.insert(own.end(), endpointOptions().begin(), endpointOptions().end());
    return own;
}

base::Result<endpoints::Endpoint> endpointOf(const std::string& url, const std::string& model,
                                             const Arguments& arguments)
{
    endpoints::Endpoint endpoint;
    endpoint.baseUrl = url;
    endpoint.model = model == "-" ? std::string() : model;
    endpoint.keyVariable = arguments.text("--key-env");
    endpoint.authorityFile = arguments.text("--ca-file");
    FE_TRY(endpoint.style, endpoints::styleOf(arguments.text("--endpoint-style", "auto")));
    endpoints::Timeouts& timeouts = endpoint.timeouts;
    timeouts.connectMs = milliseconds(arguments, "--connect-timeout", timeouts.connectMs);
    timeouts.idleMs = milliseconds(arguments, "--idle-timeout", timeouts.idleMs);
    timeouts.totalMs = milliseconds(arguments, "--total-timeout", timeouts.totalMs);
    endpoint.retry.retries
        = static_cast<std::int32_t>(arguments.integer("--retries", endpoint.retry.retries));
    endpoint.retry.seed = static_cast<std::uint64_t>(arguments.integer("--seed", 0));
    return endpoints::resolved(std::move(endpoint));
}

base::Result<OpenedTextModel> openTextModel(const std::string& name, const Arguments& arguments,
                                            Context& context)
{
    OpenedTextModel opened;
    if (!arguments.has("--endpoint")) {
        FE_TRY(LoadedModel loaded, loadModel(name, arguments, WithTokenizer::Yes, context));
        opened.package = std::move(loaded.package);
        opened.loadSeconds = loaded.loadSeconds;
        opened.model = generation::localTextModel(loaded.model, loaded.tokenizer, name);
        return opened;
    }
    const auto begin = std::chrono::steady_clock::now();
    FE_TRY(const auto endpoint, endpointOf(arguments.text("--endpoint"), name, arguments));
    FE_TRY(auto remote, endpoints::openEndpoint(endpoint, context.cancel, context.progress));
    opened.remote = remote.get();
    opened.model = std::move(remote);
    opened.loadSeconds
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return opened;
}

} // namespace fe::cli
