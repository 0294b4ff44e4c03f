// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/image_evaluation.h"
#include "cli/context.h"
#include "cli/zero_shot_input.h"

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "evaluate-images",
        "zero-shot accuracy on a folder with one subfolder a class",
        { "MODEL", "FOLDER" },
        { templatesOption(),
          { .name = "--predictions",
            .value = {},
            .kind = ValueKind::Flag,
            .help = "list what was said about every picture" } },
        {},
        "The subfolders' names are the labels (_ stands for a space). Pictures that cannot be "
        "read\n"
        "are listed as skipped and not counted. ece: expected calibration error over 15 bins."
    };
    return kSpec;
}

struct Picture {
    std::string file;
    std::size_t label = 0;
};

struct Task {
    std::vector<std::string> labels;
    std::vector<Picture> pictures;
};

base::Result<Task> readTask(const std::string& folder)
{
    Task task;
    FE_TRY(const auto names, listFolders(folder));
    for (const std::string& name : names) {
        const std::string path = (std::filesystem::path(folder) / name).string();
        FE_TRY(const auto files, listPictures(std::span(&path, 1)));
        for (const std::string& file : files) {
            task.pictures.push_back({ file, task.labels.size() });
        }
        std::string label = name;
        std::replace(label.begin(), label.end(), '_', ' ');
        task.labels.push_back(std::move(label));
    }
    if (task.pictures.empty()) {
        return base::Error { base::ErrorCode::NotFound,
                             "cannot evaluate the folder",
                             folder,
                             {},
                             "it has no subfolders with pictures",
                             "make one subfolder a class, named as the label" };
    }
    return task;
}

Json classRows(const analysis::ImageEvaluation& result, const std::vector<std::string>& labels)
{
    Json rows = Json::array();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const analysis::ClassResult& one = result.classes[i];
        Json row = Json::object();
        row.set("label", labels[i]);
        row.set("n", one.count);
        row.set("recall", one.recall());
        row.set("precision", one.precision());
        rows.push(std::move(row));
    }
    return rows;
}

Json predictionRow(const Picture& picture, const analysis::Judged& judged,
                   const std::vector<std::string>& labels)
{
    Json row = Json::object();
    row.set("image", picture.file);
    row.set("label", labels[picture.label]);
    row.set("predicted", labels[judged.ranking.front().label]);
    row.set("probability", judged.ranking.front().probability);
    return row;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto templates, templatesOf(arguments));
    FE_TRY(const Task task, readTask(arguments.positional(1)));
    FE_TRY(const auto model, loadZeroShot(arguments.positional(0), arguments, context));
    const auto weights = analysis::labelWeights(*model.loaded.model, *model.tokenizer, task.labels,
                                                templates, context.cancel, context.progress);
    if (!weights) {
        return blame(weights.error(), arguments.positional(0));
    }
    context.progress.begin("Classifying", task.pictures.size());
    std::vector<analysis::Judged> judged;
    std::vector<SkippedPicture> skipped;
    Json predictions = Json::array();
    for (const Picture& picture : task.pictures) {
        const auto vector = pictureVector(model.loaded, picture.file, context);
        if (context.cancel.isCancelled()) {
            return base::cancelled();
        }
        context.progress.advance();
        if (!vector) {
            skipped.push_back({ picture.file, vector.error() });
            continue;
        }
        judged.push_back(
            { picture.label,
              analysis::ranked(analysis::scoreLabels(*vector, *weights, model.loaded.model->info(),
                                                     analysis::ScoreKind::Softmax)) });
        predictions.push(predictionRow(picture, judged.back(), task.labels));
    }
    if (judged.empty()) {
        return skipped.front().why;
    }
    const analysis::ImageEvaluation result = analysis::evaluate(judged, task.labels.size());
    Json document = Json::object();
    document.set("top1", result.top1);
    document.set("top5", result.top5);
    document.set("n", result.count);
    document.set("ece", result.calibrationError);
    document.set("labels", Json::arrayOf(task.labels));
    Json confusion = Json::array();
    for (const auto& row : result.confusion) {
        confusion.push(Json::arrayOf(row));
    }
    document.set("confusion", std::move(confusion));
    document.set("per_class", classRows(result, task.labels));
    document.set("skipped", described(skipped));
    if (arguments.has("--predictions")) {
        document.set("predictions", std::move(predictions));
    }
    return print(document);
}

} // namespace

Command evaluateImagesCommand()
{
    return { spec, run };
}

} // namespace fe::cli
