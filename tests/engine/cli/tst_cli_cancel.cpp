// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"

#include <csignal>

using namespace fe::test;

namespace {

const QString kModel = dataPath(QStringLiteral("models/llama_tied/checkpoint"));

/// Starts fexp, waits until its `after` says go, sends the signal if it still runs: an ended
/// process has the id 0, and a signal to 0 goes to our whole process group, the test runner
/// included.
template<typename After>
Outcome interrupted(const QStringList& arguments, int signal, const After& after)
{
    QProcess process;
    process.start(fexpPath(), arguments);
    if (!process.waitForStarted() || !after(process)) {
        qWarning("fexp ended before it could be interrupted");
    }
    if (const auto id = static_cast<pid_t>(process.processId()); id > 0) {
        ::kill(id, signal);
    }
    return outcomeOf(process, 10000);
}

} // namespace

class TestCliCancel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generateEndsWithStatus4AndItsPartialResult_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void generateEndsWithStatus4AndItsPartialResult()
    {
        QFETCH(int, signal);
        // A million samples of a tiny model: it runs until it is stopped.
        const QStringList arguments {
            QStringLiteral("generate"),          kModel,
            QStringLiteral("--prompt"),          QStringLiteral("The"),
            QStringLiteral("--samples=1000000"), QStringLiteral("--stream")
        };
        const Outcome outcome = interrupted(arguments, signal, [](QProcess& process) {
            return process.waitForReadyRead(30000); // the first token is out
        });
        QVERIFY2(outcome.status == 4, outcome.story().constData());
        QVERIFY2(outcome.err == "fexp: cancelled\n", outcome.story().constData());
        QVERIFY(outcome.out.endsWith("}\n"));
        for (const QByteArray& line : outcome.out.trimmed().split('\n')) {
            QVERIFY(QJsonDocument::fromJson(line).isObject());
        }
    }

    void perplexityEndsWithStatus4AndNoResult()
    {
        QTemporaryDir folder;
        const QByteArray sentence = "The gradient of the attention layer is large. ";
        const QString text = written(folder, QStringLiteral("long.txt"), sentence.repeated(100000));
        const QStringList arguments { QStringLiteral("perplexity"), kModel,
                                      QStringLiteral("--file"), text,
                                      QStringLiteral("--stride=1") };
        const Outcome outcome = interrupted(arguments, SIGINT, [](QProcess& process) {
            return !process.waitForFinished(1500); // long past the start, far from the end
        });
        QVERIFY2(outcome.status == 4 && outcome.out.isEmpty(), outcome.story().constData());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files),
                 QStringList { QStringLiteral("long.txt") });
    }

    void runLeavesNoHalfWrittenFile()
    {
        QTemporaryDir folder;
        QByteArray rows;
        for (int i = 0; i < 100; ++i) {
            rows += (i > 0 ? ",[" : "[") + QByteArray("7,").repeated(127) + "7]";
        }
        const QString input
            = written(folder, QStringLiteral("in.json"), "{\"input_ids\": [" + rows + "]}");
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        int interruptions = 0;
        for (const int delayMs : { 50, 150, 300, 500, 800 }) {
            const Outcome outcome = interrupted(
                { QStringLiteral("run"), kModel, QStringLiteral("--input"), input,
                  QStringLiteral("--dump"), dump },
                SIGINT, [&](QProcess& process) { return !process.waitForFinished(delayMs); });
            // Before its handler stands (50 ms may be too early) the signal ends it as it does by
            // default.
            QVERIFY2(outcome.status != 0 || QFileInfo::exists(dump), outcome.story().constData());
            if (outcome.status != 0) {
                ++interruptions;
                QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
                         QStringList { QStringLiteral("in.json") });
            }
            QFile::remove(dump);
        }
        QVERIFY(interruptions > 0); // a late signal may find it done, an early one may not
    }
};

QTEST_GUILESS_MAIN(TestCliCancel)
#include "tst_cli_cancel.moc"
