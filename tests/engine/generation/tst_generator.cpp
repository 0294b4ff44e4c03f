// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes.h"
#include "generation/generation.h"

#include <QTest>

#include <cmath>

using namespace fe;
using namespace fe::generation;
using namespace fe::test;

namespace {

/// 0 ".", 1 "a", 2 "b", 3 "ST", 4 "OP", 5 the first and 6 the second half of "é", 7 the end.
FakeTokenizer alphabet()
{
    return FakeTokenizer({ ".", "a", "b", "ST", "OP", "\xC3", "\xA9", "<end>" });
}

class Recorder final : public GenerationObserver
{
public:
    void onToken(const Step& step, std::string_view text) override
    {
        ids.push_back(step.id);
        pieces.emplace_back(text);
    }
    void onPromptRead() override { ++promptsRead; }
    void onEnd(StopReason why, std::string_view text) override
    {
        ++ends;
        reason = why;
        pieces.emplace_back(text);
    }
    [[nodiscard]] std::string text() const
    {
        std::string all;
        for (const std::string& piece : pieces) {
            all += piece;
        }
        return all;
    }

    Ids ids;
    std::vector<std::string> pieces;
    StopReason reason = StopReason::Cancelled;
    int promptsRead = 0;
    int ends = 0;
};

class Bench
{
public:
    explicit Bench(Ids script = {}, std::size_t promptLength = 2)
    {
        behaviour.logits = scripted(std::move(script), promptLength, behaviour.vocab);
        options.sampling.temperature = 0;
        options.stopIds = { 7 };
        options.maxTokens = 10;
    }
    base::Result<Generation> run(const Ids& prompt = { 1, 2 })
    {
        if (generator == nullptr) {
            generator = std::make_unique<Generator>(std::make_shared<FakeModel>(behaviour),
                                                    std::make_shared<FakeTokenizer>(alphabet()));
        }
        return generator->run(prompt, options, &recorder, cancel, progress);
    }

    FakeBehaviour behaviour;
    GenerationOptions options;
    Recorder recorder;
    base::CancelToken cancel;
    base::Progress progress;
    std::unique_ptr<Generator> generator;
};

Ids idsOf(const Generation& generation)
{
    Ids ids;
    for (const Step& step : generation.steps) {
        ids.push_back(step.id);
    }
    return ids;
}

} // namespace

class TestGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWithEosAndLeavesItOut()
    {
        Bench bench({ 1, 2, 1, 7 });
        const auto result = bench.run();
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Eos);
        QCOMPARE(result->text, std::string("aba"));
        QCOMPARE(idsOf(*result), (Ids { 1, 2, 1 }));
        QCOMPARE(bench.recorder.ids, (Ids { 1, 2, 1 }));
        QCOMPARE(bench.recorder.text(), result->text);
        QCOMPARE(bench.recorder.promptsRead, 1);
        QCOMPARE(bench.recorder.ends, 1);
        QCOMPARE(result->timings.promptTokens, 2);
        QCOMPARE(result->timings.decodeTokens, 3);
    }

    void endsWithLengthAfterMaxTokens()
    {
        Bench bench({ 1, 2, 1, 2, 1 });
        bench.options.maxTokens = 3;
        const auto result = bench.run();
        QCOMPARE(result->reason, StopReason::Length);
        QCOMPARE(result->text, std::string("aba"));
        QCOMPARE(result->timings.decodeTokens, 2); // the last token is not read
        QCOMPARE(bench.progress.done(), 3U);
    }

    void noTokensAskedForReadsThePromptAlone()
    {
        Bench bench({ 1 });
        bench.options.maxTokens = 0;
        const auto result = bench.run();
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Length);
        QVERIFY(result->steps.empty());
        QCOMPARE(bench.behaviour.tokensRead, 2);
    }

    void reachingTheContextEndsWithLength()
    {
        Bench bench({}, 60);
        bench.options.maxTokens = 1000;
        const auto result = bench.run(Ids(60, 1));
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Length);
        QCOMPARE(result->steps.size(), 4U);
    }

    void aPromptLongerThanTheContextIsRefusedWithTheNumbers()
    {
        Bench bench;
        const auto result = bench.run(Ids(65, 1));
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::LimitExceeded);
        QVERIFY(result.error().why.find("65") != std::string::npos);
        QVERIFY(result.error().why.find("64") != std::string::npos);
        QCOMPARE(bench.behaviour.tokensRead, 0);
    }

    void wrongRequestsAreRefused()
    {
        QCOMPARE(Bench().run({}).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(Bench().run({ 8 }).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(Bench().run({ -1 }).error().code, base::ErrorCode::InvalidArgument);
        Bench emptyStop;
        emptyStop.options.stop = { "" };
        QCOMPARE(emptyStop.run().error().code, base::ErrorCode::InvalidArgument);
        Bench brokenStop;
        brokenStop.options.stop = { "\xA9" };
        QCOMPARE(brokenStop.run().error().code, base::ErrorCode::InvalidArgument);
        Bench negative;
        negative.options.maxTokens = -1;
        QCOMPARE(negative.run().error().code, base::ErrorCode::InvalidArgument);
    }

    void aStopStringAcrossTokensEndsTheTextBeforeIt()
    {
        Bench bench({ 1, 3, 4, 2 });
        bench.options.stop = { "STOP" };
        const auto result = bench.run();
        QCOMPARE(result->reason, StopReason::Stop);
        QCOMPARE(result->text, std::string("a"));
        QCOMPARE(idsOf(*result), (Ids { 1, 3, 4 })); // the tokens that spelled it stay
        QCOMPARE(bench.recorder.pieces, (std::vector<std::string> { "a", "", "", "" }));
        QCOMPARE(result->steps[1].textBegin, 1U);
        QCOMPARE(result->steps[1].textEnd, 1U);
        QCOMPARE(result->steps[2].textEnd, 1U);
    }

    void aHeldBackTailComesOutAtTheEnd()
    {
        Bench bench({ 1, 3, 7 });
        bench.options.stop = { "STOP" };
        const auto result = bench.run();
        QCOMPARE(result->reason, StopReason::Eos);
        QCOMPARE(result->text, std::string("aST"));
        QCOMPARE(bench.recorder.pieces, (std::vector<std::string> { "a", "", "ST" }));
    }

    void codePointsAreNeverSplit()
    {
        Bench bench({ 1, 5, 6, 2, 7 });
        const auto result = bench.run();
        QCOMPARE(result->text, std::string("aéb"));
        QCOMPARE(bench.recorder.pieces, (std::vector<std::string> { "a", "", "é", "b", "" }));
        QCOMPARE(result->steps[1].textBegin, result->steps[1].textEnd);
        QCOMPARE(result->text.substr(result->steps[2].textBegin, 2), std::string("é"));
    }

    void anIncompleteCodePointAtTheEndIsReplaced()
    {
        Bench bench({ 1, 5, 7 });
        const auto result = bench.run();
        QCOMPARE(result->text, std::string("a\uFFFD"));
        QCOMPARE(bench.recorder.text(), result->text);
        QCOMPARE(result->steps.back().textEnd, result->text.size());
    }

    void cancelDuringThePromptGivesAnEmptyPartialResult()
    {
        Bench bench({ 1 });
        bench.behaviour.onRead = [&](std::int64_t read) {
            if (read == 1) {
                bench.cancel.cancel();
            }
        };
        const auto result = bench.run();
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Cancelled);
        QVERIFY(result->steps.empty());
        QCOMPARE(bench.recorder.promptsRead, 0);
        QCOMPARE(bench.recorder.reason, StopReason::Cancelled);
    }

    void cancelWithinATokenKeepsWhatWasGenerated()
    {
        Bench bench({ 1, 2, 1, 2, 1, 2 });
        bench.behaviour.perToken = std::chrono::milliseconds(20);
        bench.options.maxTokens = 60;
        bench.behaviour.onRead = [&](std::int64_t read) {
            if (read == 4) { // the third generated token is being read
                bench.cancel.cancel();
            }
        };
        const auto result = bench.run();
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Cancelled);
        QCOMPARE(result->text, std::string("aba"));
        QCOMPARE(bench.behaviour.tokensRead, 4);
    }

    void aRunAfterACancelledOneReusesTheCache()
    {
        Bench bench({ 1, 2, 1, 2 });
        bench.behaviour.onRead = [&](std::int64_t read) {
            if (read == 3) {
                bench.cancel.cancel();
            }
        };
        QVERIFY(bench.run());
        bench.behaviour.onRead = nullptr;
        base::CancelToken live;
        const auto again
            = bench.generator->run(Ids { 1, 2 }, bench.options, nullptr, live, bench.progress);
        QVERIFY(again);
        QCOMPARE(again->text.substr(0, 4), std::string("abab"));
        QCOMPARE(again->timings.promptTokens, 1); // the last prompt token is read for its logits
        QCOMPARE(bench.behaviour.sessions, 1);
    }

    void aChatTurnReadsOnlyWhatIsNew()
    {
        Bench bench({ 1, 2, 7 });
        QVERIFY(bench.run({ 1, 2 }));
        QCOMPARE(bench.behaviour.tokensRead, 4); // the prompt, "a", "b"
        const auto second = bench.run({ 1, 2, 1, 2, 6, 6, 6 });
        QVERIFY(second);
        QCOMPARE(second->timings.promptTokens, 3);
        QCOMPARE(bench.behaviour.sessions, 1);
    }

    void aDifferentPromptIsReadFromTheDifference()
    {
        Bench bench({ 7 });
        QVERIFY(bench.run({ 1, 2, 3, 4 }));
        const auto second = bench.run({ 1, 2, 5, 4 });
        QCOMPARE(second->timings.promptTokens, 2);
        const auto shorter = bench.run({ 1, 2 });
        QCOMPARE(shorter->timings.promptTokens, 1);
    }

    void reusingTheCacheChangesNothing()
    {
        // Logits that depend on every token before: a wrong cache cannot give the same text.
        const auto hashing = [](std::span<const TokenId> ids) {
            std::uint64_t state = 1469598103934665603ULL;
            for (const TokenId id : ids) {
                state = (state ^ static_cast<std::uint64_t>(id)) * 1099511628211ULL;
            }
            std::vector<float> logits(7);
            for (float& logit : logits) {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                logit = static_cast<float>(state >> 60U) / 4.0F;
            }
            logits.push_back(-100.0F);
            return logits;
        };
        Bench warm;
        warm.behaviour.logits = hashing;
        warm.options.sampling.temperature = 1;
        for (const Ids& prompt :
             { Ids { 1, 2, 3 }, Ids { 1, 2, 4, 5 }, Ids { 1 }, Ids { 1, 2, 4, 5, 5, 5 } }) {
            const auto warmResult = warm.run(prompt);
            Bench cold;
            cold.behaviour.logits = hashing;
            cold.options.sampling.temperature = 1;
            const auto coldResult = cold.run(prompt);
            QCOMPARE(idsOf(*warmResult), idsOf(*coldResult));
        }
    }

    void aLargerRunGetsALargerSession()
    {
        Bench bench({ 7 });
        bench.behaviour.context = 100000;
        QVERIFY(bench.run());
        bench.options.maxTokens = 5000;
        QVERIFY(bench.run());
        QCOMPARE(bench.behaviour.sessions, 2);
    }

    void withLittleMemoryTheSessionIsJustLargeEnough()
    {
        Bench bench({ 1, 2, 7 });
        bench.behaviour.largestSession = 12; // prompt 2 + maxTokens 10
        const auto result = bench.run();
        QVERIFY(result);
        QCOMPARE(result->text, std::string("ab"));
        Bench tooSmall({ 1 });
        tooSmall.behaviour.largestSession = 11;
        QCOMPARE(tooSmall.run().error().code, base::ErrorCode::OutOfMemory);
    }

    void nanLogitsAreAnErrorAndTheNextRunIsFresh()
    {
        Bench bench({ 1, 2, 1, 7 });
        const auto good = bench.behaviour.logits;
        bench.behaviour.logits = [&](std::span<const TokenId> ids) {
            auto logits = good(ids);
            logits[3] = ids.size() == 4 ? NAN : logits[3];
            return logits;
        };
        const auto result = bench.run();
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::Malformed);
        bench.behaviour.logits = good;
        QCOMPARE(bench.run()->text, std::string("aba"));
        QCOMPARE(bench.behaviour.sessions, 2);
    }

    void aFailingSessionIsAnErrorAndTheNextRunIsFresh()
    {
        Bench bench({ 1, 2, 7 });
        bench.behaviour.failAfter = 3;
        QCOMPARE(bench.run().error().code, base::ErrorCode::Internal);
        bench.behaviour.failAfter = -1;
        QCOMPARE(bench.run()->text, std::string("ab"));
    }

    void stepsDescribeTheModelsOwnDistribution()
    {
        Bench bench;
        bench.behaviour.logits = [](std::span<const TokenId>) {
            return std::vector<float> { 1, 4, 2, 3, 0, 0, 0, 0 };
        };
        bench.options.maxTokens = 1;
        bench.options.topAlternatives = 3;
        bench.options.sampling.logitBias = { { 2, 100.0 } }; // forces token 2, the third
        bench.options.sampling.topK = 1;
        const auto result = bench.run();
        QVERIFY(result);
        const double sum = std::exp(1.0) + std::exp(4.0) + std::exp(2.0) + std::exp(3.0) + 4.0;
        const Step& step = result->steps.front();
        QCOMPARE(step.id, 2);
        QCOMPARE(step.rank, 3);
        QVERIFY(std::abs(step.logProb - (2.0 - std::log(sum))) < 1e-6);
        double entropy = 0;
        for (const double logit : { 1.0, 4.0, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0 }) {
            entropy -= std::exp(logit) / sum * (logit - std::log(sum));
        }
        QVERIFY(std::abs(step.entropy - entropy) < 1e-6);
        QCOMPARE(step.top.size(), 3U);
        QCOMPARE(step.top[0].id, 1);
        QCOMPARE(step.top[1].id, 3);
        QCOMPARE(step.top[2].id, 2);
        QCOMPARE(step.top[2].logProb, step.logProb);
    }

    void theSameSeedGivesTheSameText()
    {
        const auto textOf = [](std::uint64_t seed) {
            Bench bench;
            bench.behaviour.logits
                = [](std::span<const TokenId>) { return std::vector<float>(8, 0.0F); };
            bench.options.stopIds = {};
            bench.options.maxTokens = 30;
            bench.options.sampling.temperature = 1;
            bench.options.sampling.seed = seed;
            return bench.run()->text;
        };
        QCOMPARE(textOf(9), textOf(9));
        QVERIFY(textOf(9) != textOf(10));
    }

    void aBranchGoesOnAfterTheStepsItIsGiven()
    {
        Bench bench({ 1, 2, 1, 7 });
        const auto whole = bench.run();
        bench.recorder = {};
        bench.options.begin = { whole->steps[0], whole->steps[1] };
        bench.options.begin[1].id = 1; // the other way
        const auto branch = bench.run();
        QVERIFY(branch);
        QCOMPARE(idsOf(*branch), (Ids { 1, 1, 1 }));
        QCOMPARE(branch->text, std::string("aaa"));
        QCOMPARE(bench.recorder.text(), branch->text);
        QCOMPARE(branch->steps[1].logProb, whole->steps[1].logProb); // as it was given
        QCOMPARE(branch->steps[2].textBegin, 2U);
        QCOMPARE(branch->reason, StopReason::Eos);
        QCOMPARE(branch->timings.promptTokens, 1); // the rest is in the cache
    }

    void aBranchWithNothingChangedIsTheSameText()
    {
        Bench bench({ 1, 2, 1, 2, 1, 7 });
        const auto whole = bench.run();
        for (std::size_t at = 0; at <= whole->steps.size(); ++at) {
            bench.options.begin.assign(whole->steps.begin(),
                                       whole->steps.begin() + static_cast<std::ptrdiff_t>(at));
            const auto again = bench.run();
            QCOMPARE(again->text, whole->text);
            QCOMPARE(again->reason, whole->reason);
        }
    }

    void aBranchThatEndsEndsThere()
    {
        Bench bench({ 1, 1, 1, 1 });
        bench.options.begin = { Step { .id = 2 }, Step { .id = 7 }, Step { .id = 1 } };
        const auto ended = bench.run();
        QCOMPARE(ended->reason, StopReason::Eos);
        QCOMPARE(ended->text, std::string("b"));
        bench.options.begin = { Step { .id = 2 }, Step { .id = 1 } };
        bench.options.stop = { "ba" };
        QCOMPARE(bench.run()->reason, StopReason::Stop);
        QCOMPARE(bench.run()->text, std::string());
    }

    void aBranchCountsForPenaltiesAndNotForMaxTokens()
    {
        Bench bench({ 1, 1, 1, 1, 1, 1, 1, 1 });
        bench.options.maxTokens = 2;
        bench.options.begin = { Step { .id = 1 } };
        QCOMPARE(bench.run()->steps.size(), 3U);
        bench.options.sampling.presencePenalty = 30;
        QVERIFY(idsOf(*bench.run())[1] != 1);
    }

    void aBranchOutsideTheModelIsRefused()
    {
        Bench bench({ 1 });
        bench.options.begin = { Step { .id = 8 } };
        QCOMPARE(bench.run().error().code, base::ErrorCode::InvalidArgument);
        bench.options.begin.assign(63, Step { .id = 1 });
        QCOMPARE(bench.run().error().code, base::ErrorCode::LimitExceeded);
    }

    void stopReasonsHaveTheirNames()
    {
        QCOMPARE(stopReasonName(StopReason::Length), "length");
        QCOMPARE(stopReasonName(StopReason::Stop), "stop");
        QCOMPARE(stopReasonName(StopReason::Eos), "eos");
        QCOMPARE(stopReasonName(StopReason::Cancelled), "cancelled");
    }
};

QTEST_APPLESS_MAIN(TestGenerator)
#include "tst_generator.moc"
