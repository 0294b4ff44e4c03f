// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/forward_input.h"
#include "cli/model_input.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "run",
        "one forward pass, with every tensor on the way",
        { "MODEL" },
        {
            { .name = "--input",
              .value = "F.json",
              .kind = ValueKind::Text,
              .help = "input_ids, attention_mask, pixel_values ...",
              .required = true },
            { .name = "--dump",
              .value = "OUT",
              .kind = ValueKind::Text,
              .help = "the safetensors file to write, float32",
              .required = true },
        },
        {},
        "F.json is an object. Text: input_ids [[...]] and, if wanted, attention_mask and\n"
        "token_type_ids; encoder-decoders need decoder_input_ids too. Pictures: image (a file) or\n"
        "pixel_values (a safetensors file). Paths may be relative to F.json. Without\n"
        "attention_mask every position counts. The dump holds every tensor that the model has."
    };
    return kSpec;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded, loadAnyModel(arguments.positional(0), arguments, context));
    const std::string inputPath = arguments.text("--input");
    FE_TRY(const auto input,
           readForwardInput(inputPath, loaded.model->info(), *loaded.package, context.cancel));
    const auto arrays = loaded.model->forward(input, context.cancel, context.progress);
    if (!arrays) {
        return blame(arrays.error(), inputPath);
    }
    if (context.cancel.isCancelled()) {
        return base::cancelled();
    }
    FE_CHECK(dumpTensors(arguments.text("--dump"), *arrays));
    Json shapes = Json::object();
    for (const models::NamedArray& array : *arrays) {
        shapes.set(array.name, Json::arrayOf(array.shape));
    }
    Json document = Json::object();
    document.set("shapes", std::move(shapes));
    return print(document);
}

} // namespace

Command runCommand()
{
    return { spec, run };
}

} // namespace fe::cli
