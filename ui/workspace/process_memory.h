// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace fe::workspace {

/// Bytes of this process that are in memory now; 0 where the system does not say.
[[nodiscard]] quint64 residentBytesOfProcess();

} // namespace fe::workspace
