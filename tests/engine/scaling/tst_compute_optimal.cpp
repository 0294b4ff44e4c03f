// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/compute_optimal.h"

#include <QTest>

#include <cmath>

using namespace fe::scaling;

namespace {

bool near(double found, double expected, double relative)
{
    return std::abs(found - expected) <= relative * std::abs(expected);
}

const LossLaw kLaws[] = { LossLaw::kaplan(), LossLaw::hoffmann(), LossLaw::besiroglu() };

} // namespace

class TestComputeOptimal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closedFormsByHand();
    void noNeighbourIsBetter();
    void exponentsGiveTheSlope();
    void contoursHoldTheLoss();
    void isoFlopTouchesTheFrontier();
    void hoursToFlops();
    void ownFit();
    void limits();
};

/// L = 1/N + 1/D under C = 6 N D = 6e4: N = D = 100, whatever the units.
void TestComputeOptimal::closedFormsByHand()
{
    Fit fit;
    fit.options.law = Law::Chinchilla;
    for (const auto& [name, value] :
         { std::pair("E", 1.0), std::pair("A", 1.0), std::pair("B", 1.0), std::pair("alpha", 1.0),
           std::pair("beta", 1.0) }) {
        Parameter parameter;
        parameter.name = name;
        parameter.value = value;
        fit.parameters.push_back(parameter);
    }
    const auto law = LossLaw::fromFit(fit, "own");
    QVERIFY(law);
    const auto point = computeOptimal(*law, 6e4);
    QVERIFY(point);
    QVERIFY(near(point->params, 100, 1e-12));
    QVERIFY(near(point->tokens, 100, 1e-12));
    QVERIFY(near(point->loss, 1.02, 1e-12));
    // Gopher's budget: Chinchilla's about 70 B parameters, 1.4 T tokens by Besiroglu's constants.
    const auto chinchilla = computeOptimal(LossLaw::besiroglu(), 5.76e23);
    QVERIFY(chinchilla->params > 50e9 && chinchilla->params < 100e9);
    QVERIFY(chinchilla->tokensPerParam() > 10 && chinchilla->tokensPerParam() < 40);
}

void TestComputeOptimal::noNeighbourIsBetter()
{
    for (const LossLaw& law : kLaws) {
        for (const double flops : { 1e17, 1e21, 1e25 }) {
            const auto point = computeOptimal(law, flops);
            QVERIFY(point);
            QVERIFY(near(6 * point->params * point->tokens, flops, 1e-12));
            for (const double times : { 0.9, 1.1 }) {
                const double params = point->params * times;
                QVERIFY(law.loss(params, flops / 6 / params) > point->loss);
            }
        }
    }
}

void TestComputeOptimal::exponentsGiveTheSlope()
{
    for (const LossLaw& law : kLaws) {
        const double rise = std::log10(law.optimalParams(1e22) / law.optimalParams(1e21));
        QVERIFY(near(rise, law.sizeExponent(), 1e-9));
    }
    QVERIFY(near(LossLaw::besiroglu().sizeExponent(), 0.513, 1e-3)); // as published
}

void TestComputeOptimal::contoursHoldTheLoss()
{
    for (const LossLaw& law : kLaws) {
        const auto points = isoLoss(law, 2.5, { 1e6, 1e12, 61 });
        QVERIFY(!points.empty() && points.size() < 61); // small models never get there
        for (const ComputePoint& point : points) {
            QVERIFY(near(law.loss(point.params, point.tokens), 2.5, 1e-9));
            QVERIFY(near(point.flops, 6 * point.params * point.tokens, 1e-12));
        }
        QVERIFY(!law.tokensFor(1e9, law.floor()));
    }
}

void TestComputeOptimal::isoFlopTouchesTheFrontier()
{
    const LossLaw law = LossLaw::hoffmann();
    const auto best = frontier(law, { 1e20, 1e22, 3 });
    QCOMPARE(best.size(), std::size_t { 3 });
    QVERIFY(near(best[1].flops, 1e21, 1e-12));
    double least = INFINITY;
    for (const ComputePoint& point : isoFlop(law, 1e21, { 1e7, 1e12, 2001 })) {
        least = std::min(least, point.loss);
    }
    QVERIFY(least >= best[1].loss && near(least, best[1].loss, 1e-5));
}

void TestComputeOptimal::hoursToFlops()
{
    QVERIFY(near(flopsOf(1000, 312e12, 0.4), 1000 * 3600.0 * 312e12 * 0.4, 1e-15));
}

void TestComputeOptimal::ownFit()
{
    const auto json = fe::base::parseJson(
        R"({"law":"chinchilla","parameters":{"E":{"value":1.69},"A":{"value":406.4},)"
        R"("B":{"value":410.7},"alpha":{"value":0.34},"beta":{"value":0.28}}})",
        "f.json");
    const auto law = LossLaw::fromJson(*json, "f.json");
    QVERIFY(law);
    QCOMPARE(law->optimalParams(1e22), LossLaw::hoffmann().optimalParams(1e22));
    const auto lost = fe::base::parseJson(
        R"({"law":"chinchilla","parameters":{"E":{"value":1.69},"A":{"value":null},)"
        R"("B":{"value":410.7},"alpha":{"value":0.34},"beta":{"value":0.28}}})",
        "f.json");
    const auto refused = LossLaw::fromJson(*lost, "f.json");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, fe::base::ErrorCode::Malformed);
    QVERIFY(!LossLaw::byName("chinchilla"));
}

void TestComputeOptimal::limits()
{
    for (const double flops : { 0.0, -1.0, std::nan(""), double(INFINITY) }) {
        const auto refused = computeOptimal(LossLaw::hoffmann(), flops);
        QVERIFY(!refused);
        QCOMPARE(refused.error().why, std::string("it must be a finite number above 0"));
    }
    for (const LossLaw& law : kLaws) {
        for (const double flops : { 1e-300, 1.0, 1e300 }) {
            const auto point = computeOptimal(law, flops);
            QVERIFY(!point || (std::isfinite(point->loss) && point->tokens > 0));
        }
    }
    QVERIFY(valuesOf({ 1, 10, 0 }).empty());
    QCOMPARE(valuesOf({ 1, 10, 2 }).size(), std::size_t { 2 });
}

QTEST_GUILESS_MAIN(TestComputeOptimal)
#include "tst_compute_optimal.moc"
