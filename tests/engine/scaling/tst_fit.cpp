// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit_points.h"
#include "scaling/bootstrap.h"

using namespace fe::test;

namespace {

/// "case", "parameter" -> value, as an independent library found it.
double scipy(const std::string& name, const std::string& key)
{
    static const DataTable kTable = table(FE_TEST_DATA "/scaling/scipy_fits.csv");
    for (std::size_t row = 0; row < kTable.rows(); ++row) {
        if (kTable.columns[0].text(row) == name && kTable.columns[1].text(row) == key) {
            return kTable.columns[2].numbers[row];
        }
    }
    qFatal("no reference %s %s", name.c_str(), key.c_str());
    return 0;
}

} // namespace

class TestFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactCurvesAreFoundAgain_data();
    void exactCurvesAreFoundAgain();
    void straightLineByHand();
    void chinchillaRefit();
    void logisticMidpointsAgreeWithScipy_data();
    void logisticMidpointsAgreeWithScipy();
    void powerLawsAgreeWithScipy();
    void freeTopAgreesWithScipy();
    void topStopsAtOne();
    void freeTopNeedsRoomBelowOne();
    void floorByPoint();
    void weightsPullTowardsSurePoints();
    void huberIgnoresAnOutlier();
    void notIdentified_data();
    void notIdentified();
    void oneSizeFixesOnlyTheOther();
    void studentsQuantiles();
};

void TestFit::exactCurvesAreFoundAgain_data()
{
    QTest::addColumn<int>("law");
    QTest::addColumn<QList<double>>("parameters");
    QTest::newRow("power") << int(Law::Power) << QList<double> { 120, 0.076 };
    QTest::newRow("offset") << int(Law::PowerOffset) << QList<double> { 1.7, 400, 0.34 };
    QTest::newRow("rising offset") << int(Law::PowerOffset) << QList<double> { 0.9, -40, 0.3 };
    QTest::newRow("logistic") << int(Law::Logistic) << QList<double> { 9.2, 2.5, 1, 0 };
    QTest::newRow("falling logistic") << int(Law::Logistic) << QList<double> { 8.4, -3, 1, 0 };
    QTest::newRow("hinge") << int(Law::Hinge) << QList<double> { 8.7, 0.25, 0.01, 0.3 };
    QTest::newRow("linear") << int(Law::Linear) << QList<double> { -0.5, 0.1 };
}

void TestFit::exactCurvesAreFoundAgain()
{
    QFETCH(int, law);
    QFETCH(QList<double>, parameters);
    const Curve truth { Law(law), { parameters.begin(), parameters.end() } };
    const FitData data = curveData(truth, sizes(14));
    const Fit fit = fitted(data, { Law(law), 0, 1, {} });
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
        QVERIFY2(fit.parameters[k].value, fit.parameters[k].why.c_str());
        const double expected = truth.parameters[k];
        QVERIFY2(std::abs(*fit.parameters[k].value - expected) <= 1e-6 * std::abs(expected),
                 fit.parameters[k].name.c_str());
    }
    QCOMPARE(fit.residuals.size(), data.size());
    QVERIFY(fit.r2 > 1 - 1e-9);
}

/// y = 1, 3, 2 at u = 0, 1, 2: slope 1/2, intercept 3/2, SSE 3/2; with n - p = 1 the slope's error
/// is sqrt(SSE/sum(u - 1)^2) = sqrt(3/4). AICc does not exist (n - k - 1 < 0).
void TestFit::straightLineByHand()
{
    const Fit fit = fitted({ { 1, 10, 100 }, {}, { 1, 3, 2 }, {}, {} }, { Law::Linear, 0, 1, {} });
    QVERIFY(near(value(fit, "slope"), 0.5, 1e-12));
    QVERIFY(near(value(fit, "intercept"), 1.5, 1e-12));
    QVERIFY(near(fit.objective, 1.5, 1e-12));
    QVERIFY(near(*parameter(fit, "slope").standardError, std::sqrt(0.75), 1e-12));
    QVERIFY(near(*parameter(fit, "intercept").standardError, std::sqrt(1.25), 1e-12));
    QVERIFY(near(fit.r2, 0.25, 1e-12));
    QVERIFY(near(fit.residuals[1], 1, 1e-12));
    QVERIFY(std::isnan(fit.aicc));
    QVERIFY(near(fit.bic, 3 * std::log(0.5) + 3 * std::log(3.0), 1e-12));
}

void TestFit::chinchillaRefit()
{
    const FitData data = chinchillaPoints();
    QCOMPARE(data.size(), std::size_t { 240 });
    const Fit fit = fitted(data, { Law::Chinchilla, 0, 1, {} });
    qInfo("objective %.8g E %.6f A %.3f B %.3f alpha %.6f beta %.6f", fit.objective,
          value(fit, "E"), value(fit, "A"), value(fit, "B"), value(fit, "alpha"),
          value(fit, "beta"));
    QVERIFY(fit.objective <= 1.0183e-3);
    QVERIFY(std::abs(value(fit, "E") - 1.8172) <= 0.01);
    QVERIFY(std::abs(value(fit, "alpha") - 0.3473) <= 0.01);
    QVERIFY(std::abs(value(fit, "beta") - 0.3672) <= 0.015);
    QVERIFY(near(fit.objective, scipy("chinchilla", "objective"), 1e-3));
    QVERIFY(fit.identified());
}

void TestFit::logisticMidpointsAgreeWithScipy_data()
{
    QTest::addColumn<QString>("task");
    for (const char* task :
         { "2_digit_addition", "2_digit_subtraction", "3_digit_addition", "3_digit_subtraction" }) {
        QTest::newRow(task) << QStringLiteral("arithmetic_") + QString::fromLatin1(task);
    }
}

void TestFit::logisticMidpointsAgreeWithScipy()
{
    QFETCH(QString, task);
    const std::string name = task.toStdString();
    const FitData data = shipped("gpt3_table_h1", { "task=" + name, "setting=few_shot" },
                                 { "params", {}, "value", {}, {} }, Law::Logistic);
    const Fit fit = fitted(data, { Law::Logistic, 0, 100, {} });
    QVERIFY2(near(value(fit, "midpoint"), scipy(name, "midpoint"), 1e-4),
             parameter(fit, "midpoint").why.c_str());
    QVERIFY(near(fit.curve.parameters[1], scipy(name, "slope"), 1e-2));
    QVERIFY(near(fit.objective, scipy(name, "objective"), 1e-6));
    QVERIFY(near(*parameter(fit, "midpoint").standardError, scipy(name, "midpoint_stderr"), 1e-2));
}

void TestFit::powerLawsAgreeWithScipy()
{
    const std::vector<std::string> where { "eval_set=c4_val", "train_dataset=c4_original",
                                           "chinchilla_multiplier=1" };
    const PointColumns columns { "train_flops", {}, "loss", {}, {} };
    const FitData data = shipped("overtrain_losses", where, columns, Law::Power);
    const Fit power = fitted(data, { Law::Power, 0, 1, {} });
    QVERIFY(near(value(power, "b"), scipy("overtrain|power", "b"), 1e-6));
    QVERIFY(near(value(power, "a"), scipy("overtrain|power", "a"), 1e-6));
    const Fit offset = fitted(data, { Law::PowerOffset, 0, 1, {} });
    QVERIFY(near(offset.objective, scipy("overtrain|power-offset", "objective"), 1e-5));
    QVERIFY(near(offset.curve.parameters[2], scipy("overtrain|power-offset", "b"), 1e-2));
    const Fit linear = fitted(data, { Law::Linear, 0, 1, {} });
    QVERIFY(near(value(linear, "slope"), scipy("overtrain|linear", "slope"), 1e-6));
}

void TestFit::freeTopAgreesWithScipy()
{
    const FitData data = shipped(
        "pythia_evals", { "task=lambada_openai", "metric=acc", "shots=0", "model=pythia-1.4b" },
        { "tokens", {}, "value", {}, {} }, Law::Logistic);
    const Fit fit = fitted(data, { Law::Logistic, 0, {}, {} });
    QVERIFY(near(value(fit, "midpoint"), scipy("pythia_lambada", "midpoint"), 1e-4));
    QVERIFY(near(value(fit, "slope"), scipy("pythia_lambada", "slope"), 1e-2));
    QVERIFY(near(value(fit, "top"), scipy("pythia_lambada", "top"), 1e-3));
}

void TestFit::topStopsAtOne()
{
    // The points ask for a top of 1.3.
    const Curve steep { Law::Logistic, { 9, 2, 1.3, 0 } };
    const Fit fit = fitted(curveData(steep, sizes(7)), { Law::Logistic, 0, {}, {} });
    QCOMPARE(value(fit, "top"), 1.0);
    QCOMPARE(fit.freeParameters, std::size_t { 3 });
    QVERIFY(!fit.warnings.empty());
    QVERIFY(!parameter(fit, "top").standardError);
}

void TestFit::freeTopNeedsRoomBelowOne()
{
    const FitData data = curveData({ Law::Logistic, { 9, 2, 60, 25 } }, sizes(7));
    fe::base::Progress progress;
    const auto refused = fitLaw(data, { Law::Logistic, 25, {}, {} }, kLive, progress);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, fe::base::ErrorCode::InvalidArgument);
    QVERIFY(near(value(fitted(data, { Law::Logistic, 25, 60, {} }), "midpoint"), 9, 1e-6));
}

void TestFit::floorByPoint()
{
    FitData data { sizes(12), {}, {}, {}, {} };
    const Curve truth { Law::Logistic, { 9, 2, 1, 0 } };
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        data.floor.push_back(i % 2 == 0 ? 0.25 : 0.5);
        data.y.push_back(truth.at(data.x[i], 0, data.floor[i]));
    }
    const Fit fit = fitted(data, { Law::Logistic, 0, 1, {} });
    QVERIFY(near(value(fit, "midpoint"), 9, 1e-6));
    QVERIFY(!parameter(fit, "floor").value);
}

void TestFit::weightsPullTowardsSurePoints()
{
    FitData data { { 1, 10, 100, 1000 }, {}, { 0, 1, 2, 9 }, { 1, 1, 1, 1e6 }, {} };
    QVERIFY(near(value(fitted(data, { Law::Linear, 0, 1, {} }), "slope"), 1, 1e-6));
    data.error.clear();
    QVERIFY(near(value(fitted(data, { Law::Linear, 0, 1, {} }), "slope"), 2.8, 1e-6));
}

void TestFit::huberIgnoresAnOutlier()
{
    FitData data = curveData({ Law::Linear, { 1, 0.5 } }, sizes(20), 0.01);
    data.y[3] += 100;
    const Fit plain = fitted(data, { Law::Linear, 0, 1, {} });
    const Fit robust = fitted(data, { Law::Linear, 0, 1, 0.01 });
    QVERIFY(std::abs(value(plain, "slope") - 0.5) > 0.5);
    QVERIFY(std::abs(value(robust, "slope") - 0.5) < 0.01);
    QVERIFY(robust.huberObjective < robust.objective);
}

void TestFit::notIdentified_data()
{
    QTest::addColumn<int>("law");
    QTest::addColumn<QList<double>>("y");
    QTest::addColumn<QString>("lost");
    QTest::addColumn<QString>("kept");
    const QList<double> flat { 0.02, 0.01, 0.03, 0.02, 0.01, 0.02, 0.03, 0.01 };
    const QList<double> zeros { 0, 0, 0, 0, 0, 0, 0, 0 };
    const QList<double> step { 0, 0, 0, 0, 1, 1, 1, 1 };
    const QList<double> line { 0.1, 0.21, 0.29, 0.4, 0.51, 0.6, 0.69, 0.8 };
    QTest::newRow("flat") << int(Law::Logistic) << flat << "midpoint slope"
                          << "top";
    QTest::newRow("nothing but noughts") << int(Law::Logistic) << zeros << "midpoint slope"
                                         << "";
    QTest::newRow("two points") << int(Law::Logistic) << QList<double> { 0.1, 0.8 }
                                << "midpoint slope"
                                << "";
    QTest::newRow("a step") << int(Law::Logistic) << step << "slope"
                            << "";
    QTest::newRow("line, no break") << int(Law::Hinge) << line << "break"
                                    << "";
    // The best curve is the steepest: it passes through the last point alone.
    QTest::newRow("a step at the end, no exponent")
        << int(Law::PowerOffset)
        << QList<double> { 0.01, 0.02, 0.01, 0.02, 0.015, 0.01, 0.02, 0.01, 0.02, 0.6 } << "a b"
        << "c";
    QTest::newRow("line, no offset") << int(Law::PowerOffset) << line << "a b c"
                                     << "";
    QTest::newRow("flat offset") << int(Law::PowerOffset) << flat << "a b c"
                                 << "";
    QTest::newRow("one point") << int(Law::Power) << QList<double> { 0.5 } << "a b"
                               << "";
    QTest::newRow("flat line is a line") << int(Law::Linear) << flat << ""
                                         << "slope intercept";
}

void TestFit::notIdentified()
{
    QFETCH(int, law);
    QFETCH(QList<double>, y);
    QFETCH(QString, lost);
    QFETCH(QString, kept);
    FitData data { sizes(int(y.size())), {}, { y.begin(), y.end() }, {}, {} };
    const Fit fit = fitted(data, { Law(law), 0, 1, {} });
    for (const QString& name : lost.split(u' ', Qt::SkipEmptyParts)) {
        const Parameter& one = parameter(fit, name.toStdString());
        QVERIFY2(!one.value && !one.why.empty(), qPrintable(name));
        QVERIFY(!one.standardError);
    }
    for (const QString& name : kept.split(u' ', Qt::SkipEmptyParts)) {
        QVERIFY2(parameter(fit, name.toStdString()).value, qPrintable(name));
    }
    QCOMPARE(fit.residuals.size(), std::size_t(y.size()));
    QVERIFY(std::isfinite(fit.objective));
    QCOMPARE(fit.identified(), lost.isEmpty());
}

/// All models of one size: nothing can be said of the size, all of the tokens but E.
void TestFit::oneSizeFixesOnlyTheOther()
{
    const Curve truth { Law::Chinchilla, { 1.7, 400, 2000, 0.34, 0.37 } };
    FitData data;
    for (const double tokens : sizes(16)) {
        data.x.push_back(1e9);
        data.x2.push_back(tokens);
        data.y.push_back(truth.at(1e9, tokens));
    }
    const Fit fit = fitted(data, { Law::Chinchilla, 0, 1, {} });
    QVERIFY(!parameter(fit, "E").value);
    QVERIFY(!parameter(fit, "A").value);
    QVERIFY(!parameter(fit, "alpha").value);
    QVERIFY2(parameter(fit, "beta").value, parameter(fit, "beta").why.c_str());
    QVERIFY(near(value(fit, "beta"), 0.37, 1e-3));
    QVERIFY(near(value(fit, "B"), 2000, 1e-2));
}

void TestFit::studentsQuantiles()
{
    QVERIFY(near(student95(1), 12.7062047, 1e-8));
    QVERIFY(near(student95(5), 2.57058184, 1e-8));
    QVERIFY(near(student95(1000), 1.96233908, 1e-8));
}

QTEST_GUILESS_MAIN(TestFit)
#include "tst_fit.moc"
