// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/evaluation_answers.h"

#include "base/guarded.h"
#include "workspace/path_text.h"

#include <QDir>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::imaging {

namespace {

constexpr std::size_t kKept = 5; // labels of a ranking: top-5 needs no more

/// Mistakes first, each group by falling confidence, equal ones in the folder's order.
void sortMistakesFirst(const EvaluationAnswers& answers, std::vector<std::size_t>& pictures)
{
    std::stable_sort(pictures.begin(), pictures.end(), [&](std::size_t a, std::size_t b) {
        return answers.isRight(a) != answers.isRight(b)
            ? answers.isRight(b)
            : answers.confidence(a) > answers.confidence(b);
    });
}

template<typename Wanted>
std::vector<std::size_t> picturesThat(const EvaluationAnswers& answers, Wanted wanted)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < answers.judged.size(); ++i) {
        if (wanted(i)) {
            found.push_back(i);
        }
    }
    sortMistakesFirst(answers, found);
    return found;
}

QString labelText(const EvaluationAnswers& answers, std::size_t label)
{
    return QString::fromStdString(answers.pictures->labels[label]);
}

} // namespace

base::Result<AnswersPtr> answersOf(const LabelledVectorsPtr& pictures,
                                   const analysis::LabelWeights& weights,
                                   const models::ModelInfo& info, double temperature,
                                   const base::CancelToken& cancel)
{
    return base::guarded("answersOf", [&]() -> base::Result<AnswersPtr> {
        if (weights.labels.size() != pictures->labels.size()
            || (!pictures->pictures.empty() && weights.dimensions != pictures->dimensions)) {
            return base::internalError("answersOf", "labels and pictures do not belong together");
        }
        auto answers = std::make_shared<EvaluationAnswers>();
        answers->pictures = pictures;
        for (std::size_t i = 0; i < pictures->pictures.size(); ++i) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            const std::size_t truth = pictures->pictures[i].label;
            auto scores = analysis::scoreLabels(pictures->vector(i), weights, info,
                                                analysis::ScoreKind::Softmax, temperature);
            answers->truthProbability.push_back(scores[truth].probability);
            auto ranking = analysis::ranked(std::move(scores));
            ranking.resize(std::min(kKept, ranking.size()));
            ranking.shrink_to_fit();
            answers->judged.push_back({ truth, std::move(ranking) });
        }
        answers->evaluation = analysis::evaluate(answers->judged, pictures->labels.size());
        return AnswersPtr(std::move(answers));
    });
}

std::vector<std::size_t> worstMistakes(const EvaluationAnswers& answers)
{
    return picturesThat(answers, [&](std::size_t i) { return !answers.isRight(i); });
}

std::vector<std::size_t> picturesInCell(const EvaluationAnswers& answers, std::size_t truth,
                                        std::size_t predicted)
{
    return picturesThat(answers, [&](std::size_t i) {
        return answers.judged[i].truth == truth
            && answers.judged[i].ranking.front().label == predicted;
    });
}

std::vector<std::size_t> picturesOfClass(const EvaluationAnswers& answers, std::size_t truth)
{
    return picturesThat(answers, [&](std::size_t i) { return answers.judged[i].truth == truth; });
}

std::vector<std::size_t> picturesInBin(const EvaluationAnswers& answers, std::size_t bin)
{
    const std::size_t bins = answers.evaluation.reliability.size();
    return picturesThat(answers, [&](std::size_t i) {
        const auto place
            = static_cast<std::size_t>(answers.confidence(i) * static_cast<double>(bins));
        return std::min(place, bins - 1) == bin;
    });
}

double f1Of(const analysis::ClassResult& result)
{
    if (result.count == 0) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // 2 right / (count + predicted) is the harmonic mean, also where nothing was predicted.
    return 2 * static_cast<double>(result.right)
        / static_cast<double>(result.count + result.predicted);
}

std::optional<std::size_t> takenForOf(const EvaluationAnswers& answers, std::size_t truth)
{
    const auto& row = answers.evaluation.confusion[truth];
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i != truth && row[i] > 0 && (!found || row[i] > row[*found])) {
            found = i;
        }
    }
    return found;
}

charts::MatrixData confusionData(const EvaluationAnswers& answers)
{
    charts::MatrixData data;
    data.valueAxis.format = charts::NumberFormat::Integer;
    std::vector<float> values;
    for (std::size_t i = 0; i < answers.pictures->labels.size(); ++i) {
        data.rows.append(labelText(answers, i));
        for (const std::int64_t count : answers.evaluation.confusion[i]) {
            values.push_back(static_cast<float>(count));
        }
    }
    data.columns = data.rows;
    data.values = std::make_shared<const std::vector<float>>(std::move(values));
    return data;
}

charts::ReliabilityData reliabilityData(const EvaluationAnswers& answers)
{
    charts::ReliabilityData data;
    data.calibrationError = answers.evaluation.calibrationError;
    for (const analysis::ReliabilityBin& bin : answers.evaluation.reliability) {
        data.bins.append({ bin.low, bin.high, bin.count, bin.confidence, bin.accuracy });
    }
    return data;
}

QByteArray predictionsCsv(const EvaluationAnswers& answers, const QString& folder)
{
    const auto text = [](const char* word) { return QString::fromLatin1(word); };
    const auto relative = [dir = QDir(folder)](const std::string& file) {
        return dir.relativeFilePath(workspace::toText(file));
    };
    QByteArray csv
        = charts::csvLine({ text("file"), text("label"), text("predicted"), text("probability"),
                            text("correct"), text("probability of the label"), text("skipped") });
    for (std::size_t i = 0; i < answers.judged.size(); ++i) {
        const analysis::Judged& judged = answers.judged[i];
        csv += charts::csvLine({ relative(answers.pictures->pictures[i].file),
                                 labelText(answers, judged.truth),
                                 labelText(answers, judged.ranking.front().label),
                                 charts::csvNumber(judged.ranking.front().probability),
                                 answers.isRight(i) ? text("1") : text("0"),
                                 charts::csvNumber(answers.truthProbability[i]),
                                 {} });
    }
    for (const pictures::SkippedPicture& skipped : answers.pictures->skipped) {
        csv += charts::csvLine({ relative(skipped.file),
                                 {},
                                 {},
                                 {},
                                 {},
                                 {},
                                 QString::fromStdString(skipped.why.why) });
    }
    return csv;
}

} // namespace fe::imaging
