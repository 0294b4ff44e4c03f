// SPDX-License-Identifier: GPL-3.0-or-later
// What is done by hand for speed against the general way, over random and hostile text.
#include "tokenizer_fixtures.h"

#include "base/rng.h"
#include "tokenizers/bert_cleaning.h"
#include "tokenizers/gguf_splits.h"
#include "tokenizers/models/bpe.h"
#include "tokenizers/regex.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"
#include "tokenizers/word_cache.h"
#include "tokenizers/word_cuts.h"

#include <QTest>

#include <atomic>
#include <barrier>
#include <functional>
#include <thread>

using namespace fe;
using tokenizers::AlignedText;
using tokenizers::Match;

namespace {

constexpr char32_t kLast = 0x10FFFF;

bool isScalar(char32_t codePoint)
{
    return codePoint < 0xD800 || codePoint > 0xDFFF;
}

/// Characters around which the patterns decide.
constexpr char32_t kTurns[]
    = { U' ',  U' ',   U'\n',  U'\r',  U'\t',   U'\'',   U's',    U'S',    U't',    U'r',
        U'e',  U'E',   U'v',   U'l',   U'L',    U'm',    U'd',    U'1',    U'2',    U'.',
        U'-',  U'\0',  0x7F,   0x85,   0xA0,    0x17F,   0x2009,  0x2028,  0x3000,  0x301,
        0x344, 0xF73,  0x130,  0xC9,   0xE9,    0xAD,    0x4E2D,  0x20000, 0xFFFD,  0x200B,
        0xBD,  0x2160, 0x180E, 0x1C89, 0x10D40, 0x31350, 0x1F44D, 0xAC00,  0x16D40, 0xFEFF };

std::string randomText(base::Rng& rng)
{
    std::string text;
    const std::uint64_t length = rng.below(24);
    for (std::uint64_t i = 0; i < length; ++i) {
        char32_t next = kTurns[rng.below(std::size(kTurns))];
        if (rng.below(4) == 0) {
            next = static_cast<char32_t>(rng.below(rng.below(2) == 0 ? 0x300 : kLast + 1));
        }
        const std::uint64_t times = rng.below(6) == 0 ? 1 + rng.below(4) : 1;
        for (std::uint64_t k = 0; k < times && isScalar(next); ++k) {
            base::appendUtf8(text, next);
        }
    }
    return text;
}

std::string shown(const std::string& text, const std::vector<Match>& matches)
{
    std::string all = QByteArray::fromStdString(text).toHex(' ').toStdString();
    for (const Match& match : matches) {
        all += (match.isMatch ? " m" : " g") + std::to_string(match.begin) + "-"
            + std::to_string(match.end);
    }
    return all;
}

std::string shown(const AlignedText& aligned)
{
    std::string all = QByteArray::fromStdString(aligned.text).toHex(' ').toStdString();
    for (std::size_t i = 0; i < aligned.text.size(); ++i) {
        const auto span = aligned.spanAt(i);
        all += " " + std::to_string(span.begin) + "-" + std::to_string(span.end);
    }
    return all;
}

/// BERT's words as the reference says it: first white space, then punctuation.
std::vector<std::pair<std::uint32_t, std::uint32_t>> wordsInSteps(const std::string& text)
{
    tokenizers::PieceList pieces(text);
    pieces.setPieces({ { 0, static_cast<std::uint32_t>(text.size()), -1, 0 } });
    const auto spaces = tokenizers::matchCodePoints(&tokenizers::isWhitespace);
    const auto marks = tokenizers::matchCodePoints(&tokenizers::isPunctuation);
    if (!pieces.split(spaces, tokenizers::SplitBehavior::Removed)
        || !pieces.split(marks, tokenizers::SplitBehavior::Isolated)) {
        return {};
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> words;
    for (const auto& piece : pieces.pieces()) {
        words.emplace_back(piece.begin, piece.end);
    }
    return words;
}

/// A vocabulary of letters and random merges of them.
tokenizers::Bpe randomBpe(base::Rng& rng, std::size_t shortWord)
{
    std::vector<std::string> tokens { "a", "b", "c", "d" };
    std::vector<std::pair<std::string, std::string>> merges;
    while (merges.size() < 60) {
        const std::string left = tokens[rng.below(tokens.size())];
        const std::string right = tokens[rng.below(tokens.size())];
        if (left.size() + right.size() <= 8) {
            merges.emplace_back(left, right);
            if (std::find(tokens.begin(), tokens.end(), left + right) == tokens.end()) {
                tokens.push_back(left + right);
            }
        }
    }
    auto vocabulary = tokenizers::Vocabulary::fromList(tokens);
    const base::Json json;
    const std::string file = "random";
    tokenizers::MergeReader reader(vocabulary, merges.size(), 0);
    for (const auto& [left, right] : merges) {
        if (!reader.add(left, right, { json, {}, file }, "merges")) {
            qFatal("a merge of tokens is refused");
        }
    }
    auto table = reader.take();
    tokenizers::BpeOptions options;
    options.shortWord = shortWord;
    return { std::move(vocabulary), std::move(table), std::move(options) };
}

} // namespace

class TokenizerFastPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownPatternsCutAsTheEngine_data()
    {
        QTest::addColumn<QString>("pattern");
        const auto add = [](const char* name, std::string_view pattern) {
            QTest::newRow(name) << QString::fromStdString(std::string(pattern));
        };
        add("GPT-2", tokenizers::kGpt2Words);
        add("Llama 3", tokenizers::kLlama3Words);
        add("Qwen 2", tokenizers::kQwen2Words);
        add("number", R"(\p{N})");
        add("three numbers", R"(\p{N}{1,3})");
    }
    void knownPatternsCutAsTheEngine()
    {
        QFETCH(QString, pattern);
        const std::string written = pattern.toStdString();
        const auto cut = tokenizers::knownCut(written);
        QVERIFY(cut != nullptr);
        using Matcher = tokenizers::Regex::Matcher;
        const auto engine = tokenizers::Regex::compile(written, "f", "p", Matcher::Engine);
        QVERIFY(engine.hasValue());
        const auto compare = [&](const std::string& text) {
            std::vector<Match> expected;
            std::vector<Match> found;
            QVERIFY(engine->cut(text, expected).hasValue());
            cut(text, found);
            if (shown(text, found) != shown(text, expected)) {
                QCOMPARE(shown(text, found), shown(text, expected));
            }
        };
        for (char32_t c = 0; c <= kLast && !QTest::currentTestFailed(); ++c) {
            std::string text = "a";
            if (isScalar(c)) {
                base::appendUtf8(text, c);
                compare(text + "1");
            }
        }
        base::Rng rng(1);
        for (int i = 0; i < 100'000 && !QTest::currentTestFailed(); ++i) {
            compare(randomText(rng));
        }
    }
    void otherPatternsAreLeftToTheEngine()
    {
        for (const char* pattern : { "", "\\p{L}", "\\p{N}+", "'s|'t", "\\p{N}{1,2}" }) {
            QVERIFY(tokenizers::knownCut(pattern) == nullptr);
        }
    }

    void bertWordsAreThoseOfTheSteps()
    {
        base::Rng rng(2);
        for (int i = 0; i < 100'000; ++i) {
            const std::string text = randomText(rng);
            std::vector<Match> matches;
            tokenizers::cutBertWords(text, matches);
            std::vector<std::pair<std::uint32_t, std::uint32_t>> words;
            for (const Match& match : matches) {
                if (!match.isMatch) {
                    words.emplace_back(match.begin, match.end);
                }
            }
            QVERIFY2(words == wordsInSteps(text), shown(text, matches).c_str());
        }
    }

    void bertCleaningIsThatOfTheSteps_data()
    {
        QTest::addColumn<int>("options");
        for (int i = 0; i < 16; ++i) {
            QTest::addRow("options %d", i) << i;
        }
    }
    void bertCleaningIsThatOfTheSteps()
    {
        QFETCH(int, options);
        const tokenizers::BertOptions chosen { (options & 1) != 0, (options & 2) != 0,
                                               (options & 4) != 0, (options & 8) != 0 };
        const tokenizers::BertCleaner cleaner(chosen);
        base::Rng rng(3);
        for (int i = 0; i < 10'000; ++i) {
            const AlignedText source = AlignedText::fromOriginal(randomText(rng));
            AlignedText expected;
            AlignedText found;
            tokenizers::appendBertSteps(source.view(), chosen, expected);
            cleaner.append(source.view(), found);
            QCOMPARE(shown(found), shown(expected));
        }
    }

    /// Every byte's span after slices of slices, against a span kept for every byte.
    void alignmentInRunsIsThatOfEveryByte()
    {
        base::Rng rng(4);
        for (int i = 0; i < 20'000; ++i) {
            AlignedText text = AlignedText::fromOriginal(randomText(rng));
            std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
            for (std::size_t at = 0; at < text.text.size();) {
                const std::uint32_t length = base::decodeUtf8(text.text, at).length;
                const auto begin = static_cast<std::uint32_t>(at);
                spans.insert(spans.end(), length, { begin, begin + length });
                at += length;
            }
            for (int round = 0; round < 3; ++round) {
                AlignedText next;
                std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
                for (std::uint64_t parts = rng.below(5); parts > 0; --parts) {
                    // Slices may cut a character in two.
                    const std::size_t begin = rng.below(text.text.size() + 1);
                    const std::size_t end = begin + rng.below(text.text.size() + 1 - begin);
                    next.append(text.view(), begin, end);
                    expected.insert(expected.end(), spans.begin() + std::ptrdiff_t(begin),
                                    spans.begin() + std::ptrdiff_t(end));
                    const auto at = static_cast<std::uint32_t>(rng.below(9));
                    const auto width = static_cast<std::uint32_t>(rng.below(3));
                    const std::string added = rng.below(2) == 0 ? "x" : "\u00E9";
                    next.append(added, { at, at + width });
                    expected.insert(expected.end(), added.size(), { at, at + width });
                }
                text = std::move(next);
                spans = std::move(expected);
                QCOMPARE(text.text.size(), spans.size());
                for (std::size_t k = spans.size(); k-- > 0;) {
                    const auto span = text.spanAt(k);
                    QCOMPARE(std::pair(span.begin, span.end), spans[k]);
                }
            }
        }
    }

    void shortWordsMergeAsLongOnes()
    {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            base::Rng rng(seed);
            base::Rng again(seed);
            const tokenizers::Bpe quick = randomBpe(rng, 32);
            const tokenizers::Bpe queued = randomBpe(again, 0);
            for (int i = 0; i < 500; ++i) {
                std::string word;
                for (std::uint64_t length = 1 + rng.below(32); length > 0; --length) {
                    word += static_cast<char>('a' + rng.below(4));
                }
                std::vector<tokenizers::ModelToken> found;
                std::vector<tokenizers::ModelToken> expected;
                QVERIFY(quick.tokenize(word, {}, found).hasValue());
                QVERIFY(queued.tokenize(word, {}, expected).hasValue());
                const auto same = [](const auto& a, const auto& b) {
                    return a.id == b.id && a.begin == b.begin && a.end == b.end;
                };
                QVERIFY2(
                    std::equal(found.begin(), found.end(), expected.begin(), expected.end(), same),
                    word.c_str());
            }
        }
    }

    /// The second time words come from the cache, with the ranges of their own places.
    void knownWordsEncodeAsNewOnes_data()
    {
        QTest::addColumn<QString>("folder");
        for (const char* folder : { "bbpe_gpt2", "bbpe_llama3", "real_minilm", "real_smollm2",
                                    "spbpe_metaspace", "unigram_t5", "wordpiece_cased" }) {
            QTest::newRow(folder) << QString::fromLatin1(folder);
        }
    }
    void knownWordsEncodeAsNewOnes()
    {
        QFETCH(QString, folder);
        const auto path = test::tokenizerData() / folder.toStdString() / "tokenizer.json";
        const auto used = test::mustLoad(test::loadFile(path));
        base::Rng rng(5);
        std::vector<std::string> texts;
        for (int i = 0; i < 300; ++i) {
            texts.push_back(randomText(rng) + " the word's the " + randomText(rng));
        }
        for (const bool special : { true, false, true }) {
            const auto fresh = test::mustLoad(test::loadFile(path));
            for (const std::string& text : texts) {
                const auto found = used->encode(text, { true, special });
                const auto expected = fresh->encode(text, { true, special });
                QVERIFY(found.hasValue() && expected.hasValue());
                QCOMPARE(found->ids, expected->ids);
                QCOMPARE(found->tokens, expected->tokens);
                QVERIFY(found->ranges == expected->ranges);
            }
        }
    }

    /// A word that spells a special token has other tokens where text must not become one.
    void knownWordsTellTypedTextApart()
    {
        const auto tokenizer = test::mustLoad(
            test::loadText(R"({"added_tokens":[{"id":2,"content":"ab","single_word":true,
            "lstrip":false,"rstrip":false,"normalized":false,"special":true}],
            "pre_tokenizer":{"type":"Split","pattern":{"String":"x"},"behavior":"Isolated",
            "invert":false},"model":{"type":"BPE","ignore_merges":true,
            "vocab":{"a":0,"b":1,"ab":2,"x":3},"merges":[]}})"));
        using Ids = std::vector<tokenizers::TokenId>;
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(tokenizer->encode("xab", { false, true }).value().ids, (Ids { 3, 2 }));
            QCOMPARE(tokenizer->encode("xab", { false, false }).value().ids, (Ids { 3, 0, 1 }));
        }
    }

    void cacheKeepsWordsOfManyThreads()
    {
        // All go through the same words in the same order, so that they meet at most of them.
        constexpr int kThreads = 4;
        constexpr int kWords = 3000;
        std::atomic<int> wrong = 0;
        std::atomic<int> known = 0;
        const auto work = [&](const tokenizers::WordCache& cache, std::barrier<>& start) {
            start.arrive_and_wait();
            for (int i = 0; i < 2 * kWords; ++i) {
                const auto number = static_cast<tokenizers::TokenId>(i / 2);
                const std::string word = "word" + std::to_string(number);
                const auto variant = static_cast<std::uint8_t>(i % 2);
                tokenizers::WordCache::Tokens added;
                added.count = 1;
                added.ids[0] = number;
                added.last[0] = variant;
                cache.insert(word, variant, added);
                if (const auto* tokens = cache.find(word, variant)) {
                    const bool same = tokens->count == 1 && tokens->last[0] == variant
                        && tokens->ids[0] == number;
                    wrong += same ? 0 : 1;
                    ++known;
                }
            }
        };
        for (int round = 0; round < 30; ++round) {
            const tokenizers::WordCache cache;
            std::barrier start(kThreads);
            std::vector<std::jthread> threads;
            for (int i = 0; i < kThreads; ++i) {
                threads.emplace_back(work, std::cref(cache), std::ref(start));
            }
        }
        QCOMPARE(wrong.load(), 0);
        QVERIFY2(known.load() > 30 * kThreads * kWords, std::to_string(known.load()).c_str());
        const tokenizers::WordCache cache;
        QVERIFY(cache.find(std::string(tokenizers::WordCache::kLongestWord + 1, 'a'), 0)
                == nullptr);
    }
};

QTEST_APPLESS_MAIN(TokenizerFastPaths)
#include "tst_tokenizer_fast_paths.moc"
