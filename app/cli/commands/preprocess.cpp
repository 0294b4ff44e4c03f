// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "cli/picture_processor.h"
#include "vision/load_pixels.h"

namespace fe::cli {
namespace {

using base::Json;

constexpr const char* kPixelValues = "pixel_values";

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "preprocess",
        "the pixels that a model sees of a picture",
        { "MODEL", "IMAGE" },
        { { .name = "--dump",
            .value = "OUT",
            .kind = ValueKind::Text,
            .help = "the safetensors file to write: pixel_values [1, 3, H, W], float32",
            .required = true } },
        {},
        "MODEL is a folder; its weights are not read. What is done with the picture stands in\n"
        "preprocessor_config.json, or follows from config.json. A .safetensors file as IMAGE "
        "holds\n"
        "pixel_values and is taken as it is."
    };
    return kSpec;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto processor, pictureProcessorOf(arguments.positional(0), arguments, context));
    const std::string image = arguments.positional(1);
    FE_TRY(const auto pixels, vision::loadPixels(image, processor, context.cancel));
    if (context.cancel.isCancelled()) {
        return base::cancelled();
    }
    const formats::OutputTensor tensor { kPixelValues, base::DType::F32, pixels.shape,
                                         std::as_bytes(std::span(pixels.values)) };
    if (auto written = formats::writeSafetensors(arguments.text("--dump"), std::span(&tensor, 1));
        !written) {
        base::Error error = written.error();
        error.code = base::ErrorCode::Internal; // the input is not to blame
        return error;
    }
    Json shapes = Json::object();
    shapes.set(kPixelValues, Json::arrayOf(pixels.shape));
    Json document = Json::object();
    document.set("shapes", std::move(shapes));
    return print(document);
}

} // namespace

Command preprocessCommand()
{
    return { spec, run };
}

} // namespace fe::cli
