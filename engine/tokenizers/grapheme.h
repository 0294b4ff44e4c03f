// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace fe::tokenizers {

/// End of the extended grapheme cluster (UAX #29) that begins at `position`, in valid UTF-8. Indic
/// conjuncts count as several clusters (rule GB9c is left out). O(length of the cluster).
[[nodiscard]] std::size_t graphemeEnd(std::string_view text, std::size_t position);

} // namespace fe::tokenizers
