// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace fe;

namespace {

tokenizers::TokenizerPtr reference(const char* name)
{
    return test::mustLoad(test::loadFile(test::tokenizerData() / name / "tokenizer.json"));
}

std::string withSplit(const std::string& pattern)
{
    return R"({"pre_tokenizer":{"type":"Split","pattern":{"Regex":")" + pattern
        + R"("},"behavior":"Isolated","invert":false},
        "model":{"type":"BPE","vocab":{"a":0,"1":1,"!":2," ":3},"merges":[]}})";
}

} // namespace

class TokenizerLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Quadratic merging of a word of this size would take hours.
    void megabyteOfOneWordIsQuick_data()
    {
        QTest::addColumn<QString>("tokenizer");
        for (const char* name :
             { "bbpe_gpt2", "bbpe_llama3", "real_smollm2", "spbpe_llama2", "spbpe_metaspace" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void megabyteOfOneWordIsQuick()
    {
        QFETCH(QString, tokenizer);
        const auto loaded = reference(tokenizer.toLatin1().constData());
        for (const char* unit : { "a", "the", " ", "\xED\x95\x9C", "1", "!" }) {
            std::string text;
            while (text.size() < 1'000'000) {
                text += unit;
            }
            QElapsedTimer timer;
            timer.start();
            const auto encoding = loaded->encode(text, { false, true });
            QVERIFY2(encoding.hasValue(), unit);
            // A hundred times what it takes, so that a busy machine passes and n^2 does not.
            QVERIFY2(timer.elapsed() < 60'000, unit);
            QCOMPARE(encoding->ranges.back().end, text.size());
            // SentencePiece's decoder takes the first space off.
            const std::string decoded = loaded->decode(encoding->ids, {});
            QVERIFY2(text.ends_with(decoded) && decoded.size() + 1 >= text.size(), unit);
        }
    }

    /// Tokenizers that change the text: marks that have to be sorted, ligatures, spaces that
    /// vanish.
    void longChangedTextIsQuick_data()
    {
        QTest::addColumn<QString>("tokenizer");
        for (const char* name :
             { "real_clip", "real_minilm", "unigram_t5", "unigram_xlmr", "wordpiece_cased" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void longChangedTextIsQuick()
    {
        QFETCH(QString, tokenizer);
        const auto loaded = reference(tokenizer.toLatin1().constData());
        for (const char* unit : { "a", " ", "word ", "e\u0301\u0323", "\u0301", "\uFDFA",
                                  "\xED\x95\x9C", "1", "-", "\u4F60" }) {
            std::string text;
            while (text.size() < 300'000) {
                text += unit;
            }
            QElapsedTimer timer;
            timer.start();
            const auto encoding = loaded->encode(text);
            QVERIFY2(encoding.hasValue(), unit);
            QVERIFY2(timer.elapsed() < 60'000, unit);
            QVERIFY2(encoding->ids.size() >= 2 || tokenizer.startsWith(QStringLiteral("unigram")),
                     unit);
        }
    }

    void catastrophicPatternIsAnError_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("unit");
        QTest::newRow("exponential") << QStringLiteral("(a+)+$") << QStringLiteral("a");
        QTest::newRow("ambiguous") << QStringLiteral("(a|aa)+$") << QStringLiteral("a");
    }
    void catastrophicPatternIsAnError()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, unit);
        const auto loaded = test::mustLoad(test::loadText(withSplit(pattern.toStdString())));
        QElapsedTimer timer;
        timer.start();
        const auto encoding = loaded->encode(unit.repeated(60).toStdString() + "!");
        QVERIFY(!encoding);
        QCOMPARE(encoding.error().code, base::ErrorCode::LimitExceeded);
        QVERIFY(timer.elapsed() < 20'000);
    }

    /// Every attempt at a match is short, all together are polynomial.
    void polynomialPatternEndsInTime_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::newRow("scan without match") << QStringLiteral("1(?=1*a)|a");
        QTest::newRow("scan at every match") << QStringLiteral("1(?=1*a)|1");
        QTest::newRow("three stars") << QStringLiteral("1*1*1*[ab]");
    }
    void polynomialPatternEndsInTime()
    {
        QFETCH(QString, pattern);
        const auto loaded = test::mustLoad(test::loadText(withSplit(pattern.toStdString())));
        QElapsedTimer timer;
        timer.start();
        const auto encoding = loaded->encode(std::string(500'000, '1'));
        QVERIFY(timer.elapsed() < 60'000);
        QVERIFY(!encoding);
        QCOMPARE(encoding.error().code, base::ErrorCode::LimitExceeded);
    }

    void invalidUtf8IsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lone continuation") << QByteArray("a\x80");
        QTest::newRow("cut") << QByteArray("a\xE4\xBD");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
        QTest::newRow("overlong") << QByteArray("\xC0\xAF");
    }
    void invalidUtf8IsRefused()
    {
        QFETCH(QByteArray, text);
        const auto encoding = reference("bbpe_gpt2")->encode(text.toStdString());
        QVERIFY(!encoding);
        QCOMPARE(encoding.error().code, base::ErrorCode::InvalidArgument);
    }

    void emptyTextGivesNoTokensOfItsOwn()
    {
        QCOMPARE(reference("bbpe_gpt2")->encode("").value().ids.size(), std::size_t { 0 });
        QCOMPARE(reference("spbpe_llama2")->encode("").value().ids,
                 std::vector<tokenizers::TokenId> { 1 });
    }

    void specialTokensInTextStayTextWhenAskedTo()
    {
        for (const char* name : { "bbpe_llama3", "bbpe_roberta", "spbpe_llama2" }) {
            const auto tokenizer = reference(name);
            const std::string text = "<s>x</s><|begin_of_text|> <mask><unk>";
            const auto encoding = tokenizer->encode(text, { false, false }).value();
            for (const tokenizers::TokenId id : encoding.ids) {
                QVERIFY2(!tokenizer->isSpecial(id), name);
            }
            const std::string decoded = tokenizer->decode(encoding.ids, {});
            QVERIFY2(decoded.find(text) != std::string::npos, decoded.c_str());
        }
    }

    /// A vocabulary whose words may be whole tokens must not turn typed text into a special one.
    void wholeWordIsNoSpecialTokenWhenAskedTo()
    {
        const auto tokenizer = test::mustLoad(
            test::loadText(R"({"added_tokens":[{"id":2,"content":"ab","single_word":false,
            "lstrip":false,"rstrip":false,"normalized":false,"special":true}],
            "model":{"type":"BPE","ignore_merges":true,"vocab":{"a":0,"b":1,"ab":2},"merges":[]}})"));
        QCOMPARE(tokenizer->encode("ab", { false, true }).value().ids,
                 std::vector<tokenizers::TokenId> { 2 });
        QCOMPARE(tokenizer->encode("ab", { false, false }).value().ids,
                 (std::vector<tokenizers::TokenId> { 0, 1 }));
    }

    void missingUnknownTokenIsAnError()
    {
        const auto tokenizer = test::mustLoad(test::loadText(
            R"({"model":{"type":"BPE","unk_token":"<unk>","vocab":{"a":0},"merges":[]}})"));
        QVERIFY(tokenizer->encode("a").hasValue());
        QVERIFY(!tokenizer->encode("b"));
    }

    void idsOutsideTheVocabularyAreSkipped()
    {
        const auto tokenizer = reference("bbpe_gpt2");
        const auto ids = tokenizer->encode("ab").value().ids;
        std::vector<tokenizers::TokenId> strange {
            -1, 1'000'000, std::numeric_limits<tokenizers::TokenId>::min()
        };
        strange.insert(strange.end(), ids.begin(), ids.end());
        QCOMPARE(tokenizer->decode(strange, {}), std::string("ab"));
        QCOMPARE(tokenizer->token(-1), std::string());
        QCOMPARE(tokenizer->tokenBytes(1'000'000), std::string());
        QVERIFY(!tokenizer->isSpecial(-1));
    }

    void tokenBytesAreWhatTheTokenStandsFor()
    {
        const auto byteLevel = reference("bbpe_gpt2");
        QCOMPARE(byteLevel->tokenBytes(byteLevel->idOf("Ġ").value()), std::string(" "));
        QCOMPARE(byteLevel->tokenBytes(byteLevel->idOf("Ċ").value()), std::string("\n"));
        QCOMPARE(byteLevel->tokenBytes(byteLevel->idOf("<|endoftext|>").value()),
                 std::string("<|endoftext|>"));
        const auto sentencePiece = reference("spbpe_llama2");
        QCOMPARE(sentencePiece->tokenBytes(sentencePiece->idOf("<0xE4>").value()),
                 std::string("\xE4"));
        QCOMPARE(sentencePiece->tokenBytes(sentencePiece->idOf("▁t").value()), std::string(" t"));
        QCOMPARE(byteLevel->description(), std::string("byte-level BPE"));
        QCOMPARE(sentencePiece->description(), std::string("SentencePiece BPE"));
    }

    void threadsShareATokenizer()
    {
        const auto tokenizer = reference("bbpe_gpt2");
        std::string text;
        for (int i = 0; i < 3000; ++i) {
            text += "word" + std::to_string(i * 7919 % 5000) + " ";
        }
        const auto expected = reference("bbpe_gpt2")->encode(text).value().ids;
        std::vector<std::thread> threads;
        std::array<bool, 4> same {};
        for (std::size_t i = 0; i < same.size(); ++i) {
            threads.emplace_back(
                [&, i] { same[i] = tokenizer->encode(text).value().ids == expected; });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(same, (std::array { true, true, true, true }));
    }
};

QTEST_APPLESS_MAIN(TokenizerLimits)
#include "tst_tokenizer_limits.moc"
