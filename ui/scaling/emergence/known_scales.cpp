// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/known_scales.h"

#include "scaling/selection.h"
#include "scaling/shipped_tables.h"

#include <QCoreApplication>

#include <algorithm>

namespace fe::scaling_tab {

namespace {

/// UL2 of 20 B parameters solves 4.1 % of GSM8K without and 4.4 % with chains of thought (Wei et
/// al. 2022, arXiv:2201.11903, appendix B, table 1).
constexpr double kWithoutChains = 20e9;
constexpr const char* kChainRow = "Chain-of-thought: Math word problems";
constexpr const char* kModelWithoutMind = "GPT-3 175B (davinci)";
constexpr const char* kModelWithMind = "GPT-4 (Mar 2023)";

struct Search {
    const char* table;
    std::vector<scaling::Condition> rows;
    scaling::EmergenceColumns columns;
    scaling::EmergenceRule rule;
};

base::Error notThere(const std::string& what)
{
    return { base::ErrorCode::NotFound,
             "cannot tell when abilities appear",
             what,
             {},
             "a shipped table is not as it should be",
             "install the program again" };
}

/// By the rule, of one series.
base::Result<AbilityScale> foundScale(Ability ability, const Search& search,
                                      const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const TablePtr table, readShipped(QLatin1String(search.table), cancel, progress));
    FE_TRY(const std::vector<std::size_t> rows, scaling::matchingRows(*table, search.rows));
    FE_TRY(const std::vector<scaling::Emergence> found,
           scaling::emergenceBySeries(*table, rows, search.columns, search.rule));
    if (found.size() != 1 || !found[0].scale || !found[0].below) {
        return notThere(table->name);
    }
    return AbilityScale { ability, *found[0].below, *found[0].scale };
}

base::Result<AbilityScale> additionScale(const base::CancelToken& cancel, base::Progress& progress)
{
    return foundScale(Ability::Addition,
                      { "gpt3_table_h1",
                        { { "task", "arithmetic_3_digit_addition" }, { "setting", "few_shot" } },
                        { .x = "params", .y = "value", .series = { "task" } },
                        { .margin = 5 } }, // percent, in this table
                      cancel, progress);
}

base::Result<AbilityScale> unscramblingScale(const base::CancelToken& cancel,
                                             base::Progress& progress)
{
    return foundScale(Ability::Unscrambling,
                      { "bigbench_big_g",
                        { { "task", "word_unscrambling" }, { "shots", "3" } },
                        { .x = "model_size_params",
                          .y = "value",
                          .series = { "task" },
                          .chance = "low_score",
                          .instances = "n_instances" },
                        {} },
                      cancel, progress);
}

base::Result<AbilityScale> chainScale(const std::vector<scaling::PublishedAbility>& published)
{
    const auto row = std::find_if(published.begin(), published.end(),
                                  [](const auto& one) { return one.task == kChainRow; });
    if (row == published.end() || !row->params) {
        return notThere(kChainRow);
    }
    return AbilityScale { Ability::ChainOfThought, kWithoutChains, *row->params };
}

base::Result<double> sizeOf(const scaling::DataTable& table, const std::string& model)
{
    FE_TRY(const scaling::Column* names, table.column("name"));
    FE_TRY(const scaling::Column* params, table.numericColumn("params"));
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (names->text(row) == model && params->numbers[row] > 0) {
            return params->numbers[row];
        }
    }
    return notThere(model);
}

base::Result<AbilityScale> mindScale(const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const TablePtr models, readShipped(QStringLiteral("models"), cancel, progress));
    FE_TRY(const double after, sizeOf(*models, kModelWithoutMind));
    FE_TRY(const double at, sizeOf(*models, kModelWithMind));
    return AbilityScale { Ability::TheoryOfMind, after, at };
}

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::KnownScales", text);
}

} // namespace

base::Result<KnownScalesPtr> readKnownScales(const base::CancelToken& cancel,
                                             base::Progress& progress)
{
    KnownScales known;
    FE_TRY(const TablePtr wei,
           readShipped(QStringLiteral("emergence_thresholds_wei2022"), cancel, progress));
    FE_TRY(known.published, scaling::publishedAbilities(*wei));
    FE_TRY(known.abilities[0], additionScale(cancel, progress));
    FE_TRY(known.abilities[1], unscramblingScale(cancel, progress));
    FE_TRY(known.abilities[2], chainScale(known.published));
    FE_TRY(known.abilities[3], mindScale(cancel, progress));
    return std::make_shared<const KnownScales>(std::move(known));
}

QString abilityName(Ability ability)
{
    switch (ability) {
    case Ability::Addition:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales", "3-digit addition"));
    case Ability::Unscrambling:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales", "Word unscrambling"));
    case Ability::ChainOfThought:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales", "Chain of thought"));
    case Ability::TheoryOfMind:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales", "Theory of mind"));
    }
    return {};
}

QString abilityExample(Ability ability)
{
    switch (ability) {
    case Ability::Addition:
        return translated(
            QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales", "“What is 348 plus 461?”"));
    case Ability::Unscrambling:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales",
                                            "“The letters r e t t e l make the word …”"));
    case Ability::ChainOfThought:
        return translated(
            QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales",
                              "Word problems are solved better when steps are written down"));
    case Ability::TheoryOfMind:
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::KnownScales",
                                            "What does somebody believe who did not see it?"));
    }
    return {};
}

QString abilitySource(Ability ability)
{
    switch (ability) {
    case Ability::Addition:
        return translated(QT_TRANSLATE_NOOP(
            "fe::scaling_tab::KnownScales",
            "From the data: GPT-3, few shots, 5 points over chance (Brown et al. 2020, "
            "arXiv:2005.14165, table H.1); the same model in table 1 of Wei et al. 2022."));
    case Ability::Unscrambling:
        return translated(QT_TRANSLATE_NOOP(
            "fe::scaling_tab::KnownScales",
            "From the data: BIG-G, three shots, 5 points over chance with its interval "
            "(Srivastava et al. 2022, arXiv:2206.04615)."));
    case Ability::ChainOfThought:
        return translated(QT_TRANSLATE_NOOP(
            "fe::scaling_tab::KnownScales",
            "From the data: LaMDA, math word problems, table 1 of Wei et al. 2022 "
            "(arXiv:2206.07682). From the literature: chains of thought hardly help UL2 (4.4 "
            "instead of 4.1 % of GSM8K; Wei et al. 2022, arXiv:2201.11903)."));
    case Ability::TheoryOfMind:
        return translated(QT_TRANSLATE_NOOP(
            "fe::scaling_tab::KnownScales",
            "From the literature: GPT-4 solves 75 % of 40 false-belief tasks, the first GPT-3 "
            "none (Kosinski 2024, PNAS 121(45), doi:10.1073/pnas.2405460121); disputed by Ullman "
            "2023 (arXiv:2302.08399). The sizes are those of the table of models; GPT-4's is an "
            "estimate."));
    }
    return {};
}

bool surelyBefore(const AbilityScale& first, const AbilityScale& second)
{
    return first.at <= second.after;
}

} // namespace fe::scaling_tab
