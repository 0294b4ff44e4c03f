// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"
#include "tensor/dequantise.h"
#include "tensor/quantise.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace fe;
using base::DType;

namespace {

std::vector<float> throughBlocks(DType type, const std::vector<float>& row)
{
    std::vector<std::byte> blocks(*base::rowBytes(type, row.size()));
    const auto elements = static_cast<std::int64_t>(row.size());
    tensor::quantiseWeights(type, row.data(), elements, blocks.data());
    std::vector<float> back(row.size());
    tensor::dequantise(type, blocks.data(), elements, back.data());
    return back;
}

} // namespace

class TestQuantise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyValueIsWithinHalfAStep_data();
    void everyValueIsWithinHalfAStep();
    void whatAreBlocksAlreadyStaysWhatItIs();
    void zerosAndTinyNumbersStaySmall();
    void whatIsNotFiniteBecomesNotANumber();
};

void TestQuantise::everyValueIsWithinHalfAStep_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("shift");
    for (const double shift : { 0.0, 3.0, -50.0 }) {
        QTest::addRow("8 bits, around %g", shift) << static_cast<int>(DType::Q8_0) << shift;
        QTest::addRow("4 bits, around %g", shift) << static_cast<int>(DType::Q4_1) << shift;
    }
}

void TestQuantise::everyValueIsWithinHalfAStep()
{
    QFETCH(int, type);
    QFETCH(double, shift);
    base::Rng rng(1);
    std::vector<float> row(32 * 50);
    for (float& value : row) {
        value = static_cast<float>(shift + 2 * rng.uniform() - 1);
    }
    const auto back = throughBlocks(static_cast<DType>(type), row);
    for (std::size_t block = 0; block < row.size(); block += 32) {
        const auto [low, high]
            = std::minmax_element(row.begin() + static_cast<std::ptrdiff_t>(block),
                                  row.begin() + static_cast<std::ptrdiff_t>(block) + 32);
        const double largest = std::max(std::fabs(*low), std::fabs(*high));
        const bool eight = type == static_cast<int>(DType::Q8_0);
        const double step = eight ? largest / 127 : (static_cast<double>(*high) - *low) / 15;
        // Half a step; the scale (and the minimum) as half-precision numbers lose 2^-11 of
        // themselves, which at the block's ends counts 127 or 15 times the step.
        const double bound = step / 2 + (eight ? largest : 15 * step + largest) * std::exp2(-11);
        for (std::size_t i = block; i < block + 32; ++i) {
            QVERIFY2(std::fabs(back[i] - row[i]) <= bound * 1.001,
                     qPrintable(QStringLiteral("%1 became %2").arg(row[i]).arg(back[i])));
        }
    }
}

void TestQuantise::whatAreBlocksAlreadyStaysWhatItIs()
{
    // Whole steps of a power of two, with the ends of the range among them.
    std::vector<float> eight(32);
    std::vector<float> four(32);
    for (std::size_t i = 0; i < 32; ++i) {
        eight[i] = static_cast<float>(static_cast<int>(i * 8) - 127) / 64;
        four[i] = 3 + static_cast<float>(i % 16) / 8;
    }
    QCOMPARE(throughBlocks(DType::Q8_0, eight), eight);
    QCOMPARE(throughBlocks(DType::Q4_1, four), four);
}

void TestQuantise::zerosAndTinyNumbersStaySmall()
{
    for (const DType type : { DType::Q8_0, DType::Q4_1 }) {
        QCOMPARE(throughBlocks(type, std::vector<float>(32, 0.0F)), std::vector<float>(32, 0.0F));
        std::vector<float> tiny(32, 1e-30F); // no half is as small
        tiny[3] = -1e-30F;
        QCOMPARE(throughBlocks(type, tiny), std::vector<float>(32, 0.0F));
        const auto constant = throughBlocks(type, std::vector<float>(32, 0.5F));
        QVERIFY(std::fabs(constant[7] - 0.5F) < 0.001F);
    }
}

void TestQuantise::whatIsNotFiniteBecomesNotANumber()
{
    for (const DType type : { DType::Q8_0, DType::Q4_1 }) {
        for (const float bad :
             { std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity() }) {
            for (const std::size_t at : { 0U, 13U, 31U }) {
                std::vector<float> row(64, 1.0F);
                row[at] = bad;
                const auto back = throughBlocks(type, row);
                QVERIFY(!std::isfinite(back[at]));
                QVERIFY(std::fabs(back[40] - 1.0F) < 0.01F);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestQuantise)
#include "tst_quantise.moc"
