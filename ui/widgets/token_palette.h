// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QColor>

namespace fe::widgets {

/// Background of a token by its probability: the theme's low colour at 0, the card's own colour at
/// 0.5, the high colour at 1. Two-sided and even: equal steps of probability are equal steps in
/// Oklab (Ottosson 2020), so no probability looks more special than it is.
/// @param probability is clamped to [0, 1].
[[nodiscard]] QColor probabilityTint(double probability, const ThemeTokens& theme);

/// The two backgrounds that alternate where tokens are only to be told apart.
[[nodiscard]] QColor alternatingTint(int index, const ThemeTokens& theme);

} // namespace fe::widgets
