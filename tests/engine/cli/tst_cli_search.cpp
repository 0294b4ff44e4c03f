// SPDX-License-Identifier: GPL-3.0-or-later
//
// search: what it finds, what it remembers, and what a kill leaves.
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

QString samples()
{
    return kResources + QStringLiteral("samples");
}

/// Many small pictures that differ: a BMP of 8 x 8 pixels each.
void writePictures(const QString& folder, int count)
{
    QDir().mkpath(folder);
    for (int i = 0; i < count; ++i) {
        QByteArray bytes = QByteArray::fromHex("424df6000000000000003600000028000000080000000800"
                                               "00000100180000000000c0000000")
            + QByteArray(16, '\0');
        for (int j = 0; j < 192; ++j) {
            bytes += static_cast<char>((i * 31 + j * (i % 7 + 1)) ^ (i >> 3));
        }
        QFile file(folder + QStringLiteral("/%1.bmp").arg(i, 5, 10, QLatin1Char('0')));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("cannot write pictures");
        }
    }
}

} // namespace

class TestCliSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void textsAndPicturesFindPictures()
    {
        const Outcome text
            = search({ samples(), one("--text"), one("a pizza"), one("--top"), one("3") });
        QVERIFY2(text.status == 0, text.story().constData());
        const QJsonArray results = text.object()[u"results"].toArray();
        QCOMPARE(results.size(), 3);
        QCOMPARE(results[0][u"image"].toString(), samples() + one("/noto_pizza.png"));
        QVERIFY(results[0][u"similarity"].toDouble() > results[1][u"similarity"].toDouble());
        QVERIFY(results[1][u"similarity"].toDouble() >= results[2][u"similarity"].toDouble());
        QCOMPARE(text.object()[u"indexed"].toInt(), 24);
        QCOMPARE(text.object()[u"encoded"].toInt(), 24);
        const QJsonArray skipped = text.object()[u"skipped"].toArray();
        QCOMPARE(skipped.size(), 1);
        QCOMPARE(skipped[0][u"image"].toString(), samples() + one("/labels.csv"));

        const QString cat = samples() + one("/noto_cat.png");
        const Outcome picture = search({ samples(), one("--image"), cat });
        QVERIFY2(picture.status == 0, picture.story().constData());
        QCOMPARE(picture.object()[u"results"].toArray().size(), 10);
        QCOMPARE(picture.object()[u"results"].toArray()[0][u"image"].toString(), cat);
        QVERIFY(picture.object()[u"results"].toArray()[0][u"similarity"].toDouble() > 0.9999);
        QCOMPARE(picture.object()[u"encoded"].toInt(), 0);
    }

    /// Whatever a killed run had kept is used by the next (batch by batch: tst_index_kill).
    void aKilledSearchGoesOn()
    {
        const QString folder = m_place->filePath(one("pictures"));
        writePictures(folder, kCount);
        QProcess process;
        process.start(fexpPath(), arguments({ folder, one("--text"), one("noise") }));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(log()).size() > kSomeBatches, 30000);
        process.kill(); // SIGKILL
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        verifyRest(folder);
        QCOMPARE(search({ folder, one("--text"), one("noise") }).object()[u"encoded"].toInt(), 0);
    }

    void anInterruptKeepsWhatIsIndexed()
    {
        const QString folder = m_place->filePath(one("pictures"));
        writePictures(folder, kCount);
        QProcess process;
        process.start(fexpPath(), arguments({ folder, one("--text"), one("noise") }));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(log()).size() > kSomeBatches, 30000);
        process.terminate();
        const Outcome outcome = outcomeOf(process, 10000);
        QVERIFY2(outcome.status == 4 && outcome.isOneLine(), outcome.story().constData());
        verifyRest(folder);
    }

    void wrongQuestionsAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        const QStringList cat { one("--text"), one("cat") };
        QTest::newRow("no query") << QStringList { samples() } << 2;
        QTest::newRow("both") << (QStringList { samples(), one("--image"), one("x") } + cat) << 2;
        QTest::newRow("an empty text") << QStringList { samples(), one("--text"), QString() } << 2;
        QTest::newRow("no folder") << (QStringList { one("/no/such/folder") } + cat) << 3;
        QTest::newRow("a file") << (QStringList { samples() + one("/noto_cat.png") } + cat) << 2;
        QTest::newRow("a picture that is none")
            << QStringList { samples(), one("--image"), samples() + one("/labels.csv") } << 3;
    }
    void wrongQuestionsAreRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        const Outcome outcome = search(words);
        QVERIFY2(outcome.status == status && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
    }

    void modelsThatCannotAnswerAreRefused()
    {
        const QStringList text { samples(), one("--text"), one("cat"), one("--index"), index() };
        const Outcome vit
            = fexp(QStringList { one("search"), dataPath(one("models/vit/checkpoint")) } + text);
        QVERIFY2(vit.status == 3 && vit.isOneLine(), vit.story().constData());
        const Outcome gpt2
            = fexp(QStringList { one("search"), dataPath(one("models/gpt2/checkpoint")) } + text);
        QVERIFY2(gpt2.status == 3 && gpt2.isOneLine(), gpt2.story().constData());
    }

    void theIndexLiesInTheCacheFolder()
    {
        const QStringList words { one("search"), starter(), samples(), one("--text"), one("cat") };
        qputenv("XDG_CACHE_HOME", QFile::encodeName(m_place->path()));
        const Outcome outcome = fexp(words);
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QVERIFY(QFile::exists(m_place->filePath(one("foundation-explorer/pictures.sqlite"))));
        qputenv("XDG_CACHE_HOME", "/proc/nowhere");
        const Outcome closed = fexp(words);
        qunsetenv("XDG_CACHE_HOME");
        QVERIFY2(closed.status == 3 && closed.isOneLine(), closed.story().constData());
        QVERIFY(closed.err.contains("/proc/nowhere"));
    }

    void damagedIndexesAreNamedAndLeft()
    {
        written(*m_place, one("index.sqlite"), QByteArray(8192, 'x'));
        const Outcome outcome = search({ samples(), one("--text"), one("cat") });
        QVERIFY2(outcome.status == 3 && outcome.isOneLine(), outcome.story().constData());
        QVERIFY(outcome.err.contains("index.sqlite"));
        QCOMPARE(contentOf(index()), QByteArray(8192, 'x'));
    }

    void namesOfAnyBytesArePrintedAsJson()
    {
        const QByteArray name = QFile::encodeName(m_place->path()) + "/caf\xe9.png";
        QVERIFY(QFile::copy(samples() + one("/noto_cat.png"), m_place->filePath(one("cat.png"))));
        QCOMPARE(std::rename(QFile::encodeName(m_place->filePath(one("cat.png"))).constData(),
                             name.constData()),
                 0);
        const Outcome outcome = search({ m_place->path(), one("--text"), one("cat") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonArray results = outcome.object()[u"results"].toArray();
        QCOMPARE(results.size(), 1);
        QVERIFY(results[0][u"image"].toString().contains(one("caf\xef\xbf\xbd")));
        QCOMPARE(std::remove(name.constData()), 0);
    }

private:
    /// A transaction writes some pages of 4 KiB: the log of that size holds 10 at least.
    static constexpr qint64 kSomeBatches = 150'000;
    static constexpr int kCount = 1200;

    void verifyRest(const QString& folder)
    {
        const Outcome rest = search({ folder, one("--text"), one("noise") });
        QVERIFY2(rest.status == 0, rest.story().constData());
        QCOMPARE(rest.object()[u"indexed"].toInt(), kCount);
        const int encoded = rest.object()[u"encoded"].toInt();
        QVERIFY2(encoded > 0 && encoded <= kCount - 10, qPrintable(QString::number(encoded)));
    }
    QString log() const { return index() + one("-wal"); }
    QString index() const { return m_place->filePath(one("index.sqlite")); }
    QStringList arguments(const QStringList& words) const
    {
        return QStringList { one("search"), starter() } + words
            + QStringList { one("--index"), index() };
    }
    Outcome search(const QStringList& words) const { return fexp(arguments(words), 120000); }

    std::unique_ptr<QTemporaryDir> m_place;
};

QTEST_GUILESS_MAIN(TestCliSearch)
#include "tst_cli_search.moc"
