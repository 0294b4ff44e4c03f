// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"
#include "tensor/dequantise.h"
#include "tensor/packed_tiles.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace fe;

namespace {

constexpr std::int64_t kColumns = 96;

/// Rows of random blocks with scales near 0.01, as a file would hold them.
std::vector<std::byte> randomRows(base::DType type, std::int64_t rows, base::Rng& rng)
{
    const base::DTypeInfo& info = base::dtypeInfo(type);
    std::vector<std::byte> bytes(static_cast<std::size_t>(rows) * *base::rowBytes(type, kColumns));
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(rng.below(256));
    }
    for (std::size_t block = 0; block < bytes.size(); block += info.blockBytes) {
        const std::uint16_t d
            = tensor::floatToHalf(static_cast<float>(0.01 * (0.5 + rng.uniform())));
        const std::uint16_t m = tensor::floatToHalf(static_cast<float>(-0.1 * rng.uniform()));
        std::memcpy(bytes.data() + block, &d, 2);
        if (type == base::DType::Q4_1) {
            std::memcpy(bytes.data() + block + 2, &m, 2);
        }
    }
    return bytes;
}

struct Packed {
    std::vector<std::byte> rows;
    std::vector<std::byte> tile;
};

Packed packRandom(base::DType type, std::int64_t rows, base::Rng& rng)
{
    Packed packed { randomRows(type, rows, rng),
                    std::vector<std::byte>(tensor::tileBytes(type, kColumns)) };
    std::array<const std::byte*, tensor::kTileRows> pointers {};
    for (std::int64_t row = 0; row < rows; ++row) {
        pointers[static_cast<std::size_t>(row)]
            = packed.rows.data() + static_cast<std::size_t>(row) * *base::rowBytes(type, kColumns);
    }
    tensor::packTile(type, pointers, kColumns, packed.tile.data());
    return packed;
}

std::vector<float> decodedRow(base::DType type, const Packed& packed, std::int64_t row)
{
    std::vector<float> values(kColumns);
    tensor::dequantise(
        type, packed.rows.data() + static_cast<std::size_t>(row) * *base::rowBytes(type, kColumns),
        kColumns, values.data());
    return values;
}

std::vector<float> randomActivations(std::int64_t rows, base::Rng& rng)
{
    std::vector<float> x(static_cast<std::size_t>(rows * kColumns));
    for (float& value : x) {
        value = static_cast<float>(4 * rng.uniform() - 2);
    }
    return x;
}

std::vector<float> multiply(base::DType type, const Packed& packed, const std::vector<float>& x,
                            std::int64_t n, std::int64_t validRows,
                            tensor::InstructionSet set = tensor::bestInstructionSet())
{
    tensor::QuantisedRows quantised = tensor::makeQuantisedRows(n, kColumns);
    tensor::quantiseRows(x.data(), 0, n, quantised);
    std::vector<float> out(static_cast<std::size_t>(n * validRows), -1.0F);
    tensor::multiplyTile(type, packed.tile.data(), quantised, validRows, out.data(), validRows,
                         set);
    return out;
}

} // namespace

class TestPackedTiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void packingLosesNothing_data() { types_data(); }
    void packingLosesNothing();
    void productIsWithinTheRoundingOfActivations_data() { types_data(); }
    void productIsWithinTheRoundingOfActivations();
    void oneRowGivesTheSameBitsAloneAndAmongMany_data() { types_data(); }
    void oneRowGivesTheSameBitsAloneAndAmongMany();
    void instructionSetsAgree_data() { types_data(); }
    void instructionSetsAgree();
    void partialTileWritesOnlyItsRows();
    void notANumberStaysOne();
};

void TestPackedTiles::types_data()
{
    QTest::addColumn<int>("type");
    for (const base::DType type : { base::DType::Q4_0, base::DType::Q4_1, base::DType::Q8_0 }) {
        QTest::newRow(std::string(base::dtypeInfo(type).name).c_str()) << static_cast<int>(type);
    }
}

void TestPackedTiles::packingLosesNothing()
{
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    base::Rng rng(1);
    const Packed packed = packRandom(dtype, tensor::kTileRows, rng);
    for (std::int64_t row = 0; row < tensor::kTileRows; ++row) {
        std::vector<float> unpacked(kColumns);
        tensor::unpackRow(dtype, packed.tile.data(), row, kColumns, unpacked.data());
        QCOMPARE(unpacked, decodedRow(dtype, packed, row));
    }
}

void TestPackedTiles::productIsWithinTheRoundingOfActivations()
{
    // Each activation is rounded by at most half a step of max|x| / 127 of its half block, so a
    // product is off by at most sum |w| * step / 2, plus float32's own rounding.
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    base::Rng rng(2);
    const Packed packed = packRandom(dtype, tensor::kTileRows, rng);
    const std::int64_t n = 13; // one group of eight, one of four, one alone
    const std::vector<float> x = randomActivations(n, rng);
    const std::vector<float> out = multiply(dtype, packed, x, n, tensor::kTileRows);
    for (std::int64_t row = 0; row < tensor::kTileRows; ++row) {
        const std::vector<float> weights = decodedRow(dtype, packed, row);
        for (std::int64_t i = 0; i < n; ++i) {
            double exact = 0;
            double bound = 1e-5;
            for (std::int64_t begin = 0; begin < kColumns; begin += tensor::kScaledColumns) {
                double largest = 0;
                double magnitude = 0;
                for (std::int64_t column = begin; column < begin + tensor::kScaledColumns;
                     ++column) {
                    const double value = x[static_cast<std::size_t>(i * kColumns + column)];
                    const double weight = weights[static_cast<std::size_t>(column)];
                    exact += value * weight;
                    largest = std::max(largest, std::fabs(value));
                    magnitude += std::fabs(weight);
                }
                bound += magnitude * largest / 127 / 2 * 1.001;
            }
            const double got = out[static_cast<std::size_t>(i * tensor::kTileRows + row)];
            QVERIFY2(std::fabs(got - exact) <= bound,
                     qPrintable(QStringLiteral("row %1 x %2: %3, exact %4, bound %5")
                                    .arg(row)
                                    .arg(i)
                                    .arg(got)
                                    .arg(exact)
                                    .arg(bound)));
        }
    }
}

void TestPackedTiles::oneRowGivesTheSameBitsAloneAndAmongMany()
{
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    base::Rng rng(3);
    const Packed packed = packRandom(dtype, tensor::kTileRows, rng);
    const std::int64_t n = 29;
    const std::vector<float> x = randomActivations(n, rng);
    const std::vector<float> together = multiply(dtype, packed, x, n, tensor::kTileRows);
    for (std::int64_t i = 0; i < n; ++i) {
        const std::vector<float> one(x.begin() + i * kColumns, x.begin() + (i + 1) * kColumns);
        const std::vector<float> alone = multiply(dtype, packed, one, 1, tensor::kTileRows);
        for (std::int64_t row = 0; row < tensor::kTileRows; ++row) {
            QCOMPARE(alone[static_cast<std::size_t>(row)],
                     together[static_cast<std::size_t>(i * tensor::kTileRows + row)]);
        }
    }
}

void TestPackedTiles::instructionSetsAgree()
{
    // Integers are exact and what is added in float32 is added in the same order by all, so that
    // the portable kernel, the plainest, vouches for the others to the last bit.
    QFETCH(int, type);
    const auto dtype = static_cast<base::DType>(type);
    base::Rng rng(6);
    const Packed packed = packRandom(dtype, tensor::kTileRows, rng);
    for (const std::int64_t n : { 1, 3, 4, 8, 13 }) {
        const std::vector<float> x = randomActivations(n, rng);
        const auto plain
            = multiply(dtype, packed, x, n, tensor::kTileRows, tensor::InstructionSet::Portable);
        for (const tensor::InstructionSet set : tensor::supportedInstructionSets()) {
            QCOMPARE(multiply(dtype, packed, x, n, tensor::kTileRows, set), plain);
        }
    }
}

void TestPackedTiles::partialTileWritesOnlyItsRows()
{
    base::Rng rng(4);
    const Packed packed = packRandom(base::DType::Q4_1, 5, rng);
    const std::vector<float> x = randomActivations(1, rng);
    tensor::QuantisedRows quantised = tensor::makeQuantisedRows(1, kColumns);
    tensor::quantiseRows(x.data(), 0, 1, quantised);
    std::vector<float> out(8, 77.0F);
    tensor::multiplyTile(base::DType::Q4_1, packed.tile.data(), quantised, 5, out.data(), 8);
    QVERIFY(out[4] != 77.0F);
    QCOMPARE(out[5], 77.0F);
    QCOMPARE(out[7], 77.0F);
}

void TestPackedTiles::notANumberStaysOne()
{
    base::Rng rng(5);
    const Packed packed = packRandom(base::DType::Q8_0, tensor::kTileRows, rng);
    for (const float bad :
         { std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity() }) {
        std::vector<float> x = randomActivations(1, rng);
        x[40] = bad;
        for (const float value : multiply(base::DType::Q8_0, packed, x, 1, tensor::kTileRows)) {
            QVERIFY(!std::isfinite(value));
        }
    }
}

QTEST_GUILESS_MAIN(TestPackedTiles)
#include "tst_packed_tiles.moc"
