// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_work.h"

#include "jobs/parallel_ranges.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fe::scaling_tab {

namespace {

using base::CancelToken;
using base::Progress;
using base::Result;

base::Error noPoint(const scaling::Points& points)
{
    return { .code = base::ErrorCode::InvalidArgument,
             .what = "no row can be used",
             .file = {},
             .field = {},
             .why = points.leftOut.empty() ? "the series is empty"
                                           : "line " + std::to_string(points.leftOut.front().line)
                     + ": " + points.leftOut.front().why,
             .fix = "choose other columns or another law" };
}

Result<std::vector<scaling::Curve>> replicate(const scaling::FitData& data, const scaling::Fit& fit,
                                              const FitSettings& settings,
                                              const CancelToken& cancel, Progress& progress)
{
    using Curves = std::vector<scaling::Curve>;
    const auto count = static_cast<std::size_t>(settings.bootstrap);
    FE_TRY(std::vector<Curves> parts,
           jobs::parallelRanges<Curves>(count, [&](jobs::IndexRange range) -> Result<Curves> {
               FE_TRY(scaling::Bootstrap part,
                      scaling::bootstrapRange(data, fit, settings.seed, range.begin, range.end,
                                              cancel, progress));
               return std::move(part.curves);
           }));
    Curves all;
    for (Curves& part : parts) {
        std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
}

/// A chance that is the same for all points is the curve's own floor: its band is known, too.
void useOneFloor(scaling::FitData& data, scaling::FitOptions& options)
{
    const std::vector<double>& floor = data.floor;
    if (!floor.empty() && std::equal(floor.begin() + 1, floor.end(), floor.begin())) {
        options.floor = floor.front();
        data.floor.clear();
    }
}

Result<SeriesFit> fitOne(const FitRequest& request, const scaling::Series& series,
                         const CancelToken& cancel, Progress& progress)
{
    const FitSettings& settings = request.settings;
    SeriesFit result { .series = series.name };
    scaling::FitOptions options = settings.options();
    auto points = scaling::collectPoints(*request.table, series.rows,
                                         request.choice.pointColumns(settings), settings.law);
    if (!points) {
        result.problem = points.error();
        return result;
    }
    result.points = *std::move(points);
    if (result.points.data.size() == 0) {
        result.problem = noPoint(result.points);
        return result;
    }
    useOneFloor(result.points.data, options);
    auto fit = scaling::fitLaw(result.points.data, options, cancel, progress);
    if (!fit && fit.error().code == base::ErrorCode::Cancelled) {
        return fit.error();
    }
    if (!fit) {
        result.problem = fit.error();
        return result;
    }
    if (settings.bootstrap > 0) {
        FE_TRY(result.replicates, replicate(result.points.data, *fit, settings, cancel, progress));
        scaling::applyBootstrap(*fit, result.replicates);
    }
    result.fit = *std::move(fit);
    return result;
}

} // namespace

Result<FitSetPtr> fitSeries(const FitRequest& request, const CancelToken& cancel,
                            Progress& progress)
{
    auto set = std::make_shared<FitSet>();
    set->settings = request.settings;
    set->choice = request.choice;
    set->table = request.table->name;
    set->sha256 = request.table->sha256;
    for (const scaling::Series& series : request.series) {
        FE_TRY(SeriesFit one, fitOne(request, series, cancel, progress));
        set->series.push_back(std::move(one));
    }
    return FitSetPtr(std::move(set));
}

} // namespace fe::scaling_tab
