// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/image_evaluation.h"
#include "base/cancel.h"
#include "charts/chart_data.h"
#include "pictures/labelled_pictures.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace fe::imaging {

using LabelledVectorsPtr = std::shared_ptr<const pictures::LabelledVectors>;

/// What a model says about the pictures of a labelled folder. Immutable, shared between threads.
struct EvaluationAnswers {
    LabelledVectorsPtr pictures;
    /// As many as pictures; only the five best labels of each, which is what is counted.
    std::vector<analysis::Judged> judged;
    std::vector<double> truthProbability; ///< of the right label
    analysis::ImageEvaluation evaluation;

    [[nodiscard]] bool isRight(std::size_t picture) const
    {
        return judged[picture].ranking.front().label == judged[picture].truth;
    }
    [[nodiscard]] double confidence(std::size_t picture) const
    {
        return judged[picture].ranking.front().probability;
    }
};
using AnswersPtr = std::shared_ptr<const EvaluationAnswers>;

/// Scores all pictures with softmax probabilities, as `fexp evaluate-images` does. The weights'
/// labels are the folder's, and both come from one model: others are refused. @param temperature
/// divides the logits.
[[nodiscard]] base::Result<AnswersPtr> answersOf(const LabelledVectorsPtr& pictures,
                                                 const analysis::LabelWeights& weights,
                                                 const models::ModelInfo& info, double temperature,
                                                 const base::CancelToken& cancel);

/// Indices of wrong answers, the most confident first.
[[nodiscard]] std::vector<std::size_t> worstMistakes(const EvaluationAnswers& answers);
[[nodiscard]] std::vector<std::size_t> picturesInCell(const EvaluationAnswers& answers,
                                                      std::size_t truth, std::size_t predicted);
/// Of a class, mistakes first.
[[nodiscard]] std::vector<std::size_t> picturesOfClass(const EvaluationAnswers& answers,
                                                       std::size_t truth);
/// Of a bin of the reliability diagram, mistakes first.
[[nodiscard]] std::vector<std::size_t> picturesInBin(const EvaluationAnswers& answers,
                                                     std::size_t bin);

/// Harmonic mean of recall and precision; NaN without pictures of the class.
[[nodiscard]] double f1Of(const analysis::ClassResult& result);
/// What a class was taken for most often; nothing if never.
[[nodiscard]] std::optional<std::size_t> takenForOf(const EvaluationAnswers& answers,
                                                    std::size_t truth);

[[nodiscard]] charts::MatrixData confusionData(const EvaluationAnswers& answers);
[[nodiscard]] charts::ReliabilityData reliabilityData(const EvaluationAnswers& answers);

/// A row a picture: file (relative to `folder`), label, predicted, probability, correct (1 or 0),
/// probability of the label; then the skipped ones with their reason and empty fields.
[[nodiscard]] QByteArray predictionsCsv(const EvaluationAnswers& answers, const QString& folder);

} // namespace fe::imaging
