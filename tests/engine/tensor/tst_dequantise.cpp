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
    void everyWeightTypeHasVectors();
    void everyHalfSurvivesTheRoundTrip();
    void roundingToHalfIsToNearestEven();
    void roundingToBfloatIsToNearestEven();
};

/// Vectors of the reference decoders: NAME.raw, NAME.float for each type's name.
std::map<std::string, tests::ExpectedTensor> reference(const QByteArray& file)
{
    return tests::readExpected(std::string(FE_TEST_DATA) + "/tensor/" + file.toStdString());
}

void TestDequantise::blocksOfEveryType_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("type");
    for (const char* file : { "dequantise.safetensors", "dequantise_more.safetensors" }) {
        const auto vectors = reference(file);
        for (const base::DTypeInfo& info : base::dtypes()) {
            const std::string name(info.name);
            if (vectors.contains(name + ".raw")) {
                QTest::addRow("%s, %s", name.c_str(), file)
                    << QByteArray(file) << static_cast<int>(info.type);
            }
        }
    }
}

void TestDequantise::blocksOfEveryType()
{
    QFETCH(QByteArray, file);
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    const std::string name(base::dtypeInfo(dtype).name);
    QVERIFY(tensor::isWeightType(dtype));
    const auto vectors = reference(file);
    const auto& expected = vectors.at(name + ".float").values;
    std::vector<std::byte> bytes;
    for (const double byte : vectors.at(name + ".raw").values) {
        bytes.push_back(static_cast<std::byte>(byte));
    }
    QCOMPARE(base::rowBytes(dtype, expected.size()), std::optional<std::uint64_t>(bytes.size()));
    std::vector<float> values(expected.size());
    tensor::dequantise(dtype, bytes.data(), static_cast<std::int64_t>(values.size()),
                       values.data());
    // The same float32 operations in the same order: not one bit differs.
    for (std::size_t i = 0; i < values.size(); ++i) {
        QVERIFY2(static_cast<double>(values[i]) == expected[i],
                 qPrintable(QStringLiteral("element %1: %2, not %3")
                                .arg(i)
                                .arg(static_cast<double>(values[i]))
                                .arg(expected[i])));
    }
}

void TestDequantise::everyWeightTypeHasVectors()
{
    const auto vectors = reference("dequantise.safetensors");
    const auto more = reference("dequantise_more.safetensors");
    for (const base::DTypeInfo& info : base::dtypes()) {
        // ggml makes Q8_1 and Q8_K out of activations and never writes them.
        const bool isActivation = info.type == base::DType::Q8_1 || info.type == base::DType::Q8_K;
        const std::string name = std::string(info.name) + ".raw";
        if (info.blockElements > 1) {
            QCOMPARE(tensor::isWeightType(info.type), !isActivation);
        }
        if (tensor::isWeightType(info.type) && info.type != base::DType::F32) {
            QVERIFY2(vectors.contains(name) || more.contains(name), name.c_str());
        }
    }
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
