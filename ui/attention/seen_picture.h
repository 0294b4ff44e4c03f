// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"

#include <QImage>

namespace fe::attention {

/// The picture of a pass as the model saw it: cut and resampled. The pass has one. Any thread.
[[nodiscard]] base::Result<QImage> seenPicture(const Examination& examination);

} // namespace fe::attention
