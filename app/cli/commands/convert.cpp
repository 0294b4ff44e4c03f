// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "models/export.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "convert",
        "write a model as a TorchScript archive",
        { "MODEL", "OUT.pt" },
        { { .name = "--portable",
            .value = {},
            .kind = ValueKind::Flag,
            .help = "stock PyTorch operators alone, so that plain PyTorch loads it" } },
        {},
        "The archive holds weights, code, configuration and tokenizer and loads again without\n"
        "the model it was made of. --weights says in which form: stored keeps what the file has\n"
        "(quantised blocks become float32 in a portable archive)."
    };
    return kSpec;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto package, openModel(arguments.positional(0), arguments, context));
    const models::ExportOptions options { context.load.weights, arguments.has("--portable") };
    FE_TRY(const auto written,
           models::exportTorchScript(package, arguments.positional(1), options, context.cancel,
                                     context.progress));
    Json document = Json::object();
    document.set("bytes", written.bytes);
    document.set("sha256", written.sha256);
    return print(document);
}

} // namespace

Command convertCommand()
{
    return { spec, run };
}

} // namespace fe::cli
