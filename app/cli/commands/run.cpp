// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/forward_input.h"
#include "cli/model_input.h"
#include "cli/script_input.h"

#include <algorithm>

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
        "attention_mask every position counts. The dump holds every tensor that the model has.\n"
        "TorchScript of other programs: the keys are the names of forward's arguments, and the\n"
        "results are output.0, output.1 ... in order."
    };
    return kSpec;
}

/// What forward() of one of our archives returns, under the name that every TorchScript result has.
void addFirstOutput(std::vector<models::NamedArray>& arrays)
{
    for (const char* name : { "logits_per_image", "logits", "last_hidden_state" }) {
        const auto found
            = std::find_if(arrays.begin(), arrays.end(),
                           [name](const models::NamedArray& array) { return array.name == name; });
        if (found != arrays.end()) {
            models::NamedArray first = *found;
            first.name = "output.0";
            arrays.push_back(std::move(first));
            return;
        }
    }
}

base::Result<std::vector<models::NamedArray>> runModel(const formats::PackagePtr& package,
                                                       const std::string& inputPath,
                                                       const Arguments& arguments, Context& context)
{
    FE_TRY(const auto model, loadAnyModel(package, arguments, context));
    FE_TRY(const auto input, readForwardInput(inputPath, model->info(), *package, context.cancel));
    auto arrays = model->forward(input, context.cancel, context.progress);
    if (!arrays) {
        return blame(arrays.error(), inputPath);
    }
    if (package->kind() == formats::PackageKind::TorchScript) {
        addFirstOutput(*arrays);
    }
    return arrays;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto package, openModel(arguments.positional(0), arguments, context));
    const std::string inputPath = arguments.text("--input");
    const auto arrays = models::isForeignScript(*package)
        ? runScript(package, inputPath, context)
        : runModel(package, inputPath, arguments, context);
    if (!arrays) {
        return arrays.error();
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
