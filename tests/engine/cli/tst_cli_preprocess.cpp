// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"
#include "support/expected_tensors.h"

using namespace fe::test;
using fe::tests::readExpected;

namespace {

const QString kModel = dataPath(QStringLiteral("vision/reference/clip_processor"));
const QString kPicture = dataPath(QStringLiteral("vision/reference/files/01_gradient.png"));

QStringList preprocess(const QString& model, const QString& picture, const QString& dump)
{
    return { QStringLiteral("preprocess"), model, picture, QStringLiteral("--dump"), dump };
}

} // namespace

class TestCliPreprocess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePixelsAreDumped()
    {
        QTemporaryDir folder;
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        const Outcome outcome = fexp(preprocess(kModel, kPicture, dump));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.out, QByteArray(R"({"shapes":{"pixel_values":[1,3,224,224]}})") + '\n');
        const auto tensors = readExpected(dump.toStdString());
        QCOMPARE(tensors.size(), std::size_t { 1 });
        const auto& pixels = tensors.at("pixel_values");
        QCOMPARE(pixels.shape, (fe::base::Shape { 1, 3, 224, 224 }));
        const auto expected = readExpected(
            dataPath(QStringLiteral("vision/reference/expected/pixels.safetensors")).toStdString());
        const auto& slice = expected.at("01_gradient.clip.slice").values; // x[:, 3::7, 5::7]
        QCOMPARE(slice.size(), std::size_t { 3 } * 32 * 32);
        for (std::size_t i = 0; i < slice.size(); ++i) {
            const std::size_t channel = i / 1024;
            const std::size_t y = 3 + i / 32 % 32 * 7;
            const std::size_t x = 5 + i % 32 * 7;
            QVERIFY(std::fabs(pixels.values[(channel * 224 + y) * 224 + x] - slice[i]) <= 1e-5);
        }
        // What was dumped is taken as it is.
        const QString again = folder.filePath(QStringLiteral("again.safetensors"));
        QCOMPARE(fexp(preprocess(kModel, dump, again)).status, 0);
        QVERIFY(readExpected(again.toStdString()).at("pixel_values").values == pixels.values);
    }

    void anInstalledModelsOwnSizeIsUsed()
    {
        QTemporaryDir folder;
        const QString model = dataPath(QStringLiteral("../../resources/models/starterclip-64"));
        const Outcome outcome
            = fexp(preprocess(model, kPicture, folder.filePath(QStringLiteral("out.st"))));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QCOMPARE(outcome.out, QByteArray(R"({"shapes":{"pixel_values":[1,3,64,64]}})") + '\n');
    }

    void hostilePicturesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("expectation");
        for (const QByteArray& line :
             contentOf(dataPath(QStringLiteral("vision/malformed.tsv"))).split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#')) {
                const auto columns = line.split('\t');
                QTest::newRow(columns[1].constData()) << columns[0];
            }
        }
    }
    void hostilePicturesAreRefused()
    {
        QFETCH(QByteArray, expectation);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        verify(expectation, kModel, dataPath(QStringLiteral("vision/malformed/") + name), name);
    }

    void otherInputsAreRefusedByName_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("picture");
        QTest::addColumn<QString>("blamed");
        const QString none = QStringLiteral("no-such-file");
        const QString llama = dataPath(QStringLiteral("models/llama_tied/checkpoint"));
        QTest::newRow("no such picture") << kModel << none << none;
        QTest::newRow("a folder as picture") << kModel << kModel << kModel;
        QTest::newRow("no such model") << none << kPicture << none;
        QTest::newRow("a model of text") << llama << kPicture << QStringLiteral("config.json");
        QTest::newRow("a GGUF") << dataPath(QStringLiteral("models/gguf/llama_F16.gguf"))
                                << kPicture << QStringLiteral("llama_F16.gguf");
        QTest::newRow("a picture as model") << kPicture << kPicture << kPicture;
    }
    void otherInputsAreRefusedByName()
    {
        QFETCH(QString, model);
        QFETCH(QString, picture);
        QFETCH(QString, blamed);
        verify("refuse", model, picture, blamed);
    }

    void brokenSettingsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray(R"({"size": )");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("huge") << QByteArray(
            R"({"image_processor_type": "CLIPImageProcessor", "size": 1000000000})");
        QTest::newRow("nested deeply") << QByteArray(100000, '[');
    }
    void brokenSettingsAreRefusedByName()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        written(folder, QStringLiteral("preprocessor_config.json"), content);
        verify("refuse", folder.path(), kPicture, QStringLiteral("preprocessor_config.json"));
    }

    void withoutDumpTheUsageIsWrong()
    {
        QCOMPARE(fexp({ QStringLiteral("preprocess"), kModel, kPicture }).status, 2);
        QCOMPARE(fexp({ QStringLiteral("preprocess"), kModel }).status, 2);
    }

private:
    static void verify(const QByteArray& expectation, const QString& model, const QString& picture,
                       const QString& blamed)
    {
        QTemporaryDir folder;
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        const Outcome outcome = fexp(preprocess(model, picture, dump), 15000);
        QCOMPARE(QFileInfo::exists(dump), outcome.status == 0);
        if (expectation == "accept" || (expectation == "either" && outcome.status == 0)) {
            QVERIFY2(outcome.status == 0, outcome.story().constData());
            return;
        }
        QVERIFY2(outcome.status == 3, outcome.story().constData());
        QVERIFY2(outcome.out.isEmpty(), outcome.story().constData());
        QVERIFY2(outcome.isOneLine(), outcome.story().constData());
        QVERIFY2(outcome.err.contains(QFileInfo(blamed).fileName().toUtf8()),
                 outcome.story().constData());
    }
};

QTEST_GUILESS_MAIN(TestCliPreprocess)
#include "tst_cli_preprocess.moc"
