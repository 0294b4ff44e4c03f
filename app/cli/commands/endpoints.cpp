// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/text_model_input.h"
#include "endpoints/server_info.h"

namespace fe::cli {
namespace {

const CommandSpec& spec()
{
    static const CommandSpec kSpec = [] {
        CommandSpec made {
            "endpoints",
            "what an OpenAI-compatible server is and can",
            { "URL" },
            { { "--endpoint-model", "NAME", ValueKind::Text,
                "the model to try (default: the first that is listed)" },
              { "--list", "", ValueKind::Flag, "list the models only, ask none of them to work" } },
            {},
            "Unless --list is given, the model is asked for one token as a completion and as a "
            "chat, to see what\ncomes back. A server that loads models on demand loads it."
        };
        for (const OptionSpec& option : endpointOptions()) {
            if (option.name != "--endpoint" && option.name != "--endpoint-style") {
                made.options.push_back(option);
            }
        }
        return made;
    }();
    return kSpec;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto endpoint,
           endpointOf(arguments.positional(0), arguments.text("--endpoint-model"), arguments));
    const bool list = arguments.has("--list");
    FE_TRY(const endpoints::ServerInfo info,
           list ? endpoints::listModels(endpoint, context.cancel, context.progress)
                : endpoints::inspectServer(endpoint, context.cancel, context.progress));
    base::Json document = endpoints::toJson(info);
    if (list) {
        // Nothing was tried, so nothing is said about it.
        document.set("model", base::Json());
        document.set("abilities", base::Json());
    }
    document.set("url", endpoint.baseUrl);
    return print(document);
}

} // namespace

Command endpointsCommand()
{
    return { spec, run };
}

} // namespace fe::cli
