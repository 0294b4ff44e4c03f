// SPDX-License-Identifier: Apache-2.0
#include "scaling/comparison.h"

#include "base/guarded.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// One fit a point: time grows with the square. Of more points aicc says the same.
constexpr std::size_t kMostLeftOut = 2'000;

std::string whyNot(const FitData& data, Law law)
{
    if (law == Law::Chinchilla && data.x2.empty()) {
        return "it needs parameters and tokens";
    }
    if (fitsLogarithm(law)
        && std::any_of(data.y.begin(), data.y.end(), [](double y) { return y <= 0; })) {
        return "it needs every y above 0";
    }
    return {};
}

FitData without(const FitData& data, std::size_t index)
{
    FitData rest = data;
    for (std::vector<double>* list : { &rest.x, &rest.x2, &rest.y, &rest.error, &rest.floor }) {
        if (!list->empty()) {
            list->erase(list->begin() + static_cast<std::ptrdiff_t>(index));
        }
    }
    return rest;
}

base::Result<double> leaveOneOut(const FitData& data, const Fit& fit,
                                 const base::CancelToken& cancel)
{
    if (data.size() < 3 || data.size() > kMostLeftOut) {
        return kNone;
    }
    double squares = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        FE_TRY(const Curve curve, refit(without(data, i), fit.options, fit.curve, cancel));
        const auto floor = data.floor.empty() ? std::nullopt : std::optional(data.floor[i]);
        const double miss
            = data.y[i] - curve.at(data.x[i], data.x2.empty() ? 0 : data.x2[i], floor);
        squares += miss * miss;
    }
    const double root = std::sqrt(squares / static_cast<double>(data.size()));
    return std::isfinite(root) ? root : kNone;
}

/// A density of ln y is one of y after division by y. Where there are errors, the weights of ln y,
/// y/error instead of 1/error, have the same factor, and it cancels.
double change(const FitData& data, Law law)
{
    double sum = 0;
    if (fitsLogarithm(law) && data.error.empty()) {
        for (const double y : data.y) {
            sum += 2 * std::log(y);
        }
    }
    return sum;
}

void weigh(std::vector<ComparedLaw>& rows)
{
    double least = std::numeric_limits<double>::infinity();
    for (const ComparedLaw& row : rows) {
        least = std::isnan(row.aicc) ? least : std::min(least, row.aicc);
    }
    double sum = 0;
    for (ComparedLaw& row : rows) {
        row.weight = std::isnan(row.aicc) ? 0 : std::exp((least - row.aicc) / 2);
        sum += row.weight;
    }
    for (ComparedLaw& row : rows) {
        row.weight = sum > 0 ? row.weight / sum : 0;
    }
}

} // namespace

base::Result<std::vector<ComparedLaw>> compareLaws(const FitData& data, const FitOptions& options,
                                                   std::span<const Law> laws,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress)
{
    return base::guarded("compareLaws", [&]() -> base::Result<std::vector<ComparedLaw>> {
        std::vector<ComparedLaw> rows;
        progress.begin("Comparing laws", laws.size());
        for (const Law law : laws) {
            ComparedLaw row { law, {}, whyNot(data, law), kNone, kNone, 0, kNone };
            FitData points = data;
            if (law != Law::Chinchilla) {
                points.x2.clear();
            }
            if (law != Law::Logistic) {
                points.floor.clear();
            }
            if (row.why.empty()) {
                FitOptions own = options;
                own.law = law;
                base::Progress inner;
                FE_TRY(row.fit, fitLaw(points, own, cancel, inner));
                row.aicc = row.fit->aicc + change(points, law);
                row.bic = row.fit->bic + change(points, law);
                FE_TRY(row.leaveOneOut, leaveOneOut(points, *row.fit, cancel));
            }
            rows.push_back(std::move(row));
            progress.advance();
        }
        weigh(rows);
        return rows;
    });
}

} // namespace fe::scaling
