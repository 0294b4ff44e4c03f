// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/catalogue.h"
#include "scaling/data_table.h"
#include "scaling/fit_settings.h"
#include "scaling/selection.h"

#include <QJsonObject>
#include <QStringList>

#include <span>
#include <string>
#include <vector>

namespace fe::scaling_tab {

/// What of a table is shown, and as what: names of columns, empty where there is none.
struct PlotChoice {
    std::string x;
    std::string y;
    std::string size {}; ///< Chinchilla's parameters
    std::string x2 {}; ///< Chinchilla's tokens
    std::string color {}; ///< colours the points of a lone series by magnitude
    std::string error {}; ///< standard error of y
    std::string low {}; ///< interval of y
    std::string high {};
    std::string chance {}; ///< y of guessing
    std::string ceiling {}; ///< best y there is
    std::string instances {}; ///< how many y was measured on
    std::string label {}; ///< names a point: the model
    std::vector<std::string> series {}; ///< rows with equal cells in all of these belong together
    std::vector<scaling::Condition> conditions {}; ///< all must hold
    /// Names of the series that are shown, of scaling::seriesBy(). Empty: the first few.
    QStringList shown {};
    bool logX = true;
    bool logY = false;
    bool joined = true; ///< points of a series by a line
    bool percent = false; ///< y is given in percent: shown and fitted as a share
    bool labels = false; ///< points carry their label

    /// What a fit is made from: Chinchilla's law has two sizes instead of x.
    [[nodiscard]] scaling::PointColumns pointColumns(const FitSettings& settings) const;
    /// Everything that the points of a fit depend on is the same; how they look may differ.
    [[nodiscard]] bool sameData(const PlotChoice& other) const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static PlotChoice fromJson(const QJsonObject& json);
    friend bool operator==(const PlotChoice& a, const PlotChoice& b);
};

/// What is shown at first: as the catalogue says, or for a user's table by the names and kinds of
/// its columns. @param dataset null: a user's table.
[[nodiscard]] PlotChoice firstChoice(const scaling::DataTable& table,
                                     const scaling::Dataset* dataset);

/// The law that is offered at first: logistic for shares, Chinchilla's where two sizes explain a
/// loss, else a power law.
[[nodiscard]] scaling::Law firstLaw(const PlotChoice& choice, bool shares);

/// The same without what names columns that the table does not have or that hold texts where
/// numbers are needed.
[[nodiscard]] PlotChoice fitting(PlotChoice choice, const scaling::DataTable& table);

/// Whether y counts as a share of 1: shown in percent. By its values and its name.
[[nodiscard]] bool isShare(const scaling::DataTable& table, const std::string& column,
                           std::span<const std::size_t> rows);

/// y and what belongs to it divided by 100; other columns as they are.
[[nodiscard]] scaling::DataTable asShares(const scaling::DataTable& table,
                                          const PlotChoice& choice);

} // namespace fe::scaling_tab
