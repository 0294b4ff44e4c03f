// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_file.h"

#include "base/json.h"
#include "scaling/fit_json.h"
#include "scaling/scaling_state.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace fe::scaling_tab {

namespace {

constexpr double kPercent = 0.01;

/// The table of a saved fit among those that are known.
std::optional<DataSource> sourceOf(const ScalingState& state, const std::string& table)
{
    for (const scaling::Dataset& dataset : scaling::datasets()) {
        if (std::string(dataset.id) + ".csv" == table) {
            return DataSource { DataSource::Kind::Shipped,
                                QString::fromStdString(std::string(dataset.id)) };
        }
    }
    const QString name = QString::fromStdString(table);
    for (const QString& path : state.recentFiles()) {
        if (QFileInfo(path).fileName() == name) {
            return DataSource { DataSource::Kind::File, path };
        }
    }
    return std::nullopt;
}

FitSettings settingsOf(const scaling::SavedFit& saved)
{
    FitSettings settings;
    const scaling::FitOptions& options = saved.fit.options;
    settings.law = options.law;
    settings.floor = saved.source.columns.floor.empty() ? FitSettings::Floor::Value
                                                        : FitSettings::Floor::Chance;
    settings.floorValue = options.floor;
    settings.top = !options.top ? FitSettings::Top::Free
        : *options.top == 1     ? FitSettings::Top::One
                                : FitSettings::Top::Value;
    settings.topValue = options.top.value_or(1);
    settings.weighted = !saved.source.columns.error.empty();
    settings.huberDelta = options.huberDelta;
    settings.bootstrap = static_cast<int>(saved.source.bootstrap);
    settings.seed = saved.source.seed;
    return settings;
}

/// Columns and rows of the fit; what it does not tell stays as it was.
PlotChoice choiceOf(const scaling::SavedFit& saved, const PlotChoice& now, bool percent)
{
    PlotChoice choice = now;
    const scaling::PointColumns& columns = saved.source.columns;
    if (saved.fit.options.law == scaling::Law::Chinchilla) {
        choice.size = columns.x;
        choice.x2 = columns.x2;
    } else {
        choice.x = columns.x;
    }
    choice.y = columns.y;
    choice.error = columns.error.empty() ? choice.error : columns.error;
    choice.chance = columns.floor.empty() ? choice.chance : columns.floor;
    choice.conditions = saved.source.conditions;
    choice.series.clear(); // the conditions say which series it was
    choice.shown.clear();
    choice.percent = percent;
    return choice;
}

void show(ScalingState& state, const scaling::SavedFit& saved, bool percent)
{
    state.setChoice(choiceOf(saved, state.choice(), percent));
    state.setFitSettings(settingsOf(saved));
    auto set = std::make_shared<FitSet>();
    set->settings = state.fitSettings();
    set->choice = state.choice();
    set->table = state.table()->name;
    set->sha256 = state.table()->sha256; // of what it is drawn with
    SeriesFit one;
    one.series = state.series().empty() ? std::string() : state.series().front().name;
    auto points
        = scaling::collectPoints(*state.measured(), state.rows(),
                                 set->choice.pointColumns(set->settings), set->settings.law);
    if (points) {
        one.points = *std::move(points);
    }
    one.fit = saved.fit;
    if (one.fit->residuals.size() != one.points.rows.size()) {
        one.fit->residuals.clear(); // of other points
    }
    set->series.push_back(std::move(one));
    state.setFits(std::move(set));
}

} // namespace

QByteArray fitText(const FitSet& set, const SeriesFit& fit, const scaling::DataTable& table)
{
    scaling::FitSource source { .table = set.table,
                                .sha256 = set.sha256,
                                .columns = set.choice.pointColumns(set.settings),
                                .conditions = set.choice.conditions,
                                .bootstrap = fit.replicates.size(),
                                .seed = set.settings.seed };
    for (const std::string& name : set.choice.series) {
        const scaling::Column* column = table.find(name);
        if (column && !fit.points.rows.empty()) {
            source.conditions.push_back({ name, column->text(fit.points.rows.front()) });
        }
    }
    base::Json json = scaling::fitJson(*fit.fit, source);
    json.set("series", fit.series);
    json.set("y_scale", set.choice.percent ? kPercent : 1.0);
    return QByteArray::fromStdString(base::toText(json, 2)) + '\n';
}

base::Result<void> openFit(ScalingState& state, const QByteArray& bytes, const QString& file,
                           std::function<void(const OpenedFit&)> opened)
{
    const std::string name = file.toStdString();
    FE_TRY(const base::Json json, base::parseJson(bytes.toStdString(), name));
    FE_TRY(scaling::SavedFit saved, scaling::fitFromJson(json, name));
    const base::Json* scale = json.find("y_scale");
    const bool percent = scale && scale->asDouble().value_or(1) == kPercent;
    const auto source = sourceOf(state, saved.source.table);
    const auto then = [&state, saved, percent, opened = std::move(opened)] {
        show(state, saved, percent);
        opened({ QString::fromStdString(saved.source.table),
                 saved.source.sha256 == state.table()->sha256 });
    };
    if (source && !(state.table() && state.source() == *source)) {
        state.open(*source, then);
    } else if (state.table()) {
        then();
    } else {
        return base::Error { .code = base::ErrorCode::NotFound,
                             .what = "the table of this fit is not known",
                             .file = saved.source.table,
                             .field = {},
                             .why = "it is neither shipped nor among the files of this list",
                             .fix = "open the table first" };
    }
    return {};
}

} // namespace fe::scaling_tab
