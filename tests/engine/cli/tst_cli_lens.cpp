// SPDX-License-Identifier: GPL-3.0-or-later
//
// fexp lens against the reference, and texts and models that it refuses.
#include "inside_models.h"
#include "support/expected_tensors.h"
#include "support/small_models.h"

using namespace fe::test;
using fe::tests::largestDifference;
using fe::tests::readExpected;

class TestCliLens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsEqualTheReference_data();
    void cellsEqualTheReference();
    void topIsTen();
    void maskedModelsToo();
    void refusals_data();
    void refusals();
};

void TestCliLens::cellsEqualTheReference_data()
{
    QTest::addColumn<int>("layers");
    QTest::newRow("llama_untied") << 2;
    QTest::newRow("gpt2") << 3;
}

void TestCliLens::cellsEqualTheReference()
{
    QFETCH(int, layers);
    const std::string name = QTest::currentDataTag();
    const auto expected = readExpected(std::string(FE_TEST_DATA) + "/analysis/attention/" + name
                                       + "/expected.safetensors");
    const auto model = fe::tests::smallModelReference(name);
    const QTemporaryDir folder;
    const QString input = written(folder, one("in.json"), idsJson(model.at("input_ids").values));
    const Outcome outcome = fexp(QStringList { one("lens"), checkpoint(name.c_str()),
                                               one("--input"), input, one("--top"), one("5") }
                                 + kExact);
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonArray rows = outcome.object()[u"layers"].toArray();
    QCOMPARE(rows.size(), layers + 1);
    std::vector<double> probabilities;
    std::vector<double> divergences;
    std::size_t at = 0;
    for (const QJsonValue& row : rows) {
        for (const QJsonValue& cell : row.toArray()) {
            divergences.push_back(cell[u"kl_to_final"].toDouble());
            QVERIFY(cell[u"entropy"].toDouble() > 0);
            const QJsonArray top = cell[u"top"].toArray();
            QCOMPARE(top.size(), 5);
            for (const QJsonValue& token : top) {
                probabilities.push_back(token[u"probability"].toDouble());
                QVERIFY(!token[u"token"].toString().isEmpty());
                QVERIFY(expected.at("lens_min_gap_top6").values[at / 5] <= 2e-3
                        || token[u"id"].toDouble() == expected.at("lens_top5_ids").values[at]);
                ++at;
            }
        }
    }
    QVERIFY(largestDifference(probabilities, expected.at("lens_top5_probs").values) < 5e-4);
    QVERIFY(largestDifference(divergences, expected.at("lens_kl_final_to_layer_nats").values)
            < 5e-4);
}

void TestCliLens::topIsTen()
{
    const Outcome outcome = fexp({ one("lens"), checkpoint("gpt2"), one("--text"), one("a cat") });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonArray last = outcome.object()[u"layers"].toArray().last().toArray();
    QCOMPARE(last.size(), outcome.object()[u"tokens"].toArray().size());
    QCOMPARE(last[0][u"top"].toArray().size(), 10);
    QVERIFY(last[0][u"kl_to_final"].toDouble() < 1e-9);
}

void TestCliLens::maskedModelsToo()
{
    const Outcome outcome
        = fexp({ one("lens"), checkpoint("bert_mlm_legacy"), one("--text"), one("a [MASK]") });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    QCOMPARE(outcome.object()[u"tokens"].toArray().size(), 4);
}

void TestCliLens::refusals_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("no head for tokens")
        << QStringList { checkpoint("bert"), one("--text"), one("a") } << 3;
    QTest::newRow("a vision model")
        << QStringList { checkpoint("vit"), one("--text"), one("a") } << 3;
    QTest::newRow("an empty text")
        << QStringList { checkpoint("gpt2"), one("--text"), QString() } << 3;
    QTest::newRow("a picture") << QStringList { checkpoint("gpt2"), one("--image"), catPicture() }
                               << 2;
    QTest::newRow("nothing at the top")
        << QStringList { checkpoint("gpt2"), one("--text"), one("a"), one("--top"), one("0") } << 2;
    QTest::newRow("too long") << QStringList { checkpoint("gpt2"), one("--repeated-random"),
                                               one("40") }
                              << 3;
}

void TestCliLens::refusals()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    const Outcome outcome = fexp(QStringList { one("lens") } + arguments);
    QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
             outcome.story().constData());
}

QTEST_GUILESS_MAIN(TestCliLens)
#include "tst_cli_lens.moc"
