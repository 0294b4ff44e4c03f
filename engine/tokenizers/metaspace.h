// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage_spec.h"

namespace fe::tokenizers {

/// Where the sign that stands for a space is put in front of a word.
enum class PrependScheme { First, Never, Always };

/// The settings that the pre-tokenizer and the decoder Metaspace share.
struct MetaspaceSettings {
    std::string replacement; ///< one character
    PrependScheme scheme = PrependScheme::Always;
    bool split = true;
};

[[nodiscard]] base::Result<MetaspaceSettings> readMetaspace(const StageSpec& spec);

} // namespace fe::tokenizers
