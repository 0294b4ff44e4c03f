// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sampling_settings.h"

#include <span>

namespace fe::prompting {

/// A number of the sampling panel: one row each.
struct SamplingRow {
    QString (*title)(); ///< translated at each call
    QString (*toolTip)(); ///< one sentence and the paper
    double (*get)(const SamplingSettings& settings);
    void (*set)(SamplingSettings& settings, double value);
    NumberLimits limits;
    double step;
    int decimals;
};
[[nodiscard]] std::span<const SamplingRow> samplingRows();

/// Stop strings on one line: line breaks, tabs and backslashes as \n, \t and \\.
[[nodiscard]] QString escapedStop(const QString& text);
[[nodiscard]] QString unescapedStop(const QString& line);

} // namespace fe::prompting
