// SPDX-License-Identifier: GPL-3.0-or-later
//
// fexp attend: its keys and tensors against the reference, every kind of input, and refusals.
#include "inside_models.h"
#include "support/expected_tensors.h"
#include "support/small_models.h"

using namespace fe::test;
using fe::tests::largestDifference;
using fe::tests::readExpected;

namespace {

std::map<std::string, fe::tests::ExpectedTensor> reference(const char* folder, const char* name)
{
    return readExpected(std::string(FE_TEST_DATA) + '/' + folder + '/' + name
                        + "/expected.safetensors");
}

QStringList keysOf(const QJsonObject& object)
{
    return object.keys(); // sorted
}

const QStringList kScores { QStringLiteral("delimiter"),     QStringLiteral("duplicate_token"),
                            QStringLiteral("entropy"),       QStringLiteral("induction"),
                            QStringLiteral("mean_distance"), QStringLiteral("previous_token"),
                            QStringLiteral("rollout"),       QStringLiteral("sink"),
                            QStringLiteral("tokens") };

} // namespace

class TestCliAttend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodersEqualTheReference_data();
    void decodersEqualTheReference();
    void inductionOfARepeatedSequence();
    void picturesHaveAGrid();
    void encoderDecodersHaveThreeParts();
    void dualEncodersHaveTwoTowers();
    void pairsOfTexts();
    void paddingIsCutOff();
    void randomSequencesFollowTheSeed();
    void flowOfOnePosition();
    void relevanceOfANextToken();
    void refusals_data();
    void refusals();
};

void TestCliAttend::decodersEqualTheReference_data()
{
    QTest::addColumn<int>("layers");
    QTest::newRow("llama_tied") << 3;
    QTest::newRow("gpt2") << 3;
    QTest::newRow("gpt_neox_sharded") << 3;
}

void TestCliAttend::decodersEqualTheReference()
{
    QFETCH(int, layers);
    const char* name = QTest::currentDataTag();
    const auto expected = reference("analysis/attention", name);
    const auto model = reference("models", name);
    const QTemporaryDir folder;
    const QString input = written(folder, one("in.json"), idsJson(model.at("input_ids").values));
    const QString dump = folder.filePath(one("out.safetensors"));
    const Outcome outcome = fexp(
        QStringList { one("attend"), checkpoint(name), one("--input"), input, one("--dump"), dump }
        + kExact);
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    for (const QString& key : kScores) {
        QVERIFY2(result.contains(key), qPrintable(key));
    }
    QCOMPARE(result[u"entropy"].toArray().size(), layers);
    const auto close = [&](const char16_t* key, const char* tensor) {
        return largestDifference(numbersOf(result[QStringView(key)]), expected.at(tensor).values);
    };
    QVERIFY(close(u"entropy", "entropy_nats") < 1e-5);
    QVERIFY(close(u"mean_distance", "mean_distance_tokens") < 1e-5);
    const auto tensors = readExpected(dump.toStdString());
    QVERIFY(largestDifference(tensors.at("rollout").values, expected.at("rollout_mean").values)
            < 1e-5);
    QCOMPARE(tensors.at("rollout").shape, expected.at("rollout_mean").shape);
    for (int layer = 0; layer < layers; ++layer) {
        const std::string tensor = "attentions." + std::to_string(layer);
        QCOMPARE(tensors.at(tensor).shape, model.at(tensor).shape);
        QVERIFY(largestDifference(tensors.at(tensor).values, model.at(tensor).values) < 1e-5);
    }
    const auto size = static_cast<std::size_t>(result[u"tokens"].toArray().size());
    QCOMPARE(tensors.at("flow").values.size(), size * size);
    const auto rollout = numbersOf(result[u"rollout"]);
    QCOMPARE(rollout.size(), size * size);
    for (std::size_t i = 0; i < rollout.size(); ++i) {
        QVERIFY(tensors.at("flow").values[i] >= rollout[i] - 1e-5);
    }
}

void TestCliAttend::inductionOfARepeatedSequence()
{
    const auto expected = reference("analysis/attention", "induction_llama_tied");
    const QTemporaryDir folder;
    const QString input = written(folder, one("in.json"), idsJson(expected.at("input_ids").values));
    const Outcome outcome = fexp(
        QStringList { one("attend"), checkpoint("llama_tied"), one("--input"), input } + kExact);
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    for (const auto& [key, tensor] :
         { std::pair(u"induction", "induction"), std::pair(u"previous_token", "previous_token"),
           std::pair(u"duplicate_token", "duplicate_token") }) {
        QVERIFY(largestDifference(numbersOf(outcome.object()[QStringView(key)]),
                                  expected.at(tensor).values)
                < 1e-5);
    }
}

void TestCliAttend::picturesHaveAGrid()
{
    const auto expected = reference("analysis/attention", "dinov2_registers");
    const QTemporaryDir folder;
    const QString dump = folder.filePath(one("out.safetensors"));
    const Outcome outcome = fexp({ one("attend"), checkpoint("dinov2_registers"), one("--image"),
                                   catPicture(), one("--dump"), dump });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    const QJsonArray grid = result[u"grid"].toArray();
    QCOMPARE(grid.size(), 2);
    const auto patches = grid[0].toInteger() * grid[1].toInteger();
    QCOMPARE(result[u"tokens"].toArray().size(), patches + 5);
    QCOMPARE(result[u"tokens"].toArray()[0].toString(), one("class"));
    const auto tensors = readExpected(dump.toStdString());
    QCOMPARE(tensors.at("cls_attention").shape,
             (fe::base::Shape { 3, 4, grid[0].toInteger(), grid[1].toInteger() }));
    // Class query of layer 1, head 2, from the tensor of attentions.
    const auto& attention = tensors.at("attentions.1").values;
    const auto tokens = static_cast<std::size_t>(patches + 5);
    const auto& maps = tensors.at("cls_attention").values;
    for (std::size_t i = 0; i < static_cast<std::size_t>(patches); ++i) {
        QCOMPARE(maps[(1 * 4 + 2) * static_cast<std::size_t>(patches) + i],
                 attention[2 * tokens * tokens + 5 + i]);
    }
}

void TestCliAttend::encoderDecodersHaveThreeParts()
{
    const QTemporaryDir folder;
    const QString dump = folder.filePath(one("out.safetensors"));
    const Outcome outcome = fexp({ one("attend"), checkpoint("t5"), one("--text"), one("a cat"),
                                   one("--pair"), one("sat on"), one("--dump"), dump });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const QJsonObject result = outcome.object();
    QCOMPARE(keysOf(result), (QStringList { one("cross"), one("decoder"), one("encoder") }));
    QCOMPARE(keysOf(result[u"cross"].toObject()), QStringList { one("entropy") });
    for (const char16_t* part : { u"encoder", u"decoder" }) {
        const QJsonObject object = result[QStringView(part)].toObject();
        for (const QString& key : kScores) {
            QVERIFY2(object.contains(key), qPrintable(key));
        }
    }
    const auto tensors = readExpected(dump.toStdString());
    for (const char* name : { "encoder_attentions.1", "decoder_attentions.1", "cross_attentions.1",
                              "encoder_rollout", "decoder_rollout" }) {
        QVERIFY2(tensors.contains(name), name);
    }
    QVERIFY(!tensors.contains("cross_rollout"));
    const Outcome alone = fexp({ one("attend"), checkpoint("t5"), one("--text"), one("a cat") });
    QCOMPARE(alone.object()[u"decoder"].toObject()[u"tokens"].toArray().size(), 1);
    QCOMPARE(alone.object()[u"encoder"].toObject()[u"entropy"],
             result[u"encoder"].toObject()[u"entropy"]);
}

void TestCliAttend::dualEncodersHaveTwoTowers()
{
    const Outcome text = fexp({ one("attend"), checkpoint("clip"), one("--text"), one("a cat") });
    QVERIFY2(text.status == 0, text.story().constData());
    QVERIFY(!text.object().contains(u"grid"));
    QVERIFY(text.object()[u"tokens"].toArray().size() < 8);
    const Outcome picture
        = fexp({ one("attend"), checkpoint("clip"), one("--image"), catPicture() });
    QVERIFY2(picture.status == 0, picture.story().constData());
    QVERIFY(picture.object().contains(u"grid"));
}

void TestCliAttend::pairsOfTexts()
{
    const Outcome pair = fexp({ one("attend"), checkpoint("bert"), one("--text"), one("a cat"),
                                one("--pair"), one("sat on") });
    QVERIFY2(pair.status == 0, pair.story().constData());
    QCOMPARE(pair.object()[u"tokens"].toArray().toVariantList().count(one("[SEP]")), 2);
}

void TestCliAttend::paddingIsCutOff()
{
    const QTemporaryDir folder;
    const QString plain = written(folder, one("a.json"), "{\"input_ids\": [[5, 9, 40, 7]]}");
    const QString padded
        = written(folder, one("b.json"),
                  "{\"input_ids\": [[5, 9, 40, 7, 0, 0]], \"attention_mask\": [[1,1,1,1,0,0]]}");
    const QStringList rest { one("attend"), checkpoint("bert"), one("--input") };
    const Outcome first = fexp(rest + QStringList { plain } + kExact);
    const Outcome second = fexp(rest + QStringList { padded } + kExact);
    QVERIFY2(second.status == 0, second.story().constData());
    QCOMPARE(second.object()[u"tokens"], first.object()[u"tokens"]);
    QVERIFY(largestDifference(numbersOf(second.object()[u"entropy"]),
                              numbersOf(first.object()[u"entropy"]))
            < 1e-5);
    QCOMPARE(numbersOf(second.object()[u"rollout"]).size(), std::size_t { 16 });
}

void TestCliAttend::randomSequencesFollowTheSeed()
{
    const QStringList rest { one("attend"), checkpoint("llama_tied"), one("--repeated-random"),
                             one("9"), one("--seed") };
    const Outcome first = fexp(rest + QStringList { one("3") });
    QVERIFY2(first.status == 0, first.story().constData());
    const QJsonArray tokens = first.object()[u"tokens"].toArray();
    QCOMPARE(tokens.size(), 18);
    for (int i = 0; i < 9; ++i) {
        QCOMPARE(tokens[i], tokens[i + 9]);
    }
    QVERIFY(first.object()[u"induction"].toArray()[0].toArray()[0].isDouble());
    QCOMPARE(fexp(rest + QStringList { one("3") }).out, first.out);
    QVERIFY(fexp(rest + QStringList { one("4") }).out != first.out);
}

void TestCliAttend::flowOfOnePosition()
{
    const QStringList rest { one("attend"), checkpoint("gpt2"), one("--text"), one("a cat sat") };
    QVERIFY(!fexp(rest).object().contains(u"flow"));
    const Outcome flow = fexp(rest + QStringList { one("--flow"), one("2") });
    QVERIFY2(flow.status == 0, flow.story().constData());
    QCOMPARE(flow.object()[u"flow_of"].toArray(), QJsonArray { 2 });
    const auto row = numbersOf(flow.object()[u"flow"]);
    QCOMPARE(row.size(), std::size_t { 5 });
    QVERIFY(row[0] > 0 && row[3] == 0); // causal
}

void TestCliAttend::relevanceOfANextToken()
{
    const QStringList rest { one("attend"), checkpoint("gpt2"), one("--text"), one("a cat sat"),
                             one("--relevance") };
    const Outcome outcome = fexp(rest + QStringList { one("at") });
    QVERIFY2(outcome.status == 0, outcome.story().constData());
    const auto relevance = numbersOf(outcome.object()[u"relevance"]);
    QCOMPARE(relevance.size(), std::size_t { 5 });
    QVERIFY(relevance.back() >= 1 && relevance.front() > 0);
    QVERIFY(fexp(rest + QStringList { one("12") }).object()[u"relevance"]
            != outcome.object()[u"relevance"]);
    const Outcome masked = fexp({ one("attend"), checkpoint("bert_mlm_legacy"), one("--text"),
                                  one("a [MASK]"), one("--relevance"), one("12") });
    QVERIFY2(masked.status == 0, masked.story().constData());
    QVERIFY(numbersOf(masked.object()[u"relevance"])[2] >= 1);
}

void TestCliAttend::refusals_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, int status, const QStringList& arguments) {
        QTest::newRow(name) << arguments << status;
    };
    const QString gpt = checkpoint("gpt2");
    const QString text = one("--text");
    row("no input", 2, { gpt });
    row("two inputs", 2, { gpt, text, one("a"), one("--image"), catPicture() });
    row("a pair without a text", 2, { gpt, one("--pair"), one("a"), one("--image"), catPicture() });
    row("an empty text", 3, { gpt, text, QString() });
    row("a picture for a decoder", 3, { gpt, one("--image"), catPicture() });
    row("a text for a vision model", 3, { checkpoint("vit"), text, one("a") });
    row("a pair for a decoder", 3, { gpt, text, one("a"), one("--pair"), one("b") });
    row("too long for the context", 3, { gpt, one("--repeated-random"), one("40") });
    row("over the budget", 3, { gpt, text, one("a cat"), one("--budget"), one("100") });
    row("no such position", 2, { gpt, text, one("a cat"), one("--flow"), one("7") });
    row("relevance of two tokens", 2,
        { gpt, text, one("a cat"), one("--relevance"), one("zz qq") });
    row("relevance in an encoder-decoder", 3,
        { checkpoint("t5"), text, one("a cat"), one("--relevance"), one("12") });
    row("relevance of a picture", 3,
        { checkpoint("vit"), one("--image"), catPicture(), one("--relevance"), one("12") });
    row("no such picture", 3, { checkpoint("vit"), one("--image"), one("/no/such.png") });
    row("no such file", 3, { gpt, one("--input"), one("/no/such.json") });
    row("a damaged file", 3, { gpt, one("--input"), catPicture() });
    row("a random text for a vision model", 3,
        { checkpoint("vit"), one("--repeated-random"), one("4") });
    row("no tokens of a random text", 2, { gpt, one("--repeated-random"), one("0") });
}

void TestCliAttend::refusals()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    const QTemporaryDir folder;
    const Outcome outcome = fexp(QStringList { one("attend") } + arguments
                                 + QStringList { one("--dump"), folder.filePath(one("o.st")) });
    QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
             outcome.story().constData());
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestCliAttend)
#include "tst_cli_attend.moc"
