// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"
#include "formats/trust.h"

#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <thread>

using namespace fe;
using namespace fe::formats;
using namespace fe::formats::testing;

class TestTrust : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void trustedFileIsRememberedByItsHash();
    void configurationFolderIsTakenFirst();
    void listIsPlainText();
    void whatIsNoHashIsNeverTrusted();
    void withoutAFolderNothingIsTrusted();
    void folderThatCannotBeWrittenIsAnError();
    void manyAtOnceLoseNothing();

private:
    static std::string hash(char digit) { return std::string(64, digit); }
};

void TestTrust::init()
{
    qunsetenv("XDG_CONFIG_HOME");
    qunsetenv("HOME");
}

void TestTrust::trustedFileIsRememberedByItsHash()
{
    Scratch home;
    qputenv("HOME", home.root().c_str());
    QVERIFY(!isTrusted(hash('a')));
    QVERIFY(trust(hash('a')));
    QVERIFY(isTrusted(hash('a')));
    QVERIFY(!isTrusted(hash('b')));
    QVERIFY(
        QFileInfo::exists(home.path(QStringLiteral(".config/foundation-explorer/trusted-files"))));
    QVERIFY(trust(hash('a')));
    QVERIFY(trust(hash('b')));
    QCOMPARE(home.read(".config/foundation-explorer/trusted-files"),
             QByteArray::fromStdString(hash('a') + "\n" + hash('b') + "\n"));

    Scratch other;
    qputenv("HOME", other.root().c_str());
    QVERIFY(!isTrusted(hash('a')));
}

void TestTrust::configurationFolderIsTakenFirst()
{
    Scratch home;
    Scratch config;
    qputenv("HOME", home.root().c_str());
    qputenv("XDG_CONFIG_HOME", config.root().c_str());
    QVERIFY(trust(hash('1')));
    QCOMPARE(config.read("foundation-explorer/trusted-files"),
             QByteArray::fromStdString(hash('1') + "\n"));
    QVERIFY(home.entries().isEmpty());
    qputenv("XDG_CONFIG_HOME", "not/absolute");
    QVERIFY(!isTrusted(hash('1')));
}

void TestTrust::listIsPlainText()
{
    Scratch home;
    qputenv("HOME", home.root().c_str());
    // Edited by hand: no line end at the end, a note, half a hash.
    home.write(".config/foundation-explorer/trusted-files",
               QByteArray::fromStdString("mine:\n" + hash('c').substr(1) + "\n" + hash('d')));
    QVERIFY(!isTrusted(hash('c')));
    QVERIFY(isTrusted(hash('d')));
    QVERIFY(trust(hash('e')));
    QVERIFY(isTrusted(hash('d')));
    QVERIFY(isTrusted(hash('e')));
}

void TestTrust::whatIsNoHashIsNeverTrusted()
{
    Scratch home;
    qputenv("HOME", home.root().c_str());
    home.write(".config/foundation-explorer/trusted-files", "\nshort\n");
    for (const std::string& text : { std::string(), std::string("short"), hash('A'),
                                     hash('a') + "\n", hash('a') + hash('a') }) {
        QVERIFY(!isTrusted(text));
        QVERIFY(!trust(text));
    }
}

void TestTrust::withoutAFolderNothingIsTrusted()
{
    QVERIFY(!isTrusted(hash('a')));
    const auto result = trust(hash('a'));
    QVERIFY(!result);
    QVERIFY(QByteArray::fromStdString(result.error().oneLine()).contains("HOME"));
}

void TestTrust::folderThatCannotBeWrittenIsAnError()
{
    Scratch home;
    home.write(".config", "a file in the folder's place");
    qputenv("HOME", home.root().c_str());
    QVERIFY(!trust(hash('a')));
    QVERIFY(!isTrusted(hash('a')));
}

void TestTrust::manyAtOnceLoseNothing()
{
    Scratch home;
    qputenv("HOME", home.root().c_str());
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::vector<std::thread> threads;
    for (const char digit : kDigits) {
        threads.emplace_back([digit] { static_cast<void>(trust(hash(digit))); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const char digit : kDigits) {
        QVERIFY(isTrusted(hash(digit)));
    }
    QCOMPARE(home.read(".config/foundation-explorer/trusted-files").size(), 16 * 65);
}

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
