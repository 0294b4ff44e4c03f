// SPDX-License-Identifier: GPL-3.0-or-later
//
// classify, evaluate-images, embed and convert with the starter vision-language model, whose
// expected numbers lie beside it.
#include "fexp_process.h"

using namespace fe::test;

namespace {

QString one(const char* text)
{
    return QString::fromUtf8(text);
}

const QString kResources = dataPath(QStringLiteral("../../resources/models/"));

QString starter()
{
    return kResources + QStringLiteral("starterclip-64");
}

QString sample(const char* name)
{
    return kResources + QStringLiteral("samples/") + one(name);
}

QByteArray wholeFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", qPrintable(path));
    }
    return file.readAll();
}

} // namespace

class TestCliPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersReproduceTheModelsOwnEvaluation_data()
    {
        QTest::addColumn<QString>("split");
        for (const char* split :
             { "seen-vendors", "openmoji-held-out", "openmoji-outline-held-out" }) {
            QTest::newRow(split) << one(split);
        }
    }
    void foldersReproduceTheModelsOwnEvaluation()
    {
        QFETCH(QString, split);
        const Outcome outcome
            = fexp({ one("evaluate-images"), starter(),
                     kResources + QStringLiteral("testset20/") + split, one("--templates"),
                     one("starter"), one("--weights"), one("f32"), one("--predictions") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        const QJsonObject wanted
            = QJsonDocument::fromJson(wholeFile(kResources + QStringLiteral("evaluation.json")))
                  .object()[u"testset20"][u"splits"][split]
                  .toObject();
        const QJsonObject accuracy = wanted[u"English ensemble"].toObject();
        QCOMPARE(result[u"n"].toInt(), wanted[u"n"].toInt());
        // evaluation.json keeps four decimals, the last rounded to even.
        for (const char* key : { "top1", "top5" }) {
            const double difference = result[one(key)].toDouble() - accuracy[one(key)].toDouble();
            QVERIFY2(std::abs(difference) <= 5.1e-5, key);
        }
        QVERIFY(result[u"skipped"].toArray().isEmpty());
        verifyPredictions(result[u"predictions"].toArray(), split);
    }

    /// Against the predictions of two separate runs.
    void twoTemplateSetsAndTwoModelsAreCompared()
    {
        const QString folder = kResources + one("testset20/openmoji-outline-held-out");
        const auto evaluate = [&](const QStringList& more) {
            const Outcome outcome = fexp(
                QStringList { one("evaluate-images"), starter(), folder, one("--predictions") }
                + more);
            if (outcome.status != 0) {
                qFatal("%s", outcome.story().constData());
            }
            return outcome.object();
        };
        const QStringList wide { one("--templates"), one("starter") };
        const QJsonObject plain = evaluate({});
        const QJsonObject starterWords = evaluate(wide);
        const QJsonObject both
            = evaluate(wide + QStringList { one("--against-templates"), one("plain") });
        QCOMPARE(both[u"top1"], starterWords[u"top1"]);
        QCOMPARE(both[u"predictions"], starterWords[u"predictions"]);
        const QJsonObject comparison = both[u"comparison"].toObject();
        std::array<std::array<int, 2>, 2> cells {};
        const QJsonArray first = starterWords[u"predictions"].toArray();
        const QJsonArray second = plain[u"predictions"].toArray();
        for (qsizetype i = 0; i < first.size(); ++i) {
            const bool firstRight = first[i][u"predicted"] == first[i][u"label"];
            const bool secondRight = second[i][u"predicted"] == second[i][u"label"];
            ++cells[firstRight ? 1 : 0][secondRight ? 1 : 0];
        }
        QCOMPARE(comparison[u"both"].toInt(), cells[1][1]);
        QCOMPARE(comparison[u"only_first"].toInt(), cells[1][0]);
        QCOMPARE(comparison[u"only_second"].toInt(), cells[0][1]);
        QCOMPARE(comparison[u"neither"].toInt(), cells[0][0]);
        QVERIFY(cells[1][0] + cells[0][1] > 0);
        QCOMPARE(comparison[u"top1"].toDouble(), plain[u"top1"].toDouble());
        const double difference = comparison[u"difference"].toDouble();
        QVERIFY(std::abs(difference - (plain[u"top1"].toDouble() - both[u"top1"].toDouble()))
                < 1e-12);
        QVERIFY(comparison[u"ci_low"].toDouble() <= difference);
        QVERIFY(difference <= comparison[u"ci_high"].toDouble());

        const QJsonObject itself = evaluate({ one("--against"), starter() });
        QCOMPARE(itself[u"comparison"][u"difference"].toDouble(), 0.0);
        QCOMPARE(itself[u"comparison"][u"ci_high"].toDouble(), 0.0);
    }

    void damagedPicturesAreSkipped()
    {
        QTemporaryDir folder;
        const QString broken = written(folder, one("broken.png"), "no picture at all");
        QVERIFY(QFile::copy(sample("fluent3d_elephant.png"), folder.filePath(one("good.png"))));
        const QStringList labels { one("--labels"), one("cat, elephant") };
        const Outcome outcome
            = fexp(QStringList { one("classify"), starter(), folder.path() } + labels);
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonArray images = outcome.object()[u"images"].toArray();
        QCOMPARE(images.size(), 1);
        const QJsonArray scores = images[0].toObject()[u"scores"].toArray();
        QCOMPARE(scores.size(), 2);
        QCOMPARE(scores[0].toObject()[u"label"].toString(), one("elephant"));
        QVERIFY(scores[0].toObject()[u"probability"].toDouble() > 0.9);
        const QJsonArray skipped = outcome.object()[u"skipped"].toArray();
        QCOMPARE(skipped.size(), 1);
        QCOMPARE(skipped[0].toObject()[u"image"].toString(), broken);

        const Outcome none = fexp(QStringList { one("classify"), starter(), broken } + labels);
        QCOMPARE(none.status, 3);
        QVERIFY(none.isOneLine() && none.out.isEmpty());
        QVERIFY(none.err.contains("broken.png"));
    }

    void wrongQuestionsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        const QString picture = sample("noto_cat.png");
        QTest::newRow("no labels") << QStringList { one("classify"), starter(), picture } << 2;
        QTest::newRow("empty labels")
            << QStringList { one("classify"), starter(), picture, one("--labels"), one(" , ") }
            << 2;
        QTest::newRow("a language model")
            << QStringList { one("classify"), dataPath(one("models/gpt2/checkpoint")), picture,
                             one("--labels"), one("cat,dog") }
            << 3;
        QTest::newRow("no such folder")
            << QStringList { one("evaluate-images"), starter(), one("/no/such/folder") } << 3;
        QTest::newRow("a folder without classes")
            << QStringList { one("evaluate-images"), starter(), kResources + one("samples") } << 3;
        QTest::newRow("text for a vision model")
            << QStringList { one("embed"), dataPath(one("models/vit/checkpoint")), one("--text"),
                             one("a") }
            << 3;
    }
    void wrongQuestionsAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        const Outcome outcome = fexp(arguments);
        QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
    }

    void picturesAndTextsEndInOneSpace()
    {
        const Outcome texts = fexp({ one("embed"), starter(), one("--text"), one("an elephant"),
                                     one("--text"), one("a pizza") });
        const Outcome picture
            = fexp({ one("embed"), starter(), one("--image"), sample("fluent3d_elephant.png") });
        QVERIFY2(texts.status == 0, texts.story().constData());
        QVERIFY2(picture.status == 0, picture.story().constData());
        const QJsonArray image = picture.object()[u"vectors"].toArray()[0].toArray();
        QCOMPARE(image.size(), picture.object()[u"dim"].toInt());
        double squares = 0;
        std::array<double, 2> cosines {};
        for (qsizetype i = 0; i < image.size(); ++i) {
            squares += image[i].toDouble() * image[i].toDouble();
            for (qsizetype text = 0; text < 2; ++text) {
                cosines[static_cast<std::size_t>(text)] += image[i].toDouble()
                    * texts.object()[u"vectors"].toArray()[text].toArray()[i].toDouble();
            }
        }
        QVERIFY(std::abs(squares - 1) < 1e-5);
        QVERIFY(cosines[0] > cosines[1] + 0.1);
    }

    void anArchiveAnswersAsItsSource()
    {
        QTemporaryDir folder;
        const QString archive = folder.filePath(one("starter.pt"));
        const Outcome converted = fexp({ one("convert"), starter(), archive, one("--portable") });
        QVERIFY2(converted.status == 0, converted.story().constData());
        QCOMPARE(converted.object()[u"bytes"].toInteger(), QFileInfo(archive).size());
        const QStringList question { sample("noto_cat.png"), one("--labels"), one("cat,dog") };
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(folder.path()));
        const Outcome untrusted = fexp(QStringList { one("classify"), archive } + question);
        QCOMPARE(untrusted.status, 3);
        QVERIFY(untrusted.err.contains("--trust"));
        const Outcome trusted
            = fexp(QStringList { one("classify"), archive, one("--trust") } + question);
        const Outcome source = fexp(QStringList { one("classify"), starter() } + question);
        qunsetenv("XDG_CONFIG_HOME");
        QVERIFY2(trusted.status == 0, trusted.story().constData());
        QCOMPARE(trusted.out, source.out);
    }

private:
    /// Every picture of the split as expected_predictions.csv has it.
    static void verifyPredictions(const QJsonArray& predictions, const QString& split)
    {
        QHash<QString, QStringList> expected;
        const QByteArray table
            = wholeFile(kResources + QStringLiteral("testset20/expected_predictions.csv"));
        for (const QByteArray& line : table.split('\n')) {
            const QStringList fields = QString::fromUtf8(line.trimmed()).split(u',');
            if (fields.size() == 6 && fields[0].startsWith(split + QLatin1Char('/'))) {
                expected.insert(fields[0], fields);
            }
        }
        QCOMPARE(predictions.size(), expected.size());
        for (const QJsonValue& value : predictions) {
            const QString file
                = value[u"image"].toString().section(QStringLiteral("testset20/"), 1);
            const QStringList wanted = expected.value(file);
            QVERIFY2(wanted.size() == 6, qPrintable(file));
            QCOMPARE(value[u"predicted"].toString(), wanted[3]);
            QVERIFY2(std::abs(value[u"probability"].toDouble() - wanted[4].toDouble()) < 1e-4,
                     qPrintable(file));
        }
    }
};

QTEST_GUILESS_MAIN(TestCliPictures)
#include "tst_cli_pictures.moc"
