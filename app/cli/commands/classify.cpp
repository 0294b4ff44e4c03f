// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/zero_shot_input.h"

namespace fe::cli {
namespace {

using analysis::LabelScore;
using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "classify",
        "zero-shot classification of pictures",
        { "MODEL", "IMAGE|FOLDER..." },
        {
            { .name = "--labels",
              .value = "A,B,...",
              .kind = ValueKind::Text,
              .help = "the labels, separated by commas" },
            { .name = "--labels-file",
              .value = "F",
              .kind = ValueKind::Text,
              .help = "a file with a label a line" },
            templatesOption(),
            { .name = "--independent",
              .value = {},
              .kind = ValueKind::Flag,
              .help = "each label by itself (sigmoid), not one of them (softmax)" },
        },
        { "--labels", "--labels-file" },
        "A label's weight is the unit-length mean of the embeddings of its prompts, a logit\n"
        "exp(logit scale) times the cosine. Pictures that cannot be read are listed as skipped."
    };
    return kSpec;
}

base::Result<std::vector<std::string>> labelsOf(const Arguments& arguments)
{
    if (arguments.has("--labels-file")) {
        return readLines(arguments.text("--labels-file"));
    }
    const std::string list = arguments.text("--labels");
    std::vector<std::string> labels;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        std::string label = list.substr(at, end - at);
        const std::size_t first = label.find_first_not_of(' ');
        const std::size_t last = label.find_last_not_of(' ');
        if (first != std::string::npos) {
            labels.push_back(label.substr(first, last - first + 1));
        }
        at = end + 1;
    }
    if (labels.empty()) {
        return base::invalidArgument("cannot use --labels", "it names no label");
    }
    return labels;
}

Json scoreRow(const std::string& image, const std::vector<LabelScore>& scores,
              const std::vector<std::string>& labels)
{
    Json rows = Json::array();
    for (const LabelScore& score : scores) {
        Json row = Json::object();
        row.set("label", labels[score.label]);
        row.set("probability", score.probability);
        row.set("logit", score.logit);
        rows.push(std::move(row));
    }
    Json document = Json::object();
    document.set("image", image);
    document.set("scores", std::move(rows));
    return document;
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto labels, labelsOf(arguments));
    FE_TRY(const auto templates, templatesOf(arguments));
    FE_TRY(const auto files,
           pictures::listPictures(arguments.positionals(1), { .cancel = &context.cancel }));
    FE_TRY(const auto model, loadZeroShot(arguments.positional(0), arguments, context));
    const auto weights = analysis::labelWeights(*model.loaded.model, *model.tokenizer, labels,
                                                templates, context.cancel, context.progress);
    if (!weights) {
        return blame(weights.error(), arguments.positional(0));
    }
    const auto kind = arguments.has("--independent") ? analysis::ScoreKind::Independent
                                                     : analysis::ScoreKind::Softmax;
    FE_TRY(const auto encoder, pictureModel(model));
    Json images = Json::array();
    std::vector<pictures::SkippedPicture> skipped;
    const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
        if (!vector) {
            skipped.push_back({ files[index], vector.error() });
            return true;
        }
        const auto scores
            = analysis::scoreLabels(*vector, *weights, model.loaded.model->info(), kind);
        images.push(scoreRow(files[index], analysis::ranked(scores), labels));
        return true;
    };
    FE_CHECK(pictures::encodePictures(encoder, files, kPictureBatch, took, context.cancel,
                                      context.progress));
    if (images.asArray()->empty()) {
        return skipped.empty() ? base::Error { base::ErrorCode::NotFound, "there is no picture",
                                               arguments.positional(1),   {},
                                               "the folder is empty",     "name another" }
                               : skipped.front().why;
    }
    Json document = Json::object();
    document.set("images", std::move(images));
    document.set("skipped", described(skipped));
    return print(document);
}

} // namespace

Command classifyCommand()
{
    return { spec, run };
}

} // namespace fe::cli
