// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace fe::scaling_tab {

/// A device that models are trained on.
struct DevicePreset {
    const char* name;
    double peak; ///< FLOP/s of dense matrix products in bfloat16 (float16 where it has none)
};

/// As their makers' data sheets state them. Real training reaches a part of it: the utilisation.
[[nodiscard]] std::span<const DevicePreset> devicePresets();

} // namespace fe::scaling_tab
