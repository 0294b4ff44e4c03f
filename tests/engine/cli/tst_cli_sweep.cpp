// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"

#include <cmath>
#include <csignal>

using namespace fe::test;

namespace {

const QString kModel = dataPath(QStringLiteral("models/llama_tied/checkpoint"));

QByteArray table(int rows)
{
    QByteArray text = "text,label\n";
    for (int i = 0; i < rows; ++i) {
        text += "film " + QByteArray::number(i) + (i % 2 == 0 ? ",good\n" : ",bad\n");
    }
    return text;
}

QStringList sweep(const QString& data, const QStringList& more)
{
    return QStringList { QStringLiteral("sweep"), kModel, QStringLiteral("--data"), data,
                         QStringLiteral("--pattern={text}:\\n {label}") }
    + more;
}

QString text(const char* latin)
{
    return QString::fromLatin1(latin);
}

} // namespace

class TestCliSweep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsExamplesAndConfusionBelongTogether()
    {
        QTemporaryDir folder;
        const QString data = written(folder, text("d.csv"), table(8));
        const Outcome outcome = fexp(
            sweep(data, { text("--shots=0,2"), text("--seeds=2"), text("--score=calibrated") }));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        QCOMPARE(result[u"labels"].toArray(), (QJsonArray { text("good"), text("bad") }));
        QCOMPARE(result[u"complete"].toBool(), true);
        const QJsonArray examples = result[u"examples"].toArray();
        QCOMPARE(examples.size(), 8 + 16);
        const QJsonArray points = result[u"points"].toArray();
        QCOMPARE(points.size(), 2);
        int total = 0;
        for (const QJsonValue& point : points) {
            int correct = 0;
            int count = 0;
            for (const QJsonValue& example : examples) {
                if (example[u"shots"] == point[u"shots"]) {
                    ++count;
                    correct += example[u"correct"].toBool() ? 1 : 0;
                }
            }
            QCOMPARE(point[u"n"].toInt(), count);
            QCOMPARE(point[u"accuracy"].toDouble(), static_cast<double>(correct) / count);
            QVERIFY(point[u"ci_low"].toDouble() <= point[u"accuracy"].toDouble());
            QVERIFY(point[u"ci_high"].toDouble() >= point[u"accuracy"].toDouble());
            total += count;
        }
        int confused = 0;
        for (const QJsonValue& row : result[u"confusion"].toArray()) {
            for (const QJsonValue& cell : row.toArray()) {
                confused += cell.toInt();
            }
        }
        QCOMPARE(confused, total);
        QCOMPARE(result[u"scorings"].toObject().keys(),
                 (QStringList { text("byte"), text("calibrated"), text("sum"), text("token") }));
        const double cost = result[u"tokens_read"].toDouble() / result[u"unique_tokens"].toDouble();
        QVERIFY2(cost >= 1 && cost <= 1.3, qPrintable(QString::number(cost)));
        QCOMPARE(result[u"provenance"][u"model_sha256"].toString().size(), 64);
    }

    void likelihoodsAreThoseOfScore()
    {
        QTemporaryDir folder;
        const QString data = written(folder, text("d.csv"), table(4));
        const Outcome outcome
            = fexp(sweep(data, { text("--shots=1"), text("--prompts"), text("--weights=f32") }));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        for (const QJsonValue& example : outcome.object()[u"examples"].toArray()) {
            QVERIFY(example[u"prompt"].toString().endsWith(QLatin1Char(':')));
            QCOMPARE(example[u"lead"].toString(), text("\n "));
            const QString lead = example[u"lead"].toString();
            const Outcome score
                = fexp({ text("score"), kModel, text("--weights=f32"), text("--prompt"),
                         example[u"prompt"].toString(), text("--continuation"), lead + text("good"),
                         text("--continuation"), lead + text("bad") });
            QVERIFY2(score.status == 0, score.story().constData());
            const QJsonArray wanted = score.json().array();
            for (int label = 0; label < 2; ++label) {
                const QJsonValue found = example[u"scores"][label == 0 ? u"good" : u"bad"];
                for (const char* key : { "sum", "per_token", "per_byte" }) {
                    const double difference
                        = found[text(key)].toDouble() - wanted[label][text(key)].toDouble();
                    // The same products in pieces of other sizes.
                    QVERIFY2(std::abs(difference) < 2e-4, qPrintable(QString::number(difference)));
                }
            }
        }
    }

    void generatedAnswersAreJudged()
    {
        QTemporaryDir folder;
        const QString data = written(folder, text("d.jsonl"),
                                     "{\"text\":\"a\",\"label\":\"1\"}\n"
                                     "{\"text\":\"b\",\"label\":\"2\"}\n"
                                     "oops\n");
        const Outcome outcome = fexp(sweep(
            data,
            { text("--score=generate"), text("--answer-rule=number"), text("--max-tokens=3") }));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        QCOMPARE(result[u"examples"].toArray().size(), 2);
        QVERIFY(result[u"examples"][0][u"text"].isString());
        QCOMPARE(result[u"skipped"][0][u"line"].toInt(), 3);
        QCOMPARE(result[u"unanswered"].toArray().size(), 2);
    }

    void aStoppedSweepGoesOn_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGKILL") << SIGKILL;
    }
    void aStoppedSweepGoesOn()
    {
        QFETCH(int, signal);
        QTemporaryDir folder;
        const QString data = written(folder, text("d.csv"), table(120));
        const QString out = folder.filePath(text("sweep.jsonl"));
        const QStringList arguments
            = sweep(data, { text("--shots=0,1,2,4"), text("--seeds=4"), text("--out"), out });
        QProcess process;
        process.start(fexpPath(), arguments);
        QVERIFY(process.waitForStarted());
        // A few cells are in the file, most are not.
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(out).size() > 0 && contentOf(out).count('\n') > 20,
                                 60000);
        const auto id = static_cast<pid_t>(process.processId());
        QVERIFY2(id > 0, "the sweep ended before it could be stopped");
        ::kill(id, signal);
        QVERIFY(process.waitForFinished(30000));
        if (signal == SIGINT) {
            QCOMPARE(process.exitStatus(), QProcess::NormalExit);
            QCOMPARE(process.exitCode(), 4);
            QCOMPARE(process.readAllStandardError().trimmed(), QByteArray("fexp: cancelled"));
        }
        const QByteArray kept = contentOf(out);
        const auto finished = kept.left(kept.lastIndexOf('\n') + 1);
        QVERIFY(finished.count('\n') > 20);
        // Without --resume the file is not touched.
        const Outcome again = fexp(arguments);
        QVERIFY2(again.status == 2 && again.err.contains("--resume"), again.story().constData());
        QCOMPARE(contentOf(out), kept);
        // With one seed: the test need not run all.
        QStringList shorter = arguments;
        shorter.replaceInStrings(text("--seeds=4"), text("--seeds=1"));
        const Outcome resumed = fexp(shorter << text("--resume"), 240000);
        QVERIFY2(resumed.status == 0, resumed.story().constData());
        QVERIFY(contentOf(out).startsWith(finished));
        QCOMPARE(resumed.object()[u"examples"].toArray().size(), 4 * 120);
        QCOMPARE(resumed.object()[u"complete"].toBool(), true);
    }

    void anotherSweepsFileIsRefused()
    {
        QTemporaryDir folder;
        const QString data = written(folder, text("d.csv"), table(4));
        const QString out = folder.filePath(text("sweep.jsonl"));
        QCOMPARE(fexp(sweep(data, { text("--out"), out })).status, 0);
        const QByteArray kept = contentOf(out);
        const QString other = written(folder, text("e.csv"), table(6));
        const Outcome outcome = fexp(sweep(other, { text("--out"), out, text("--resume") }));
        QVERIFY2(outcome.status == 3 && outcome.isOneLine() && outcome.err.contains("sweep.jsonl"),
                 outcome.story().constData());
        QCOMPARE(contentOf(out), kept);
    }

    void wrongUsageIsStatus2_data()
    {
        QTest::addColumn<QStringList>("more");
        const auto row
            = [](const char* name, const QStringList& more) { QTest::newRow(name) << more; };
        row("shots", { text("--shots=a") });
        row("negative shots", { text("--shots=-1") });
        row("score", { text("--score=best") });
        row("one label", { text("--labels=good") });
        row("empty label", { text("--labels=good,") });
        row("answer", { text("--answer=nothing") });
        row("trigger", { text("--trigger=Think.") });
        row("rule", { text("--score=generate"), text("--answer-rule=guess") });
        row("no expression", { text("--score=generate"), text("--answer-rule=expression") });
        row("expression",
            { text("--score=generate"), text("--answer-rule=expression"), text("--expression=(") });
        row("resume", { text("--resume") });
        row("pattern", { text("--pattern={") });
    }
    void wrongUsageIsStatus2()
    {
        QFETCH(QStringList, more);
        QTemporaryDir folder;
        const QString data = written(folder, text("d.csv"), table(4));
        const Outcome outcome = fexp(sweep(data, more));
        QVERIFY2(outcome.status == 2 && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
    }

    void wrongDataIsStatus3WithTheFilesName_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QStringList>("more");
        QTest::newRow("empty") << QByteArray() << QStringList();
        QTest::newRow("no column") << QByteArray("a,label\n1,good\n2,bad\n") << QStringList();
        QTest::newRow("not a label") << table(4) << QStringList { text("--labels=good,fine") };
        QTest::newRow("too few examples") << table(4) << QStringList { text("--shots=4") };
        QTest::newRow("binary") << QByteArray("\x7F"
                                              "ELF\x00\x01",
                                              6)
                                << QStringList();
    }
    void wrongDataIsStatus3WithTheFilesName()
    {
        QFETCH(QByteArray, data);
        QFETCH(QStringList, more);
        QTemporaryDir folder;
        const Outcome outcome = fexp(sweep(written(folder, text("d.csv"), data), more));
        QVERIFY2(outcome.status == 3 && outcome.isOneLine() && outcome.err.contains("d.csv")
                     && outcome.out.isEmpty(),
                 outcome.story().constData());
    }

    void promptsBeyondTheContextAreListed()
    {
        QTemporaryDir folder;
        const QByteArray longText = QByteArray("word ").repeated(4000);
        const QString data
            = written(folder, text("d.csv"), "text,label\n" + longText + ",good\nshort,bad\n");
        const Outcome outcome = fexp(sweep(data, {}));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QCOMPARE(outcome.object()[u"points"][0][u"n"].toInt(), 1);
        QCOMPARE(outcome.object()[u"refused"][0][u"row"].toInt(), 1);
        QVERIFY(!outcome.object()[u"refused"][0][u"why"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliSweep)
#include "tst_cli_sweep.moc"
