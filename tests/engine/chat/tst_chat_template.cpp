// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "chat/chat_template.h"

#include <QDate>
#include <QTest>

#include <clocale>
#include <string>
#include <thread>
#include <vector>

using fe::base::Error;
using fe::base::ErrorCode;
using fe::base::Json;
using fe::chat::ChatTemplate;
using fe::chat::Message;
using fe::chat::RenderOptions;

namespace {

std::string rendered(std::string_view source, const std::vector<Message>& messages = {},
                     const RenderOptions& options = {})
{
    const auto compiled = ChatTemplate::compile(source, "t.jinja");
    if (!compiled) {
        return "error: " + compiled.error().oneLine();
    }
    const auto text = compiled->render(messages, options);
    return text ? *text : "error: " + text.error().oneLine();
}

/// The error of compiling or rendering; Internal if there is none.
Error errorOf(std::string_view source)
{
    const auto compiled = ChatTemplate::compile(source, "t.jinja");
    if (!compiled) {
        return compiled.error();
    }
    const auto text = compiled->render(std::vector<Message> {}, {});
    return text ? Error { ErrorCode::Internal, *text, {}, {}, {}, {} } : text.error();
}

} // namespace

class TestChatTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesAndTokensReachTheTemplate()
    {
        RenderOptions options;
        options.bosToken = "<s>";
        options.eosToken = "</s>";
        options.addGenerationPrompt = false;
        const std::string source
            = "{{ bos_token }}{% for m in messages %}{{ m.role }}={{ m.content }};{% endfor %}"
              "{{ add_generation_prompt }}{{ eos_token }}{{ tools }}{{ documents }}";
        QCOMPARE(rendered(source, { { "user", "안녕" }, { "assistant", "" } }, options),
                 std::string("<s>user=안녕;assistant=;False</s>NoneNone"));
    }

    void variablesReplaceDefaultsButNotMessages()
    {
        RenderOptions options;
        options.variables.set("tools", Json::arrayOf(std::vector<std::string> { "a" }));
        options.variables.set("messages", "mine");
        options.variables.set("bos_token", "B");
        QCOMPARE(rendered("{{ tools }}{{ messages | length }}{{ bos_token }}", { { "user", "x" } },
                          options),
                 std::string("['a']1B"));
    }

    void brokenUtf8IsReplaced()
    {
        QCOMPARE(rendered("{{ messages[0].content | length }}{{ messages[0].content }}",
                          { { "user",
                              "a\xFF"
                              "b\xED\x95" } }),
                 std::string("4a\xEF\xBF\xBD"
                             "b\xEF\xBF\xBD"));
        QCOMPARE(rendered("\xFF{{ 'x' }}"), std::string("\xEF\xBF\xBDx"));
    }

    void refusalOfTheTemplateIsItsMessage()
    {
        const Error error = errorOf("a\n{{ raise_exception('Roles must alternate') }}");
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QCOMPARE(error.why, std::string("Roles must alternate"));
        QCOMPARE(error.file, std::string("t.jinja"));
        QCOMPARE(error.field, std::string("line 2"));
    }

    void errorsNameFileAndLine_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("line");
        const auto malformed = static_cast<int>(ErrorCode::Malformed);
        const auto unsupported = static_cast<int>(ErrorCode::Unsupported);
        QTest::newRow("syntax") << QByteArray("a\nb {{ 1 + }}") << malformed << 2;
        QTest::newRow("unknown tag") << QByteArray("\n\n{% nothing %}") << malformed << 3;
        QTest::newRow("unknown filter")
            << QByteArray("{{ 1 }}\n{{ 1 | nothing }}") << malformed << 2;
        QTest::newRow("open block") << QByteArray("{% if 1 %}\n\n") << malformed << 2;
        QTest::newRow("type error") << QByteArray("{# c\n #}\n{{ 'a' + 1 }}") << malformed << 3;
        QTest::newRow("undefined") << QByteArray("{% set x = 1 %}\r\n{{ y.z }}") << malformed << 2;
        QTest::newRow("inside an expression")
            << QByteArray("{{ [1,\n 2,\n x.y] }}") << malformed << 3;
        QTest::newRow("inside a macro")
            << QByteArray("{% macro m() %}\n{{ x.y }}\n{% endmacro %}\n{{ m() }}") << malformed
            << 2;
        QTest::newRow("after a macro")
            << QByteArray("{% macro m() %}\n\n{% endmacro %}\n{{ m() + 1 }}") << malformed << 4;
        QTest::newRow("include") << QByteArray("x\n{% include 'other' %}") << unsupported << 2;
        QTest::newRow("filter we lack") << QByteArray("\n{{ 'x' | urlize }}") << unsupported << 2;
    }

    void errorsNameFileAndLine()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, code);
        QFETCH(int, line);
        const Error error = errorOf(source.toStdString());
        QCOMPARE(static_cast<int>(error.code), code);
        QCOMPARE(error.file, std::string("t.jinja"));
        QCOMPARE(error.field, "line " + std::to_string(line));
        QVERIFY(!error.why.empty());
    }

    void dateIsTodayInEnglish()
    {
        const QDate before = QDate::currentDate();
        const std::string text = rendered("{{ strftime_now('%d %B %Y') }}");
        const QDate after = QDate::currentDate();
        const auto english = [](const QDate& date) {
            return QLocale::c().toString(date, QStringLiteral("dd MMMM yyyy")).toStdString();
        };
        QVERIFY2(text == english(before) || text == english(after), text.c_str());
    }

    void numbersDoNotFollowTheLocale()
    {
        // A locale with a decimal comma, where the machine has one; "C" tests nothing but harms
        // nothing.
        const std::string before = std::setlocale(LC_NUMERIC, nullptr);
        for (const char* name : { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8" }) {
            if (std::setlocale(LC_NUMERIC, name) != nullptr) {
                break;
            }
        }
        const std::string text = rendered("{{ 1.5 }} {{ '2.25' | float }} {{ '%.2f' % 3.14159 }} "
                                          "{{ 2.675 | round(2) }} {{ [0.1] | tojson }}");
        std::setlocale(LC_NUMERIC, before.c_str());
        QCOMPARE(text, std::string("1.5 2.25 3.14 2.67 [0.1]"));
    }

    void oneTemplateRendersOnManyThreads()
    {
        const auto compiled
            = ChatTemplate::compile("{% set ns = namespace(n=0) %}{% for m in messages %}{% set "
                                    "ns.n = ns.n + m.content | length %}{% endfor %}{{ ns.n }}",
                                    "t.jinja");
        QVERIFY(compiled.hasValue());
        std::vector<std::string> results(4);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < results.size(); ++i) {
            threads.emplace_back([&, i] {
                for (int round = 0; round < 50; ++round) {
                    const auto text
                        = compiled->render(std::vector<Message>(i + 1, { "user", "한글" }), {});
                    results[i] = text ? *text : text.error().oneLine();
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        for (std::size_t i = 0; i < results.size(); ++i) {
            QCOMPARE(results[i], std::to_string(2 * (i + 1)));
        }
    }

    void rendersDoNotSeeEachOther()
    {
        const auto compiled = ChatTemplate::compile("{{ x }}{% set x = 1 %}{{ x }}", "t.jinja");
        QVERIFY(compiled.hasValue());
        QCOMPARE(*compiled->render(std::vector<Message> {}, {}), std::string("1"));
        QCOMPARE(*compiled->render(std::vector<Message> {}, {}), std::string("1"));
    }
};

QTEST_APPLESS_MAIN(TestChatTemplate)

#include "tst_chat_template.moc"
