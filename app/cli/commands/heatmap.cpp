// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/heat_map.h"
#include "cli/context.h"
#include "cli/zero_shot_input.h"
#include "formats/atomic_file.h"
#include "vision/encode_png.h"
#include "vision/heat_overlay.h"
#include "vision/load_pixels.h"

namespace fe::cli {
namespace {

using analysis::HeatMap;
using analysis::HeatMethod;
using base::Json;
using base::Result;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "heatmap",
        "which patches of a picture speak for a label",
        { "MODEL", "IMAGE" },
        {
            { .name = "--label",
              .value = "S",
              .kind = ValueKind::Text,
              .help = "the label; further ones are compared with the first",
              .repeated = true },
            { .name = "--method",
              .value = "NAME",
              .kind = ValueKind::Text,
              .help = "relevance (from gradients), similarity or attention; relevance" },
            templatesOption(),
            { .name = "--out",
              .value = "PNG",
              .kind = ValueKind::Text,
              .help = "the picture to write: what the model sees, with the map laid over",
              .required = true },
        },
        {},
        "relevance follows the gradient of the label's score through the attention of all layers\n"
        "(Chefer et al. 2021), similarity compares each patch's own vector with the label, "
        "attention\n"
        "is the rollout of attention and knows no label. With more than one label,\n"
        "label_correlation is the mean rank correlation of the first one's map with the others':\n"
        "near 1, the map says little about its label."
    };
    return kSpec;
}

Result<HeatMethod> methodOf(const Arguments& arguments)
{
    const std::string name = arguments.text("--method", "relevance");
    if (const auto method = analysis::heatMethodNamed(name)) {
        return *method;
    }
    return base::invalidArgument("cannot use --method " + name,
                                 "it is none of relevance, similarity and attention");
}

/// The model, and the weights of the labels where the method reads texts.
struct Question {
    AnyModel model;
    vision::ImageProcessor processor;
    std::vector<float> texts;
};

Result<Question> questionOf(const Arguments& arguments, HeatMethod method, Context& context)
{
    Question question;
    FE_TRY(const auto templates, templatesOf(arguments));
    if (!analysis::readsTexts(method)) {
        FE_TRY(question.model, loadAnyModel(arguments.positional(0), arguments, context));
    } else {
        FE_TRY(const auto loaded, loadZeroShot(arguments.positional(0), arguments, context));
        question.model = loaded.loaded;
        auto weights = analysis::labelWeights(*question.model.model, *loaded.tokenizer,
                                              arguments.texts("--label"), templates, context.cancel,
                                              context.progress);
        if (!weights) {
            return blame(weights.error(), arguments.positional(0));
        }
        question.texts = std::move(weights->values);
    }
    FE_TRY(question.processor, pictures::pictureProcessor(*question.model.package));
    return question;
}

Result<void> writePicture(const std::string& path, const vision::PixelTensor& pixels,
                          const Question& question, const HeatMap& map, Context& context)
{
    FE_TRY(const auto picture, vision::pictureOf(pixels, question.processor));
    const vision::HeatGrid grid { map.rows, map.columns,
                                  question.model.model->info().picture.patchSize, map.values };
    FE_TRY(const auto painted, vision::overlayHeat(picture, grid, {}, context.cancel));
    FE_TRY(const std::string file, vision::encodePng(painted));
    if (context.cancel.isCancelled()) {
        return base::cancelled();
    }
    if (auto written = formats::writeFileAtomically(path, file); !written) {
        base::Error error = written.error();
        error.code = base::ErrorCode::Internal; // the input is not to blame
        return error;
    }
    return {};
}

Json described(const std::vector<HeatMap>& maps, HeatMethod method,
               const std::vector<std::string>& labels)
{
    const HeatMap& map = maps.front();
    Json grid = Json::array();
    for (std::int64_t row = 0; row < map.rows; ++row) {
        Json line = Json::array();
        for (std::int64_t column = 0; column < map.columns; ++column) {
            line.push(map.values[static_cast<std::size_t>(row * map.columns + column)]);
        }
        grid.push(std::move(line));
    }
    Json document = Json::object();
    document.set("method", analysis::heatMethodName(method));
    document.set("label", analysis::readsTexts(method) ? Json(labels.front()) : Json());
    document.set("rows", map.rows);
    document.set("columns", map.columns);
    document.set("grid", std::move(grid));
    if (labels.size() > 1 && analysis::readsTexts(method)) {
        const auto correlation = analysis::labelSensitivity(maps);
        document.set("label_correlation", correlation ? Json(*correlation) : Json());
    }
    return document;
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const HeatMethod method, methodOf(arguments));
    if (analysis::readsTexts(method) && !arguments.has("--label")) {
        return base::invalidArgument("--label is missing", "only attention knows no label");
    }
    const auto labels = arguments.texts("--label");
    FE_TRY(const Question question, questionOf(arguments, method, context));
    const std::string& image = arguments.positional(1);
    FE_TRY(auto pixels, vision::loadPixels(image, question.processor, context.cancel));
    const models::Pixels picture { pixels.shape[0], pixels.shape[2], pixels.shape[3],
                                   pixels.values };
    const auto maps = analysis::heatMaps(*question.model.model, picture, question.texts, method,
                                         context.cancel, context.progress);
    if (!maps) {
        return blame(maps.error(), arguments.positional(0));
    }
    FE_CHECK(writePicture(arguments.text("--out"), pixels, question, maps->front(), context));
    return print(described(*maps, method, labels));
}

} // namespace

Command heatmapCommand()
{
    return { spec, run };
}

} // namespace fe::cli
