// SPDX-License-Identifier: GPL-3.0-or-later
//
// What `fexp bench` prints and refuses; how fast anything is, is nobody's business here.
#include "fexp_process.h"

using namespace fe::test;

namespace {

QString one(const char* text)
{
    return QString::fromUtf8(text);
}

/// Words of a line with the names of models, pictures and texts filled in.
QStringList words(const char* line)
{
    const QString resources = dataPath(QStringLiteral("../../resources/models/"));
    return QString::fromUtf8(line)
        .replace(QStringLiteral("LLAMA"), dataPath(QStringLiteral("models/llama_tied/checkpoint")))
        .replace(QStringLiteral("BERT"), dataPath(QStringLiteral("models/bert/checkpoint")))
        .replace(QStringLiteral("CLIP"), resources + QStringLiteral("starterclip-64"))
        .replace(QStringLiteral("JPEG"), dataPath(QStringLiteral("vision/decode/exif1.jpg")))
        .replace(QStringLiteral("TEXT"), dataPath(QStringLiteral("cli/text.txt")))
        .split(u' ', Qt::SkipEmptyParts);
}

Outcome bench(const QStringList& arguments)
{
    return fexp(QStringList { one("bench") } + arguments);
}

} // namespace

class TestCliBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesAMedianBetweenItsEnds_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("unit");
        const auto row = [](const char* name, const char* line, const char* unit) {
            QTest::newRow(name) << words(line) << one(unit);
        };
        row("decode", "decode LLAMA --tokens=8 --prompt-tokens=4", "tokens/s");
        row("decode from nothing", "decode LLAMA --tokens=8 --prompt-tokens=0", "tokens/s");
        row("prefill", "prefill LLAMA --tokens=8", "tokens/s");
        row("encode", "encode BERT --count=5 --tokens=6 --batch=2", "texts/s");
        row("encode lines", "encode BERT --count=5 --text TEXT", "texts/s");
        row("images", "images CLIP --image JPEG --count=3 --batch=2", "pictures/s");
        row("preprocess", "preprocess CLIP --image JPEG --image JPEG", "pictures/s");
        row("tokenize", "tokenize LLAMA", "MB/s");
        row("tokenize a file", "tokenize LLAMA --text TEXT", "MB/s");
        row("attention", "attention LLAMA --tokens=8", "tokens/s");
    }
    void givesAMedianBetweenItsEnds()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = bench(arguments + words("--runs=3 --threads=1"));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        QCOMPARE(result.value(u"n").toInt(), 3);
        QCOMPARE(result.value(u"threads").toInt(), 1);
        QVERIFY(result.value(u"min").toDouble() > 0);
        QVERIFY(result.value(u"min").toDouble() <= result.value(u"median").toDouble());
        QVERIFY(result.value(u"median").toDouble() <= result.value(u"max").toDouble());
        QTEST(result.value(u"unit").toString(), "unit");
        QVERIFY(!result.value(u"cpu").toString().isEmpty());
    }

    void saysHowMuchMemoryARunAdds()
    {
        const Outcome outcome = bench(words("tokenize LLAMA --runs=1 --threads=1"));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        // A megabyte of text makes more than 100,000 tokens of more than 8 bytes each.
        QVERIFY2(outcome.object().value(u"added_bytes").toDouble() > 800'000,
                 outcome.story().constData());
    }

    void refusesWhatCannotBeMeasured_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("helps");
        const auto row = [](const char* name, const char* line, int status, const char* helps) {
            QTest::newRow(name) << words(line) << status << QByteArray(helps);
        };
        row("no such kind", "everything LLAMA", 2,
            "decode, prefill, encode, images, preprocess, tokenize and attention");
        row("no pictures", "images CLIP", 2, "--image FILE");
        row("beyond the context", "prefill LLAMA --tokens=100000000", 2, "context holds");
        row("pictures for a text model", "images LLAMA --image JPEG", 3, "llama_tied");
        row("no picture", "preprocess CLIP --image TEXT", 3, "text.txt");
        row("missing picture", "images CLIP --image /nowhere.jpg", 3, "/nowhere.jpg");
        row("missing text", "tokenize LLAMA --text /nowhere.txt", 3, "/nowhere.txt");
        row("missing lines", "encode BERT --text /nowhere.txt", 3, "/nowhere.txt");
        row("an encoder writes nothing", "decode BERT", 3, "bert");
    }
    void refusesWhatCannotBeMeasured()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, helps);
        const Outcome outcome = bench(arguments);
        QTEST(outcome.status, "status");
        QVERIFY2(outcome.isOneLine() && outcome.out.isEmpty(), outcome.story().constData());
        QVERIFY2(outcome.err.contains(helps), outcome.story().constData());
    }

    void anEmptyTextIsRefused()
    {
        const QTemporaryDir folder;
        const QString empty = written(folder, one("empty.txt"), "");
        for (const char* what : { "tokenize LLAMA", "encode BERT" }) {
            const Outcome outcome = bench(words(what) + QStringList { one("--text"), empty });
            QCOMPARE(outcome.status, 3);
            QVERIFY2(outcome.isOneLine() && outcome.err.contains("empty.txt"),
                     outcome.story().constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestCliBench)
#include "tst_cli_bench.moc"
