// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizers/onig_pattern.h"
#include "tokenizers/regex.h"

#include <QTest>

using namespace fe;
using tokenizers::Match;

namespace {

/// "[match]gap[match]"
std::string cut(const std::string& pattern, const std::string& text)
{
    const auto regex = tokenizers::Regex::compile(pattern, "f", "p");
    if (!regex) {
        return regex.error().oneLine();
    }
    std::vector<Match> matches;
    if (!regex->cut(text, matches)) {
        return "error";
    }
    std::string shown;
    for (const Match& match : matches) {
        const std::string part = text.substr(match.begin, match.end - match.begin);
        shown += match.isMatch ? "[" + part + "]" : part;
    }
    return shown;
}

} // namespace

/// What Oniguruma and PCRE2 do differently; pipelines.json holds more, against the reference.
class OnigPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesAsOnigurumaDoes_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto add
            = [](const char* name, const char* pattern, const char* text, const char* expected) {
                  QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(text)
                                      << QString::fromUtf8(expected);
              };
        add("mongolian separator is no space", "\\s", "a\xE1\xA0\x8E b", "a\xE1\xA0\x8E[ ]b");
        add("interval and plus repeat twice", "a{2}+", "aaaaa", "[aaaa]a");
        add("exact interval and ? is optional", "a{2}?", "aaa", "[aa]a[]");
        add("interval without minimum", "a{,2}b", "aaab", "a[aab]");
        add("brace that is no interval", "a{x", "a{x", "[a{x]");
        add("m is dot all", "(?m:a.)", "a\n", "[a\n]");
        add("dot stops at newline only", ".", "\r\n", "[\r]\n");
        add("v is one character", "\\v", "\n\v", "\n[\v]");
        add("h is hexadecimal", "\\h+", "xAf g", "x[Af] g");
        add("nested class", "[a[bc]]+", "abcd", "[abc]d");
        add("intersection", "[a-d&&[^b]]+", "abcd", "[a]b[cd]");
        add("negated intersection", "[^a-d&&c-f]+", "cgd", "c[g]d");
        add("script without extensions", "\\p{Han}", "\xE3\x80\x81\xE4\xB8\xAD",
            "\xE3\x80\x81[\xE4\xB8\xAD]");
        add("long category name", "\\p{Uppercase_Letter}", "aB", "a[B]");
        add("caret and dollar at every line", "^a$", "a\na", "[a]\n[a]");
        add("letter newer than the library", "\\p{L}+", "\xF0\xB1\x8D\x90\x61",
            "[\xF0\xB1\x8D\x90\x61]");
        add("combining mark is a word character", "\\w+", "e\xCC\x81-", "[e\xCC\x81]-");
        add("u escape", "[\\u3042-\\u3044]", "\xE3\x81\x82x", "[\xE3\x81\x82]x");
        add("empty match after a match is none", "a*", "aab", "[aa]b[]");
    }
    void matchesAsOnigurumaDoes()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(cut(pattern.toStdString(), text.toStdString()), expected.toStdString());
    }

    void unknownSyntaxIsRefused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<int>("code");
        const auto add = [](const char* name, const char* pattern, base::ErrorCode code) {
            QTest::newRow(name) << QString::fromLatin1(pattern) << static_cast<int>(code);
        };
        add("verb", "(*UTF)a", base::ErrorCode::Unsupported);
        add("absent operator", "(?~a)", base::ErrorCode::Unsupported);
        add("property", "\\p{Nonsense}", base::ErrorCode::Unsupported);
        add("escape", "\\y", base::ErrorCode::Unsupported);
        add("open class", "[a", base::ErrorCode::Malformed);
        add("open group", "(a", base::ErrorCode::Malformed);
        add("range", "[z-a]", base::ErrorCode::Malformed);
        add("code", "\\x{110000}", base::ErrorCode::Malformed);
        add("backslash at the end", "a\\", base::ErrorCode::Malformed);
    }
    void unknownSyntaxIsRefused()
    {
        QFETCH(QString, pattern);
        QFETCH(int, code);
        const auto regex
            = tokenizers::Regex::compile(pattern.toStdString(), "f.json", "pre_tokenizer.pattern");
        QVERIFY(!regex);
        QCOMPARE(static_cast<int>(regex.error().code), code);
        QCOMPARE(regex.error().field, std::string("pre_tokenizer.pattern"));
    }

    void deepNestingIsRefused()
    {
        const std::string classes = std::string(5000, '[') + "a" + std::string(5000, ']');
        const std::string groups = std::string(5000, '(') + "a" + std::string(5000, ')');
        QVERIFY(!tokenizers::Regex::compile(classes, "f", "p"));
        QVERIFY(!tokenizers::Regex::compile(groups, "f", "p"));
    }
};

QTEST_APPLESS_MAIN(OnigPattern)
#include "tst_onig_pattern.moc"
