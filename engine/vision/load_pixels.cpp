// SPDX-License-Identifier: Apache-2.0
#include "vision/load_pixels.h"

#include "base/guarded.h"
#include "formats/content_kind.h"

namespace fe::vision {
namespace {

constexpr const char* kPixelValues = "pixel_values";

base::Result<PixelTensor> storedPixels(const std::filesystem::path& path)
{
    FE_TRY(const auto package, formats::openPackage(path));
    const formats::TensorEntry* entry = package->findTensor(kPixelValues);
    if (entry == nullptr) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot read the picture",
                             path.string(),
                             kPixelValues,
                             "it is a safetensors file without that tensor",
                             "give it a picture, or pixel_values [1, 3, height, width]" };
    }
    const auto& shape = entry->shape;
    const bool fits = shape.size() == 4 && shape[0] == 1 && shape[1] == 3 && shape[2] > 0
        && shape[3] > 0 && shape[3] <= kMostModelPixels && shape[2] <= kMostModelPixels / shape[3];
    if (!fits || entry->dtype != base::DType::F32) {
        return base::malformed(path.string(), kPixelValues,
                               "it is " + std::string(base::dtypeInfo(entry->dtype).name) + " "
                                   + base::shapeText(shape)
                                   + ", not F32 [1, 3, height, width] of a picture's size");
    }
    PixelTensor tensor { shape, std::vector<float>(entry->bytes / sizeof(float)) };
    FE_CHECK(package->read(*entry, std::as_writable_bytes(std::span(tensor.values))));
    return tensor;
}

} // namespace

base::Result<PixelTensor> loadPixels(const std::filesystem::path& path,
                                     const ImageProcessor& processor,
                                     const base::CancelToken& cancel)
{
    return base::guarded("loadPixels", [&]() -> base::Result<PixelTensor> {
        FE_TRY(const auto file, formats::File::open(path));
        FE_TRY(const auto kind, formats::contentKind(file));
        if (kind == formats::ContentKind::Safetensors) {
            return storedPixels(path);
        }
        FE_TRY(const Image image, decodeImage(path, cancel));
        auto tensor = preprocess(image, processor, cancel);
        if (!tensor && tensor.error().code == base::ErrorCode::InvalidArgument) {
            base::Error error = tensor.error(); // the picture is at fault, not the caller
            error.code = base::ErrorCode::Unsupported;
            error.file = path.string();
            return error;
        }
        return tensor;
    });
}

} // namespace fe::vision
