// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "chat/chat_template.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>
#include <vector>

using fe::base::ErrorCode;
using fe::base::Json;
using fe::chat::ChatTemplate;
using fe::chat::Message;

namespace {

std::string repeat(const std::string& text, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}

} // namespace

class TestChatLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void costlyTemplatesEndInTheirLimit_data()
    {
        QTest::addColumn<QByteArray>("source");
        const auto add = [](const char* name, const std::string& source) {
            QTest::newRow(name) << QByteArray::fromStdString(source);
        };
        const std::string everyNumber = "{% for a in range(100000) %}";
        add("long range", "{{ range(10 ** 9) | list }}");
        add("huge range", "{{ range(10 ** 19) }}");
        add("nested loops", everyNumber + everyNumber + "{{ a }}{% endfor %}{% endfor %}");
        add("empty nested loops", everyNumber + everyNumber + "{% endfor %}{% endfor %}");
        add("repeated text", "{{ 'a' * 10 ** 9 }}");
        add("repeated list", "{{ [1] * 10 ** 9 }}");
        add("doubled text",
            "{% set ns = namespace(x='ab') %}" + everyNumber
                + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}");
        add("doubled list",
            "{% set ns = namespace(x=[1]) %}" + everyNumber
                + "{% set ns.x = ns.x + ns.x %}{% endfor %}");
        add("doubled by replace",
            "{% set ns = namespace(x='a') %}" + everyNumber
                + "{% set ns.x = ns.x | replace('a', 'aa') %}{% endfor %}");
        add("squared by replace", "{% set x = 'a' * 100000 %}{{ x | replace('a', x) | length }}");
        add("squared by join", "{% set x = 'a' * 1000000 %}{{ x | join(x) | length }}");
        add("endless output", everyNumber + "{{ 'x' * 100000 }}{% endfor %}");
        add("wide format", "{{ '%1000000000d' % 1 }}");
        add("wide brace format", "{{ '{:1000000000}'.format(1) }}");
        add("many decimals", "{{ '%.1000000000f' % 1.5 }}");
        add("wide center", "{{ 'x' | center(10 ** 12) }}");
        add("wide tabs", "{{ 'a\tb'.expandtabs(10 ** 12) }}");
        add("wide indent", "{{ ('a\n' * 1000) | indent(10 ** 7) }}");
        add("wide JSON", "{{ [[[1]]] | tojson(indent=10 ** 8) }}");
        add("large power", "{{ 7 ** 10 ** 9 }}");
        add("large product", "{{ 2 ** 62 * 2 }}");
        add("endless macro", "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}");
        add("macros calling each other",
            "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() "
            "}}");
        add("branching macro",
            "{% macro m(x) %}{% if x %}{{ m(x - 1) }}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ "
            "m(30) }}");
        add("endless recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}");
        add("list in list in list",
            "{% set ns = namespace(x=[]) %}" + everyNumber
                + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}");
        add("dict in dict",
            "{% set ns = namespace(x={}) %}" + everyNumber
                + "{% set ns.x = {'a': ns.x} %}{% endfor %}");
        add("filter of filter",
            "{% set ns = namespace(x=[1]) %}" + everyNumber
                + "{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}");
        add("namespace in itself", "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}");
        add("list in its namespace",
            "{% set ns = namespace() %}{% set ns.x = [ns] %}{{ [ns] | string }}");
        add("slow search",
            "{% set x = 'a' * 4000000 %}" + everyNumber
                + "{% if 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' in x %}{% endif %}{% endfor "
                  "%}");
        add("quadratic search", "{{ ('a' * 4000000).find('a' * 2000000 ~ 'b') }}");
        add("many comparisons",
            "{% set x = range(100000) | list %}" + everyNumber
                + "{% if -1 in x %}{% endif %}{% endfor %}");
        add("many indices",
            "{% set x = '한' * 1000000 %}" + everyNumber + "{{ x[999999] }}{% endfor %}");
        add("numbers as keys",
            everyNumber
                + "{% endfor %}{% set x = dict(range(100000) | map('string') | batch(2)) %}{{ x }}"
                + "{% set y = range(100000) | batch(2) | list %}{{ dict(y) }}");
        add("parentheses", "{{ " + repeat("(", 5000) + "1" + repeat(")", 5000) + " }}");
        add("brackets", "{{ " + repeat("[", 5000) + repeat("]", 5000) + " }}");
        add("braces", "{{ " + repeat("{1:", 5000) + "1" + repeat("}", 5000) + " }}");
        add("negations", "{{ " + repeat("not ", 5000) + "1 }}");
        add("minuses", "{{ " + repeat("-", 5000) + "1 }}");
        add("sum of many", "{{ 1" + repeat(" + 1", 100000) + " }}");
        add("many attributes", "{{ x" + repeat(".a", 100000) + " }}");
        add("many filters", "{{ 'x'" + repeat(" | trim", 100000) + " }}");
        add("many calls", "{{ x" + repeat("()", 100000) + " }}");
        add("many conditions", "{{ " + repeat("1 if 0 else ", 100000) + "1 }}");
        add("many ors", "{{ 0" + repeat(" or 0", 100000) + " }}");
        add("nested if", repeat("{% if 1 %}", 5000) + repeat("{% endif %}", 5000));
        add("nested for", repeat("{% for x in [1, 1] %}", 60) + repeat("{% endfor %}", 60));
        add("nested targets", "{% set " + repeat("(", 5000) + "x" + repeat(",)", 5000) + " = 1 %}");
        add("large number", "{{ 123456789012345678901234567890 }}");
        add("large source", repeat("0123456789abcdef", 300000));
    }

    void costlyTemplatesEndInTheirLimit()
    {
        QFETCH(QByteArray, source);
        QElapsedTimer timer;
        timer.start();
        const auto compiled = ChatTemplate::compile(source.toStdString(), "hostile.jinja");
        const auto text = compiled ? compiled->render(std::vector<Message> {}, {})
                                   : fe::base::Result<std::string>(compiled.error());
        QVERIFY2(!text.hasValue(), "rendered");
        QVERIFY2(text.error().code == ErrorCode::LimitExceeded, text.error().oneLine().c_str());
        QCOMPARE(text.error().file, std::string("hostile.jinja"));
        QVERIFY(text.error().field.starts_with("line "));
        // A second is the promise; sanitizers and a busy machine get room.
        QVERIFY2(timer.elapsed() < 20'000, "took too long");
    }

    void largeButHonestWorkIsDone_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("many tags")
            << QByteArray::fromStdString(repeat("{% if 1 %}a{% endif %}", 20000))
            << QByteArray(20000, 'a');
        QTest::newRow("many elifs") << QByteArray::fromStdString(
            "{% if 0 %}" + repeat("{% elif 0 %}", 20000) + "{% else %}x{% endif %}")
                                    << QByteArray("x");
        QTest::newRow("long concatenation")
            << QByteArray::fromStdString("{{ 'a'" + repeat(" ~ 'b'", 10000) + " }}")
            << QByteArray("a") + QByteArray(10000, 'b');
        QTest::newRow("long list")
            << QByteArray::fromStdString("{{ [1" + repeat(", 1", 10000) + "] | length }}")
            << QByteArray("10001");
        QTest::newRow("deep macro")
            << QByteArray("{% macro m(x) %}{% if x %}{{ m(x - 1) }}{% endif %}{{ x }}{% endmacro "
                          "%}{{ m(40) | length }}")
            << QByteArray("72");
        QTest::newRow("many names") << QByteArray::fromStdString([] {
            std::string source;
            for (int i = 0; i < 5000; ++i) {
                source += "{% if 1 %}{% set v" + std::to_string(i) + " = 1 %}{% endif %}";
            }
            return source + "{{ v4999 }}";
        }()) << QByteArray("1");
    }

    void largeButHonestWorkIsDone()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, expected);
        const auto compiled = ChatTemplate::compile(source.toStdString(), "large.jinja");
        QVERIFY2(compiled.hasValue(), compiled ? "" : compiled.error().oneLine().c_str());
        const auto text = compiled->render(std::vector<Message> {}, {});
        QVERIFY2(text.hasValue(), text ? "" : text.error().oneLine().c_str());
        QCOMPARE(QByteArray::fromStdString(*text), expected);
    }

    void longConversationsRender()
    {
        const auto compiled
            = ChatTemplate::compile("{% for m in messages %}<|{{ m.role }}|>{{ m.content | trim "
                                    "}}{{ loop.index }}\n{% endfor %}",
                                    "t.jinja");
        QVERIFY(compiled.hasValue());
        const auto text = compiled->render(
            std::vector<Message>(20000, { "user", repeat("안녕하세요 ", 20) }), {});
        QVERIFY2(text.hasValue(), text ? "" : text.error().oneLine().c_str());
        const auto large = compiled->render(
            std::vector<Message> { { "user", std::string(20U << 20U, 'x') } }, {});
        QVERIFY2(large.hasValue(), large ? "" : large.error().oneLine().c_str());
    }

    void deepVariablesAreRefused()
    {
        Json deep = Json::array();
        for (int i = 0; i < 2000; ++i) {
            Json outer = Json::array();
            outer.push(std::move(deep));
            deep = std::move(outer);
        }
        fe::chat::RenderOptions options;
        options.variables.set("deep", std::move(deep));
        const auto compiled = ChatTemplate::compile("{{ deep }}", "t.jinja");
        QVERIFY(compiled.hasValue());
        const auto text = compiled->render(std::vector<Message> {}, options);
        QVERIFY(!text.hasValue());
        QCOMPARE(text.error().code, ErrorCode::LimitExceeded);
    }

    void everyCutOfATemplateIsAnswered()
    {
        const std::string source
            = "{%- macro m(a, b='x\\u00e9') -%}{{ a ~ b[1:-1] }}{%- endmacro %}{# c #}{% raw "
              "%}{{{% endraw %}"
              "{% for k, v in {'a': [1.5, none]}.items() if v is not none recursive %}"
              "{{ loop.index }}{{ m(k, b=v | tojson(indent=2)) if k else '한' }}{% else %}{% "
              "endfor %}";
        for (std::size_t length = 0; length <= source.size(); ++length) {
            const auto compiled = ChatTemplate::compile(source.substr(0, length), "cut.jinja");
            if (compiled) {
                (void)compiled->render(std::vector<Message> {}, {}).hasValue();
            } else {
                QVERIFY(!compiled.error().why.empty());
                QCOMPARE(compiled.error().file, std::string("cut.jinja"));
            }
        }
        QVERIFY(ChatTemplate::compile(source, "cut.jinja").hasValue());
    }
};

QTEST_APPLESS_MAIN(TestChatLimits)

#include "tst_chat_limits.moc"
