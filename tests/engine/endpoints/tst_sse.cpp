// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/sse.h"

#include <QTest>

using fe::endpoints::EventReader;
using fe::endpoints::ServerEvent;

namespace {

constexpr std::size_t kRoomy = 1000;

/// "name|data" of each event, in pieces of `size` bytes.
QByteArrayList eventsIn(const QByteArray& stream, qsizetype size)
{
    EventReader reader(kRoomy);
    QByteArrayList found;
    const auto add = [&](const std::vector<ServerEvent>& events) {
        for (const ServerEvent& event : events) {
            found << QByteArray::fromStdString(event.name + '|' + event.data);
        }
    };
    for (qsizetype at = 0; at < stream.size(); at += size) {
        const auto events = reader.push(stream.mid(at, size).toStdString());
        if (!events) {
            return { QByteArray::fromStdString(events.error().why) };
        }
        add(*events);
    }
    add(reader.finish());
    return found;
}

} // namespace

class TestSse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreTheSameWhereverTheStreamIsCut_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("events");
        const auto row
            = [](const char* name, const QByteArray& stream, const QByteArrayList& events) {
                  QTest::newRow(name) << stream << events;
              };
        row("one", "data: a\n\n", { "|a" });
        row("no space", "data:a\n\n", { "|a" });
        row("one space is dropped", "data:  a \n\n", { "| a " });
        row("several", "data: a\n\ndata: b\n\n", { "|a", "|b" });
        row("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", { "|a", "|b" });
        row("CRLF inside an event", "data: a\r\ndata: b\r\n\r\n", { "|a\nb" });
        row("CR", "data: a\r\rdata: b\r\r", { "|a", "|b" });
        row("mixed ends", "data: a\r\n\ndata: b\n\r\n", { "|a", "|b" });
        row("lines are joined", "data: a\ndata:\ndata: b\n\n", { "|a\n\nb" });
        row("byte order mark",
            "\xEF\xBB\xBF"
            "data: a\n\n",
            { "|a" });
        row("mark inside is text",
            "data: a\n\n\xEF\xBB\xBF"
            "data: b\n\n",
            { "|a" });
        row("comments", ": ping\n\n:\n\ndata: a\n: ping\n\n", { "|a" });
        row("name", "event: error\ndata: a\n\ndata: b\n\n", { "error|a", "|b" });
        row("name without data", "event: ping\n\ndata: a\n\n", { "|a" });
        row("error as field", "error: {\"a\":1}\n\n", { "error|{\"a\":1}" });
        row("other fields", "id: 1\nretry: 5\nfoo\ndata: a\n\n", { "|a" });
        row("data without colon", "data\n\n", { "|" });
        row("last empty line is missing", "data: a\n\ndata: b\n", { "|a", "|b" });
        row("last line is cut", "data: a\n\ndata: {\"b", { "|a", "|{\"b" });
        row("colon in the data", "data: a: b\n\n", { "|a: b" });
        row("UTF-8", "data: 한국어 🎈\n\n", { "|한국어 🎈" });
        row("empty", "", {});
        row("only comments", ":\n:\n", {});
    }
    void eventsAreTheSameWhereverTheStreamIsCut()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, events);
        for (qsizetype size = 1; size <= std::max<qsizetype>(stream.size(), 1); ++size) {
            QCOMPARE(eventsIn(stream, size), events);
        }
    }

    void aLineWithoutEndIsRefused()
    {
        EventReader reader(kRoomy);
        const std::string piece(100, 'a');
        for (int i = 0; i < 10; ++i) {
            QVERIFY(reader.push(piece));
        }
        const auto events = reader.push("a");
        QVERIFY(!events);
        QCOMPARE(events.error().code, fe::base::ErrorCode::LimitExceeded);
    }

    void anEventWithoutEndIsRefused()
    {
        EventReader reader(kRoomy);
        const std::string line = "data: " + std::string(100, 'a') + '\n';
        int taken = 0;
        while (reader.push(line) && taken < 100) {
            ++taken;
        }
        QCOMPARE(taken, 9); // ten hundreds of data, and the line itself counts
    }
};

QTEST_APPLESS_MAIN(TestSse)
#include "tst_sse.moc"
