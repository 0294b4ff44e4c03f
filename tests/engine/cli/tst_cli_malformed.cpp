// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"

#include <cstring>

using namespace fe::test;

namespace {

/// A refusal takes milliseconds; the rest is for a machine that runs other tests beside this one.
constexpr int kNoHangMs = 15000;
const QString kWeights = dataPath(QStringLiteral("models/llama_tied/checkpoint/model.safetensors"));
const QString kGguf = dataPath(QStringLiteral("models/gguf/llama_F16.gguf"));

/// The four bytes of the value of a GGUF key, replaced.
QByteArray patched(QByteArray gguf, const QByteArray& key, quint32 value)
{
    const auto at = gguf.indexOf(key);
    if (at < 0) {
        qFatal("no key %s", key.constData());
    }
    std::memcpy(gguf.data() + at + key.size() + 4, &value,
                sizeof value); // a type of 4 bytes lies between
    return gguf;
}

void verifyRefused(const Outcome& outcome, const QString& path)
{
    QVERIFY2(outcome.status == 3, outcome.story().constData());
    QVERIFY2(outcome.out.isEmpty(), outcome.story().constData());
    QVERIFY2(outcome.isOneLine(), outcome.story().constData());
    QVERIFY2(outcome.err.contains(QFileInfo(path).fileName().toUtf8()),
             outcome.story().constData());
}

/// "refuse", "accept" or "either".
void verify(const QByteArray& expectation, const Outcome& outcome, const QString& path)
{
    if (expectation == "refuse" || (expectation == "either" && outcome.status != 0)) {
        verifyRefused(outcome, path);
    } else {
        QVERIFY2(outcome.status == 0, outcome.story().constData());
    }
}

} // namespace

class TestCliMalformed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("expectation");
        for (const QByteArray& line :
             contentOf(dataPath(QStringLiteral("cli/malformed.tsv"))).split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#')) {
                const auto columns = line.split('\t');
                QTest::newRow(columns[1].constData()) << columns[0];
            }
        }
    }
    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, expectation);
        QString path = dataPath(QString::fromUtf8(QTest::currentDataTag()));
        QVERIFY2(QFileInfo::exists(path), "missing test data");
        QTemporaryDir folder;
        if (path.contains(QStringLiteral("/checkpoint/"))) {
            path = withWeights(path, folder);
        }
        const bool tokenizer = path.contains(QStringLiteral("/tokenizers/"));
        const Outcome outcome = tokenizer
            ? fexp({ QStringLiteral("tokenize"), path, QStringLiteral("--text"),
                     QStringLiteral("Hello, w\u00F6rld 42!") },
                   kNoHangMs)
            : fexp({ QStringLiteral("inspect"), path }, kNoHangMs);
        verify(expectation, outcome, path);
    }

    void aPatchedModelIsRefused_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<quint32>("value");
        QTest::addColumn<QByteArray>("expectation");
        const auto row
            = [](const char* name, const char* key, quint32 value, const char* expectation) {
                  QTest::newRow(name) << QByteArray(key) << value << QByteArray(expectation);
              };
        row("no heads", "llama.attention.head_count", 0, "refuse");
        row("7 heads", "llama.attention.head_count", 7, "refuse");
        row("3 key-value heads", "llama.attention.head_count_kv", 3, "refuse");
        row("4 billion layers", "llama.block_count", 4000000000U, "refuse");
        row("one layer more", "llama.block_count", 99, "refuse");
        row("2^31 wide", "llama.embedding_length", 1U << 31U, "refuse");
        row("no context", "llama.context_length", 0, "either");
        row("a rope base that is NaN", "llama.rope.freq_base", 0x7FC00000U, "either");
    }
    void aPatchedModelIsRefused()
    {
        QFETCH(QByteArray, key);
        QFETCH(quint32, value);
        QFETCH(QByteArray, expectation);
        QTemporaryDir folder;
        const QString path = written(folder, QStringLiteral("patched.gguf"),
                                     patched(contentOf(kGguf), key, value));
        verify(expectation, fexp({ QStringLiteral("inspect"), path }, kNoHangMs), path);
        // Loading it is refused as well, and leaves no dump behind.
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        const QString input
            = written(folder, QStringLiteral("in.json"), R"({"input_ids": [[1, 2]]})");
        const Outcome outcome = fexp({ QStringLiteral("run"), path, QStringLiteral("--input"),
                                       input, QStringLiteral("--dump"), dump });
        verify(expectation, outcome, path);
        QCOMPARE(QFileInfo::exists(dump), outcome.status == 0);
    }

    void aFileCutAnywhereInItsHeaderIsRefused()
    {
        const QByteArray whole = contentOf(kGguf);
        QTemporaryDir folder;
        for (const qsizetype size : { 0, 1, 4, 8, 23, 24, 100, 1000, 4000, 20000 }) {
            const QString path = written(folder, QStringLiteral("cut.gguf"), whole.left(size));
            verifyRefused(fexp({ QStringLiteral("inspect"), path }), path);
        }
    }

    void inputsOfRunAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char* name, const char* content) {
            QTest::newRow(name) << QByteArray(content);
        };
        row("empty", "");
        row("no JSON", "{");
        row("an array", "[1, 2]");
        row("no ids", "{}");
        row("ids are null", R"({"input_ids": null})");
        row("ids are text", R"({"input_ids": "1 2"})");
        row("ids are empty", R"({"input_ids": []})");
        row("an empty row", R"({"input_ids": [[]]})");
        row("a fraction", R"({"input_ids": [[1.5]]})");
        row("a negative id", R"({"input_ids": [[-1]]})");
        row("an id outside the vocabulary", R"({"input_ids": [[760]]})");
        row("an id beyond 64 bits", R"({"input_ids": [[18446744073709551616]]})");
        row("ragged rows", R"({"input_ids": [[1, 2], [3]]})");
        row("mixed rows", R"({"input_ids": [1, [2]]})");
        row("a mask of another shape", R"({"input_ids": [[1, 2]], "attention_mask": [[1]]})");
        row("a mask of 2", R"({"input_ids": [[1, 2]], "attention_mask": [[1, 2]]})");
        row("pixels for a decoder", R"({"input_ids": [[1]], "pixel_values": "a.safetensors"})");
        QByteArray longRow = "1";
        for (int i = 0; i < 128; ++i) {
            longRow += ",1";
        }
        QTest::newRow("longer than the context")
            << QByteArray(R"({"input_ids": [[)" + longRow + "]]}");
        QTest::newRow("nested deeply") << QByteArray(100000, '[');
    }
    void inputsOfRunAreRefused()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString input = written(folder, QStringLiteral("in.json"), content);
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        const Outcome outcome = fexp(
            { QStringLiteral("run"), dataPath(QStringLiteral("models/llama_tied/checkpoint")),
              QStringLiteral("--input"), input, QStringLiteral("--dump"), dump });
        verifyRefused(outcome, input);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files),
                 QStringList { QStringLiteral("in.json") });
    }

    void otherFilesAreRefusedByName_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("blamed");
        const QString model = dataPath(QStringLiteral("models/llama_tied/checkpoint"));
        const QString wrong = dataPath(QStringLiteral("cli/malformed.tsv"));
        const QString json = model + QStringLiteral("/config.json");
        const QString none = QStringLiteral("no-such-file");
        const auto row = [](const char* name, const QStringList& arguments, const QString& blamed) {
            QTest::newRow(name) << arguments << blamed;
        };
        const auto one = [](const char* text) { return QString::fromLatin1(text); };
        row("no such model", { one("inspect"), none }, none);
        row("a table as model", { one("inspect"), wrong }, wrong);
        row("a table as texts", { one("tokenize"), model, one("--file"), wrong }, wrong);
        row("an object as texts", { one("tokenize"), model, one("--file"), json }, json);
        row("a configuration as tokenizer", { one("tokenize"), json, one("--text"), one("a") },
            json);
        row("no such texts", { one("tokenize"), model, one("--file"), none }, none);
        row("no such messages", { one("generate"), model, one("--chat"), none }, none);
        row("a table as messages", { one("generate"), model, one("--chat"), wrong }, wrong);
        row("no such text", { one("perplexity"), model, one("--file"), none }, none);
        row("a folder as text", { one("perplexity"), model, one("--file"), model }, model);
        row("a model without tokenizer",
            { one("generate"), dataPath(one("models/llama_linear_rope_bias/checkpoint")),
              one("--prompt"), one("a") },
            one("tokenizer.json"));
    }
    void otherFilesAreRefusedByName()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, blamed);
        verifyRefused(fexp(arguments), blamed);
    }

    void aTextThatIsTooShortOrNoUtf8IsRefused()
    {
        QTemporaryDir folder;
        const QString model = dataPath(QStringLiteral("models/llama_tied/checkpoint"));
        for (const QByteArray& content : { QByteArray(), QByteArray("\xC3\x28\xFF") }) {
            const QString path = written(folder, QStringLiteral("text.txt"), content);
            verifyRefused(
                fexp({ QStringLiteral("perplexity"), model, QStringLiteral("--file"), path }),
                path);
        }
    }

private:
    /// A copy of a checkpoint that was stored without weights, with those of a sound model.
    static QString withWeights(const QString& path, const QTemporaryDir& folder)
    {
        const QString copy = folder.filePath(QFileInfo(path).fileName());
        QDir().mkpath(copy);
        const QDir source(path);
        for (const QString& name : source.entryList(QDir::Files)) {
            QFile::copy(source.filePath(name), copy + u'/' + name);
        }
        const bool asGiven = path.contains(QStringLiteral("index_"))
            || path.endsWith(QStringLiteral("no_weights"));
        if (!asGiven && !QFile::copy(kWeights, copy + QStringLiteral("/model.safetensors"))) {
            qFatal("missing test data %s", qPrintable(kWeights));
        }
        return copy;
    }
};

QTEST_GUILESS_MAIN(TestCliMalformed)
#include "tst_cli_malformed.moc"
