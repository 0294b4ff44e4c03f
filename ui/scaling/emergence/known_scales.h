// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "scaling/emergence.h"

#include <QString>

#include <array>
#include <memory>
#include <vector>

namespace fe::scaling_tab {

/// Abilities of the order exercise.
enum class Ability { Addition, Unscrambling, ChainOfThought, TheoryOfMind };
inline constexpr std::array kAbilities { Ability::Addition, Ability::Unscrambling,
                                         Ability::ChainOfThought, Ability::TheoryOfMind };

/// Where an ability appears, by parameters: in a model of `at`, not yet in one of `after`.
struct AbilityScale {
    Ability ability = Ability::Addition;
    double after = 0;
    double at = 0;
};

/// What is known of abilities without the user's table.
struct KnownScales {
    std::vector<scaling::PublishedAbility> published; ///< Wei et al. 2022, table 1
    std::array<AbilityScale, kAbilities.size()> abilities; ///< in the order of kAbilities
};
using KnownScalesPtr = std::shared_ptr<const KnownScales>;

/// Reads the shipped tables, and looks for the abilities in them where they have them. Blocks for
/// some tens of milliseconds; any thread.
[[nodiscard]] base::Result<KnownScalesPtr> readKnownScales(const base::CancelToken& cancel,
                                                           base::Progress& progress);

/// In the user's language.
[[nodiscard]] QString abilityName(Ability ability);
/// An example of it.
[[nodiscard]] QString abilityExample(Ability ability);
/// Whose measurement it is, and whether from the shipped data or from the literature.
[[nodiscard]] QString abilitySource(Ability ability);

/// The sources leave no doubt that `first` appears before `second`: their intervals do not overlap.
[[nodiscard]] bool surelyBefore(const AbilityScale& first, const AbilityScale& second);

} // namespace fe::scaling_tab
