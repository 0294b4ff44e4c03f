// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/device_presets.h"

#include <array>

namespace fe::scaling_tab {

std::span<const DevicePreset> devicePresets()
{
    static constexpr std::array kPresets {
        DevicePreset { "NVIDIA V100", 125e12 },     DevicePreset { "NVIDIA A100", 312e12 },
        DevicePreset { "NVIDIA H100 SXM", 989e12 }, DevicePreset { "NVIDIA RTX 3090", 71e12 },
        DevicePreset { "NVIDIA RTX 4090", 165e12 }, DevicePreset { "AMD MI250X", 383e12 },
        DevicePreset { "AMD MI300X", 1307e12 },     DevicePreset { "Google TPU v3", 123e12 },
        DevicePreset { "Google TPU v4", 275e12 },   DevicePreset { "Google TPU v5e", 197e12 },
    };
    return kPresets;
}

} // namespace fe::scaling_tab
