// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"

#include <QString>

namespace fe::shell {

/// "84.2 of 98.1 MB · 312 MB/s · 1 s left", as far as the job knows; empty if it knows nothing.
[[nodiscard]] QString jobProgressText(const jobs::JobInfo& job);
/// 0 .. 1000, or -1 while the amount is unknown.
[[nodiscard]] int jobPermille(const jobs::JobInfo& job);
/// "312 MB".
[[nodiscard]] QString bytesText(quint64 bytes);

} // namespace fe::shell
