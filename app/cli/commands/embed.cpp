// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/embedding.h"
#include "cli/context.h"
#include "cli/model_input.h"
#include "cli/picture_list.h"
#include "pictures/picture_encoder.h"

namespace fe::cli {
namespace {

using base::Json;

constexpr std::int64_t kBatch = 32;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "embed",
        "vectors of texts or pictures, of unit length",
        { "MODEL" },
        {
            { .name = "--text",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "a text to embed",
              .repeated = true },
            { .name = "--image",
              .value = "F",
              .kind = ValueKind::Text,
              .help = "a picture to embed",
              .repeated = true },
            { .name = "--batch",
              .value = "N",
              .kind = ValueKind::Integer,
              .help = "texts read at once (32)",
              .low = 1,
              .high = 4096 },
            { .name = "--dump",
              .value = "OUT",
              .kind = ValueKind::Text,
              .help = "write them to this safetensors file instead of printing them" },
        },
        { "--text", "--image" },
        "Pooled as the model's own files say (mean, class token, last token, or the model's own\n"
        "vector); texts that are too long are cut as they say. The tensor of OUT is `vectors`."
    };
    return kSpec;
}

base::Result<analysis::Embeddings> embedPictures(const AnyModel& loaded,
                                                 const analysis::EmbeddingSettings& settings,
                                                 const std::vector<std::string>& files,
                                                 Context& context)
{
    FE_TRY(auto model, pictures::pictureModel(loaded.package, loaded.model, nullptr));
    model.embedding = settings;
    analysis::Embeddings result;
    std::optional<base::Error> refused;
    const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
        if (!vector) {
            refused = blame(vector.error(), files[index]);
            return false;
        }
        result.dimensions = static_cast<std::int64_t>(vector->size());
        result.values.insert(result.values.end(), vector->begin(), vector->end());
        return true;
    };
    FE_CHECK(pictures::encodePictures(model, files, kPictureBatch, took, context.cancel,
                                      context.progress));
    if (refused) {
        return *refused;
    }
    return result;
}

Json rowsOf(const analysis::Embeddings& embeddings)
{
    Json rows = Json::array();
    const auto width = static_cast<std::size_t>(embeddings.dimensions);
    for (std::size_t at = 0; at < embeddings.values.size(); at += width) {
        rows.push(Json::arrayOf(std::span(embeddings.values).subspan(at, width)));
    }
    return rows;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const std::string& name = arguments.positional(0);
    FE_TRY(const auto loaded, loadAnyModel(name, arguments, context));
    FE_TRY(const auto settings, analysis::embeddingSettings(*loaded.package, loaded.model->info()));
    analysis::Embeddings embeddings;
    if (arguments.has("--image")) {
        FE_TRY(embeddings, embedPictures(loaded, settings, arguments.texts("--image"), context));
    } else {
        FE_TRY(const auto tokenizer, tokenizers::loadTokenizer(*loaded.package));
        const auto texts = arguments.texts("--text");
        auto made
            = analysis::embedTexts(*loaded.model, *tokenizer, settings, texts,
                                   static_cast<std::size_t>(arguments.integer("--batch", kBatch)),
                                   context.cancel, context.progress);
        if (!made) {
            return blame(made.error(), name);
        }
        embeddings = *std::move(made);
    }
    Json document = Json::object();
    document.set("dim", embeddings.dimensions);
    document.set("pooling", analysis::poolingName(settings.pooling));
    if (arguments.has("--dump")) {
        const auto rows
            = static_cast<std::int64_t>(embeddings.values.size()) / embeddings.dimensions;
        FE_CHECK(dumpTensors(
            arguments.text("--dump"),
            { { "vectors", { rows, embeddings.dimensions }, std::move(embeddings.values) } }));
        document.set("count", rows);
    } else {
        document.set("vectors", rowsOf(embeddings));
    }
    return print(document);
}

} // namespace

Command embedCommand()
{
    return { spec, run };
}

} // namespace fe::cli
