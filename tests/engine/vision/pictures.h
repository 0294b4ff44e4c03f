// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "vision/decode.h"
#include "vision/image_processor.h"

#include <QtTest>

#include <array>
#include <fstream>
#include <iterator>
#include <string>

namespace fe::tests {

inline std::string visionData(const std::string& name)
{
    return std::string(FE_TEST_DATA "/vision/") + name;
}

inline std::vector<std::uint8_t> bytesOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        qFatal("missing test data %s", path.c_str());
    }
    return { std::istreambuf_iterator<char>(file), {} };
}

/// CRC-32 of zlib and PNG.
inline std::uint32_t crc32(std::span<const std::uint8_t> bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// The picture that noise() in tests/reference/vision_images.py makes.
inline vision::Image noise(std::int32_t width, std::int32_t height)
{
    vision::Image image { width, height, {} };
    image.rgb.resize(image.rowBytes() * static_cast<std::size_t>(height));
    std::uint32_t state = 1;
    for (std::uint8_t& sample : image.rgb) {
        state = state * 1664525 + 1013904223;
        sample = static_cast<std::uint8_t>(state >> 16U);
    }
    return image;
}

/// Rows of a tab-separated file of tests/data/vision, without comments.
inline std::vector<QList<QByteArray>> tableRows(const std::string& name)
{
    QFile file(QString::fromStdString(visionData(name)));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data %s", name.c_str());
    }
    std::vector<QList<QByteArray>> rows;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (!line.isEmpty() && !line.startsWith('#')) {
            rows.push_back(line.split('\t'));
        }
    }
    return rows;
}

} // namespace fe::tests

/// Fails with the error's own words.
#define VERIFY_OK(result)                                                                          \
    QVERIFY2((result).hasValue(), (result) ? "" : (result).error().oneLine().c_str())
