// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fe {

/// Milliseconds since the system started this process (10 ms steps); where it does not say, since
/// the first call.
[[nodiscard]] double msSinceProcessStart();

} // namespace fe
