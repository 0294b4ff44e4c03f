// SPDX-License-Identifier: Apache-2.0
#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace fe::evaluation {
namespace {

constexpr double kNormal975 = 1.959963984540054;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// P(|T| < t) for t = sqrt(degrees) tan(angle): the finite sums of Abramowitz and Stegun, 26.7.3
/// and 26.7.4.
double centralProbability(double angle, std::size_t degrees)
{
    const double c2 = std::cos(angle) * std::cos(angle);
    const bool odd = degrees % 2 == 1;
    double term = odd ? std::cos(angle) : 1;
    double sum = degrees == 1 ? 0 : term;
    for (std::size_t k = odd ? 3 : 2; k + 1 < degrees; k += 2) {
        term *= c2 * static_cast<double>(k - 1) / static_cast<double>(k);
        sum += term;
    }
    return odd ? 2 / std::numbers::pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
}

double ratio(std::int64_t part, std::int64_t whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : kNaN;
}

} // namespace

Interval wilson95(std::size_t successes, std::size_t trials)
{
    if (trials == 0) {
        return { 0, 1 };
    }
    const auto n = static_cast<double>(trials);
    const double share = static_cast<double>(successes) / n;
    const double z2 = kNormal975 * kNormal975;
    const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    const double half
        = kNormal975 / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    // Rounding must not leave [0, 1], nor exclude what was observed.
    return { successes == 0 ? 0 : std::max(0.0, centre - half),
             successes == trials ? 1 : std::min(1.0, centre + half) };
}

double studentT975(std::size_t degrees)
{
    constexpr std::size_t kSumsPay = 400;
    if (degrees > kSumsPay) {
        // Cornish and Fisher; the next term is below 1e-8 here.
        const double z = kNormal975;
        const double n = static_cast<double>(degrees);
        const double z3 = z * z * z;
        const double z5 = z3 * z * z;
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n);
    }
    double low = 0;
    double high = std::numbers::pi / 2;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (centralProbability(middle, degrees) < 0.95 ? low : high) = middle;
    }
    return std::sqrt(static_cast<double>(degrees)) * std::tan((low + high) / 2);
}

SeedSpread seedSpread(std::span<const double> accuracies)
{
    SeedSpread spread { accuracies.size(), kNaN, kNaN, { kNaN, kNaN } };
    if (accuracies.empty()) {
        return spread;
    }
    const auto n = static_cast<double>(accuracies.size());
    double sum = 0;
    for (const double value : accuracies) {
        sum += value;
    }
    spread.mean = sum / n;
    if (accuracies.size() < 2) {
        return spread;
    }
    double squares = 0;
    for (const double value : accuracies) {
        squares += (value - spread.mean) * (value - spread.mean);
    }
    spread.deviation = std::sqrt(squares / (n - 1));
    const double half = studentT975(accuracies.size() - 1) * spread.deviation / std::sqrt(n);
    spread.interval = { std::max(0.0, spread.mean - half), std::min(1.0, spread.mean + half) };
    return spread;
}

Confusion::Confusion(std::size_t labels) : m_labels(labels), m_counts(labels * (labels + 1)) { }

void Confusion::add(std::size_t truth, std::size_t predicted)
{
    ++m_counts[truth * (m_labels + 1) + std::min(predicted, m_labels)];
}

void Confusion::add(const Confusion& other)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i] += other.m_counts[i];
    }
}

std::int64_t Confusion::count(std::size_t truth, std::size_t predicted) const
{
    return m_counts[truth * (m_labels + 1) + predicted];
}

std::int64_t Confusion::total() const
{
    std::int64_t sum = 0;
    for (const std::int64_t value : m_counts) {
        sum += value;
    }
    return sum;
}

std::int64_t Confusion::correct() const
{
    std::int64_t sum = 0;
    for (std::size_t label = 0; label < m_labels; ++label) {
        sum += count(label, label);
    }
    return sum;
}

std::int64_t Confusion::occurrences(std::size_t label) const
{
    std::int64_t sum = 0;
    for (std::size_t predicted = 0; predicted <= m_labels; ++predicted) {
        sum += count(label, predicted);
    }
    return sum;
}

std::int64_t Confusion::predictions(std::size_t label) const
{
    std::int64_t sum = 0;
    for (std::size_t truth = 0; truth < m_labels; ++truth) {
        sum += count(truth, label);
    }
    return sum;
}

double Confusion::recall(std::size_t label) const
{
    return ratio(count(label, label), occurrences(label));
}

double Confusion::precision(std::size_t label) const
{
    return ratio(count(label, label), predictions(label));
}

double Confusion::f1(std::size_t label) const
{
    return ratio(2 * count(label, label), occurrences(label) + predictions(label));
}

double Confusion::macroF1() const
{
    double sum = 0;
    std::int64_t known = 0;
    for (std::size_t label = 0; label < m_labels; ++label) {
        const double value = f1(label);
        if (!std::isnan(value)) {
            sum += value;
            ++known;
        }
    }
    return known > 0 ? sum / static_cast<double>(known) : kNaN;
}

} // namespace fe::evaluation
