// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "formats/model_package.h"
#include "models/config_reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fe::models {

/// Rotary position embedding as a model wants it, every scaling already worked in.
struct Rope {
    std::vector<float> inverseFrequencies; ///< one a pair of dimensions, radians per position
    double factor = 1.0; ///< of cosines and sines (YaRN's attention scaling)
};

/// config.json of either dialect: rope_parameters, or rope_theta with rope_scaling. Types default,
/// linear, llama3, yarn (Peng et al. 2023, arXiv:2309.00071); others are refused.
/// @param rotated dimensions of a head that turn.
[[nodiscard]] base::Result<Rope> ropeFromConfig(const ConfigReader& config, std::int64_t rotated,
                                                std::int64_t context);

/// Metadata of a GGUF, keys after `prefix` ("llama."): rope.freq_base, rope.scaling.*; and the
/// tensor rope_freqs.weight, by which frequencies are divided.
[[nodiscard]] base::Result<Rope> ropeFromGguf(const formats::ModelPackage& package,
                                              const ConfigReader& metadata,
                                              const std::string& prefix, std::int64_t rotated,
                                              std::int64_t context);

} // namespace fe::models
