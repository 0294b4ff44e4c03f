// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every kernel in every instruction set of this machine against plain loops in double precision.
#include "base/rng.h"
#include "tensor/dequantise.h"
#include "tensor/row_kernels.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <limits>

using namespace fe;
using tensor::InstructionSet;
using tensor::RowKernels;

namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
/// Lengths around every vector width, and long ones.
constexpr std::int64_t kLengths[] = { 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 100, 576, 1537 };

std::vector<float> randomRow(std::int64_t count, base::Rng& rng, double range = 4)
{
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) {
        value = static_cast<float>(range * (2 * rng.uniform() - 1));
    }
    return values;
}

/// A sum of `count` products in float32 is off by at most this many of its magnitude's epsilons.
double sumBound(std::int64_t count, double magnitude)
{
    return (static_cast<double>(count) + 2) * kEpsilon * magnitude + 1e-30;
}

void verifyNear(double got, double exact, double bound, const char* what, std::int64_t at)
{
    QVERIFY2(std::fabs(got - exact) <= bound,
             qPrintable(QStringLiteral("%1 at %2: %3, exact %4, bound %5")
                            .arg(QString::fromLatin1(what))
                            .arg(at)
                            .arg(got)
                            .arg(exact)
                            .arg(bound)));
}

double plainGate(tensor::Gate gate, double x)
{
    if (gate == tensor::Gate::Silu) {
        return x / (1 + std::exp(-x));
    }
    const double z = std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x);
    return x / (1 + std::exp(-2 * z)); // x (1 + tanh z) / 2 without its cancellation
}

} // namespace

class TestRowKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sets_data();
    void rmsNorm_data() { sets_data(); }
    void rmsNorm();
    void quantise_data() { sets_data(); }
    void quantise();
    void quantiseKeepsWhatIsNoNumber_data() { sets_data(); }
    void quantiseKeepsWhatIsNoNumber();
    void quantiseTakesTheSmallestNumbersForZero_data() { sets_data(); }
    void quantiseTakesTheSmallestNumbersForZero();
    void gate_data() { sets_data(); }
    void gate();
    void dots_data() { sets_data(); }
    void dots();
    void attention_data() { sets_data(); }
    void attention();
    void attentionKeepsNotANumber_data() { sets_data(); }
    void attentionKeepsNotANumber();

private:
    static const RowKernels& kernels();
};

void TestRowKernels::sets_data()
{
    QTest::addColumn<int>("set");
    for (const InstructionSet set : tensor::supportedInstructionSets()) {
        QTest::newRow(tensor::nameOf(set)) << static_cast<int>(set);
    }
}

const RowKernels& TestRowKernels::kernels()
{
    const QFETCH(int, set);
    return tensor::rowKernels(static_cast<InstructionSet>(set));
}

void TestRowKernels::rmsNorm()
{
    base::Rng rng(1);
    for (const std::int64_t count : kLengths) {
        const auto x = randomRow(count, rng);
        const auto weight = randomRow(count, rng);
        std::vector<float> out(x.size() + 1, 77.0F);
        kernels().rmsNorm(x.data(), weight.data(), out.data(), count, 1e-5F);
        double squares = 0;
        for (const float value : x) {
            squares += static_cast<double>(value) * value;
        }
        const double scale = 1 / std::sqrt(squares / static_cast<double>(count) + 1e-5);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double exact = static_cast<double>(weight[i]) * x[i] * scale;
            // The sum of squares has only positive terms, the root halves its error.
            verifyNear(out[i], exact,
                       sumBound(count, std::fabs(exact)) + 4 * kEpsilon * std::fabs(exact), "norm",
                       count);
        }
        QCOMPARE(out.back(), 77.0F);
    }
}

void TestRowKernels::quantise()
{
    base::Rng rng(2);
    const std::int64_t blocks = 5;
    auto x = randomRow(32 * blocks, rng);
    std::fill_n(x.begin() + 32, 32, 0.0F); // a block of zeros
    x[70] = -9.0F; // the largest is negative
    std::vector<std::int8_t> values(x.size());
    std::vector<float> scales(2 * blocks);
    std::vector<std::int32_t> sums(2 * blocks);
    std::vector<float> shifts(blocks);
    kernels().quantise(x.data(), blocks, values.data(), scales.data(), sums.data(), shifts.data());
    for (std::size_t half = 0; half < scales.size(); ++half) {
        float largest = 0;
        std::int32_t sum = 0;
        for (std::size_t at = 16 * half; at < 16 * (half + 1); ++at) {
            largest = std::max(largest, std::fabs(x[at]));
        }
        const float inverse = largest > 0 ? 127.0F / largest : 0.0F;
        for (std::size_t at = 16 * half; at < 16 * (half + 1); ++at) {
            // The same float operations in the same order: the same integers.
            const auto expected = static_cast<int>(std::round(x[at] * inverse));
            QCOMPARE(static_cast<int>(values[at]), expected);
            sum += expected;
        }
        QCOMPARE(sums[half], sum);
        QCOMPARE(scales[half], largest / 127.0F);
    }
    QCOMPARE(static_cast<int>(values[70]), -127);
    for (std::size_t block = 0; block < shifts.size(); ++block) {
        // To the bit: products of all instruction sets begin with it.
        const float first = scales[2 * block] * static_cast<float>(sums[2 * block]);
        QCOMPARE(shifts[block],
                 std::fma(scales[2 * block + 1], static_cast<float>(sums[2 * block + 1]), first));
    }
}

void TestRowKernels::quantiseKeepsWhatIsNoNumber()
{
    for (const float bad :
         { std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::quiet_NaN(),
           std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity() }) {
        for (std::size_t at = 0; at < 32; ++at) {
            std::vector<float> x(64, 1.0F);
            x[at] = bad;
            std::vector<std::int8_t> values(64);
            std::array<float, 4> scales {};
            std::array<std::int32_t, 4> sums {};
            std::array<float, 2> shifts {};
            kernels().quantise(x.data(), 2, values.data(), scales.data(), sums.data(),
                               shifts.data());
            const std::size_t half = at / 16;
            QVERIFY(std::isnan(scales[half]));
            QVERIFY(std::isnan(shifts[0]));
            QCOMPARE(sums[half], 0);
            QCOMPARE(sums[1 - half], 16 * 127);
            QCOMPARE(sums[2], 16 * 127);
            QVERIFY(std::isfinite(shifts[1]));
        }
    }
}

void TestRowKernels::quantiseTakesTheSmallestNumbersForZero()
{
    for (const float tiny : { std::numeric_limits<float>::denorm_min(), 1e-40F, 3e-37F }) {
        std::vector<float> x(32, tiny);
        x[3] = -tiny;
        x[20] = 0.0F;
        std::vector<std::int8_t> values(32, 77);
        std::array<float, 2> scales {};
        std::array<std::int32_t, 2> sums { 77, 77 };
        float shift = 77;
        kernels().quantise(x.data(), 1, values.data(), scales.data(), sums.data(), &shift);
        QCOMPARE(values, std::vector<std::int8_t>(32, 0));
        QCOMPARE(sums[0], 0);
        QCOMPARE(sums[1], 0);
        QCOMPARE(shift, 0.0F);
        QVERIFY(scales[0] >= 0 && scales[0] < 1e-30F);
    }
}

void TestRowKernels::gate()
{
    base::Rng rng(3);
    for (const tensor::Gate kind : { tensor::Gate::Silu, tensor::Gate::TanhGelu }) {
        for (const std::int64_t count : kLengths) {
            auto g = randomRow(count, rng, 12);
            g.front() = count % 2 == 0 ? 200.0F : -200.0F; // e^x leaves float32's range
            const auto u = randomRow(count, rng);
            std::vector<float> out(g.size() + 1, 77.0F);
            kernels().gate(kind, g.data(), u.data(), out.data(), count);
            for (std::size_t i = 0; i < g.size(); ++i) {
                const double exact = plainGate(kind, g[i]) * u[i];
                // e^x is right to a few epsilons of its own value and of its argument; the tanh
                // form subtracts nothing, but its argument grows with the cube.
                const double argument
                    = 1 + std::min(90.0, std::fabs(static_cast<double>(g[i]) * g[i] * g[i]));
                verifyNear(out[i], exact,
                           (4 + argument) * 4 * kEpsilon * std::fabs(exact) + 1e-34 * 200, "gate",
                           count);
            }
            QCOMPARE(out.back(), 77.0F);
        }
    }
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float one = 1;
    float out = 0;
    kernels().gate(tensor::Gate::Silu, &nan, &one, &out, 1);
    QVERIFY(std::isnan(out));
}

void TestRowKernels::dots()
{
    base::Rng rng(4);
    for (const std::int64_t columns : kLengths) {
        for (const std::int64_t rows : { 1, 3, 4, 5, 16 }) {
            const std::int64_t n = 3;
            const std::int64_t stride = rows + 2;
            const auto matrix = randomRow(rows * columns, rng);
            std::vector<std::uint16_t> narrow;
            for (const float value : matrix) {
                narrow.push_back(tensor::floatToBfloat(value));
            }
            const auto x = randomRow(n * columns, rng);
            std::vector<float> whole(static_cast<std::size_t>(n * stride), 77.0F);
            std::vector<float> half = whole;
            kernels().dotF32(matrix.data(), rows, columns, x.data(), n, whole.data(), stride);
            kernels().dotBF16(narrow.data(), rows, columns, x.data(), n, half.data(), stride);
            for (std::int64_t i = 0; i < n; ++i) {
                for (std::int64_t row = 0; row < rows; ++row) {
                    double exact[2] = { 0, 0 };
                    double magnitude = 0;
                    for (std::int64_t column = 0; column < columns; ++column) {
                        const auto at = static_cast<std::size_t>(row * columns + column);
                        const double value = x[static_cast<std::size_t>(i * columns + column)];
                        exact[0] += value * matrix[at];
                        exact[1] += value * tensor::bfloatToFloat(narrow[at]);
                        magnitude += std::fabs(value * matrix[at]) * 1.01;
                    }
                    const auto to = static_cast<std::size_t>(i * stride + row);
                    verifyNear(whole[to], exact[0], sumBound(columns, magnitude), "f32", columns);
                    verifyNear(half[to], exact[1], sumBound(columns, magnitude), "bf16", columns);
                }
                QCOMPARE(whole[static_cast<std::size_t>(i * stride + rows)], 77.0F);
            }
        }
    }
}

void TestRowKernels::attention()
{
    base::Rng rng(5);
    for (const std::int64_t dim : { 6, 10, 16, 32, 48, 64, 80, 128, 256 }) {
        for (const std::int64_t count : { 1, 2, 15, 16, 17, 200, 256 }) {
            const std::int64_t group = 1 + count % 7; // fewer and more than pass together
            const auto queries = randomRow(group * dim, rng, 1);
            const auto keys = randomRow(count * dim, rng, 1);
            const auto values = randomRow(count * dim, rng, 1);
            std::vector<float> mixed(queries.size());
            float largest[7];
            float sums[7];
            kernels().attend(
                { queries.data(), keys.data(), values.data(), group, dim, count, 0.7F },
                { mixed.data(), largest, sums });
            for (std::int64_t member = 0; member < group; ++member) {
                std::vector<double> scores;
                for (std::int64_t key = 0; key < count; ++key) {
                    double score = 0;
                    for (std::int64_t i = 0; i < dim; ++i) {
                        score += static_cast<double>(
                                     queries[static_cast<std::size_t>(member * dim + i)])
                            * keys[static_cast<std::size_t>(key * dim + i)];
                    }
                    scores.push_back(score * 0.7F);
                }
                const double most = *std::max_element(scores.begin(), scores.end());
                // A score is a sum of dim products below 1; its error is that of the exponential.
                const double error = sumBound(dim, static_cast<double>(dim)) + 16 * kEpsilon;
                verifyNear(largest[member], most, error, "largest", count);
                double sum = 0;
                for (double& score : scores) {
                    score = std::exp(score - most);
                    sum += score;
                }
                verifyNear(sums[member], sum, 3 * error * sum, "sum", count);
                for (std::int64_t i = 0; i < dim; ++i) {
                    double exact = 0;
                    for (std::int64_t key = 0; key < count; ++key) {
                        exact += scores[static_cast<std::size_t>(key)]
                            * values[static_cast<std::size_t>(key * dim + i)];
                    }
                    verifyNear(mixed[static_cast<std::size_t>(member * dim + i)], exact,
                               3 * error * sum + sumBound(count, sum), "value", count);
                }
            }
        }
    }
}

void TestRowKernels::attentionKeepsNotANumber()
{
    std::vector<float> queries(16, 1.0F);
    std::vector<float> keys(40 * 16, 0.5F);
    const std::vector<float> values(40 * 16, 1.0F);
    keys[33 * 16] = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> mixed(16);
    float largest = 0;
    float sum = 0;
    kernels().attend({ queries.data(), keys.data(), values.data(), 1, 16, 40, 1.0F },
                     { mixed.data(), &largest, &sum });
    QVERIFY(std::isnan(mixed[0] / sum));
}

QTEST_GUILESS_MAIN(TestRowKernels)
#include "tst_row_kernels.moc"
