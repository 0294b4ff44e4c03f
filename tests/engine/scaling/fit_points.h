// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/rng.h"
#include "scaling/selection.h"

#include <QTest>

#include <cmath>
#include <string>
#include <vector>

namespace fe::test {

using namespace fe::scaling;

inline const fe::base::CancelToken kLive;

inline Fit fitted(const FitData& data, const FitOptions& options)
{
    fe::base::Progress progress;
    auto fit = fitLaw(data, options, kLive, progress);
    if (!fit) {
        qFatal("%s", fit.error().oneLine().c_str());
    }
    return *std::move(fit);
}

inline double value(const Fit& fit, const std::string& name)
{
    for (const Parameter& parameter : fit.parameters) {
        if (parameter.name == name) {
            return parameter.value.value_or(std::nan(""));
        }
    }
    qFatal("no parameter %s", name.c_str());
    return 0;
}

inline const Parameter& parameter(const Fit& fit, const std::string& name)
{
    for (const Parameter& one : fit.parameters) {
        if (one.name == name) {
            return one;
        }
    }
    qFatal("no parameter %s", name.c_str());
    return fit.parameters.front();
}

inline bool near(double found, double expected, double relative)
{
    return std::abs(found - expected) <= relative * std::abs(expected);
}

inline DataTable table(const std::string& path)
{
    fe::base::Progress progress;
    auto read = readDataTable(path, {}, kLive, progress);
    if (!read) {
        qFatal("%s", read.error().oneLine().c_str());
    }
    return *std::move(read);
}

inline FitData shipped(const std::string& name, const std::vector<std::string>& where,
                       const PointColumns& columns, Law law)
{
    const DataTable all = table(FE_RESOURCES "/scaling/" + name + ".csv");
    std::vector<Condition> conditions;
    for (const std::string& text : where) {
        conditions.push_back(*parseCondition(text));
    }
    return collectPoints(all, *matchingRows(all, conditions), columns, law)->data;
}

inline FitData chinchillaPoints()
{
    return shipped("chinchilla_points", { "excluded_in_refit=0" },
                   { "params", "tokens", "loss", {}, {} }, Law::Chinchilla);
}

/// Sizes from 1e6 up, `perDecade` a decade.
inline std::vector<double> sizes(int count, double perDecade = 2)
{
    std::vector<double> x;
    for (int i = 0; i < count; ++i) {
        x.push_back(std::pow(10.0, 6 + i / perDecade));
    }
    return x;
}

inline FitData curveData(const Curve& curve, const std::vector<double>& x, double noise = 0)
{
    fe::base::Rng rng(7);
    FitData data { x, {}, {}, {}, {} };
    for (const double one : x) {
        data.y.push_back(curve.at(one) + noise * (rng.uniform() - 0.5));
    }
    return data;
}

} // namespace fe::test
