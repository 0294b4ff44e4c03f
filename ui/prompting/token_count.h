// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>

namespace fe::prompting {

/// "1 token", "1,024 tokens", in the language of now.
[[nodiscard]] QString tokensText(std::size_t count);

} // namespace fe::prompting
