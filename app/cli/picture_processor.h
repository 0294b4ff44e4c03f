// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"
#include "vision/image_processor.h"

#include <string>

namespace fe::cli {

/// What the model called `name` does with pictures. A folder's own files say it; its weights need
/// not be there.
[[nodiscard]] base::Result<vision::ImageProcessor> pictureProcessorOf(const std::string& name,
                                                                      const Arguments& arguments,
                                                                      Context& context);

} // namespace fe::cli
