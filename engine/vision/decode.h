// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "vision/image.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::vision {

/// What is refused before anything is allocated for it.
struct DecodeLimits {
    std::uint64_t pixels = 178'956'970; ///< width x height; where Pillow begins to refuse too
    std::uint32_t edge = 1'000'000; ///< longest side; libpng's own limit
    std::uint64_t fileBytes = 1ULL << 30U;
};

/// Decodes a picture by its content, never by its name: PNG, JPEG, WebP, BMP, TIFF (first page).
///
/// Every pixel becomes 8-bit RGB as transformers 5 makes it with Pillow: EXIF orientation is
/// applied, grey is tripled, palettes are looked up, CMYK is multiplied out (inverted as Adobe
/// writes it), alpha is composited on white. 16-bit grey becomes floor(v / 257 + 0.5), 16-bit
/// colour its high byte. Colour profiles and gamma are ignored.
///
/// Refused: other kinds (with their true name), animations, cut or damaged files (no guessed
/// pixels), and dimensions that are over the limits or that the file's bytes cannot hold, which is
/// found before memory is taken. Memory is the file, the picture and a few rows; a multiple of the
/// picture for interlaced, progressive and OpenCV's formats. Nothing is printed. Any thread.
[[nodiscard]] base::Result<Image> decodeImage(const std::filesystem::path& path,
                                              const base::CancelToken& cancel,
                                              const DecodeLimits& limits = {});

/// The same for bytes in memory. @param file names them in errors.
[[nodiscard]] base::Result<Image> decodeImage(std::span<const std::uint8_t> bytes,
                                              const std::string& file,
                                              const base::CancelToken& cancel,
                                              const DecodeLimits& limits = {});

/// Whether a file that begins so is of a kind that decodeImage takes or knows by name; of any
/// other kind the first 4,096 bytes tell as much as all of them.
[[nodiscard]] bool beginsAsPicture(std::span<const std::uint8_t> beginning);

/// Names of what decodeImage takes, for the user: "PNG", "JPEG" ...
[[nodiscard]] std::vector<std::string> imageFormats();

} // namespace fe::vision
