// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/maps/map_work.h"

#include "vision/heat_overlay.h"
#include "workspace/path_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace fe::imaging {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::imaging::Maps)
};

constexpr std::size_t kMostCompared = 4;

/// The label that is asked for, or the best one.
base::Result<std::size_t> labelOf(const HeatQuestion& question, const models::Pixels& pixels,
                                  const base::CancelToken& cancel, base::Progress& progress)
{
    if (question.label) {
        return *question.label;
    }
    FE_TRY(const auto vector,
           analysis::embedPixels(*question.model->model, question.model->embedding, pixels, cancel,
                                 progress));
    const auto scores
        = analysis::scoreLabels(vector.values, *question.weights, question.model->model->info(),
                                analysis::ScoreKind::Softmax);
    return analysis::ranked(scores).front().label;
}

} // namespace

base::Result<SeenPicture> readSeen(const QString& path, const pictures::PictureModel& model,
                                   const base::CancelToken& cancel)
{
    SeenPicture seen;
    FE_TRY(seen.pixels, pictures::pixelsOf(workspace::toPath(path), model, cancel));
    FE_TRY(
        const vision::Image image,
        vision::pictureOf({ { 1, 3, seen.pixels.height, seen.pixels.width }, seen.pixels.values },
                          model.processor));
    seen.image = QImage(image.rgb.data(), image.width, image.height,
                        static_cast<qsizetype>(image.rowBytes()), QImage::Format_RGB888)
                     .copy();
    return seen;
}

std::vector<std::size_t> comparedWith(std::size_t label, std::size_t labels)
{
    std::vector<std::size_t> others;
    const std::size_t count = std::min(kMostCompared, labels - 1);
    for (std::size_t i = 0; i < count; ++i) {
        others.push_back((label + 1 + i * (labels - 1) / count) % labels);
    }
    return others;
}

base::Result<HeatAnswer> answer(const HeatQuestion& question, const base::CancelToken& cancel,
                                base::Progress& progress)
{
    HeatAnswer result;
    result.method = question.method;
    const models::Model& model = *question.model->model;
    FE_TRY(SeenPicture seen, readSeen(question.path, *question.model, cancel));
    result.seen = std::move(seen.image);
    std::vector<float> texts;
    if (analysis::readsTexts(question.method)) {
        FE_TRY(result.label, labelOf(question, seen.pixels, cancel, progress));
        result.isBest = !question.label;
        const auto width = static_cast<std::size_t>(question.weights->dimensions);
        std::vector<std::size_t> asked { result.label };
        for (const std::size_t other :
             comparedWith(result.label, question.weights->labels.size())) {
            asked.push_back(other);
        }
        for (const std::size_t label : asked) {
            const auto row = std::span(question.weights->values).subspan(label * width, width);
            texts.insert(texts.end(), row.begin(), row.end());
        }
        result.compared = asked.size() - 1;
    }
    FE_TRY(auto maps,
           analysis::heatMaps(model, seen.pixels, texts, question.method, cancel, progress));
    result.correlation = analysis::labelSensitivity(maps);
    result.map = std::move(maps.front());
    return result;
}

base::Result<FeatureAnswer> answer(const FeatureQuestion& question, const base::CancelToken& cancel,
                                   base::Progress& progress)
{
    FeatureAnswer result;
    std::vector<analysis::PatchFeatures> features;
    for (const QString& path : question.paths) {
        FE_TRY(SeenPicture seen, readSeen(path, *question.model, cancel));
        FE_TRY(auto one,
               analysis::patchFeatures(*question.model->model, seen.pixels, question.layer, cancel,
                                       progress));
        result.seen.push_back(std::move(seen.image));
        features.push_back(std::move(one));
    }
    FE_TRY(result.colours, analysis::patchColours(features, cancel));
    return result;
}

base::Result<AttentionAnswer> attentionOf(
    const QString& path, const std::shared_ptr<const pictures::PictureModel>& model,
    const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(SeenPicture seen, readSeen(path, *model, cancel));
    FE_TRY(auto attention,
           analysis::PictureAttention::of(*model->model, seen.pixels, cancel, progress));
    return AttentionAnswer { std::move(seen.image), std::move(attention) };
}

QString seenText(const pictures::PictureModel& model, const QImage& seen)
{
    return (model.processor.crop ? Texts::tr("It sees the middle of the picture, %1 × %2 pixels.")
                                 : Texts::tr("It sees the whole picture as %1 × %2 pixels."))
        .arg(seen.width())
        .arg(seen.height());
}

QImage imageOf(const analysis::PatchColours& colours)
{
    QImage image(static_cast<int>(colours.columns), static_cast<int>(colours.rows),
                 QImage::Format_RGB32);
    for (int row = 0; row < image.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < image.width(); ++column) {
            const float* rgb
                = &colours.rgb[static_cast<std::size_t>(3 * (row * image.width() + column))];
            const auto level = [](float share) { return qRound(255 * share); };
            line[column] = qRgb(level(rgb[0]), level(rgb[1]), level(rgb[2]));
        }
    }
    return image;
}

} // namespace fe::imaging
