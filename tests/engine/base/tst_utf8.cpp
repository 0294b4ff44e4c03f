// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <QTest>

using namespace fe::base;

class TestUtf8 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodePointSurvivesTheRoundTrip();
    void brokenSequenceIsReplaced_data();
    void brokenSequenceIsReplaced();
    void streamHoldsBackOnlyWhatCanBeCompleted_data();
    void streamHoldsBackOnlyWhatCanBeCompleted();
    void endOfTextHasNoLength();
};

void TestUtf8::everyCodePointSurvivesTheRoundTrip()
{
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        if (value == 0xD800) {
            value = 0xE000; // surrogates are no text
        }
        std::string text;
        appendUtf8(text, value);
        const CodePoint read = decodeUtf8(text, 0);
        if (!read.valid || read.codePoint != value || read.length != text.size()) {
            QFAIL(qPrintable(QString::number(value, 16)));
        }
    }
}

void TestUtf8::brokenSequenceIsReplaced_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("replaced"); // as Python's errors="replace" does
    const auto row = [](const char* name, const char* text, const char* replaced) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(replaced);
    };
    row("lone continuation", "a\x80z", "a\uFFFDz");
    row("cut two", "\xC3", "\uFFFD");
    row("cut three is one", "\xE2\x82", "\uFFFD");
    row("cut four is one", "\xF0\x9F\x98z", "\uFFFDz");
    row("over-long two", "\xC0\xAF", "\uFFFD\uFFFD");
    row("over-long three", "\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD");
    row("surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD");
    row("above U+10FFFF", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD");
    row("no lead byte", "\xF5\xFF", "\uFFFD\uFFFD");
    row("lead before lead", "\xE2\xE2\x82\xAC", "\uFFFD€");
}

void TestUtf8::brokenSequenceIsReplaced()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, replaced);
    QVERIFY(!isValidUtf8(text.toStdString()));
    const std::string valid = toValidUtf8(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(valid), replaced);
    QVERIFY(isValidUtf8(valid));
    QCOMPARE(toValidUtf8(valid), valid);
}

void TestUtf8::streamHoldsBackOnlyWhatCanBeCompleted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("complete");
    const auto row = [](const char* name, const char* text, int complete) {
        QTest::newRow(name) << QByteArray(text) << complete;
    };
    row("empty", "", 0);
    row("whole four", "a😀", 5);
    row("whole three", "a€", 4);
    row("whole two", "aü", 3);
    row("one of two", "a\xC3", 1);
    row("one of three", "a\xE2", 1);
    row("two of three", "a\xE2\x82", 1);
    row("three of four", "a\xF0\x9F\x98", 1);
    row("hopeless second byte", "a\xE0\x80", 3);
    row("surrogate in the making", "a\xED\xA0", 3);
    row("continuation alone", "a\x80\x80\x80\x80", 5);
    row("broken before open", "\xFF\xE2\x82", 1);
}

void TestUtf8::streamHoldsBackOnlyWhatCanBeCompleted()
{
    QFETCH(QByteArray, text);
    QFETCH(int, complete);
    QCOMPARE(static_cast<int>(completeUtf8Prefix(text.toStdString())), complete);
}

void TestUtf8::endOfTextHasNoLength()
{
    QCOMPARE(int(decodeUtf8("ab", 2).length), 0);
    QCOMPARE(int(decodeUtf8("", 0).length), 0);
    QVERIFY(isValidUtf8(""));
}

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
