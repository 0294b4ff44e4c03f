// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/expected_tensors.h"
#include "tensor/dequantise.h"

#include <QtTest>

using namespace fe;

class TestDequantise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksOfEveryType_data();
    void blocksOfEveryType();
    void everyHalfSurvivesTheRoundTrip();
    void roundingToHalfIsToNearestEven();
    void roundingToBfloatIsToNearestEven();
};

void TestDequantise::blocksOfEveryType_data()
{
    QTest::addColumn<int>("type");
    for (int type = 0; type <= static_cast<int>(base::DType::MXFP4); ++type) {
        const auto dtype = static_cast<base::DType>(type);
        if (dtype != base::DType::F32 && tensor::isWeightType(dtype)) {
            QTest::newRow(std::string(base::dtypeInfo(dtype).name).c_str()) << type;
        }
    }
}

void TestDequantise::blocksOfEveryType()
{
    // Vectors made with gguf.quants.dequantize; the same float32 operations, so at most the last
    // bit may differ.
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    const std::string name(base::dtypeInfo(dtype).name);
    const auto reference
        = tests::readExpected(std::string(FE_TEST_DATA) + "/tensor/dequantise.safetensors");
    QVERIFY(reference.contains(name + ".raw"));
    const auto& raw = reference.at(name + ".raw");
    const auto& expected = reference.at(name + ".float");
    std::vector<std::byte> bytes;
    for (const double byte : raw.values) {
        bytes.push_back(static_cast<std::byte>(byte));
    }
    std::vector<float> values(expected.values.size());
    tensor::dequantise(dtype, bytes.data(), static_cast<std::int64_t>(values.size()),
                       values.data());
    QVERIFY(tests::excess(values, expected.values, 1e-7, 3e-7) <= 0);
}

void TestDequantise::everyHalfSurvivesTheRoundTrip()
{
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const float value = tensor::halfToFloat(static_cast<std::uint16_t>(bits));
        const bool isNan = (bits & 0x7FFFU) > 0x7C00U;
        QCOMPARE(std::isnan(value), isNan);
        if (!isNan) {
            QCOMPARE(tensor::floatToHalf(value), static_cast<std::uint16_t>(bits));
        }
    }
    QCOMPARE(tensor::halfToFloat(0x3C00), 1.0F);
    QCOMPARE(tensor::halfToFloat(0x0001), 0x1p-24F);
    QCOMPARE(tensor::halfToFloat(0xFBFF), -65504.0F);
}

void TestDequantise::roundingToHalfIsToNearestEven()
{
    QCOMPARE(tensor::floatToHalf(1.0F + 0x1p-11F), std::uint16_t { 0x3C00 }); // tie, to even
    QCOMPARE(tensor::floatToHalf(1.0F + 0x1.8p-10F), std::uint16_t { 0x3C02 }); // tie, to even
    QCOMPARE(tensor::floatToHalf(1.0F + 0x1.01p-11F), std::uint16_t { 0x3C01 });
    QCOMPARE(tensor::floatToHalf(65519.0F), std::uint16_t { 0x7BFF });
    QCOMPARE(tensor::floatToHalf(65520.0F), std::uint16_t { 0x7C00 });
    QCOMPARE(tensor::floatToHalf(0x1p-25F), std::uint16_t { 0 }); // tie, to even
    QCOMPARE(tensor::floatToHalf(0x1.8p-24F), std::uint16_t { 2 });
}

void TestDequantise::roundingToBfloatIsToNearestEven()
{
    QCOMPARE(tensor::floatToBfloat(1.0F + 0x1p-8F), std::uint16_t { 0x3F80 });
    QCOMPARE(tensor::floatToBfloat(1.0F + 0x1.8p-7F), std::uint16_t { 0x3F82 });
    QVERIFY(std::isnan(tensor::bfloatToFloat(tensor::floatToBfloat(NAN))));
}

QTEST_GUILESS_MAIN(TestDequantise)
#include "tst_dequantise.moc"
