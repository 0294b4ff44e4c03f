// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers of transformers 5.23.0's own rope functions (tests/reference/rope.py): theta 10,000, 16
// rotated dimensions, context 256. Ours go through double, so the last bit may differ.
#include "models/rope.h"

#include <QtTest>

#include <cmath>

using namespace fe;

class TestRope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalingsEqualTheReference_data();
    void scalingsEqualTheReference();
    void oldDialectSaysTheSame();
    void unknownTypeIsRefusedByName();
};

using Numbers = QVector<double>;

void TestRope::scalingsEqualTheReference_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<double>("factor");
    QTest::addColumn<Numbers>("frequencies");
    QTest::newRow("linear") << QByteArray(R"({"rope_type":"linear","factor":4})") << 1.0
                            << Numbers { 0.25,           0.079056941,   0.0250000004,
                                         0.00790569466,  0.00249999994, 0.000790569466,
                                         0.000250000012, 7.90569466e-05 };
    QTest::newRow("llama3") << QByteArray(R"({"rope_type":"llama3","factor":8,"low_freq_factor":1,
        "high_freq_factor":4,"original_max_position_embeddings":64})")
                            << 1.0
                            << Numbers {
                                   1.0,           0.244384587,    0.0130422562,   0.00395284733,
                                   0.00124999997, 0.000395284733, 0.000125000006, 3.95284733e-05
                               };
    QTest::newRow("yarn")
        << QByteArray(R"({"rope_type":"yarn","factor":4,"original_max_position_embeddings":64})")
        << 1.138629436111989
        << Numbers { 1.0,           0.237170815,    0.049999997,    0.00790569466,
                     0.00249999994, 0.000790569466, 0.000250000012, 7.90569466e-05 };
    QTest::newRow("yarn untruncated")
        << QByteArray(R"({"rope_type":"yarn","factor":4,"original_max_position_embeddings":64,
        "truncate":false,"beta_fast":8,"beta_slow":2})")
        << 1.138629436111989
        << Numbers { 1.0,           0.160589159,    0.0250000004,   0.00790569466,
                     0.00249999994, 0.000790569466, 0.000250000012, 7.90569466e-05 };
    QTest::newRow("yarn mscale") << QByteArray(
        R"({"rope_type":"yarn","factor":40,"original_max_position_embeddings":64,
        "mscale":1.0,"mscale_all_dim":0.5})")
                                 << 1.1557219901962608
                                 << Numbers { 1.0,
                                              0.213453725,
                                              0.0349999964,
                                              0.000790569466,
                                              0.000250000012,
                                              7.90569466e-05,
                                              2.49999994e-05,
                                              7.90569447e-06 };
}

void TestRope::scalingsEqualTheReference()
{
    QFETCH(QByteArray, parameters);
    QFETCH(double, factor);
    QFETCH(Numbers, frequencies);
    const auto config
        = base::parseJson("{\"rope_parameters\":" + parameters.toStdString() + "}", "config.json");
    QVERIFY(config);
    const auto rope = models::ropeFromConfig(models::ConfigReader(*config, "config.json"), 16, 256);
    QVERIFY2(rope, rope ? "" : rope.error().oneLine().c_str());
    QVERIFY(std::fabs(rope->factor - factor) < 1e-12);
    QCOMPARE(static_cast<qsizetype>(rope->inverseFrequencies.size()), frequencies.size());
    for (qsizetype i = 0; i < frequencies.size(); ++i) {
        const double got = rope->inverseFrequencies[static_cast<std::size_t>(i)];
        QVERIFY2(std::fabs(got - frequencies[i]) <= 3e-7 * frequencies[i],
                 qPrintable(QStringLiteral("%1: %2, not %3").arg(i).arg(got).arg(frequencies[i])));
    }
}

void TestRope::oldDialectSaysTheSame()
{
    const auto old = base::parseJson(R"({"rope_theta":500.0,"original_max_position_embeddings":64,
        "rope_scaling":{"type":"yarn","factor":4,"original_max_position_embeddings":32}})",
                                     "config.json");
    const auto now = base::parseJson(R"({"rope_parameters":{"rope_theta":500.0,"rope_type":"yarn",
        "factor":4,"original_max_position_embeddings":64}})",
                                     "config.json");
    QVERIFY(old && now);
    const auto first = models::ropeFromConfig(models::ConfigReader(*old, "config.json"), 16, 256);
    const auto second = models::ropeFromConfig(models::ConfigReader(*now, "config.json"), 16, 256);
    QVERIFY(first && second);
    QCOMPARE(first->inverseFrequencies, second->inverseFrequencies);
}

void TestRope::unknownTypeIsRefusedByName()
{
    const auto config
        = base::parseJson(R"({"rope_scaling":{"type":"spiral","factor":2}})", "config.json");
    QVERIFY(config);
    const auto rope = models::ropeFromConfig(models::ConfigReader(*config, "config.json"), 16, 256);
    QVERIFY(!rope);
    QCOMPARE(rope.error().code, base::ErrorCode::Unsupported);
    QVERIFY(rope.error().oneLine().find("spiral") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestRope)
#include "tst_rope.moc"
