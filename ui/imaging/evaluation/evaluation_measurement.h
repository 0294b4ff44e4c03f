// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "base/progress.h"
#include "formats/model_package.h"
#include "history/run_history.h"
#include "imaging/evaluation/evaluation_answers.h"

#include <string>

namespace fe::imaging {

/// What the answers do not tell of themselves. All texts are UTF-8.
struct EvaluationFacts {
    std::string model; ///< name
    std::uint64_t parameters = 0; ///< 0: not known
    std::string modelSha256 {}; ///< empty: not known
    std::string folder; ///< name of the labelled folder
    std::string templates {}; ///< as they were used, with ", " between them
    std::string time {}; ///< ISO 8601, UTC
};

/// What "Send to Scaling" keeps: accuracy, and with more than five labels top-5 accuracy, as
///   {"format": "foundation-explorer/measurements", "version": 1, "rows": [{"model", "parameters",
///    "task", "metric", "scoring": "zero-shot", "shots": 0, "value", "low", "high",
///    "interval": "wilson", "n", "seeds": null, "chance", "time", "model_sha256",
///    "data_sha256": null, "templates"}]}
[[nodiscard]] base::Json measurements(const EvaluationAnswers& answers,
                                      const EvaluationFacts& facts);

/// Keeps them in the history, with the model's hash. Blocks for as long as the model's files take
/// to be read; for the io lane.
[[nodiscard]] base::Result<history::RunId> keepMeasurements(const EvaluationAnswers& answers,
                                                            EvaluationFacts facts,
                                                            const formats::PackagePtr& package,
                                                            const base::CancelToken& cancel,
                                                            base::Progress& progress);

} // namespace fe::imaging
