// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/reply_builder.h"

#include <QTest>

#include <cmath>

using namespace fe::endpoints;
using fe::generation::Generation;
using fe::generation::GenerationObserver;
using fe::generation::GenerationOptions;
using fe::generation::Step;
using fe::generation::StopReason;

namespace {

/// What an observer was told, in order.
class Listener final : public GenerationObserver
{
public:
    void onPromptRead() override { heard += '>'; }
    void onToken(const Step&, std::string_view text) override { heard += '|' + std::string(text); }
    void onEnd(StopReason reason, std::string_view text) override
    {
        heard += "|." + std::string(text) + '.' + stopReasonName(reason);
    }
    std::string heard;
};

DescribedToken token(std::string bytes, float logProb = -1)
{
    return { { std::move(bytes), logProb }, {} };
}

ReplyPiece piece(std::string text, std::vector<DescribedToken> tokens = {}, std::string finish = {})
{
    ReplyPiece made;
    made.hasChoice = true;
    made.text = std::move(text);
    made.tokens = std::move(tokens);
    made.finish = std::move(finish);
    return made;
}

/// The share of the text that each step has, in brackets.
QByteArray shares(const Generation& generation)
{
    QByteArray all;
    for (const Step& step : generation.steps) {
        all += '['
            + QByteArray::fromStdString(
                   generation.text.substr(step.textBegin, step.textEnd - step.textBegin))
            + ']';
    }
    return all;
}

Generation built(const std::vector<ReplyPiece>& pieces, const GenerationOptions& options = {},
                 GenerationObserver* observer = nullptr)
{
    LabelTable labels;
    ReplyBuilder builder(options, labels, observer);
    for (const ReplyPiece& one : pieces) {
        if (builder.add(one)) {
            break;
        }
    }
    return builder.finish();
}

} // namespace

class TestReplyBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensShareTheTextInWholeCharacters_data()
    {
        QTest::addColumn<QByteArrayList>("texts"); // of the pieces
        QTest::addColumn<QList<QByteArrayList>>("tokens");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArrayList& texts,
                            const QList<QByteArrayList>& tokens, const char* expected) {
            QTest::newRow(name) << texts << tokens << QByteArray(expected);
        };
        row("one each", { "a", "b" }, { { "a" }, { "b" } }, "[a][b]");
        row("all at once", { "ab c" }, { { "a", "b", " c" } }, "[a][b][ c]");
        row("without tokens", { "ab", "c" }, { {}, {} }, "[ab][c]");
        row("a character in two tokens, at once", { "x한y" }, { { "x", "\xED\x95", "\x9C", "y" } },
            "[x][][한][y]");
        row("a character in two tokens, held back", { "x", "", "한", "y" },
            { { "x" }, { "\xED\x95" }, { "\x9C" }, { "y" } }, "[x][][한][y]");
        row("a character whose first token was not told", { "x", "한" }, { { "x" }, { "\x9C" } },
            "[x][한]");
        row("tokens that the text does not spell", { "abc" }, { { "q", "r" } }, "[][abc]");
        row("the first is trimmed", { "a b" }, { { " a", " b" } }, "[][a b]");
        row("text after the tokens", { "a", "b" }, { { "a" }, {} }, "[a][b]");
    }
    void tokensShareTheTextInWholeCharacters()
    {
        QFETCH(QByteArrayList, texts);
        QFETCH(QList<QByteArrayList>, tokens);
        QFETCH(QByteArray, expected);
        std::vector<ReplyPiece> pieces;
        for (qsizetype i = 0; i < texts.size(); ++i) {
            std::vector<DescribedToken> described;
            for (const QByteArray& bytes : tokens[i]) {
                described.push_back(token(bytes.toStdString()));
            }
            pieces.push_back(piece(texts[i].toStdString(), described));
        }
        pieces.push_back(piece("", {}, "length"));
        const Generation generation = built(pieces);
        QCOMPARE(QByteArray::fromStdString(generation.text), texts.join());
        QCOMPARE(shares(generation), expected);
    }

    void whatIsNotToldIsNotThere()
    {
        const Generation generation = built({ piece("ab", {}, "stop") });
        QCOMPARE(generation.steps.size(), std::size_t { 1 });
        const Step& step = generation.steps.front();
        QVERIFY(std::isnan(step.logProb));
        QVERIFY(std::isnan(step.entropy));
        QCOMPARE(step.rank, 0);
        QVERIFY(step.top.empty());
    }

    void alternativesAreCutAndRanked()
    {
        DescribedToken one = token("b", -2);
        one.top = { { "a", -1 }, { "b", -2 }, { "c", -3 } };
        DescribedToken other = token("z", -9);
        other.top = { { "a", -1 } };
        GenerationOptions options;
        options.topAlternatives = 1;
        LabelTable labels;
        ReplyBuilder builder(options, labels, nullptr);
        QVERIFY(!builder.add(piece("bz", { one, other }, "length")));
        const Generation generation = builder.finish();
        QCOMPARE(generation.steps[0].rank, 2); // by all that came, not by what is kept
        QCOMPARE(generation.steps[0].top.size(), std::size_t { 1 });
        QCOMPARE(labels.label(generation.steps[0].top[0].id), "a");
        QCOMPARE(generation.steps[1].rank, 0); // not among them: unknown
        QCOMPARE(generation.steps[1].top[0].id, generation.steps[0].top[0].id);
    }

    void endsAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("finish");
        QTest::addColumn<bool>("asked"); // a stop string was given
        QTest::addColumn<QByteArray>("stopText");
        QTest::addColumn<bool>("says");
        QTest::addColumn<bool>("endToken");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* finish, bool asked, const char* stopText,
                            bool says, bool endToken, const char* expected) {
            QTest::newRow(name) << QByteArray(finish) << asked << QByteArray(stopText) << says
                                << endToken << QByteArray(expected);
        };
        row("length", "length", false, "", false, false, "length");
        row("length though stops were given", "length", true, "", false, false, "length");
        row("no stop string given", "stop", false, "", false, false, "eos");
        row("not told which", "stop", true, "", false, false, "stop");
        row("vLLM: end of text", "stop", true, "", true, false, "eos");
        row("vLLM: stop string", "stop", true, "##", true, false, "stop");
        row("end-of-text token seen", "stop", true, "", false, true, "eos");
        row("filter", "content_filter", false, "", false, false, "stop");
        row("tool", "tool_calls", false, "", false, false, "stop");
    }
    void endsAreToldApart()
    {
        QFETCH(QByteArray, finish);
        QFETCH(bool, asked);
        QFETCH(QByteArray, stopText);
        QFETCH(bool, says);
        QFETCH(bool, endToken);
        QFETCH(QByteArray, expected);
        GenerationOptions options;
        if (asked) {
            options.stop = { "##" };
        }
        std::vector<ReplyPiece> pieces { piece("a", { token("a") }) };
        if (endToken) {
            pieces.push_back(piece("", { token("<|im_end|>") }));
        }
        ReplyPiece last = piece("", {}, finish.toStdString());
        last.stopText = stopText.toStdString();
        last.saysWhatStopped = says;
        pieces.push_back(last);
        const Generation generation = built(pieces, options);
        QCOMPARE(QByteArray(stopReasonName(generation.reason)), expected);
        QCOMPARE(generation.text, "a");
        QCOMPARE(generation.steps.size(), std::size_t { 1 }); // never the end-of-text token
    }

    void aTokenWithoutTextCountsOnceTextFollows()
    {
        const Generation generation = built(
            { piece("", { token("") }), piece("a", { token("a") }), piece("", {}, "stop") });
        QCOMPARE(shares(generation), QByteArray("[][a]"));
    }

    void aTokenWithoutTextCountsAtTheLimit()
    {
        const Generation generation = built(
            { piece("a", { token("a") }), piece("", { token("\xED") }), piece("", {}, "length") });
        QCOMPARE(shares(generation), QByteArray("[a][]"));
    }

    void stopStringsEndTheTextHereToo()
    {
        GenerationOptions options;
        options.stop = { "##" };
        LabelTable labels;
        Listener listener;
        ReplyBuilder builder(options, labels, &listener);
        QVERIFY(!builder.add(piece("a#", { token("a"), token("#") })));
        QVERIFY(builder.add(piece("#b", { token("#"), token("b") })));
        QVERIFY(builder.isFinished());
        const Generation generation = builder.finish();
        QCOMPARE(generation.text, "a");
        QCOMPARE(shares(generation), QByteArray("[a][][]"));
        QCOMPARE(generation.reason, StopReason::Stop);
        QCOMPARE(listener.heard, ">|a|||..stop");
    }

    void theObserverHearsTheWholeText()
    {
        GenerationOptions options;
        options.stop = { "##" };
        Listener listener;
        const Generation generation = built(
            { piece("a", { token("a") }), piece("#", { token("#") }), piece("", {}, "length") },
            options, &listener);
        QCOMPARE(generation.text, "a#");
        QCOMPARE(listener.heard, ">|a||.#.length");
    }

    void aBeginningCountsAsText()
    {
        GenerationOptions options;
        options.stop = { "한#" };
        LabelTable labels;
        const auto step = [&](const char* bytes) {
            Step made;
            made.id = labels.idOf(bytes);
            made.logProb = -2;
            return made;
        };
        Listener listener;
        ReplyBuilder builder(options, labels, &listener);
        QVERIFY(!builder.begin({ step("x"), step("\xED\x95"), step("\x9C") }));
        QVERIFY(builder.add(piece("#", { token("#") }))); // the stop string began before
        const Generation generation = builder.finish();
        QCOMPARE(generation.text, "x");
        QCOMPARE(generation.steps.size(), std::size_t { 4 });
        QCOMPARE(generation.steps[1].logProb, -2.0F);
        QCOMPARE(listener.heard, ">|x||||..stop");

        ReplyBuilder whole(options, labels, nullptr);
        QVERIFY(whole.begin({ step("a한#b") }));
        QCOMPARE(whole.finish().text, "a");
    }

    void cancelKeepsWhatCame()
    {
        LabelTable labels;
        Listener listener;
        ReplyBuilder builder({}, labels, &listener);
        QVERIFY(!builder.add(piece("a", { token("a") })));
        const Generation generation = builder.cancel();
        QCOMPARE(generation.reason, StopReason::Cancelled);
        QCOMPARE(generation.text, "a");
        QCOMPARE(listener.heard, ">|a|..cancelled");
    }

    void labelsSpellWhatIsNoText()
    {
        LabelTable labels;
        const auto a = labels.idOf("a");
        const auto part = labels.idOf("\xED\x95");
        QCOMPARE(labels.idOf("a"), a);
        QVERIFY(part != a);
        QCOMPARE(labels.label(part), "<0xED><0x95>");
        QCOMPARE(labels.label(a), "a");
        QCOMPARE(labels.label(-1), "");
        QCOMPARE(labels.label(99), "");
        // Many more, so that the table grows: texts must stay where they are.
        for (int i = 0; i < 10000; ++i) {
            static_cast<void>(labels.idOf(std::to_string(i)));
        }
        QCOMPARE(labels.label(a), "a");
        QCOMPARE(labels.idOf("\xED\x95"), part);
    }
};

QTEST_APPLESS_MAIN(TestReplyBuilder)
#include "tst_reply_builder.moc"
