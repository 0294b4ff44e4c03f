// SPDX-License-Identifier: Apache-2.0
#include "vision/opencv_codec.h"

#include "vision/quiet_stream.h"

#include <limits>
#include <mutex>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

namespace fe::vision {
namespace {

/// An empty matrix for whatever OpenCV refuses, and however it does so.
cv::Mat decodeQuietly(const Source& source)
{
    static std::once_flag silenced;
    std::call_once(silenced,
                   [] { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); });
    const QuietStream quiet;
    // OpenCV takes the bytes as a matrix that it only reads, though its type cannot say so.
    const cv::Mat bytes(1, static_cast<int>(source.bytes.size()), CV_8U,
                        const_cast<std::uint8_t*>(source.bytes.data())); // NOLINT
    try {
        return cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
    } catch (const cv::Exception&) {
        return {};
    }
}

} // namespace

base::Result<Image> decodeWithOpenCv(const Source& source, const OpenCvRequest& request)
{
    const std::string format = request.format;
    if (source.bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return notSupported(source, "the file is longer than OpenCV takes", "make it smaller");
    }
    // What OpenCV takes besides the picture: its own matrix, of 4 channels and 16 bits at most.
    FE_CHECK(checkMemory(source, request.width * request.height * (3 + 8)));
    const cv::Mat decoded = decodeQuietly(source);
    if (source.cancel.isCancelled()) {
        return base::cancelled();
    }
    if (decoded.empty()) {
        return damaged(source, "the " + format + " cannot be decoded");
    }
    const auto channels = static_cast<std::size_t>(decoded.channels());
    const bool wide = decoded.depth() == CV_16U;
    if ((decoded.depth() != CV_8U && !wide) || channels == 2 || channels > 4) {
        return notSupported(source, "it is a " + format + " of unusual samples",
                            "convert it to 8-bit RGB");
    }
    if (static_cast<std::uint64_t>(decoded.cols) != request.width
        || static_cast<std::uint64_t>(decoded.rows) != request.height) {
        return damaged(source, "the " + format + " has not the size it claims");
    }
    const PixelLayout layout = channels == 1 ? PixelLayout::Grey
        : channels == 3                      ? PixelLayout::Bgr
                                             : request.fourChannels;
    FE_TRY(Image image, allocate(source, request.width, request.height, 0));
    const auto width = static_cast<std::size_t>(decoded.cols);
    std::vector<std::uint8_t> narrowed(wide ? width * channels : 0);
    for (int y = 0; y < decoded.rows; ++y) {
        if (wide) {
            narrow(decoded.ptr<std::uint16_t>(y), narrowed.size(), channels == 1, narrowed.data());
        }
        toRgb(wide ? narrowed.data() : decoded.ptr<std::uint8_t>(y), width, layout, image.row(y));
    }
    return image;
}

} // namespace fe::vision
