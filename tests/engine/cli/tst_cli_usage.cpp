// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"

using namespace fe::test;

namespace {

const QString kModel = dataPath(QStringLiteral("models/llama_tied/checkpoint"));

QStringList words(const char* line)
{
    return QString::fromUtf8(line)
        .replace(QStringLiteral("MODEL"), kModel)
        .split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TestCliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(QFileInfo::exists(fexpPath()), "build fexp first; FE_BIN names its folder");
    }

    void wrongUsageIsStatus2WithOneHelpfulLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("helps");
        const auto row = [](const char* name, const char* line, const char* helps) {
            QTest::newRow(name) << words(line) << QByteArray(helps);
        };
        row("no command", "",
            "inspect, tokenize, run, generate, score, perplexity, sweep, attend, lens, ablate, "
            "patch, "
            "embed, classify, evaluate-images, search, heatmap, fit, optimal, convert, preprocess, "
            "bench, "
            "endpoints, list");
        row("unknown command", "frobnicate MODEL",
            "inspect, tokenize, run, generate, score, perplexity, sweep, attend, lens, ablate, "
            "patch, "
            "embed, classify, evaluate-images, search, heatmap, fit, optimal, convert, preprocess, "
            "bench, "
            "endpoints, list");
        row("misspelt command", "generte MODEL", "did you mean generate?");
        row("unknown option", "inspect MODEL --frob", "--frob");
        row("misspelt option", "generate MODEL --prompt a --temprature 1",
            "did you mean --temperature?");
        row("missing model", "inspect", "MODEL is missing");
        row("one model too many", "inspect MODEL other", "\"other\"");
        row("missing value", "tokenize MODEL --text", "--text needs a value");
        row("value for a flag", "inspect MODEL --tensors=1", "--tensors takes no value");
        row("given twice", "tokenize MODEL --text a --text b", "--text is given twice");
        row("neither of two", "tokenize MODEL", "--text or --file");
        row("both of two", "generate MODEL --prompt a --chat b", "--prompt or --chat");
        row("required option", "score MODEL --prompt a", "--continuation is missing");
        row("not a whole number", "generate MODEL --prompt a --max-tokens 1.5",
            "\"1.5\" is not a whole number");
        row("not a number", "generate MODEL --prompt a --temperature warm",
            "\"warm\" is not a number");
        row("number with a tail", "generate MODEL --prompt a --temperature 1x",
            "\"1x\" is not a number");
        row("empty number", "generate MODEL --prompt a --temperature=", "\"\" is not a number");
        row("NaN", "generate MODEL --prompt a --temperature nan", "is not a number");
        row("infinity", "generate MODEL --prompt a --temperature inf", "is not a number");
        row("beyond 64 bits", "generate MODEL --prompt a --seed 99999999999999999999",
            "is not a whole number");
        row("below its range", "generate MODEL --prompt a --temperature -1", "0 or more");
        row("above its range", "generate MODEL --prompt a --top-p 1.5", "0 to 1");
        row("negative seed", "generate MODEL --prompt a --seed -1", "0 or more");
        row("context of one", "perplexity MODEL --file x --context 1", "2 or more");
        row("unknown weights", "run MODEL --input a --dump b --weights f8",
            "stored, f32, bf16, int8 and int4");
        row("unknown device", "run MODEL --input a --dump b --device tpu", "cpu, cuda and cuda:N");
        row("stride beyond the window", "perplexity MODEL --file TEXT --context 4 --stride 5",
            "stride");
        row("empty stop", "generate MODEL --prompt a --stop=", "stop string");
    }
    void wrongUsageIsStatus2WithOneHelpfulLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, helps);
        arguments.replaceInStrings(QStringLiteral("TEXT"),
                                   dataPath(QStringLiteral("cli/text.txt")));
        const Outcome outcome = fexp(arguments);
        QVERIFY2(outcome.status == 2, outcome.story().constData());
        QVERIFY2(outcome.isOneLine() && outcome.out.isEmpty(), outcome.story().constData());
        QVERIFY2(outcome.err.contains(helps), outcome.story().constData());
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* name : { "inspect", "tokenize", "run", "generate", "score", "perplexity",
                                  "attend", "lens", "ablate", "patch", "bench", "list" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void everyCommandHasHelp()
    {
        QFETCH(QString, command);
        const Outcome outcome = fexp({ command, QStringLiteral("--help") });
        QVERIFY2(outcome.status == 0 && outcome.err.isEmpty(), outcome.story().constData());
        QVERIFY(outcome.out.startsWith(QByteArray("fexp " + command.toLatin1() + ": ")));
        QVERIFY(outcome.out.contains("--threads N"));
        QVERIFY(fexp({ QStringLiteral("--help") })
                    .out.contains(QByteArray("\n  " + command.toLatin1() + " ")));
    }

    void theVersionIsShown()
    {
        const Outcome outcome = fexp({ QStringLiteral("--version") });
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.out.startsWith("fexp 0."));
    }

    void valuesMayBeginWithASpaceOrADash_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("text");
        QTest::newRow("space") << QStringList { QStringLiteral("--text"), QStringLiteral(" a") }
                               << QStringLiteral(" a");
        QTest::newRow("dash") << QStringList { QStringLiteral("--text"), QStringLiteral("-a") }
                              << QStringLiteral("-a");
        QTest::newRow("like an option")
            << QStringList { QStringLiteral("--text"), QStringLiteral("--help") }
            << QStringLiteral("--help");
        QTest::newRow("after =") << QStringList { QStringLiteral("--text=-a=b") }
                                 << QStringLiteral("-a=b");
        QTest::newRow("empty") << QStringList { QStringLiteral("--text=") } << QString();
    }
    void valuesMayBeginWithASpaceOrADash()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, text);
        const QString file
            = dataPath(QStringLiteral("models/llama3_rope/checkpoint/tokenizer.json"));
        const Outcome outcome
            = fexp(QStringList { QStringLiteral("tokenize"), file, QStringLiteral("--no-special") }
                   + arguments);
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QCOMPARE(outcome.json().array().at(0).toObject().value(u"decoded").toString(), text);
    }

    void aResultThatCannotBeWrittenIsStatus1()
    {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(fexpPath(), { QStringLiteral("list") });
        const Outcome outcome = outcomeOf(process, 60000);
        QVERIFY2(outcome.status == 1 && outcome.isOneLine(), outcome.story().constData());
    }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
