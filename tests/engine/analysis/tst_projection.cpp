// SPDX-License-Identifier: GPL-3.0-or-later
//
// Principal components worked by hand, and what holds for any rows.
#include "analysis/projection.h"
#include "base/rng.h"

#include <QtTest>

#include <limits>

using namespace fe;
using namespace fe::analysis;

namespace {

Projection found(const std::vector<float>& rows, std::int64_t dimensions, std::int64_t components)
{
    base::CancelToken cancel;
    const auto projection = principalComponents(rows, dimensions, components, cancel);
    if (!projection) {
        qFatal("%s", projection.error().oneLine().c_str());
    }
    return *projection;
}

/// Rows that vary by `spread` along the axes of a plane that is turned against the coordinates.
std::vector<float> randomRows(std::size_t count, std::size_t dimensions, std::uint64_t seed)
{
    base::Rng rng(seed);
    std::vector<float> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const double a = 10 * rng.uniform();
        const double b = 3 * rng.uniform();
        for (std::size_t j = 0; j < dimensions; ++j) {
            const auto angle = static_cast<double>(j);
            rows.push_back(static_cast<float>(a * std::sin(angle) + b * std::cos(2 * angle)
                                              + 0.1 * rng.uniform() + 5));
        }
    }
    return rows;
}

double dot(std::span<const float> a, std::span<const float> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

} // namespace

class TestProjection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsOfACrossWorkedByHand()
    {
        // Centre (1, 2); along (3, 4) / 5 two points at distance 5, across it two at distance 1:
        // scatter 50 and 2.
        const Projection cross = found({ 4, 6, -2, -2, 1.8F, 1.4F, 0.2F, 2.6F }, 2, 2);
        QCOMPARE(cross.mean, (std::vector<float> { 1, 2 }));
        const std::vector<float> directions { 0.6F, 0.8F, 0.8F, -0.6F };
        const std::vector<float> coordinates { 5, 0, -5, 0, 0, 1, 0, -1 };
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(std::abs(cross.directions[i] - directions[i]) < 1e-6F);
        }
        for (std::size_t i = 0; i < 8; ++i) {
            QVERIFY(std::abs(cross.coordinates[i] - coordinates[i]) < 1e-5F);
        }
        QVERIFY(std::abs(cross.explained[0] - 50.0 / 52) < 1e-6);
        QVERIFY(std::abs(cross.explained[1] - 2.0 / 52) < 1e-6);
    }

    void bothSidesGiveTheSame_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("more rows than dimensions: covariance") << 50;
        QTest::newRow("fewer: Gram matrix") << 7;
    }
    /// Orthonormal directions, coordinates without correlation, shares that are their variances.
    void bothSidesGiveTheSame()
    {
        QFETCH(int, count);
        constexpr std::size_t kWidth = 12;
        const auto rows = randomRows(static_cast<std::size_t>(count), kWidth, 3);
        const Projection result = found(rows, kWidth, 3);
        const std::span directions(result.directions);
        double whole = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            whole += std::pow(rows[i] - static_cast<double>(result.mean[i % kWidth]), 2);
        }
        for (std::size_t a = 0; a < 3; ++a) {
            for (std::size_t b = 0; b < 3; ++b) {
                const double wanted = a == b ? 1 : 0;
                QVERIFY(std::abs(dot(directions.subspan(a * kWidth, kWidth),
                                     directions.subspan(b * kWidth, kWidth))
                                 - wanted)
                        < 1e-5);
                double covariance = 0;
                for (std::size_t row = 0; row < rows.size() / kWidth; ++row) {
                    covariance += static_cast<double>(result.coordinates[row * 3 + a])
                        * static_cast<double>(result.coordinates[row * 3 + b]);
                }
                QVERIFY(std::abs(covariance / whole - wanted * result.explained[a]) < 1e-5);
            }
        }
        QVERIFY(result.explained[0] >= result.explained[1]);
        QVERIFY(result.explained[0] + result.explained[1] > 0.99);
        QCOMPARE(project(result, rows), result.coordinates);
    }

    void signsDoNotHangOnTheOrderOfRows()
    {
        constexpr std::size_t kWidth = 6;
        auto rows = randomRows(20, kWidth, 9);
        const Projection first = found(rows, kWidth, 2);
        std::rotate(rows.begin(), rows.begin() + 5 * kWidth, rows.end());
        const Projection second = found(rows, kWidth, 2);
        for (std::size_t i = 0; i < first.directions.size(); ++i) {
            QVERIFY(std::abs(first.directions[i] - second.directions[i]) < 1e-4F);
        }
        for (std::size_t k = 0; k < 2; ++k) {
            const auto* begin = first.directions.data() + k * kWidth;
            const auto largest = std::max_element(
                begin, begin + kWidth, [](float a, float b) { return std::abs(a) < std::abs(b); });
            QVERIFY(*largest > 0);
        }
    }

    void fewRowsLeaveComponentsEmpty()
    {
        const Projection alone = found({ 1, 2, 3 }, 3, 3);
        QCOMPARE(alone.coordinates, std::vector<float>(3, 0.0F));
        QCOMPARE(alone.explained, std::vector<double>(3, 0.0));
        const Projection pair = found({ 0, 0, 0, 2, 0, 0 }, 3, 2);
        QCOMPARE(pair.explained, (std::vector<double> { 1, 0 }));
        QCOMPARE(pair.coordinates, (std::vector<float> { -1, 0, 1, 0 }));
        const Projection same = found({ 3, 4, 3, 4, 3, 4 }, 2, 1);
        QCOMPARE(same.coordinates, std::vector<float>(3, 0.0F));
    }

    void wrongInputIsRefused_data()
    {
        QTest::addColumn<QList<float>>("rows");
        QTest::addColumn<qint64>("dimensions");
        QTest::addColumn<qint64>("components");
        const QList<float> two { 1, 2, 3, 4 };
        QTest::newRow("no rows") << QList<float>() << qint64 { 2 } << qint64 { 1 };
        QTest::newRow("no width") << two << qint64 { 0 } << qint64 { 1 };
        QTest::newRow("half a row") << two << qint64 { 3 } << qint64 { 1 };
        QTest::newRow("no component") << two << qint64 { 2 } << qint64 { 0 };
        QTest::newRow("more than dimensions") << two << qint64 { 2 } << qint64 { 3 };
        QTest::newRow("not a number") << QList<float> { 1, std::numeric_limits<float>::quiet_NaN() }
                                      << qint64 { 2 } << qint64 { 1 };
        QTest::newRow("infinite") << QList<float> { 1, std::numeric_limits<float>::infinity() }
                                  << qint64 { 2 } << qint64 { 1 };
    }
    void wrongInputIsRefused()
    {
        QFETCH(QList<float>, rows);
        QFETCH(qint64, dimensions);
        QFETCH(qint64, components);
        base::CancelToken cancel;
        const auto result = principalComponents(std::vector<float>(rows.begin(), rows.end()),
                                                dimensions, components, cancel);
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::InvalidArgument);
    }

    void largeMatricesAreRefusedBeforeWork()
    {
        base::CancelToken cancel;
        const std::int64_t side = kMostProjectionSide + 1;
        const std::vector<float> rows(static_cast<std::size_t>(side * side), 0.0F);
        const auto result = principalComponents(rows, side, 1, cancel);
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::LimitExceeded);
    }

    void cancelIsSeen()
    {
        base::CancelToken cancel;
        cancel.cancel();
        const auto result = principalComponents(randomRows(300, 8, 1), 8, 2, cancel);
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestProjection)
#include "tst_projection.moc"
