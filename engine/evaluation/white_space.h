// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace fe::evaluation {

/// Bytes of `text` without Unicode white space at its end.
[[nodiscard]] std::size_t lengthWithoutSpace(std::string_view text);
/// Without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace fe::evaluation
