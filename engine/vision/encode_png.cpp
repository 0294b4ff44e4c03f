// SPDX-License-Identifier: Apache-2.0
#include "vision/encode_png.h"

#include "base/guarded.h"

#include <png.h>

namespace fe::vision {

base::Result<std::string> encodePng(const Image& image)
{
    constexpr const char* kWhere = "encodePng";
    return base::guarded(kWhere, [&]() -> base::Result<std::string> {
        if (image.width < 1 || image.height < 1
            || image.rgb.size() != image.rowBytes() * static_cast<std::size_t>(image.height)) {
            return base::invalidArgument("cannot write a picture", "it has no pixels");
        }
        png_image file {};
        file.version = PNG_IMAGE_VERSION;
        file.width = static_cast<png_uint_32>(image.width);
        file.height = static_cast<png_uint_32>(image.height);
        file.format = PNG_FORMAT_RGB;
        const auto stride = static_cast<png_int_32>(image.rowBytes());
        // Asked for its size first, libpng would compress everything twice.
        png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(file);
        std::string result(bytes, '\0');
        if (png_image_write_to_memory(&file, result.data(), &bytes, 0, image.rgb.data(), stride,
                                      nullptr)
            == 0) {
            const std::string why(file.message);
            png_image_free(&file);
            return base::internalError(kWhere, why);
        }
        result.resize(bytes);
        return result;
    });
}

} // namespace fe::vision
