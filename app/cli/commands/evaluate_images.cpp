// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/paired_bootstrap.h"
#include "cli/context.h"
#include "cli/zero_shot_input.h"
#include "pictures/labelled_pictures.h"

namespace fe::cli {
namespace {

using base::Json;
using pictures::LabelledFolder;
using pictures::LabelledVectors;

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
            .help = "list what was said about every picture" },
          { .name = "--against",
            .value = "MODEL2",
            .kind = ValueKind::Text,
            .help = "compare with another model on the same pictures" },
          { .name = "--against-templates",
            .value = "F",
            .kind = ValueKind::Text,
            .help = "compare with other templates" } },
        {},
        "The subfolders' names are the labels (_ stands for a space). Pictures that cannot be "
        "read\n"
        "are listed as skipped and not counted. ece: expected calibration error over 15 bins.\n"
        "comparison: top1 of the second, its difference to the first with the 95 % interval of a\n"
        "paired bootstrap (10,000 resamples, percentiles), and how many pictures both, one or\n"
        "neither names right; over the pictures that both can read."
    };
    return kSpec;
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

/// A model, what it made of the pictures, and what it says with one set of templates.
struct Answers {
    ZeroShotModel model;
    LabelledVectors pictures;
    std::vector<analysis::Judged> judged;
};

base::Result<void> judgeWith(Answers& answers, const LabelledFolder& folder,
                             const std::vector<std::string>& templates, Context& context)
{
    const models::Model& model = *answers.model.loaded.model;
    const auto weights = analysis::labelWeights(model, *answers.model.tokenizer, folder.labels,
                                                templates, context.cancel, context.progress);
    if (!weights) {
        return blame(weights.error(), answers.model.loaded.package->path().string());
    }
    if (answers.pictures.pictures.empty()) {
        FE_TRY(const auto encoder, pictureModel(answers.model));
        FE_TRY(answers.pictures,
               pictures::encodeLabelled(encoder, folder, kPictureBatch, context.cancel,
                                        context.progress));
        if (!answers.pictures.complete) {
            return base::cancelled();
        }
        if (answers.pictures.pictures.empty()) {
            return answers.pictures.skipped.front().why;
        }
    }
    answers.judged = pictures::judge(answers.pictures, *weights, model.info());
    return {};
}

Json predictionRows(const Answers& answers)
{
    Json rows = Json::array();
    for (std::size_t i = 0; i < answers.judged.size(); ++i) {
        const analysis::Judged& judged = answers.judged[i];
        Json row = Json::object();
        row.set("image", answers.pictures.pictures[i].file);
        row.set("label", answers.pictures.labels[judged.truth]);
        row.set("predicted", answers.pictures.labels[judged.ranking.front().label]);
        row.set("probability", judged.ranking.front().probability);
        rows.push(std::move(row));
    }
    return rows;
}

Json summary(const Answers& answers)
{
    const auto& labels = answers.pictures.labels;
    const analysis::ImageEvaluation result = analysis::evaluate(answers.judged, labels.size());
    Json document = Json::object();
    document.set("top1", result.top1);
    document.set("top5", result.top5);
    document.set("n", result.count);
    document.set("ece", result.calibrationError);
    document.set("labels", Json::arrayOf(labels));
    Json confusion = Json::array();
    for (const auto& row : result.confusion) {
        confusion.push(Json::arrayOf(row));
    }
    document.set("confusion", std::move(confusion));
    document.set("per_class", classRows(result, labels));
    document.set("skipped", described(answers.pictures.skipped));
    return document;
}

base::Result<Json> comparison(const Answers& first, const Answers& second, Context& context)
{
    FE_TRY(const auto outcomes,
           pictures::pairOutcomes({ first.pictures, first.judged },
                                  { second.pictures, second.judged }));
    FE_TRY(const auto interval, analysis::pairedBootstrap(outcomes, {}, context.cancel));
    Json document = Json::object();
    document.set("n", outcomes.count());
    document.set("top1", outcomes.secondAccuracy());
    document.set("difference", outcomes.difference());
    document.set("ci_low", interval.low);
    document.set("ci_high", interval.high);
    document.set("both", outcomes.both);
    document.set("only_first", outcomes.onlyFirst);
    document.set("only_second", outcomes.onlySecond);
    document.set("neither", outcomes.neither);
    return document;
}

/// What --against and --against-templates ask for: another model, other words, or both.
base::Result<Json> compareWith(const Answers& first, const LabelledFolder& folder,
                               const Arguments& arguments, Context& context)
{
    Answers second;
    if (arguments.has("--against")) {
        FE_TRY(second.model, loadZeroShot(arguments.text("--against"), arguments, context));
    } else {
        second.model = first.model;
        second.pictures = first.pictures;
    }
    const char* option
        = arguments.has("--against-templates") ? "--against-templates" : "--templates";
    FE_TRY(const auto templates, templatesOf(arguments, option));
    FE_CHECK(judgeWith(second, folder, templates, context));
    return comparison(first, second, context);
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto templates, templatesOf(arguments));
    FE_TRY(const auto folder,
           pictures::readLabelledFolder(arguments.positional(1), &context.cancel));
    Answers answers;
    FE_TRY(answers.model, loadZeroShot(arguments.positional(0), arguments, context));
    FE_CHECK(judgeWith(answers, folder, templates, context));
    Json document = summary(answers);
    if (arguments.has("--predictions")) {
        document.set("predictions", predictionRows(answers));
    }
    if (arguments.has("--against") || arguments.has("--against-templates")) {
        FE_TRY(auto compared, compareWith(answers, folder, arguments, context));
        document.set("comparison", std::move(compared));
    }
    return print(document);
}

} // namespace

Command evaluateImagesCommand()
{
    return { spec, run };
}

} // namespace fe::cli
