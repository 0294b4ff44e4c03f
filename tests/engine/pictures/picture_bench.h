// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pictures/index_update.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace fe::test {

inline const std::string kStarter = FE_TEST_DATA "/../../resources/models/starterclip-64";
inline const std::string kSamples = FE_TEST_DATA "/../../resources/models/samples";

template<typename T>
T valueOf(base::Result<T> result)
{
    if (!result) {
        qFatal("%s", result.error().oneLine().c_str());
    }
    return *std::move(result);
}

inline pictures::PictureModel loadStarter(models::WeightForm weights = models::WeightForm::Stored)
{
    const auto package = valueOf(formats::openPackage(kStarter));
    base::CancelToken cancel;
    base::Progress progress;
    auto model = valueOf(models::loadModel(package, { weights, "cpu" }, cancel, progress));
    return valueOf(
        pictures::pictureModel(package, model, valueOf(tokenizers::loadTokenizer(*package))));
}

inline void writeFile(const std::filesystem::path& path, const std::string& content)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << content;
    if (!file.flush()) {
        qFatal("cannot write %s", path.c_str());
    }
}

inline std::string littleEndian(std::uint32_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i));
    }
    return text;
}

/// A BMP of 8 x 8 pixels, another one for each seed.
inline std::string pictureBytes(std::uint32_t seed)
{
    constexpr std::uint32_t kPixels = 8 * 8 * 3;
    std::string bytes = "BM" + littleEndian(54 + kPixels, 4) + littleEndian(0, 4)
        + littleEndian(54, 4) + littleEndian(40, 4) + littleEndian(8, 4) + littleEndian(8, 4)
        + littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(0, 4) + littleEndian(kPixels, 4)
        + std::string(16, '\0');
    std::uint32_t state = seed * 2654435761U + 1;
    for (std::uint32_t i = 0; i < kPixels; ++i) {
        state = state * 1664525U + 1013904223U;
        bytes += static_cast<char>(state >> 24U);
    }
    return bytes;
}

/// As if the file had been written `seconds` ago: what changed just now is read again each time.
inline void age(const std::filesystem::path& path, int seconds = 60)
{
    std::filesystem::last_write_time(
        path, std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds));
}

inline void writePicture(const std::filesystem::path& path, std::uint32_t seed, int ageSeconds = 60)
{
    writeFile(path, pictureBytes(seed));
    age(path, ageSeconds);
}

} // namespace fe::test
