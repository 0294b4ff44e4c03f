// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit_points.h"
#include "scaling/bootstrap.h"
#include "scaling/comparison.h"
#include "scaling/fit_json.h"

#include <algorithm>
#include <ctime>
#include <thread>

using namespace fe::test;
using fe::base::ErrorCode;

class TestFitTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chinchillaBootstrap();
    void bandsHoldTheTruth();
    void bootstrapDoesNotDependOnRanges();
    void comparisonPrefersTheTrueLaw();
    void leaveOneOutByHand();
    void comparisonDoesNotDependOnUnits();
    void jsonReadsBack();
    void jsonOfNumbersAlone();
    void jsonOfALogistic();
    void badBootstrapsAreRefused();
    void hostileNumbers_data();
    void hostileNumbers();
    void cancelled();
    void cancelledWhileItRuns();
};

void TestFitTools::chinchillaBootstrap()
{
    const FitData data = chinchillaPoints();
    Fit fit = fitted(data, { Law::Chinchilla, 0, 1, {} });
    fe::base::Progress progress;
    const std::clock_t begin = std::clock();
    const auto drawn = bootstrapRange(data, fit, 1, 0, 400, kLive, progress);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    QVERIFY(drawn);
    QCOMPARE(progress.done(), std::uint64_t { 400 });
    applyBootstrap(fit, drawn->curves);
    qInfo("400 replicates in %.2f s of processor time; E %.4f, alpha %.4f, beta %.4f", seconds,
          *parameter(fit, "E").standardError, *parameter(fit, "alpha").standardError,
          *parameter(fit, "beta").standardError);
    // Besiroglu et al. give 0.026, 0.015, 0.021 with a fitted scale of errors.
    QVERIFY(*parameter(fit, "alpha").standardError > 0.007);
    QVERIFY(*parameter(fit, "alpha").standardError < 0.03);
    QVERIFY(*parameter(fit, "beta").low < 0.3672 && *parameter(fit, "beta").high > 0.3672);
    // A minute of two processors; sanitizers are slower.
    QVERIFY(seconds < 120);
}

void TestFitTools::bandsHoldTheTruth()
{
    const Curve truth { Law::Power, { 120, 0.076 } };
    const FitData data = curveData(truth, sizes(16), 0.5);
    const Fit fit = fitted(data, { Law::Power, 0, 1, {} });
    const std::vector<Place> places { { 1e6, 0 }, { 1e10, 0 }, { 1e16, 0 } };
    const auto delta = deltaBand(fit, places);
    fe::base::Progress progress;
    const auto drawn = bootstrapRange(data, fit, 3, 0, 200, kLive, progress);
    const auto resampled = bootstrapBand(fit, drawn->curves, places);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double true_ = truth.at(places[i].x);
        QVERIFY(delta[i].low < true_ && true_ < delta[i].high);
        QVERIFY(near(delta[i].high - delta[i].low, resampled[i].high - resampled[i].low, 0.6));
    }
    // Wider outside the points than inside.
    QVERIFY((delta[2].high - delta[2].low) / delta[2].value
            > (delta[1].high - delta[1].low) / delta[1].value);
}

void TestFitTools::bootstrapDoesNotDependOnRanges()
{
    const FitData data = curveData({ Law::Power, { 120, 0.076 } }, sizes(16), 0.5);
    const Fit fit = fitted(data, { Law::Power, 0, 1, {} });
    fe::base::Progress progress;
    const auto whole = bootstrapRange(data, fit, 3, 0, 20, kLive, progress);
    const auto tail = bootstrapRange(data, fit, 3, 13, 20, kLive, progress);
    for (std::size_t i = 0; i < 7; ++i) {
        QCOMPARE(tail->curves[i].parameters, whole->curves[13 + i].parameters);
    }
    QVERIFY(whole->curves[0].parameters != whole->curves[1].parameters);
    const auto other = bootstrapRange(data, fit, 4, 0, 1, kLive, progress);
    QVERIFY(other->curves[0].parameters != whole->curves[0].parameters);
}

void TestFitTools::comparisonPrefersTheTrueLaw()
{
    fe::base::Progress progress;
    const std::vector<Law> laws { Law::Power, Law::Linear, Law::Logistic, Law::Hinge,
                                  Law::Chinchilla };
    const Curve logistic { Law::Logistic, { 9.2, 2.5, 1, 0 } };
    const auto rows = compareLaws(curveData(logistic, sizes(14), 0.01), {}, laws, kLive, progress);
    QVERIFY(rows);
    const auto best
        = std::max_element(rows->begin(), rows->end(),
                           [](const auto& a, const auto& b) { return a.weight < b.weight; });
    QCOMPARE(best->law, Law::Logistic);
    QVERIFY((*rows)[2].leaveOneOut < (*rows)[1].leaveOneOut);
    QVERIFY(!(*rows)[4].fit && !(*rows)[4].why.empty());
    // Power is fitted in ln y and still compared in y: a true power law must win over a line.
    const auto again = compareLaws(curveData({ Law::Power, { 300, 0.2 } }, sizes(14), 0.01), {},
                                   std::vector { Law::Power, Law::Linear }, kLive, progress);
    QVERIFY((*again)[0].weight > 0.99);
}

/// y = 1, 3, 2 at u = 0, 1, 2: lines through two of them miss the third by -3, 1.5 and -3.
void TestFitTools::leaveOneOutByHand()
{
    fe::base::Progress progress;
    const auto rows = compareLaws({ { 1, 10, 100 }, {}, { 1, 3, 2 }, {}, {} }, {},
                                  std::vector { Law::Linear }, kLive, progress);
    QVERIFY(rows);
    QVERIFY(near(rows->at(0).leaveOneOut, std::sqrt(6.75), 1e-9));
    const auto two = compareLaws({ { 1, 10 }, {}, { 1, 3 }, {}, {} }, {},
                                 std::vector { Law::Linear }, kLive, progress);
    QVERIFY(two);
    QVERIFY(std::isnan(two->at(0).leaveOneOut));
}

/// A change of y's unit moves every criterion by the same amount, with errors by none.
void TestFitTools::comparisonDoesNotDependOnUnits()
{
    const std::vector laws { Law::Power, Law::Linear };
    for (const bool errors : { false, true }) {
        std::vector<double> lead;
        for (const double unit : { 1.0, 100.0 }) {
            FitData data = curveData({ Law::Power, { 300, 0.1 } }, sizes(14), 2);
            for (std::size_t i = 0; i < data.size(); ++i) {
                data.y[i] *= unit;
                if (errors) {
                    data.error.push_back(unit * (i % 2 == 0 ? 1 : 3));
                }
            }
            fe::base::Progress progress;
            const auto rows = compareLaws(data, {}, laws, kLive, progress);
            QVERIFY(rows);
            lead.push_back((*rows)[0].aicc - (*rows)[1].aicc);
        }
        QVERIFY(near(lead[0], lead[1], 1e-6));
    }
}

void TestFitTools::jsonReadsBack()
{
    const Fit fit = fitted(chinchillaPoints(), { Law::Chinchilla, 0, 1, {} });
    FitSource source {
        "c.csv", "abc", { "params", "tokens", "loss", {}, {} }, { { "excluded_in_refit", "0" } },
        400,     7
    };
    const auto json = fe::base::parseJson(toText(fitJson(fit, source)), "f.json");
    const auto saved = fitFromJson(*json, "f.json");
    QVERIFY(saved);
    QCOMPARE(saved->fit.curve.parameters, fit.curve.parameters);
    QCOMPARE(saved->fit.residuals, fit.residuals);
    QCOMPARE(saved->source.columns.x2, std::string("tokens"));
    QCOMPARE(saved->source.conditions[0].column, std::string("excluded_in_refit"));
    QCOMPARE(saved->source.bootstrap, std::size_t { 400 });
    QCOMPARE(saved->source.seed, std::uint64_t { 7 });
    const std::vector<Place> places { { 1e9, 1e10 }, { 1e12, 1e13 } };
    for (std::size_t i = 0; i < places.size(); ++i) {
        QCOMPARE(deltaBand(saved->fit, places)[i].high, deltaBand(fit, places)[i].high);
        QVERIFY(deltaBand(fit, places)[i].high > fit.curve.at(places[i].x, places[i].x2));
    }
    const auto start = [](const char* rest) {
        return std::string(R"({"law":"power","parameters":{"a":{"value":1},"b":{"value":2}},)")
            + rest;
    };
    for (const std::string& bad :
         { std::string("[]"), std::string("{}"), std::string(R"({"law":"power"})"),
           std::string(R"({"law":"x"})"), std::string(R"({"law":5,"parameters":{}})"),
           std::string(R"({"law":"power","parameters":{"a":{"value":"1"},"b":{}}})"),
           start(R"("n":-1})"), start(R"("residuals":5})"), start(R"("covariance":{}})"),
           start(R"("source":{"where":["abc"]}})"), start(R"("source":{"where":[5]}})"),
           start(R"("source":{"seed":"x"}})"), start(R"("source":{"table":5}})") }) {
        const auto refused = fitFromJson(*fe::base::parseJson(bad, "f"), "f.json");
        QVERIFY2(!refused && refused.error().code == ErrorCode::Malformed, bad.c_str());
        QCOMPARE(refused.error().file, std::string("f.json"));
    }
}

/// Files that others wrote name parameters and nothing else.
void TestFitTools::jsonOfNumbersAlone()
{
    const auto read
        = [](const char* text) { return fitFromJson(*fe::base::parseJson(text, "f"), "f.json"); };
    const auto bare = read(R"({"parameters":{"b":{"value":0.1},"a":{"value":3}}})");
    QVERIFY(bare);
    QCOMPARE(bare->fit.curve.law, Law::Power);
    QCOMPARE(bare->fit.curve.parameters, (std::vector<double> { 3, 0.1 }));
    QVERIFY(std::isnan(deltaBand(bare->fit, std::vector<Place> { { 10, 0 } })[0].high));
    const auto more = read(R"({"parameters":{"c":{"value":1},"b":{"value":0.1},"a":{"value":3}}})");
    QVERIFY(more);
    QCOMPARE(more->fit.curve.law, Law::PowerOffset);
    QVERIFY(!read(R"({"parameters":{"q":{"value":0.1},"a":{"value":3}}})"));
    QVERIFY(!read(R"({"parameters":{"a":{"value":3}}})"));
    QVERIFY(!read(R"({"parameters":[1,2]})"));
}

void TestFitTools::jsonOfALogistic()
{
    const FitData data = curveData({ Law::Logistic, { 9.2, 2.5, 0.9, 0.25 } }, sizes(14), 0.01);
    for (const std::optional<double> top : { std::optional(0.9), std::optional<double>() }) {
        const Fit fit = fitted(data, { Law::Logistic, 0.25, top, {} });
        const auto saved
            = fitFromJson(*fe::base::parseJson(toText(fitJson(fit, {})), "f"), "f.json");
        QVERIFY(saved);
        QCOMPARE(saved->fit.options.top, top);
        QCOMPARE(saved->fit.options.floor, 0.25);
        QCOMPARE(saved->fit.freeIndices, fit.freeIndices);
        QCOMPARE(saved->fit.curve.at(1e9), fit.curve.at(1e9));
    }
}

void TestFitTools::badBootstrapsAreRefused()
{
    FitData data = curveData({ Law::Power, { 120, 0.076 } }, sizes(16), 0.5);
    const Fit fit = fitted(data, { Law::Power, 0, 1, {} });
    fe::base::Progress progress;
    const auto code = [&](std::size_t begin, std::size_t end) {
        const auto drawn = bootstrapRange(data, fit, 1, begin, end, kLive, progress);
        return drawn ? ErrorCode::Internal : drawn.error().code;
    };
    QCOMPARE(code(2, 1), ErrorCode::InvalidArgument);
    QCOMPARE(code(0, 100'000'000), ErrorCode::InvalidArgument);
    data.x.pop_back();
    QCOMPARE(code(0, 1), ErrorCode::InvalidArgument);
}

void TestFitTools::hostileNumbers_data()
{
    QTest::addColumn<int>("what");
    for (int what = 0; what < 7; ++what) {
        QTest::addRow("%d", what) << what;
    }
}

/// Refused, or answered with finite numbers: never a crash, never an endless loop.
void TestFitTools::hostileNumbers()
{
    QFETCH(int, what);
    FitData data { sizes(8), {}, { 1, 2, 3, 4, 5, 6, 7, 8 }, {}, {} };
    switch (what) {
    case 0:
        data.y[3] = std::nan("");
        break;
    case 1:
        data.x[3] = 0;
        break;
    case 2:
        data.x[3] = INFINITY;
        break;
    case 3:
        data.y.pop_back();
        break;
    case 4:
        data = {};
        break;
    case 5:
        data.error.assign(8, 0);
        break;
    default:
        data.y = { 1e99, -1e99, 1e-99, 1e99, 0, -1e99, 1e99, 1 };
        break;
    }
    for (const Law law : allLaws()) {
        if (law == Law::Chinchilla) {
            continue;
        }
        fe::base::Progress progress;
        const auto fit = fitLaw(data, { law, 0, {}, {} }, kLive, progress);
        if (what < 6) {
            QVERIFY(!fit);
            QCOMPARE(fit.error().code, ErrorCode::InvalidArgument);
        } else {
            QVERIFY(fit || law == Law::Power);
        }
    }
}

void TestFitTools::cancelled()
{
    fe::base::CancelToken cancel;
    cancel.cancel();
    fe::base::Progress progress;
    const FitData data = chinchillaPoints();
    QCOMPARE(fitLaw(data, { Law::Chinchilla, 0, 1, {} }, cancel, progress).error().code,
             ErrorCode::Cancelled);
    const Fit fit = fitted(data, { Law::Chinchilla, 0, 1, {} });
    QCOMPARE(bootstrapRange(data, fit, 1, 0, 400, cancel, progress).error().code,
             ErrorCode::Cancelled);
    QCOMPARE(compareLaws(data, {}, allLaws(), cancel, progress).error().code, ErrorCode::Cancelled);
}

/// A job of minutes is left within a moment of being told, from another thread.
void TestFitTools::cancelledWhileItRuns()
{
    const FitData data = chinchillaPoints();
    const Fit fit = fitted(data, { Law::Chinchilla, 0, 1, {} });
    fe::base::CancelToken cancel;
    fe::base::Progress progress;
    std::thread other([&] {
        while (progress.done() < 3) {
            std::this_thread::yield();
        }
        cancel.cancel();
    });
    const auto drawn = bootstrapRange(data, fit, 1, 0, 1'000'000, cancel, progress);
    other.join();
    QVERIFY(!drawn);
    QCOMPARE(drawn.error().code, ErrorCode::Cancelled);
    QVERIFY(progress.done() >= 3 && progress.done() < 100'000);
}

QTEST_GUILESS_MAIN(TestFitTools)
#include "tst_fit_tools.moc"
