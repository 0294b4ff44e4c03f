// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/retry.h"

#include <QTest>

#include <chrono>
#include <thread>

using namespace fe::endpoints;
using fe::base::Rng;

class TestRetry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delaysDoubleUpToTheirLimit()
    {
        RetryPolicy policy;
        policy.retries = 40;
        policy.firstDelayMs = 100;
        policy.longestDelayMs = 1000;
        Rng rng(1);
        std::int64_t full = 100;
        for (int attempt = 1; attempt <= 40; ++attempt) {
            const auto delay = delayBefore(policy, attempt, std::nullopt, rng);
            QVERIFY(delay);
            QVERIFY(*delay >= full / 2 && *delay <= full);
            full = std::min<std::int64_t>(full * 2, 1000);
        }
        QVERIFY(!delayBefore(policy, 41, std::nullopt, rng));
    }

    void jitterFollowsTheSeed()
    {
        const RetryPolicy policy;
        const auto delays = [&](std::uint64_t seed) {
            Rng rng(seed);
            std::vector<std::int64_t> all;
            for (int attempt = 1; attempt <= policy.retries; ++attempt) {
                all.push_back(*delayBefore(policy, attempt, std::nullopt, rng));
            }
            return all;
        };
        QCOMPARE(delays(1), delays(1));
        QVERIFY(delays(1) != delays(2));
    }

    void theServersOwnDelayCounts()
    {
        RetryPolicy policy;
        policy.longestRetryAfterMs = 5000;
        Rng rng(1);
        QCOMPARE(*delayBefore(policy, 1, 4321, rng), std::int64_t { 4321 });
        QCOMPARE(*delayBefore(policy, 1, 0, rng), std::int64_t { 0 });
        QVERIFY(!delayBefore(policy, 1, 5001, rng)); // told at once instead
        QVERIFY(!delayBefore(policy, policy.retries + 1, 0, rng));
    }

    void noRetriesMeansNone()
    {
        RetryPolicy policy;
        policy.retries = 0;
        Rng rng(1);
        QVERIFY(!delayBefore(policy, 1, std::nullopt, rng));
    }

    void retryAfterIsReadInBothForms_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qlonglong>("expected"); // -1: none
        const auto row = [](const char* header, qlonglong expected) {
            QTest::newRow(header) << QByteArray(header) << expected;
        };
        row("0", 0);
        row("2", 2000);
        row("1.5", 1500);
        row("Thu, 01 Jan 1970 00:16:45 GMT", 5000); // 1005 s, and now is 1000 s
        row("Thu, 01 Jan 1970 00:00:05 GMT", 0);
        row("Fri, 31 Dec 9999 23:59:59 GMT", 365LL * 24 * 3600 * 1000);
        row("99999999999999999999", 365LL * 24 * 3600 * 1000);
        row("-1", -1);
        row("soon", -1);
        row("", -1);
        row("nan", -1);
        row("inf", -1);
    }
    void retryAfterIsReadInBothForms()
    {
        QFETCH(QByteArray, header);
        QFETCH(qlonglong, expected);
        const auto delay = retryAfterMs(header.toStdString(), 1000);
        QCOMPARE(static_cast<qlonglong>(delay.value_or(-1)), expected);
    }

    void onlyPassingFailuresAreRepeated()
    {
        for (const int status : { 408, 429, 500, 502, 503, 504, 529 }) {
            QVERIFY(isTransient(status));
        }
        for (const int status : { 200, 204, 301, 400, 401, 403, 404, 413, 422, 501, 505, 0, 999 }) {
            QVERIFY(!isTransient(status));
        }
    }

    void waitingEndsWithTheCancel()
    {
        using Clock = std::chrono::steady_clock;
        fe::base::CancelToken cancel;
        QVERIFY(waited(1, cancel));
        const auto begin = Clock::now();
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            cancel.cancel();
        });
        QVERIFY(!waited(60'000, cancel));
        other.join();
        QVERIFY(Clock::now() - begin < std::chrono::seconds(5));
    }
};

QTEST_APPLESS_MAIN(TestRetry)
#include "tst_retry.moc"
