// SPDX-License-Identifier: GPL-3.0-or-later
// Every code point, as the reference library classifies and changes it.
#include "tokenizer_fixtures.h"

#include "tokenizers/base64.h"
#include "tokenizers/charsmap.h"
#include "tokenizers/grapheme.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

#include <QTest>

#include <functional>
#include <map>

using namespace fe;
using base::Json;
using tokenizers::AlignedText;

namespace {

constexpr char32_t kLast = 0x10FFFF;

bool isScalar(char32_t codePoint)
{
    return codePoint < 0xD800 || codePoint > 0xDFFF;
}

std::string encoded(char32_t codePoint)
{
    std::string text;
    base::appendUtf8(text, codePoint);
    return text;
}

/// The ranges of code points from U+0001 for which `is` holds.
std::string rangesOf(const std::function<bool(char32_t)>& is)
{
    Json ranges = Json::array();
    std::int64_t begin = -1;
    std::int64_t last = -1;
    const auto close = [&] {
        if (begin >= 0) {
            ranges.push(Json(Json::Array { Json(begin), Json(last) }));
        }
        begin = -1;
    };
    for (char32_t c = 1; c <= kLast; ++c) {
        if (isScalar(c) && is(c)) {
            begin = begin < 0 ? std::int64_t { c } : begin;
            last = c;
        } else {
            close();
        }
    }
    close();
    return base::toText(ranges);
}

std::string stageJson(const std::string& type)
{
    return R"({"type":")" + type + R"("})";
}

/// Bytes of a charsmap that maps "a" to "bc" and a "x" to nothing.
std::string smallCharsmap()
{
    std::vector<std::uint32_t> units(512, 0);
    const auto unit = [](std::uint32_t label, std::uint32_t offset, bool ends) {
        return label | (offset << 10U) | (ends ? 0x100U : 0U);
    };
    units[0] = unit(0, 0, false);
    units['a'] = unit('a', 'a' ^ 256U, true); // leads to 256
    units[256] = 0x80000000U; // value 0: "bc"
    units['x'] = unit('x', 'x' ^ 300U, true);
    units[300] = 0x80000000U | 3U; // value 3: ""
    std::string bytes;
    const auto add = [&bytes](std::uint32_t value) {
        for (unsigned i = 0; i < 4; ++i) {
            bytes += static_cast<char>(value >> (8U * i) & 0xFFU);
        }
    };
    add(static_cast<std::uint32_t>(units.size() * 4));
    for (const std::uint32_t value : units) {
        add(value);
    }
    return bytes + std::string("bc\0\0", 4);
}

} // namespace

class TokenizerUnicode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_reference = test::readJson(test::tokenizerData() / "unicode.json"); }

    void classesEqualTheReference_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             { "control", "space", "mark", "nonspacing", "punctuation", "joining" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void classesEqualTheReference()
    {
        QFETCH(QString, name);
        const std::map<std::string, std::function<bool(char32_t)>> classes {
            { "control", [](char32_t c) { return tokenizers::isControl(c) || c == 0xFFFD; } },
            // The cleaning takes control characters out first.
            { "space",
              [](char32_t c) { return tokenizers::isWhitespace(c) && !tokenizers::isControl(c); } },
            { "mark", &tokenizers::isCombiningMark },
            { "nonspacing", &tokenizers::isNonspacingMark },
            { "punctuation", &tokenizers::isPunctuation },
            { "joining",
              [](char32_t c) {
                  const std::string text = "a" + encoded(c);
                  return tokenizers::graphemeEnd(text, 0) == text.size();
              } },
        };
        QCOMPARE(rangesOf(classes.at(name.toStdString())),
                 base::toText(*m_reference.find(name.toStdString())));
    }

    void scriptsEqualTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("before");
        QTest::newRow("Latin") << QStringLiteral("withLatin") << QStringLiteral("a");
        QTest::newRow("Han") << QStringLiteral("withHan") << QStringLiteral("字");
        QTest::newRow("Common") << QStringLiteral("withCommon") << QStringLiteral("1");
    }
    void scriptsEqualTheReference()
    {
        QFETCH(QString, name);
        QFETCH(QString, before);
        const std::string file = "scripts";
        const Json json = base::parseJson(stageJson("UnicodeScripts"), file).value();
        const auto stage = tokenizers::makePreTokenizer({ json, {}, file });
        QVERIFY(stage.hasValue());
        const auto staysWhole = [&](char32_t c) {
            const std::string text = before.toStdString() + encoded(c);
            tokenizers::PieceList pieces(text);
            pieces.setPieces({ { 0, static_cast<std::uint32_t>(text.size()), -1, 0 } });
            return (*stage)->apply(pieces).hasValue() && pieces.pieces().size() == 1;
        };
        QCOMPARE(rangesOf(staysWhole), base::toText(*m_reference.find(name.toStdString())));
    }

    void changesEqualTheReference_data()
    {
        QTest::addColumn<QString>("type");
        for (const char* type : { "Lowercase", "NFC", "NFD", "NFKC", "NFKD" }) {
            QTest::newRow(type) << QString::fromLatin1(type);
        }
    }
    void changesEqualTheReference()
    {
        QFETCH(QString, type);
        const std::string file = "changes";
        const Json json = base::parseJson(stageJson(type.toStdString()), file).value();
        const auto stage = tokenizers::makeNormalizer({ json, {}, file });
        QVERIFY(stage.hasValue());
        Json changes = Json::array();
        for (char32_t c = 1; c <= kLast; ++c) {
            const bool isHangul = c >= 0xAC00 && c <= 0xD7A3;
            if (!isScalar(c) || isHangul) {
                continue;
            }
            const std::string text = encoded(c);
            const AlignedText source = AlignedText::fromOriginal(text);
            AlignedText out;
            QVERIFY((*stage)->normalize(source.view(), out).hasValue());
            if (out.text != text) {
                changes.push(Json(Json::Array { Json(std::int64_t { c }), Json(out.text) }));
            }
        }
        QCOMPARE(base::toText(changes), base::toText(*m_reference.find(type.toStdString())));
    }

    void clustersAreWhole_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("end");
        const auto add = [](const char* name, const char* text, int end) {
            QTest::newRow(name) << QString::fromUtf8(text) << end;
        };
        add("line end", "\r\nx", 2);
        add("two line ends", "\n\n", 1);
        add("mark", "e\u0301\u0323x", 5);
        add("mark after line end", "\n\u0301", 1);
        add("Hangul syllable", "\u1112\u1161\u11ABa", 9);
        add("Hangul syllable and jamo", "각\u11A8", 6);
        add("family", "👩\u200D👦x", 11);
        add("joiner without picture", "a\u200D👦", 4);
        add("flags", "🇰🇷🇰🇷", 8);
        add("half a flag", "🇰a", 4);
        add("skin", "👍🏽a", 8);
        add("prefix", "\u0600a1", 3);
    }
    void clustersAreWhole()
    {
        QFETCH(QString, text);
        QFETCH(int, end);
        QCOMPARE(tokenizers::graphemeEnd(text.toStdString(), 0), static_cast<std::size_t>(end));
    }

    void base64GoesThereAndBack()
    {
        for (const std::string text : { "", "a", "ab", "abc", "\xFF\xFE\xFD\xFC" }) {
            QCOMPARE(tokenizers::fromBase64(tokenizers::toBase64(text)), std::optional(text));
        }
        QCOMPARE(tokenizers::toBase64("ab"), std::string("YWI="));
        QVERIFY(!tokenizers::fromBase64("YW*="));
        QVERIFY(!tokenizers::fromBase64("YWJjZ"));
    }

    void damagedCharsmapsAreRefused_data()
    {
        QTest::addColumn<int>("unit");
        QTest::addColumn<quint32>("value");
        QTest::newRow("root outside") << 0 << quint32 { 0x7FFU << 10U };
        QTest::newRow("child outside") << int { 'a' } << quint32 { 'a' | 0x100U | (600U << 10U) };
        QTest::newRow("value behind the replacements") << 256 << quint32 { 0x80000005U };
        QTest::newRow("value in a character") << 256 << quint32 { 0x80000004U };
    }
    void damagedCharsmapsAreRefused()
    {
        QFETCH(int, unit);
        QFETCH(quint32, value);
        const Json nothing;
        const std::string file = "map";
        const tokenizers::StageSpec spec { nothing, {}, file };
        std::string bytes = smallCharsmap();
        auto map = tokenizers::Charsmap::parse(bytes, spec, "charsmap");
        QVERIFY(map.hasValue());
        QCOMPARE(map->find("ab"), std::optional<std::string_view>("bc"));
        QCOMPARE(map->find("x"), std::optional<std::string_view>(""));
        QVERIFY(!map->find("b") && !map->find(""));
        if (QByteArray(QTest::currentDataTag()) == "value in a character") {
            bytes.replace(bytes.size() - 4, 4, "bc\0\xC3\xA9", 5);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[4 + static_cast<std::size_t>(unit) * 4 + i]
                = static_cast<char>(value >> (8U * i) & 0xFFU);
        }
        map = tokenizers::Charsmap::parse(bytes, spec, "charsmap");
        QVERIFY(!map);
        QCOMPARE(map.error().code, base::ErrorCode::Malformed);
        QCOMPARE(map.error().field, std::string("charsmap"));
    }

    void cutCharsmapsAreRefusedOrWork()
    {
        const Json nothing;
        const std::string file = "map";
        const std::string bytes = smallCharsmap();
        for (std::size_t length = 0; length <= bytes.size(); ++length) {
            const auto map = tokenizers::Charsmap::parse(std::string_view(bytes).substr(0, length),
                                                         { nothing, {}, file }, "charsmap");
            if (map) {
                QVERIFY(map->find("a").has_value());
            }
            QCOMPARE(map.hasValue(), length >= bytes.size() - 1);
        }
    }

private:
    Json m_reference;
};

QTEST_APPLESS_MAIN(TokenizerUnicode)
#include "tst_tokenizer_unicode.moc"
