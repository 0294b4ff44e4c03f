// SPDX-License-Identifier: GPL-3.0-or-later
//
// fexp heatmap with the starter model, its archives, and questions that it refuses.
#include "fexp_process.h"

#include <QImage>

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

QString cat()
{
    return kResources + QStringLiteral("samples/noto_cat.png");
}

QJsonObject reference()
{
    const QJsonArray cases
        = QJsonDocument::fromJson(contentOf(dataPath(one("analysis/relevance/expected.json"))))
              .object()[u"cases"]
              .toArray();
    return cases.last().toObject(); // the starter's: cat and guitar without a template
}

double distance(const QJsonArray& grid, const QJsonArray& wanted)
{
    double largest = 0;
    double scale = 0;
    qsizetype at = 0;
    for (const QJsonValue& row : grid) {
        for (const QJsonValue& value : row.toArray()) {
            largest = std::max(largest, std::abs(value.toDouble() - wanted[at].toDouble()));
            scale = std::max(scale, std::abs(wanted[at].toDouble()));
            ++at;
        }
    }
    return at == wanted.size() && scale > 0 ? largest / scale : INFINITY;
}

} // namespace

class TestCliHeatmap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gridsEqualTheReference_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("default") << QString();
        for (const char* method : { "relevance", "similarity", "attention" }) {
            QTest::newRow(method) << one(method);
        }
    }
    void gridsEqualTheReference()
    {
        QFETCH(QString, method);
        const QTemporaryDir folder;
        const QString png = folder.filePath(one("map.png"));
        QStringList arguments { one("heatmap"), starter(),    cat(), one("--label"),
                                one("cat"),     one("--out"), png };
        if (!method.isEmpty()) {
            arguments << one("--method") << method;
        }
        const Outcome outcome = fexp(arguments);
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        const QString used = method.isEmpty() ? one("relevance") : method;
        QCOMPARE(result[u"method"].toString(), used);
        QCOMPARE(result[u"rows"].toInt(), 8);
        QCOMPARE(result[u"columns"].toInt(), 8);
        QCOMPARE(result[u"label"].toString(), used == one("attention") ? QString() : one("cat"));
        const QJsonObject expected = reference();
        const QJsonValue wanted = used == one("attention")
            ? expected[u"attention"]
            : expected[u"maps"].toArray()[0].toObject()[used];
        // Float16 weights in both; the rest is the order of sums.
        QVERIFY(distance(result[u"grid"].toArray(), wanted.toArray()) < 1e-3);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { one("map.png") });
        verifyPicture(png, result[u"grid"].toArray());
    }

    void otherLabelsAreComparedWithTheFirst()
    {
        const QTemporaryDir folder;
        const QStringList arguments {
            one("heatmap"), starter(), cat(), one("--out"), folder.filePath(one("map.png")),
            one("--label"), one("cat")
        };
        const Outcome alone = fexp(arguments);
        QVERIFY(!alone.object().contains(u"label_correlation"));
        const Outcome three
            = fexp(arguments
                   + QStringList { one("--label"), one("guitar"), one("--label"), one("apple") });
        QVERIFY2(three.status == 0, three.story().constData());
        const QJsonValue correlation = three.object()[u"label_correlation"];
        QVERIFY(correlation.isDouble() && std::abs(correlation.toDouble()) < 0.95);
        QCOMPARE(three.object()[u"grid"].toArray().size(), 8);
        const Outcome twice = fexp(arguments + QStringList { one("--label"), one("cat") });
        QCOMPARE(twice.object()[u"label_correlation"].toDouble(), 1.0);
    }

    void templatesAreUsed()
    {
        const QTemporaryDir folder;
        const QStringList arguments {
            one("heatmap"), starter(), cat(), one("--out"), folder.filePath(one("map.png")),
            one("--label"), one("cat")
        };
        const Outcome plain = fexp(arguments);
        const Outcome set = fexp(arguments + QStringList { one("--templates"), one("starter") });
        QVERIFY2(set.status == 0, set.story().constData());
        QVERIFY(set.object()[u"grid"] != plain.object()[u"grid"]);
    }

    void archivesAnswerAsTheirSource_data()
    {
        QTest::addColumn<bool>("portable");
        QTest::newRow("portable") << true;
        QTest::newRow("blocks") << false;
    }
    void archivesAnswerAsTheirSource()
    {
        QFETCH(bool, portable);
        const QTemporaryDir folder;
        const QString archive = folder.filePath(one("siglip.pt"));
        const QString source = dataPath(one("models/siglip/checkpoint"));
        QStringList convert { one("convert"), source, archive };
        const Outcome converted = fexp(portable ? convert << one("--portable") : convert);
        QVERIFY2(converted.status == 0, converted.story().constData());
        const QStringList rest { cat(), one("--method"), one("attention"), one("--out"),
                                 folder.filePath(one("map.png")) };
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(folder.path()));
        const Outcome whole = fexp(QStringList { one("heatmap"), source } + rest);
        const Outcome from = fexp(QStringList { one("heatmap"), archive, one("--trust") } + rest);
        qunsetenv("XDG_CONFIG_HOME");
        QVERIFY2(whole.status == 0, whole.story().constData());
        QVERIFY2(from.status == 0, from.story().constData());
        QCOMPARE(from.out, whole.out);
    }

    /// Exported when the pooling head did not yet show its attention.
    void olderArchivesSayWhatTheyCannotShow()
    {
        const QTemporaryDir folder;
        const QString archive = dataPath(one("analysis/relevance/siglip_before_pooling.pt"));
        const QString png = folder.filePath(one("map.png"));
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(folder.path()));
        const Outcome outcome = fexp({ one("heatmap"), archive, cat(), one("--trust"),
                                       one("--method"), one("attention"), one("--out"), png });
        const Outcome vector
            = fexp({ one("embed"), archive, one("--trust"), one("--image"), cat() });
        qunsetenv("XDG_CONFIG_HOME");
        QCOMPARE(outcome.status, 3);
        QVERIFY2(outcome.isOneLine() && outcome.err.contains("pooling head")
                     && outcome.err.contains("siglip_before_pooling.pt"),
                 outcome.story().constData());
        QVERIFY(!QFileInfo::exists(png));
        QVERIFY2(vector.status == 0, vector.story().constData());
    }

    void wrongQuestionsLeaveNoFile_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::newRow("no label") << QStringList { starter(), cat() } << 2;
        QTest::newRow("no such method")
            << QStringList { starter(), cat(), one("--label"), one("a"), one("--method"), one("x") }
            << 2;
        QTest::newRow("an empty label")
            << QStringList { starter(), cat(), one("--label"), QString() } << 3;
        QTest::newRow("no such picture")
            << QStringList { starter(), one("/no/such.png"), one("--label"), one("a") } << 3;
        QTest::newRow("a model that reads no texts")
            << QStringList { dataPath(one("models/vit/checkpoint")), cat(), one("--label"),
                             one("a") }
            << 3;
        QTest::newRow("a model that reads no pictures")
            << QStringList { dataPath(one("models/bert/checkpoint")), cat(), one("--method"),
                             one("attention") }
            << 3;
    }
    void wrongQuestionsLeaveNoFile()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        const QTemporaryDir folder;
        const QString png = folder.filePath(one("map.png"));
        const Outcome outcome
            = fexp(QStringList { one("heatmap") } + arguments + QStringList { one("--out"), png });
        QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
        QVERIFY(QDir(folder.path()).isEmpty());
    }

private:
    /// 64 pixels seven times as large; the brightest block lies where the largest number is.
    static void verifyPicture(const QString& path, const QJsonArray& grid)
    {
        const QImage image(path);
        QCOMPARE(image.size(), QSize(448, 448));
        QPoint warmest;
        QPoint coldest;
        const auto value = [&](QPoint p) { return grid[p.y()].toArray()[p.x()].toDouble(); };
        for (int row = 0; row < 8; ++row) {
            for (int column = 0; column < 8; ++column) {
                const QPoint here(column, row);
                warmest = value(here) > value(warmest) ? here : warmest;
                coldest = value(here) < value(coldest) ? here : coldest;
            }
        }
        const auto green = [&](QPoint p) { return image.pixelColor(p * 56 + QPoint(28, 28)); };
        QVERIFY(green(warmest).green() > 130);
        QVERIFY(green(warmest).green() > green(coldest).green());
    }
};

QTEST_GUILESS_MAIN(TestCliHeatmap)
#include "tst_cli_heatmap.moc"
