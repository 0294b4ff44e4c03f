// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/settings.h"

#include <QFile>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using shell::LanguageChoice;
using shell::Settings;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptyFileGivesDefaults();
    void everythingIsFoundAgain();
    void recentModelsAreBoundedAndUnique();
    void nonsenseCountsAsNotThere();
    void damagedFilesAreHarmless();
};

namespace {

void expectDefaults(const Settings& settings)
{
    QCOMPARE(settings.theme(), widgets::ThemeMode::System);
    QCOMPARE(settings.language(), LanguageChoice::System);
    QCOMPARE(settings.loadOptions().device, std::string("cpu"));
    QVERIFY(settings.loadOptions().weights == models::WeightForm::Stored);
    QCOMPARE(settings.threads(), 0);
    QVERIFY(settings.tabState(QStringLiteral("prompt")).isEmpty());
}

} // namespace

void TestSettings::emptyFileGivesDefaults()
{
    const QTemporaryDir folder;
    const Settings settings(folder.filePath(QStringLiteral("none.ini")));
    expectDefaults(settings);
    QVERIFY(settings.lastModel().isEmpty());
}

void TestSettings::everythingIsFoundAgain()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    const QJsonObject state { { QStringLiteral("text"),
                                QStringLiteral("한국어 \"quoted\"; a=b\n😀") },
                              { QStringLiteral("list"), QJsonArray { 1, 2 } } };
    {
        Settings settings(file);
        settings.setTheme(widgets::ThemeMode::Dark);
        settings.setLanguage(LanguageChoice::Korean);
        settings.setGeometry(QByteArray("\x01\x00\xff", 3));
        settings.setTabState(QStringLiteral("prompt"), state);
        settings.setCurrentTab(QStringLiteral("prompt"));
        settings.addRecentModel(QStringLiteral("/a/모델, b.gguf"));
        settings.setLoadOptions({ .weights = models::WeightForm::BF16, .device = "cuda:1" });
        settings.setThreads(3);
        settings.setSlotModel(workspace::Role::Encoder, QStringLiteral("/a/인코더, b"));
        settings.setLinkedModels({ QStringLiteral("/x, y"), QStringLiteral("/z") });
        settings.sync();
    }
    const Settings again(file);
    QCOMPARE(again.theme(), widgets::ThemeMode::Dark);
    QCOMPARE(again.language(), LanguageChoice::Korean);
    QCOMPARE(again.geometry(), QByteArray("\x01\x00\xff", 3));
    QCOMPARE(again.tabState(QStringLiteral("prompt")), state);
    QCOMPARE(again.currentTab(), QStringLiteral("prompt"));
    QCOMPARE(again.lastModel(), QStringLiteral("/a/모델, b.gguf"));
    QCOMPARE(again.loadOptions().device, std::string("cuda:1"));
    QVERIFY(again.loadOptions().weights == models::WeightForm::BF16);
    QCOMPARE(again.threads(), 3);
    QCOMPARE(again.slotModel(workspace::Role::Encoder), QStringLiteral("/a/인코더, b"));
    QVERIFY(again.slotModel(workspace::Role::Language).isEmpty());
    QCOMPARE(again.linkedModels(), (QStringList { QStringLiteral("/x, y"), QStringLiteral("/z") }));
}

void TestSettings::recentModelsAreBoundedAndUnique()
{
    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    for (int i = 0; i < 20; ++i) {
        settings.addRecentModel(QStringLiteral("/m/%1").arg(i));
    }
    settings.addRecentModel(QStringLiteral("/m/15"));
    QCOMPARE(settings.recentModels().size(), 8);
    QCOMPARE(settings.lastModel(), QStringLiteral("/m/15"));
    QCOMPARE(settings.recentModels().count(QStringLiteral("/m/15")), 1);
}

void TestSettings::nonsenseCountsAsNotThere()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("[window]\ntheme=purple\nlanguage=\n[models]\nweights=int99\ndevice=/etc/"
              "passwd\nthreads=-5\n"
              "[tabs]\nprompt={\"open\": \n");
    out.close();
    expectDefaults(Settings(file));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("[models]\nthreads=999999999999999\n[tabs]\nprompt=[1,2]\n");
    out.close();
    const Settings settings(file);
    QVERIFY(settings.threads() >= 0 && settings.threads() <= 1024);
    QVERIFY(settings.tabState(QStringLiteral("prompt")).isEmpty());
}

void TestSettings::damagedFilesAreHarmless()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    QRandomGenerator random(7); // the same bytes in each run
    for (int round = 0; round < 50; ++round) {
        QByteArray bytes("[window]\ngeometry=@ByteArray(");
        for (int i = 0; i < 400; ++i) {
            bytes.append(static_cast<char>(random.bounded(256)));
        }
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
        out.close();
        Settings settings(file);
        QVERIFY(settings.recentModels().size() <= 8);
        QVERIFY(settings.geometry().size() <= 4 * bytes.size());
        expectDefaults(settings);
        settings.setThreads(2);
        QCOMPARE(settings.threads(), 2);
    }
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
