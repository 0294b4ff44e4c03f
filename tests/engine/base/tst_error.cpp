// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/guarded.h"
#include "base/utf8.h"

#include <QTest>

#include <limits>
#include <stdexcept>

using namespace fe::base;

class TestError : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void longPathKeepsItsName();
    void lineHoldsWhatIsKnown_data();
    void lineHoldsWhatIsKnown();
    void hostileNamesStayOnOneLine();
    void numbersAreMadeReadable();
    void thrownThingsBecomeErrors();
    void tryReturnsTheFirstError();
};

void TestError::lineHoldsWhatIsKnown_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<QByteArray>>("parts"); // what, file, field, why, fix
    const auto row = [](const char* line, const QList<QByteArray>& parts) {
        QTest::newRow(line) << QByteArray(line) << parts;
    };
    row("w in f:x: y; z", { "w", "f", "x", "y", "z" });
    row("w in f: y", { "w", "f", "", "y", "" });
    row("w (x): y; z", { "w", "", "x", "y", "z" });
    row("w; z", { "w", "", "", "", "z" });
    row("w", { "w", "", "", "", "" });
}

void TestError::lineHoldsWhatIsKnown()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<QByteArray>, parts);
    const auto part = [&](int index) { return parts[index].toStdString(); };
    const Error error { ErrorCode::Malformed, part(0), part(1), part(2), part(3), part(4) };
    QCOMPARE(QByteArray::fromStdString(error.oneLine()), line);
}

void TestError::hostileNamesStayOnOneLine()
{
    const std::string name = "a\nb\r\x1B[31m\x7F\xFF" + std::string(100000, 'x');
    const std::string line = malformed("file\n.gguf", name, name).oneLine();
    QVERIFY(isValidUtf8(line));
    QVERIFY(line.size() < 2000);
    for (const char c : line) {
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != '\x7F');
    }
    QVERIFY(line.starts_with("damaged file in file .gguf:a b  [31m"));
}

void TestError::numbersAreMadeReadable()
{
    QCOMPARE(grouped(0), std::string("0"));
    QCOMPARE(grouped(999), std::string("999"));
    QCOMPARE(grouped(1000), std::string("1,000"));
    QCOMPARE(grouped(std::numeric_limits<std::uint64_t>::max()),
             std::string("18,446,744,073,709,551,615"));
    QCOMPARE(bytesText(0), std::string("0 B"));
    QCOMPARE(bytesText(999), std::string("999 B"));
    QCOMPARE(bytesText(1000), std::string("1.0 kB"));
    QCOMPARE(bytesText(999949), std::string("999.9 kB"));
    QCOMPARE(bytesText(999950), std::string("1.0 MB"));
    QCOMPARE(bytesText(std::numeric_limits<std::uint64_t>::max()), std::string("18.4 EB"));
}

void TestError::thrownThingsBecomeErrors()
{
    const auto good = guarded("here", []() -> Result<int> { return 7; });
    QVERIFY(good);
    QCOMPARE(*good, 7);
    const auto memory = guarded("here", []() -> Result<int> { throw std::bad_alloc(); });
    QCOMPARE(memory.error().code, ErrorCode::OutOfMemory);
    const auto other = guarded("here", []() -> Result<void> { throw std::runtime_error("why"); });
    QCOMPARE(other.error().code, ErrorCode::Internal);
    QCOMPARE(other.error().why, std::string("why"));
}

void TestError::tryReturnsTheFirstError()
{
    const auto sum = [](Result<int> a, Result<int> b) -> Result<int> {
        FE_TRY(const int first, std::move(a));
        FE_TRY(const int second, std::move(b));
        return first + second;
    };
    QCOMPARE(*sum(1, 2), 3);
    QCOMPARE(sum(malformed("a", {}, {}), malformed("b", {}, {})).error().file, std::string("a"));
    QCOMPARE(sum(1, malformed("b", {}, {})).error().file, std::string("b"));
    const auto check = [](Result<void> step) -> Result<int> {
        FE_CHECK(std::move(step));
        return 1;
    };
    QVERIFY(check({}));
    QVERIFY(!check(cancelled()));
}

void TestError::longPathKeepsItsName()
{
    const Error error = malformed(std::string(900, 'd') + "/model.gguf", std::string(900, 'f'), {});
    const std::string line = error.oneLine();
    QVERIFY(line.find("/model.gguf:") != std::string::npos);
    QVERIFY(line.size() < 1500); // the field is shortened
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
