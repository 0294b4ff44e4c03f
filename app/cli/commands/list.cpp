// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "formats/model_library.h"
#include "tensor/dequantise.h"
#include "vision/decode.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "list", "what is supported, and which models are installed", {}, {}
    };
    return kSpec;
}

Json architectures()
{
    Json rows = Json::array();
    for (const models::ArchitectureRow& row : models::supportedArchitectures()) {
        Json entry = Json::object();
        entry.set("id", row.id);
        entry.set("kind", row.kind);
        entry.set("covers", row.covers);
        rows.push(std::move(entry));
    }
    return rows;
}

/// Types that weights may have in a file.
Json weightTypes()
{
    Json names = Json::array();
    for (const base::DTypeInfo& info : base::dtypes()) {
        if (tensor::isWeightType(info.type)) {
            names.push(info.name);
        }
    }
    return names;
}

base::Result<void> run(const Arguments& /*arguments*/, Context& /*context*/)
{
    Json installed = Json::array();
    for (const formats::InstalledModel& model : formats::installedModels()) {
        installed.push(model.name);
    }
    Json document = Json::object();
    document.set("architectures", architectures());
    document.set("tokenizer_stages", Json::arrayOf(tokenizers::supportedStages()));
    document.set("file_formats",
                 Json::arrayOf(std::vector<std::string> {
                     "Hugging Face folder (config.json, *.safetensors)", "GGUF",
                     "TorchScript archive (.pt)", "safetensors (inspect)" }));
    document.set("image_formats", Json::arrayOf(vision::imageFormats()));
    document.set("weight_types", weightTypes());
    document.set(
        "weights",
        Json::arrayOf(std::vector<std::string> { "stored", "f32", "bf16", "int8", "int4" }));
    document.set("installed", std::move(installed));
    return print(document);
}

} // namespace

Command listCommand()
{
    return { spec, run };
}

} // namespace fe::cli
