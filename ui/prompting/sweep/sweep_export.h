// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sweep/sweep_view.h"

#include <string>

namespace fe::prompting {

/// A line a point: model, data, scoring, shots, prompts, correct, too_long, accuracy, Wilson's
/// interval, that of the seeds, macro F1. RFC 4180, UTF-8.
[[nodiscard]] std::string pointsCsv(const SweepViews& views);
/// A line a prompt: model, shots, seed, row, the fields, truth; of each scoring the prediction and
/// whether it is right; of each label its sum of log-likelihoods, tokens and bytes; what was
/// generated, or why there is no measurement.
[[nodiscard]] std::string examplesCsv(const SweepViews& views);
/// The evaluation room's record with its cells: one object, of several models an array.
[[nodiscard]] std::string recordJson(const SweepViews& views);

/// What "Send to Scaling" keeps: the points of the lines as measurements,
///   {"format": "foundation-explorer/measurements", "version": 1, "rows": [{"model",
///    "parameters", "task", "metric": "accuracy", "scoring", "shots", "value", "low", "high",
///    "interval": "wilson", "n", "seeds", "chance", "time", "model_sha256", "data_sha256"}]}
/// Unknown numbers and texts are null.
[[nodiscard]] base::Json measurements(const SweepViews& views, const std::vector<SweepLine>& lines);

} // namespace fe::prompting
