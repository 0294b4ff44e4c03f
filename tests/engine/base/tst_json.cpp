// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <QTest>

#include <cmath>
#include <limits>

using fe::base::Json;
using fe::base::parseJson;
using fe::base::toText;

class TestJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsReadAndWrittenBack_data();
    void textIsReadAndWrittenBack();
    void whatIsNotJsonIsRefused_data();
    void whatIsNotJsonIsRefused();
    void nestingEndsAtTheLimit();
    void numberOfValuesIsBounded();
    void integersStayExact();
    void typesAreNotMixedUp();
    void doublesReadBackTheSame();
    void infiniteNumbersBecomeNull();
    void bytesThatAreNoUtf8AreReplaced();
    void membersAreFoundAndReplaced();
    void indentedTextHasALinePerValue();
};

namespace {

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

} // namespace

void TestJson::textIsReadAndWrittenBack_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char* name, const char* text, const char* written) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(written);
    };
    row("null", "null", "null");
    row("order is kept", R"({"b":1,"a":[true,false,null]})", R"({"b":1,"a":[true,false,null]})");
    row("spaces go", " { \"a\" : [ 1 , 2.5 ] } ", R"({"a":[1,2.5]})");
    row("byte order mark", "\xEF\xBB\xBF{}", "{}");
    row("empty", R"({"":[{},[],""]})", R"({"":[{},[],""]})");
    row("escapes", R"("\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00")",
        "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\tü😀\"");
    row("NUL inside", R"("a\u0000b")", R"("a\u0000b")");
    row("delete", "\"\x7F\"", "\"\\u007f\"");
    row("one member twice", R"({"a":1,"a":2})", R"({"a":1,"a":2})");
    row("exponent", "[1e2,-0.5,1E-7]", "[100,-0.5,1e-07]");
}

void TestJson::textIsReadAndWrittenBack()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, written);
    const auto json = parseJson(text.toStdString(), "test.json");
    QVERIFY2(json, json ? "" : json.error().oneLine().c_str());
    QCOMPARE(QByteArray::fromStdString(toText(*json)), written);
}

void TestJson::whatIsNotJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    row("empty", "");
    row("spaces", "  \n");
    row("NaN", "{\"a\":NaN}");
    row("Infinity", "[Infinity]");
    row("too large for a double", "[1e999]");
    row("trailing comma", "[1,]");
    row("trailing text", "{} x");
    row("two values", "1 2");
    row("single quotes", "{'a':1}");
    row("comment", "[1] // one");
    row("leading zero", "[01]");
    row("hexadecimal", "[0x1]");
    row("open text", "\"abc");
    row("raw line break", "\"a\nb\"");
    row("lone surrogate", R"("\ud800")");
    row("broken UTF-8", "\"\xC3\"");
    row("over-long UTF-8", "\"\xC0\xAF\"");
    row("NUL", QByteArray("{}\0", 3));
    row("key without quotes", "{a:1}");
}

void TestJson::whatIsNotJsonIsRefused()
{
    QFETCH(QByteArray, text);
    const auto json = parseJson(text.toStdString(), "test.json");
    QVERIFY(!json);
    QCOMPARE(json.error().code, fe::base::ErrorCode::Malformed);
    QCOMPARE(json.error().file, std::string("test.json"));
}

void TestJson::nestingEndsAtTheLimit()
{
    const auto nested
        = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
    QVERIFY(parseJson(nested(128), "test.json"));
    QVERIFY(!parseJson(nested(129), "test.json"));
    QVERIFY(!parseJson(repeated("{\"a\":", 1000000), "test.json"));
    QVERIFY(parseJson(nested(3), "test.json", { .depth = 3 }));
    QVERIFY(!parseJson(nested(4), "test.json", { .depth = 3 }));
}

void TestJson::numberOfValuesIsBounded()
{
    QVERIFY(parseJson("[1,2,3]", "test.json", { .values = 4 })); // the array is a value too
    QVERIFY(!parseJson("[1,2,3,4]", "test.json", { .values = 4 }));
    const auto zeros = [](std::size_t count) { return "[" + repeated("0,", count) + "0]"; };
    QVERIFY(parseJson(zeros(1'000'000), "test.json"));
    const auto bomb = parseJson(zeros(2'100'000), "test.json");
    QVERIFY(!bomb);
    QVERIFY(bomb.error().why.find("more than 2,05") != std::string::npos);
}

void TestJson::integersStayExact()
{
    const auto json = parseJson(
        "[9223372036854775807,-9223372036854775808,18446744073709551615,1.0]", "test.json");
    QVERIFY(json);
    const auto& items = *json->asArray();
    QCOMPARE(items[0].asInt(), std::optional(std::numeric_limits<std::int64_t>::max()));
    QCOMPARE(items[1].asInt(), std::optional(std::numeric_limits<std::int64_t>::min()));
    QVERIFY(!items[1].asUint());
    QVERIFY(!items[2].asInt());
    QCOMPARE(items[2].asUint(), std::optional(std::numeric_limits<std::uint64_t>::max()));
    QVERIFY(!items[3].asInt()); // a fraction's notation is no integer
    QCOMPARE(items[3].asDouble(), std::optional(1.0));
    QCOMPARE(toText(*json),
             std::string("[9223372036854775807,-9223372036854775808,18446744073709551615,1]"));
    QVERIFY(Json(std::uint64_t { 5 }) == Json(5));
}

void TestJson::typesAreNotMixedUp()
{
    const Json text("7");
    QVERIFY(text.isString() && !text.isNumber() && !text.asInt() && !text.asDouble());
    const Json flag(true);
    QVERIFY(flag.isBool() && !flag.isNumber() && !flag.asInt());
    QVERIFY(!Json(1).asBool());
    QVERIFY(Json().isNull() && Json().find("a") == nullptr);
    QVERIFY(Json(1.5).isNumber() && !Json(1.5).isInteger());
    QCOMPARE(std::string(Json::array().typeName()), std::string("an array"));
    QCOMPARE(std::string(Json(1.5).typeName()), std::string("a number"));
}

void TestJson::doublesReadBackTheSame()
{
    for (const double value :
         { 0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -2.5e-8, 1e22, 123456789.123 }) {
        const auto json = parseJson(toText(Json(value)), "test.json");
        QVERIFY(json);
        QVERIFY(json->asDouble() == value); // bit for bit, so no tolerance
    }
}

void TestJson::infiniteNumbersBecomeNull()
{
    QCOMPARE(toText(Json(std::nan(""))), std::string("null"));
    QCOMPARE(toText(Json(-std::numeric_limits<double>::infinity())), std::string("null"));
}

void TestJson::bytesThatAreNoUtf8AreReplaced()
{
    QCOMPARE(toText(Json("caf\xe9.png \xf0\x9f\x8d\x95")),
             std::string("\"caf\xef\xbf\xbd.png \xf0\x9f\x8d\x95\""));
}

void TestJson::membersAreFoundAndReplaced()
{
    Json json;
    json.set("a", 1);
    json.set("b", Json());
    json.set("a", "two");
    json.set("list", Json()).push(1);
    QCOMPARE(toText(json), std::string(R"({"a":"two","b":null,"list":[1]})"));
    QVERIFY(json.find("b") != nullptr);
    QVERIFY(json.findNonNull("b") == nullptr);
    QVERIFY(json.findNonNull("a") != nullptr);
    QVERIFY(json.find("c") == nullptr);
}

void TestJson::indentedTextHasALinePerValue()
{
    const auto json = parseJson(R"({"a":[1,2],"b":{}})", "test.json");
    QVERIFY(json);
    QCOMPARE(toText(*json, 2), std::string("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}"));
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
