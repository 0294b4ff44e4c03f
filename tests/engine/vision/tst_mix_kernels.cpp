// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inner loops of resampling: all sets that this processor runs give the plain one's bytes.
#include "vision/mix_kernels.h"

#include "vision/resample_passes.h"

#include <QTest>

#include <random>

using namespace fe;
using vision::MixKernels;

namespace {

using Bytes = std::vector<std::uint8_t>;

class Source
{
public:
    explicit Source(unsigned seed) : m_engine(seed) { }

    /// Extremes are frequent: there the digits of a weight overflow if they ever do.
    std::uint8_t sample()
    {
        const auto bits = m_engine();
        return static_cast<std::uint8_t>(bits % 4 == 0 ? 255 : bits % 4 == 1 ? 0 : bits >> 8U);
    }
    Bytes samples(std::size_t count)
    {
        Bytes bytes(count);
        std::generate(bytes.begin(), bytes.end(), [this] { return sample(); });
        return bytes;
    }
    /// Weights such as filters have: positive and negative, their sizes adding up to less than 2.
    std::vector<std::int32_t> weights(std::size_t count)
    {
        const double most = 2.0 * (1 << vision::kWeightBits) / static_cast<double>(count);
        std::uniform_real_distribution<double> any(-0.4 * most, most);
        std::vector<std::int32_t> result(count);
        std::generate(result.begin(), result.end(),
                      [&] { return static_cast<std::int32_t>(any(m_engine)); });
        return result;
    }

private:
    std::mt19937 m_engine;
};

std::uint8_t expectedByte(std::int64_t sum)
{
    const std::int64_t half = std::int64_t { 1 } << (vision::kWeightBits - 1);
    return static_cast<std::uint8_t>(
        std::clamp<std::int64_t>((sum + half) >> vision::kWeightBits, 0, 255));
}

Bytes expectedRow(const std::vector<Bytes>& rows, const std::vector<std::int32_t>& weights)
{
    Bytes out(rows.front().size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::int64_t sum = 0;
        for (std::size_t k = 0; k < rows.size(); ++k) {
            sum += std::int64_t { weights[k] } * rows[k][i];
        }
        out[i] = expectedByte(sum);
    }
    return out;
}

/// A row through the horizontal pass, tap by tap.
Bytes expectedColumns(const Bytes& row, std::int32_t width, const vision::ScaledPart& part,
                      vision::Resample filter)
{
    vision::TapMaker maker(filter, width, part.fullWidth);
    vision::Taps taps;
    Bytes out;
    for (std::int32_t x = 0; x < part.width; ++x) {
        maker.make(part.left + x, taps);
        for (std::size_t color = 0; color < 3; ++color) {
            std::int64_t sum = 0;
            for (std::size_t k = 0; k < taps.weights.size(); ++k) {
                const auto column = static_cast<std::size_t>(taps.first) + k;
                sum += std::int64_t { taps.weights[k] } * row[column * 3 + color];
            }
            out.push_back(expectedByte(sum));
        }
    }
    return out;
}

} // namespace

class TestMixKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digitsMakeTheWeight()
    {
        Source source(1);
        auto weights = source.weights(1000);
        for (const int extreme : { 0, 1, -1, 1023, 1024, -1024, -1025, 1 << 22, (1 << 24) - 1 }) {
            weights.insert(weights.end(), { extreme, -extreme });
        }
        for (std::size_t i = 0; i + 1 < weights.size(); i += 2) {
            const auto pair = vision::pairWeights(weights[i], weights[i + 1]);
            for (std::size_t k = 0; k < 2; ++k) {
                QCOMPARE(pair.high[k] * (1 << vision::kDigitBits) + pair.low[k], weights[i + k]);
            }
        }
    }

    void rowsAreMixedAlike_data()
    {
        QTest::addColumn<const MixKernels*>("kernels");
        QTest::addColumn<int>("length");
        for (const MixKernels& kernels : vision::mixKernels()) {
            for (const int length :
                 { 1, 3, 31, 32, 33, 63, 64, 65, 96, 127, 128, 191, 672, 2000 }) {
                QTest::addRow("%s, %d bytes", kernels.name, length) << &kernels << length;
            }
        }
    }

    void rowsAreMixedAlike()
    {
        QFETCH(const MixKernels* const, kernels);
        QFETCH(const int, length);
        Source source(static_cast<unsigned>(length));
        const auto size = static_cast<std::size_t>(length);
        for (const std::size_t count : { 1U, 2U, 3U, 9U, 16U, 17U, 40U }) {
            std::vector<Bytes> rows;
            std::vector<const std::uint8_t*> pointers;
            for (std::size_t i = 0; i < count; ++i) {
                rows.push_back(source.samples(size));
            }
            for (const Bytes& row : rows) {
                pointers.push_back(row.data());
            }
            const auto weights = source.weights(count);
            vision::RowMixer mixer(size, *kernels);
            mixer.begin();
            for (std::size_t at = 0; at < count; at += vision::RowMixer::kMostRows) {
                const std::size_t some = std::min(vision::RowMixer::kMostRows, count - at);
                mixer.add(std::span(pointers).subspan(at, some),
                          std::span(weights).subspan(at, some));
            }
            Bytes mixed(size + 1, 77);
            mixer.finish(mixed.data());
            QCOMPARE(mixed.back(), 77); // nothing behind the row is written
            mixed.pop_back();
            QCOMPARE(mixed, expectedRow(rows, weights));
        }
    }

    void columnsAreMixedAlike_data()
    {
        QTest::addColumn<const MixKernels*>("kernels");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("full");
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("count");
        for (const MixKernels& kernels : vision::mixKernels()) {
            const auto row = [&](int width, int full, int left, int count) {
                QTest::addRow("%s, %d to %d, %d from %d", kernels.name, width, full, count, left)
                    << &kernels << width << full << left << count;
            };
            row(640, 298, 37, 224); // CLIP's crop of a common size
            row(1, 5, 0, 5);
            row(5, 1, 0, 1);
            row(17, 16, 3, 9);
            row(16, 48, 5, 31);
            row(33, 11, 0, 11);
            row(1000, 3, 1, 1);
            row(301, 7, 0, 7);
        }
    }

    void columnsAreMixedAlike()
    {
        QFETCH(const MixKernels* const, kernels);
        QFETCH(const int, width);
        QFETCH(const int, full);
        QFETCH(const int, left);
        QFETCH(const int, count);
        const vision::ScaledPart part { full, 1, left, 0, count, 1 };
        Source source(static_cast<unsigned>(width));
        for (const auto filter : { vision::Resample::Bicubic, vision::Resample::Lanczos,
                                   vision::Resample::Bilinear, vision::Resample::Box }) {
            for (const std::size_t rows : { 1U, 2U, 7U, 15U, 16U }) {
                vision::HorizontalPass pass(width, part, filter, *kernels);
                std::vector<Bytes> inputs;
                std::vector<const std::uint8_t*> pointers;
                Bytes expected;
                for (std::size_t r = 0; r < rows; ++r) {
                    inputs.push_back(source.samples(static_cast<std::size_t>(width) * 3));
                    const Bytes one = expectedColumns(inputs.back(), width, part, filter);
                    expected.insert(expected.end(), one.begin(), one.end());
                }
                for (Bytes& input : inputs) { // exactly what may be read, for the sanitizer
                    const auto first
                        = input.begin() + static_cast<std::ptrdiff_t>(pass.begin() * 3);
                    input = Bytes(first, first + static_cast<std::ptrdiff_t>(pass.inBytes()));
                    pointers.push_back(input.data());
                }
                Bytes mixed(expected.size());
                pass.run(pointers, mixed.data());
                QCOMPARE(mixed, expected);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMixKernels)
#include "tst_mix_kernels.moc"
