// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/cancel.h"
#include "base/dtype.h"
#include "base/progress.h"
#include "base/rng.h"
#include "base/shape.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace fe::base;

/// Shapes, element types, random numbers and the two little objects of a job.
class TestNumbers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void elementsAreCountedWithoutOverflow();
    void rowsAreWholeBlocks();
    void randomNumbersAreTheSameEverywhere();
    void boundedNumbersAreEvenlySpread();
    void tokenStaysCancelled();
    void progressBeginsAnew();
};

void TestNumbers::elementsAreCountedWithoutOverflow()
{
    QCOMPARE(elementCount(Shape {}), std::optional<std::int64_t>(1));
    QCOMPARE(elementCount(Shape { 2, 3, 4 }), std::optional<std::int64_t>(24));
    QCOMPARE(elementCount(Shape { 5, 0 }), std::optional<std::int64_t>(0));
    QVERIFY(!elementCount(Shape { -1 }));
    QVERIFY(!elementCount(Shape { -4, -4 }));
    const std::int64_t half = std::int64_t { 1 } << 31U;
    QVERIFY(elementCount(Shape { half, half }));
    QVERIFY(!elementCount(Shape { half, half, 2 }));
    QVERIFY(!elementCount(Shape { half, half, 4 })); // 2^64: zero if it wrapped
    QCOMPARE(shapeText(Shape { 32, 128 }), std::string("[32, 128]"));
    QCOMPARE(shapeText(Shape {}), std::string("[]"));
}

void TestNumbers::rowsAreWholeBlocks()
{
    QCOMPARE(rowBytes(DType::F32, 3), std::optional<std::uint64_t>(12));
    QCOMPARE(rowBytes(DType::Q4_1, 64), std::optional<std::uint64_t>(40));
    QCOMPARE(rowBytes(DType::Q6_K, 256), std::optional<std::uint64_t>(210));
    QCOMPARE(rowBytes(DType::Q4_1, 0), std::optional<std::uint64_t>(0));
    QVERIFY(!rowBytes(DType::Q4_1, 33));
    QVERIFY(!rowBytes(DType::Q6_K, 128));
    QVERIFY(!rowBytes(DType::F64, std::uint64_t { 1 } << 61U));
    QVERIFY(isQuantised(DType::MXFP4) && !isQuantised(DType::BF16));
}

void TestNumbers::randomNumbersAreTheSameEverywhere()
{
    // The 10000th number of std::mt19937_64's own seed is fixed by the C++ standard.
    Rng standard(std::mt19937_64::default_seed);
    for (int i = 1; i < 10000; ++i) {
        static_cast<void>(standard.uniform());
    }
    QVERIFY(standard.uniform() == static_cast<double>(9981545732273789042ULL >> 11U) * 0x1.0p-53);

    Rng first(42);
    Rng second(42);
    Rng other(43);
    bool differs = false;
    for (int i = 0; i < 1000; ++i) {
        const double value = first.uniform();
        QVERIFY(value >= 0 && value < 1);
        QVERIFY(value == second.uniform());
        differs = differs || value != other.uniform();
    }
    QVERIFY(differs);
}

void TestNumbers::boundedNumbersAreEvenlySpread()
{
    Rng rng(1);
    constexpr std::uint64_t kBound = 7;
    constexpr int kDraws = 70000;
    std::vector<int> counts(kBound, 0);
    for (int i = 0; i < kDraws; ++i) {
        ++counts[rng.below(kBound)];
    }
    // Five standard deviations of a binomial count: a fixed seed, so it cannot flicker.
    const double mean = kDraws / double(kBound);
    const double allowed = 5 * std::sqrt(mean * (1 - 1.0 / kBound));
    for (const int count : counts) {
        QVERIFY(std::abs(count - mean) < allowed);
    }
    QCOMPARE(rng.below(1), std::uint64_t(0));
    // Above half of the range every second draw or so is drawn again.
    const std::uint64_t large = (std::uint64_t { 1 } << 63U) + 1;
    for (int i = 0; i < 100; ++i) {
        QVERIFY(rng.below(large) < large);
    }
}

void TestNumbers::tokenStaysCancelled()
{
    CancelToken token;
    QVERIFY(!token.isCancelled());
    token.cancel();
    token.cancel();
    QVERIFY(token.isCancelled());
}

void TestNumbers::progressBeginsAnew()
{
    Progress progress;
    QCOMPARE(progress.total(), std::uint64_t(0));
    progress.begin("Reading", 10);
    progress.advance(4);
    progress.advance();
    QCOMPARE(progress.done(), std::uint64_t(5));
    QCOMPARE(std::string(progress.stage()), std::string("Reading"));
    progress.begin("Building", 3);
    QCOMPARE(progress.done(), std::uint64_t(0));
    QCOMPARE(progress.total(), std::uint64_t(3));
}

QTEST_GUILESS_MAIN(TestNumbers)
#include "tst_numbers.moc"
