// SPDX-License-Identifier: GPL-3.0-or-later
//
// fexp ablate and patch: what they say against each other and against score, and refusals.
#include "inside_models.h"

#include <cmath>

using namespace fe::test;

namespace {

QStringList ablate(const char* model, const QStringList& rest)
{
    return QStringList { one("ablate"), checkpoint(model) } + rest + kExact;
}

QStringList catSat()
{
    return { one("--text"), one("a cat sat") };
}

} // namespace

class TestCliAblate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingChangesByNothing();
    void partsAreSwitchedOff_data();
    void partsAreSwitchedOff();
    void mapAgreesWithSingleHeads();
    void targetsAreTextsOrIds();
    void maskedTokenIsAskedFor();
    void textsWithoutAMaskAreAskedBeforeTheSeparator();
    void encodersWithoutAHeadMoveTheirVector();
    void encoderOfAnEncoderDecoder();
    void lossOfASpan();
    void patchingRestores();
    void patchingLooksAtTheMask();
    void refusals_data();
    void refusals();
};

void TestCliAblate::nothingChangesByNothing()
{
    const Outcome outcome = fexp(ablate("gpt2", catSat() + QStringList { one("--map") }));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    QCOMPARE(result[u"kl"].toDouble(), 0.0);
    QCOMPARE(result[u"before"], result[u"after"]);
    QVERIFY(result[u"logprob_change"].isNull());
    QCOMPARE(result[u"position"].toInt(), 4);
    QCOMPARE(result[u"before"].toArray().size(), 10);
    // What the model says without anything off is what it says in a run.
    const Outcome generated
        = fexp(QStringList { one("generate"), checkpoint("gpt2"), one("--prompt"), one("a cat sat"),
                             one("--max-tokens"), one("1"), one("--temperature"), one("0"),
                             one("--top-logprobs"), one("3") }
               + kExact);
    QVERIFY2(generated.status == 0, generated.story().constData());
    const QJsonArray top = generated.object()[u"steps"].toArray()[0][u"top"].toArray();
    for (int i = 0; i < 3; ++i) {
        const QJsonValue mine = result[u"before"].toArray()[i];
        QCOMPARE(mine[u"id"], top[i][u"id"]);
        QVERIFY(std::abs(std::log(mine[u"probability"].toDouble()) - top[i][u"logprob"].toDouble())
                < 1e-4);
    }
}

void TestCliAblate::partsAreSwitchedOff_data()
{
    QTest::addColumn<QStringList>("parts");
    QTest::newRow("heads") << QStringList { one("--heads"), one("0.1,2.3") };
    QTest::newRow("layers") << QStringList { one("--layers"), one("1,2") };
    QTest::newRow("mlps") << QStringList { one("--mlps"), one("0") };
    QTest::newRow("all") << QStringList { one("--heads"), one("0.1"),      one("--mlps"),
                                          one("2"),       one("--layers"), one("1") };
}

void TestCliAblate::partsAreSwitchedOff()
{
    QFETCH(QStringList, parts);
    const Outcome outcome
        = fexp(ablate("gpt2", catSat() + parts + QStringList { one("--target"), one("12") }));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    QVERIFY(result[u"kl"].toDouble() > 1e-3);
    QVERIFY(result[u"before"] != result[u"after"]);
    QVERIFY(result[u"logprob_change"].isDouble() && result[u"logprob_change"].toDouble() != 0);
    double last = 1;
    for (const QJsonValue& token : result[u"after"].toArray()) {
        QVERIFY(token[u"probability"].toDouble() <= last && !token[u"token"].toString().isEmpty());
        last = token[u"probability"].toDouble();
    }
    const QJsonObject loss = result[u"loss"].toObject();
    QCOMPARE(loss[u"first"].toInt(), 1);
    QCOMPARE(loss[u"end"].toInt(), 5);
    QVERIFY(std::abs(loss[u"after"].toDouble() - loss[u"before"].toDouble()
                     - loss[u"change"].toDouble())
            < 1e-9);
}

void TestCliAblate::mapAgreesWithSingleHeads()
{
    const QStringList rest = catSat() + QStringList { one("--target"), one("12") };
    const Outcome map = fexp(ablate("gpt2", rest + QStringList { one("--map") }));
    QVERIFY2(map.status == 0, map.story().constData());
    const QJsonArray importance = map.object()[u"importance"].toArray();
    QCOMPARE(importance.size(), 3);
    QCOMPARE(importance[0].toArray().size(), 4);
    const Outcome single = fexp(ablate("gpt2", rest + QStringList { one("--heads"), one("1.2") }));
    const QJsonValue cell = importance[1].toArray()[2];
    QVERIFY(std::abs(cell[u"kl"].toDouble() - single.object()[u"kl"].toDouble()) < 1e-9);
    QVERIFY(
        std::abs(cell[u"logprob_change"].toDouble() - single.object()[u"logprob_change"].toDouble())
        < 1e-9);
    QVERIFY(std::abs(cell[u"loss_change"].toDouble()
                     - single.object()[u"loss"].toObject()[u"change"].toDouble())
            < 1e-9);
}

void TestCliAblate::targetsAreTextsOrIds()
{
    const QStringList rest = catSat() + QStringList { one("--layers"), one("1"), one("--target") };
    const Outcome text = fexp(ablate("gpt2", rest + QStringList { one("at") }));
    QVERIFY2(text.status == 0, text.story().constData());
    const Outcome tokens = fexp({ one("tokenize"), checkpoint("gpt2"), one("--text"), one("at") });
    const auto id = tokens.json().array()[0][u"ids"].toArray()[0].toInt();
    const Outcome number = fexp(ablate("gpt2", rest + QStringList { QString::number(id) }));
    QCOMPARE(number.object()[u"logprob_change"], text.object()[u"logprob_change"]);
}

void TestCliAblate::maskedTokenIsAskedFor()
{
    const Outcome outcome = fexp(ablate(
        "bert_mlm_legacy", { one("--text"), one("a [MASK] sat"), one("--layers"), one("1") }));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    QCOMPARE(outcome.object()[u"position"].toInt(), 2);
    QVERIFY(outcome.object()[u"kl"].toDouble() > 0);
    QVERIFY(!outcome.object().contains(u"loss"));
}

void TestCliAblate::textsWithoutAMaskAreAskedBeforeTheSeparator()
{
    const QStringList rest { one("--text"), one("a cat sat"), one("--layers"), one("1") };
    const Outcome outcome = fexp(ablate("bert_mlm_legacy", rest));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const Outcome tokens
        = fexp({ one("tokenize"), checkpoint("bert_mlm_legacy"), one("--text"), one("a cat sat") });
    const auto count = tokens.json().array()[0][u"ids"].toArray().size();
    QCOMPARE(outcome.object()[u"position"].toInt(), int(count) - 2);
    const Outcome chosen
        = fexp(ablate("bert_mlm_legacy", rest + QStringList { one("--position"), one("1") }));
    QCOMPARE(chosen.object()[u"position"].toInt(), 1);
    QVERIFY(chosen.object()[u"before"] != outcome.object()[u"before"]);
}

void TestCliAblate::encodersWithoutAHeadMoveTheirVector()
{
    const QStringList rest { one("--text"), one("a cat sat"), one("--heads"), one("0.1") };
    const Outcome outcome = fexp(ablate("bert", rest + QStringList { one("--map") }));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    QVERIFY(result[u"vector_distance"].toDouble() > 1e-6);
    QVERIFY(result[u"kl"].isNull() && result[u"before"].toArray().isEmpty());
    QVERIFY(!result.contains(u"position") && !result.contains(u"loss"));
    const QJsonValue cell = result[u"importance"].toArray()[0].toArray()[1];
    QVERIFY(std::abs(cell[u"vector_distance"].toDouble() - result[u"vector_distance"].toDouble())
            < 1e-9);
    const Outcome second = fexp(ablate("bert", rest + QStringList { one("--position"), one("2") }));
    QCOMPARE(second.object()[u"position"].toInt(), 2);
    QVERIFY(second.object()[u"vector_distance"] != result[u"vector_distance"]);
    // Models that predict have no such number.
    QVERIFY(!fexp(ablate("gpt2", rest)).object().contains(u"vector_distance"));
}

void TestCliAblate::encoderOfAnEncoderDecoder()
{
    const QStringList rest { one("--text"), one("a cat sat"), one("--layers"), one("1") };
    const Outcome decoder = fexp(ablate("t5", rest));
    const Outcome encoder
        = fexp(ablate("t5", rest + QStringList { one("--stack"), one("encoder") }));
    QVERIFY2(encoder.status == 0, encoder.story().constData());
    QVERIFY(encoder.object()[u"kl"].toDouble() > 0);
    QVERIFY(encoder.object()[u"kl"] != decoder.object()[u"kl"]);
    QCOMPARE(encoder.object()[u"before"], decoder.object()[u"before"]);
}

void TestCliAblate::lossOfASpan()
{
    // The loss of the last two tokens is what score says of them after the others.
    const Outcome outcome = fexp(ablate(
        "gpt2", catSat() + QStringList { one("--layers"), one("1"), one("--loss"), one("3:5") }));
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const Outcome score = fexp(QStringList { one("score"), checkpoint("gpt2"), one("--prompt"),
                                             one("a cat"), one("--continuation"), one(" sat") }
                               + kExact);
    QVERIFY2(score.status == 0, score.story().constData());
    const double wanted = -score.json().array()[0][u"per_token"].toDouble();
    QVERIFY(std::abs(outcome.object()[u"loss"].toObject()[u"before"].toDouble() - wanted) < 1e-4);
}

void TestCliAblate::patchingRestores()
{
    const Outcome outcome
        = fexp(QStringList { one("patch"), checkpoint("gpt2"), one("--text"), one("a cat"),
                             one("--corrupted"), one("b cat"), one("--answer"), one("5"),
                             one("--against"), one("6") }
               + kExact);
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    const auto restored = numbersOf(result[u"restored"]);
    QCOMPARE(restored.size(), std::size_t { 4 * 3 });
    QVERIFY(std::abs(restored.front() - 1) < 1e-3); // only the first token differs
    QVERIFY(std::abs(restored.back() - 1) < 1e-3);
    QVERIFY(std::abs(restored[1]) < 1e-3);
    QVERIFY(result[u"clean"].toDouble() != result[u"corrupted"].toDouble());
}

void TestCliAblate::patchingLooksAtTheMask()
{
    const auto patch = [](const QStringList& rest) {
        return fexp(QStringList { one("patch"), checkpoint("bert_mlm_legacy"), one("--text"),
                                  one("a [MASK] sat"), one("--answer"), one("5"), one("--against"),
                                  one("6"), one("--corrupted") }
                    + rest + kExact);
    };
    const Outcome outcome = patch({ one("b [MASK] sat") });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    QCOMPARE(outcome.object()[u"position"].toInt(), 2);
    const auto restored = numbersOf(outcome.object()[u"restored"]);
    const auto positions = static_cast<std::size_t>(outcome.object()[u"tokens"].toArray().size());
    const auto* last = restored.data() + (restored.size() - positions);
    for (std::size_t i = 0; i < positions; ++i) { // after the last layer it is all that is read
        QVERIFY(std::abs(last[i] - (i == 2 ? 1 : 0)) < 1e-3);
    }
    const Outcome elsewhere = patch({ one("b [MASK] sat"), one("--position"), one("1") });
    QVERIFY2(elsewhere.status == 0, elsewhere.story().constData());
    QCOMPARE(elsewhere.object()[u"position"].toInt(), 1);
    QVERIFY(elsewhere.object()[u"clean"] != outcome.object()[u"clean"]);
    QCOMPARE(patch({ one("a sat [MASK]") }).status, 2); // which of the two is meant?
    QCOMPARE(patch({ one("b [MASK] sat"), one("--position"), one("99") }).status, 2);
}

void TestCliAblate::refusals_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, int status, const char* model, const QStringList& rest) {
        QTest::newRow(name) << QStringList { one("ablate"), checkpoint(model) } + rest << status;
    };
    const QStringList cat { one("--text"), one("a cat") };
    row("nothing to switch off", 2, "gpt2", cat);
    row("a head that is not there", 2, "gpt2", cat + QStringList { one("--heads"), one("0.4") });
    row("a head of a layer that is not there", 2, "gpt2",
        cat + QStringList { one("--heads"), one("3.0") });
    row("heads that are none", 2, "gpt2", cat + QStringList { one("--heads"), one("1,2") });
    row("a list with a hole", 2, "gpt2", cat + QStringList { one("--layers"), one("1,,2") });
    row("a negative layer", 2, "gpt2", cat + QStringList { one("--layers"), one("-1") });
    row("a target of two tokens", 2, "gpt2",
        cat + QStringList { one("--layers"), one("1"), one("--target"), one("zz qq") });
    row("a position that is not there", 2, "gpt2",
        cat + QStringList { one("--layers"), one("1"), one("--position"), one("3") });
    row("a span that is not there", 2, "gpt2",
        cat + QStringList { one("--layers"), one("1"), one("--loss"), one("2:9") });
    row("no such stack", 2, "t5",
        cat + QStringList { one("--layers"), one("1"), one("--stack"), one("text") });
    row("a vision model", 3, "vit", cat + QStringList { one("--layers"), one("1") });
    row("a target of a model that predicts nothing", 2, "bert",
        cat + QStringList { one("--layers"), one("1"), one("--target"), one("5") });
    row("a stack of a model that has one", 2, "bert",
        cat + QStringList { one("--layers"), one("1"), one("--stack"), one("encoder") });
    row("a position of a vector that is not there", 2, "bert",
        cat + QStringList { one("--layers"), one("1"), one("--position"), one("9") });
    row("an empty text", 3, "gpt2", { one("--text"), QString(), one("--layers"), one("1") });
    const QStringList patch { one("patch"),    checkpoint("gpt2"), one("--text"),     one("a cat"),
                              one("--answer"), one("5"),           one("--corrupted") };
    QTest::newRow("patching texts of two lengths") << patch + QStringList { one("a cat a") } << 2;
    QTest::newRow("patching a text into itself") << patch + QStringList { one("a cat") } << 2;
}

void TestCliAblate::refusals()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    const Outcome outcome = fexp(arguments);
    QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
             outcome.story().constData());
}

QTEST_GUILESS_MAIN(TestCliAblate)
#include "tst_cli_ablate.moc"
