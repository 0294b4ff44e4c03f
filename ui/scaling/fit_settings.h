// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/fit.h"

#include <QJsonObject>

#include <cstdint>
#include <optional>

namespace fe::scaling_tab {

/// How series are fitted.
struct FitSettings {
    enum class Floor {
        Value,
        Chance, ///< the column of chance, where there is one; else the value
    };
    enum class Top { One, Value, Free };

    scaling::Law law = scaling::Law::Logistic;
    Floor floor = Floor::Chance;
    double floorValue = 0;
    Top top = Top::One;
    double topValue = 1;
    bool weighted = true; ///< by the column of standard errors, where there is one
    std::optional<double> huberDelta {}; ///< nothing: the law's own
    int bootstrap = 0; ///< replicates; 0: intervals by the delta method
    std::uint64_t seed = 0;
    double decades = 0.5; ///< curves are drawn as far beyond the data

    [[nodiscard]] scaling::FitOptions options() const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static FitSettings fromJson(const QJsonObject& json);
    friend bool operator==(const FitSettings&, const FitSettings&) = default;
};

} // namespace fe::scaling_tab
