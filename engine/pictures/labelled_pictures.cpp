// SPDX-License-Identifier: Apache-2.0
#include "pictures/labelled_pictures.h"

#include "base/guarded.h"

#include <unordered_map>

namespace fe::pictures {

base::Result<LabelledVectors> encodeLabelled(const PictureModel& model,
                                             const LabelledFolder& folder, std::size_t batch,
                                             const base::CancelToken& cancel,
                                             base::Progress& progress)
{
    return base::guarded("encodeLabelled", [&]() -> base::Result<LabelledVectors> {
        LabelledVectors result;
        result.labels = folder.labels;
        std::vector<std::string> files;
        for (const LabelledPicture& picture : folder.pictures) {
            files.push_back(picture.file);
        }
        const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
            if (!vector) {
                result.skipped.push_back({ files[index], vector.error() });
                return true;
            }
            result.dimensions = static_cast<std::int64_t>(vector->size());
            result.pictures.push_back(folder.pictures[index]);
            result.values.insert(result.values.end(), vector->begin(), vector->end());
            return true;
        };
        const auto done = encodePictures(model, files, batch, took, cancel, progress);
        if (!done && done.error().code != base::ErrorCode::Cancelled) {
            return done.error();
        }
        result.complete = done.hasValue();
        return result;
    });
}

std::vector<analysis::Judged> judge(const LabelledVectors& pictures,
                                    const analysis::LabelWeights& weights,
                                    const models::ModelInfo& info, const ScoreOptions& options)
{
    std::vector<analysis::Judged> judged;
    judged.reserve(pictures.pictures.size());
    for (std::size_t i = 0; i < pictures.pictures.size(); ++i) {
        judged.push_back(
            { pictures.pictures[i].label,
              analysis::ranked(analysis::scoreLabels(pictures.vector(i), weights, info,
                                                     options.kind, options.temperature)) });
    }
    return judged;
}

base::Result<analysis::PairedOutcomes> pairOutcomes(const JudgedPictures& first,
                                                    const JudgedPictures& second)
{
    return base::guarded("pairOutcomes", [&]() -> base::Result<analysis::PairedOutcomes> {
        std::unordered_map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < second.judged.size(); ++i) {
            places.emplace(second.pictures.pictures[i].file, i);
        }
        std::vector<analysis::Judged> ours;
        std::vector<analysis::Judged> theirs;
        for (std::size_t i = 0; i < first.judged.size(); ++i) {
            const auto place = places.find(first.pictures.pictures[i].file);
            if (place != places.end()) {
                ours.push_back(first.judged[i]);
                theirs.push_back(second.judged[place->second]);
            }
        }
        if (ours.empty()) {
            return base::invalidArgument("cannot compare the answers",
                                         "there is no picture that both can read");
        }
        return analysis::pairOutcomes(ours, theirs);
    });
}

} // namespace fe::pictures
