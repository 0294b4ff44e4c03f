// SPDX-License-Identifier: Apache-2.0
#include "vision/resample_filters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fe::vision {
namespace {

double box(double x)
{
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinear(double x)
{
    return std::max(0.0, 1.0 - std::fabs(x));
}

double hamming(double x)
{
    x = std::fabs(x);
    if (x == 0.0) {
        return 1.0;
    }
    if (x >= 1.0) {
        return 0.0;
    }
    x *= std::numbers::pi;
    return std::sin(x) / x * (0.54 + 0.46 * std::cos(x));
}

/// Keys' cubic convolution (1981) with a = -0.5.
double bicubic(double x)
{
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    }
    return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

double sinc(double x)
{
    x *= std::numbers::pi;
    return x == 0.0 ? 1.0 : std::sin(x) / x;
}

double lanczos(double x)
{
    return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct FilterRow {
    double (*weight)(double);
    double support;
};

FilterRow filterRow(Resample filter)
{
    switch (filter) {
    case Resample::Lanczos:
        return { lanczos, 3.0 };
    case Resample::Bilinear:
        return { bilinear, 1.0 };
    case Resample::Bicubic:
        return { bicubic, 2.0 };
    case Resample::Hamming:
        return { hamming, 1.0 };
    case Resample::Nearest:
    case Resample::Box:
        break;
    }
    return { box, 0.5 };
}

} // namespace

TapMaker::TapMaker(Resample filter, std::int64_t inSize, std::int64_t outSize)
    : m_weight(filterRow(filter).weight), m_inSize(inSize),
      m_scale(static_cast<double>(inSize) / static_cast<double>(outSize)),
      m_support(filterRow(filter).support * std::max(m_scale, 1.0))
{
}

std::int64_t TapMaker::mostTaps() const
{
    return std::min(m_inSize, static_cast<std::int64_t>(std::ceil(m_support)) * 2 + 1);
}

void TapMaker::make(std::int64_t position, Taps& taps)
{
    const double center = (static_cast<double>(position) + 0.5) * m_scale;
    const auto begin
        = std::max<std::int64_t>(0, static_cast<std::int64_t>(center - m_support + 0.5));
    const auto end = std::min(m_inSize, static_cast<std::int64_t>(center + m_support + 0.5));
    const double inverse = 1.0 / std::max(m_scale, 1.0);
    taps.first = begin;
    m_scratch.clear();
    double sum = 0;
    for (std::int64_t i = begin; i < end; ++i) {
        m_scratch.push_back(m_weight((static_cast<double>(i) - center + 0.5) * inverse));
        sum += m_scratch.back();
    }
    taps.weights.clear();
    for (const double weight : m_scratch) {
        const double fixed = (sum != 0.0 ? weight / sum : weight) * (1 << kWeightBits);
        taps.weights.push_back(static_cast<std::int32_t>(fixed + (fixed < 0 ? -0.5 : 0.5)));
    }
}

} // namespace fe::vision
