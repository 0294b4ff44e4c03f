// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "vision/image.h"

#include <string>

namespace fe::vision {

/// A PNG file of a picture that is not empty, 8 bits a channel, sRGB.
[[nodiscard]] base::Result<std::string> encodePng(const Image& image);

} // namespace fe::vision
