// SPDX-License-Identifier: GPL-3.0-or-later
//
// TorchScript on the command line: trust, and modules that are run by the names of their arguments.
#include "fexp_process.h"
#include "support/expected_tensors.h"

using namespace fe::test;
namespace tests = fe::tests;

namespace {

QString archive(const char* name)
{
    return dataPath(QStringLiteral("models/torchscript/") + QLatin1String(name));
}

} // namespace

class TestCliScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("HOME", m_home->path().toUtf8());
        qunsetenv("XDG_CONFIG_HOME");
    }

    void codeIsNotTouchedWithoutTrust()
    {
        const QString path = archive("gpt2_traced.pt");
        const auto one = [](const char* word) { return QString::fromLatin1(word); };
        for (const QStringList& arguments :
             { QStringList { one("inspect"), path },
               QStringList { one("tokenize"), path, one("--text"), one("a") },
               QStringList { one("generate"), path, one("--prompt"), one("a") },
               QStringList { one("run"), path, one("--input"), one("none.json"), one("--dump"),
                             dumpPath() } }) {
            const Outcome outcome = fexp(arguments);
            QVERIFY2(outcome.err.contains("--trust"), outcome.story().constData());
            verifyRefused(outcome, "gpt2_traced.pt");
        }
        QVERIFY(QDir(m_home->path()).isEmpty());
    }

    void trustIsRememberedByContent()
    {
        const QString original = archive("mini_gpt_scripted.pt");
        const QStringList inspect { QStringLiteral("inspect"), original };
        QCOMPARE(fexp(inspect).status, 3);
        const Outcome trusted = fexp(inspect + QStringList { QStringLiteral("--trust") });
        QVERIFY2(trusted.status == 0, trusted.story().constData());
        QCOMPARE(trusted.object()[QLatin1String("architecture")].toString(),
                 QStringLiteral("torchscript"));
        QCOMPARE(trusted.object()[QLatin1String("parameters")].toInt(), 103344);
        QCOMPARE(fexp(inspect).status, 0);

        // The same content under another name is trusted, other content under the same name is not.
        QTemporaryDir folder;
        const QByteArray content = contentOf(original);
        const QString copy = written(folder, QStringLiteral("copy.pt"), content);
        QCOMPARE(fexp({ QStringLiteral("inspect"), copy }).status, 0);
        QByteArray changed = content;
        changed[200] = static_cast<char>(changed[200] ^ 1); // a bit of a weight
        written(folder, QStringLiteral("copy.pt"), changed);
        const Outcome outcome = fexp({ QStringLiteral("inspect"), copy });
        QVERIFY2(outcome.err.contains("--trust"), outcome.story().constData());
        verifyRefused(outcome, "copy.pt");
    }

    void damagedArchiveIsNotAskedAboutTrust()
    {
        const QString path = dataPath(QStringLiteral("formats/malformed/torchscript/no_code.pt"));
        for (const QStringList& more :
             { QStringList {}, QStringList { QStringLiteral("--trust") } }) {
            const Outcome outcome = fexp(QStringList { QStringLiteral("inspect"), path } + more);
            verifyRefused(outcome, "no_code.pt");
            QVERIFY2(!outcome.err.contains("--trust"), outcome.story().constData());
        }
        QVERIFY(QDir(m_home->path()).isEmpty());
    }

    void moduleRunsByTheNamesOfItsArguments()
    {
        const auto expected = expectations("mini_gpt_scripted");
        const Outcome outcome
            = run("mini_gpt_scripted.pt", "{\"ids\": " + rowsText(expected.at("s7_b2.ids")) + "}");
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const auto results = tests::readExpected(dumpPath().toStdString());
        QCOMPARE(results.size(), std::size_t { 3 });
        for (const auto& [name, reference, atol] :
             { std::tuple("output.0", "s7_b2.logits", 1e-4),
               std::tuple("output.1", "s7_b2.hidden", 1e-4),
               std::tuple("output.2", "s7_b2.attentions", 2e-5) }) {
            QVERIFY2(tests::excess(results.at(name).values, expected.at(reference).values, atol, 0)
                         <= 0,
                     name);
            QJsonArray shape;
            for (const qint64 dimension : expected.at(reference).shape) {
                shape.append(dimension);
            }
            QCOMPARE(outcome.object()[QLatin1String("shapes")].toObject()[QLatin1String(name)],
                     QJsonValue(shape));
        }
    }

    void picturesComeFromFiles()
    {
        const auto expected = expectations("clip_cuda_half");
        const tests::ExpectedTensor& image = expected.at("image");
        const std::vector<float> pixels(image.values.begin(), image.values.end());
        const fe::formats::OutputTensor tensor { "pixel_values", fe::base::DType::F32, image.shape,
                                                 std::as_bytes(std::span(pixels)) };
        const QString file = m_home->filePath(QStringLiteral("pixels.safetensors"));
        QVERIFY(fe::formats::writeSafetensors(file.toStdString(), std::span(&tensor, 1)));
        const Outcome outcome = run(
            "clip_cuda_half.pt",
            "{\"image\": \"pixels.safetensors\", \"text\": " + rowsText(expected.at("text")) + "}");
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const auto results = tests::readExpected(dumpPath().toStdString());
        QVERIFY(tests::excess(results.at("output.0").values, expected.at("logits_per_image").values,
                              1e-4, 0)
                <= 0);
    }

    void misfitsNameTheRightArguments_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const QByteArray& input, const QByteArray& reason) {
            QTest::newRow(name) << input << reason;
        };
        row("other name", "{\"ids\": [[1]]}", "forward takes input_ids: Tensor");
        row("nothing", "{}", "\"input_ids\" is missing; forward takes input_ids: Tensor");
        row("null", "{\"input_ids\": null}", "\"input_ids\" is missing");
        row("no object", "[[1]]", "not an object");
        row("ragged", "{\"input_ids\": [[1, 2], [3]]}", "different lengths");
        row("deeper in one place", "{\"input_ids\": [1, [2]]}", "different lengths");
        row("empty", "{\"input_ids\": [[]]}", "is empty");
        row("mixed", "{\"input_ids\": [[1, true]]}", "mixes numbers");
        row("object", "{\"input_ids\": {}}", "it holds an object");
        row("nested", "{\"input_ids\": " + QByteArray(20, '[') + "1" + QByteArray(20, ']') + "}",
            "nest too deeply");
        row("no such file", "{\"input_ids\": \"none.safetensors\"}", "No such file");
        row("id out of range", "{\"input_ids\": [[600]]}", "index out of range");
        row("fraction for an id", "{\"input_ids\": [[0.5]]}", "scalar types: Long, Int");
    }
    void misfitsNameTheRightArguments()
    {
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, reason);
        const Outcome outcome = run("gpt2_traced.pt", input);
        QVERIFY2(outcome.err.contains(reason), outcome.story().constData());
        verifyRefused(outcome, input.contains("none.saf") ? "none.safetensors" : "input.json");
        QVERIFY(!QFileInfo::exists(dumpPath()));
    }

private:
    static void verifyRefused(const Outcome& outcome, const char* file)
    {
        QVERIFY2(outcome.status == 3, outcome.story().constData());
        QVERIFY2(outcome.out.isEmpty(), outcome.story().constData());
        QVERIFY2(outcome.isOneLine(), outcome.story().constData());
        QVERIFY2(outcome.err.contains(file), outcome.story().constData());
    }

    static std::map<std::string, tests::ExpectedTensor> expectations(const std::string& name)
    {
        return tests::readExpected(std::string(FE_TEST_DATA) + "/models/torchscript/" + name
                                   + ".expected.safetensors");
    }

    /// [[1, 2], [3, 4]] of a matrix of whole numbers.
    static QByteArray rowsText(const tests::ExpectedTensor& tensor)
    {
        QJsonArray rows;
        const auto length = static_cast<std::size_t>(tensor.shape[1]);
        for (std::size_t begin = 0; begin < tensor.values.size(); begin += length) {
            QJsonArray row;
            for (std::size_t i = 0; i < length; ++i) {
                row.append(static_cast<qint64>(tensor.values[begin + i]));
            }
            rows.append(row);
        }
        return QJsonDocument(rows).toJson(QJsonDocument::Compact);
    }

    [[nodiscard]] QString dumpPath() const
    {
        return m_home->filePath(QStringLiteral("out.safetensors"));
    }

    [[nodiscard]] Outcome run(const char* name, const QByteArray& input) const
    {
        const QString file = written(*m_home, QStringLiteral("input.json"), input);
        return fexp({ QStringLiteral("run"), archive(name), QStringLiteral("--trust"),
                      QStringLiteral("--input"), file, QStringLiteral("--dump"), dumpPath() });
    }

    std::unique_ptr<QTemporaryDir> m_home; ///< of the user, and of the files of a test
};

QTEST_GUILESS_MAIN(TestCliScript)
#include "tst_cli_script.moc"
