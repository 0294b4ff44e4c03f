// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/found_ability.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::FoundAbility", text);
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

bool namesFlops(const QString& column)
{
    return column.contains(QLatin1String("flop"), Qt::CaseInsensitive);
}

bool namesParams(const QString& column)
{
    return column.contains(QLatin1String("param"), Qt::CaseInsensitive)
        || column.compare(QLatin1String("n"), Qt::CaseInsensitive) == 0;
}

/// The row at a scale, the last one where there are several.
std::optional<std::size_t> rowAt(const std::vector<std::size_t>& rows, const scaling::Column& x,
                                 double scale)
{
    std::optional<std::size_t> found;
    for (const std::size_t row : rows) {
        if (x.numbers[row] == scale) {
            found = row;
        }
    }
    return found;
}

} // namespace

std::string scaleColumn(ScaleKind kind, const scaling::DataTable& table,
                        const scaling::Dataset* dataset, const PlotChoice& choice)
{
    if (kind == ScaleKind::PlotX) {
        return choice.x;
    }
    const auto named = kind == ScaleKind::Flops ? namesFlops : namesParams;
    if (dataset) {
        const auto role
            = kind == ScaleKind::Flops ? scaling::ColumnRole::Flops : scaling::ColumnRole::Params;
        // Multiply-adds have the role of compute, and are no FLOPs.
        const std::string column(dataset->column(role));
        return named(textOf(column)) ? column : std::string();
    }
    const auto fits = [&](const scaling::Column& column) {
        return column.kind == scaling::ColumnKind::Number && named(textOf(column.name));
    };
    const scaling::Column* x = table.find(choice.x);
    if (x && fits(*x)) {
        return choice.x;
    }
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), fits);
    return found == table.columns.end() ? std::string() : found->name;
}

base::Result<FoundAbilities> findAbilities(const EmergenceRequest& request)
{
    FE_TRY(const scaling::Column* x, request.table->numericColumn(request.columns.x));
    FE_TRY(const std::vector<scaling::Emergence> found,
           scaling::emergenceBySeries(*request.table, request.rows, request.columns, request.rule));
    FoundAbilities abilities;
    for (const scaling::Emergence& one : found) {
        FoundAbility ability;
        ability.name = textOf(one.ability);
        ability.verdict = one.verdict;
        ability.after = one.below.value_or(charts::kNothing);
        ability.at = one.scale.value_or(charts::kNothing);
        ability.chance = one.chance;
        ability.largest = one.largest;
        ability.row = one.scale ? rowAt(one.rows, *x, *one.scale)
            : one.rows.empty()  ? std::nullopt
                                : std::optional(one.rows.back());
        ability.note = translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FoundAbility", "%1 scales"))
                           .arg(one.scales);
        abilities.push_back(std::move(ability));
    }
    return abilities;
}

FoundAbilities publishedAbilities(const KnownScales& known, ScaleKind kind)
{
    FoundAbilities abilities;
    for (const scaling::PublishedAbility& one : known.published) {
        const std::optional<double>& scale = kind == ScaleKind::Flops ? one.trainFlops : one.params;
        if (kind == ScaleKind::PlotX || !scale) {
            continue;
        }
        FoundAbility ability;
        ability.name = textOf(one.task);
        ability.published = true;
        ability.at = *scale;
        ability.note = QStringLiteral("%1 · %2 · %3")
                           .arg(textOf(one.model), textOf(one.reference), textOf(one.category));
        abilities.push_back(std::move(ability));
    }
    return abilities;
}

void sortByScale(FoundAbilities& abilities)
{
    const auto rank = [](const FoundAbility& one) {
        const double scale = std::isfinite(one.at) ? one.at : 0;
        return std::pair(one.verdict, scale);
    };
    std::stable_sort(
        abilities.begin(), abilities.end(),
        [rank](const FoundAbility& a, const FoundAbility& b) { return rank(a) < rank(b); });
}

QString verdictText(scaling::EmergenceVerdict verdict)
{
    using scaling::EmergenceVerdict;
    switch (verdict) {
    case EmergenceVerdict::Appears:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FoundAbility", "appears"));
    case EmergenceVerdict::FromStart:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FoundAbility", "from the start"));
    case EmergenceVerdict::NotYet:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FoundAbility", "not yet"));
    case EmergenceVerdict::TooFew:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::FoundAbility", "too few scales"));
    }
    return {};
}

QVector<charts::StripRow> stripRows(const FoundAbilities& abilities)
{
    QVector<charts::StripRow> rows;
    for (const FoundAbility& one : abilities) {
        rows.append({ one.name, one.at, one.after, one.published ? 0 : 1,
                      one.published ? QString() : verdictText(one.verdict), one.note });
    }
    return rows;
}

} // namespace fe::scaling_tab
