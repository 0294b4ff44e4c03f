// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes.h"
#include "generation/scoring.h"
#include "generation/text_model.h"
#include "letter_tokenizer.h"

#include <QTest>

#include <cmath>

using namespace fe;
using namespace fe::generation;
using namespace fe::test;

namespace {

/// Depends on every token before and on its place, so that a wrong cache shows in every number.
std::vector<float> remembering(std::span<const TokenId> ids)
{
    double memory = 0;
    for (const TokenId id : ids) {
        memory = std::fmod(memory * 3.7 + static_cast<double>(id) + 1.3, 17.0);
    }
    std::vector<float> logits(8);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        logits[i] = static_cast<float>(3 * std::sin(memory * static_cast<double>(i + 1)));
    }
    return logits;
}

struct Fixture {
    Fixture() { behaviour.logits = remembering; }

    std::unique_ptr<TextModel> textModel()
    {
        return localTextModel(std::make_shared<FakeModel>(behaviour), tokenizer, "letters");
    }
    /// The same by the function that reads everything anew.
    std::vector<TextScore> byDefinition(const std::string& prompt,
                                        const std::vector<std::string>& continuations)
    {
        FakeBehaviour fresh = behaviour;
        fresh.onRead = nullptr;
        std::vector<Ids> ids;
        for (const std::string& text : continuations) {
            ids.push_back(tokenizer->encode(text, { .addSpecialTokens = false })->ids);
        }
        const auto scores = scoreContinuations(FakeModel(fresh), tokenizer->encode(prompt, {})->ids,
                                               ids, cancel, progress);
        std::vector<TextScore> result;
        for (std::size_t i = 0; i < continuations.size(); ++i) {
            double sum = 0;
            for (const float value : (*scores)[i]) {
                sum += static_cast<double>(value);
            }
            result.push_back({ sum, static_cast<std::int64_t>(ids[i].size()),
                               static_cast<std::int64_t>(continuations[i].size()) });
        }
        return result;
    }

    std::shared_ptr<LetterTokenizer> tokenizer = std::make_shared<LetterTokenizer>();
    FakeBehaviour behaviour;
    base::CancelToken cancel;
    base::Progress progress;
};

GenerationOptions greedy(std::int64_t count)
{
    GenerationOptions options;
    options.sampling.temperature = 0;
    options.maxTokens = count;
    return options;
}

} // namespace

class TestTextModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scoresAreThoseOfScoringWhateverWasReadBefore()
    {
        Fixture fixture;
        const auto model = fixture.textModel();
        const std::vector<std::string> labels { "ab", "abc", "", "b", "abcd", "h", "ab", "ba" };
        for (const std::string prompt : { "abcdef", "abchef", "abc", "a", "abcdef", "abcdefg" }) {
            const auto scores = model->score(prompt, labels, fixture.cancel, fixture.progress);
            QVERIFY2(scores, scores ? "" : scores.error().oneLine().c_str());
            QCOMPARE(*scores, fixture.byDefinition(prompt, labels));
        }
    }

    void whatTextsShareIsReadOnce()
    {
        Fixture fixture;
        const auto model = fixture.textModel();
        const std::vector<std::string> labels { "abc", "abd", "b" };
        QVERIFY(model->score("hhhhhh", labels, fixture.cancel, fixture.progress));
        QCOMPARE(fixture.behaviour.tokensRead, 6 + 2); // "ab"; the last token of each is predicted
        QVERIFY(model->score("hhhhgg", labels, fixture.cancel, fixture.progress));
        QCOMPARE(fixture.behaviour.tokensRead, 8 + 2 + 2);
        QCOMPARE(model->tokensRead(), fixture.behaviour.tokensRead);
        QCOMPARE(fixture.behaviour.sessions, 1);
    }

    void generatingAndScoringShareTheCache()
    {
        Fixture fixture;
        const auto model = fixture.textModel();
        FakeBehaviour alone = fixture.behaviour;
        Generator generator(std::make_shared<FakeModel>(alone), fixture.tokenizer);
        const auto wanted = generator.run(fixture.tokenizer->encode("abcde", {})->ids, greedy(5),
                                          nullptr, fixture.cancel, fixture.progress);
        QVERIFY(model->score("abcdd", { "ab" }, fixture.cancel, fixture.progress));
        const TextRequest request { .prompt = "abcde", .options = greedy(5) };
        for (int run = 0; run < 3; ++run) {
            const auto before = fixture.behaviour.tokensRead;
            const auto result = model->generate(request, nullptr, fixture.cancel, fixture.progress);
            QVERIFY2(result, result ? "" : result.error().oneLine().c_str());
            QCOMPARE(result->text, wanted->text);
            QCOMPARE(result->timings.promptTokens + result->timings.decodeTokens,
                     fixture.behaviour.tokensRead - before);
            QCOMPARE(result->timings.promptTokens, 1); // of "abcde" only the e is new
            QVERIFY(model->score("abcdd", { "ab" }, fixture.cancel, fixture.progress));
        }
        QCOMPARE(fixture.behaviour.sessions, 1);
    }

    void aLongerTextGetsALargerSession()
    {
        Fixture fixture;
        fixture.behaviour.context = 4000;
        const auto model = fixture.textModel();
        QVERIFY(model->score("a", { "b" }, fixture.cancel, fixture.progress));
        const std::string longText(2000, 'b');
        const auto scores = model->score(longText, { "ab" }, fixture.cancel, fixture.progress);
        QVERIFY(scores);
        QCOMPARE(*scores, fixture.byDefinition(longText, { "ab" }));
        QCOMPARE(fixture.behaviour.sessions, 2);
    }

    void withLittleMemoryTheSessionIsJustLargeEnough()
    {
        Fixture fixture;
        fixture.behaviour.largestSession = 9;
        const auto model = fixture.textModel();
        QVERIFY(model->score("abcdefg", { "ab" }, fixture.cancel, fixture.progress));
        QCOMPARE(model->score("abcdefgh", { "ab" }, fixture.cancel, fixture.progress).error().code,
                 base::ErrorCode::OutOfMemory);
        QVERIFY(model->generate({ .prompt = "abcd", .options = greedy(4) }, nullptr, fixture.cancel,
                                fixture.progress));
    }

    void afterAnErrorTheNextCallWorks()
    {
        Fixture fixture;
        const auto model = fixture.textModel();
        fixture.behaviour.failAfter = 3;
        QCOMPARE(model->score("abcdefg", { "ab" }, fixture.cancel, fixture.progress).error().code,
                 base::ErrorCode::Internal);
        fixture.behaviour.failAfter = -1;
        QCOMPARE(*model->score("abcdefg", { "abc" }, fixture.cancel, fixture.progress),
                 fixture.byDefinition("abcdefg", { "abc" }));
    }

    void cancelGivesNoScoresAndLeavesTheModelUsable()
    {
        for (int at = 0; at < 8; ++at) {
            Fixture fixture;
            const auto model = fixture.textModel();
            base::CancelToken stop;
            fixture.behaviour.onRead = [&](std::int64_t read) {
                if (read == at) {
                    stop.cancel();
                }
            };
            const auto result = model->score("abcde", { "abcd", "b" }, stop, fixture.progress);
            QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
            QCOMPARE(*model->score("abcde", { "abcd", "b" }, fixture.cancel, fixture.progress),
                     fixture.byDefinition("abcde", { "abcd", "b" }));
        }
    }

    void whatCannotBeDoneIsRefused()
    {
        Fixture fixture;
        const auto model = fixture.textModel();
        const auto scoreCode = [&](const std::string& prompt, const std::string& text) {
            return model->score(prompt, { text }, fixture.cancel, fixture.progress).error().code;
        };
        QCOMPARE(scoreCode("", "a"), base::ErrorCode::InvalidArgument);
        QCOMPARE(scoreCode("a", "z"), base::ErrorCode::InvalidArgument);
        QCOMPARE(scoreCode("z", "a"), base::ErrorCode::InvalidArgument);
        QCOMPARE(scoreCode(std::string(60, 'a'), "aaaaa"), base::ErrorCode::LimitExceeded);
        const auto code = [&](const TextRequest& request) {
            return model->generate(request, nullptr, fixture.cancel, fixture.progress).error().code;
        };
        QCOMPARE(code({}), base::ErrorCode::InvalidArgument);
        QCOMPARE(code({ .prompt = "a", .messages = { { "user", "a" } } }),
                 base::ErrorCode::InvalidArgument);
        QVERIFY(!model->abilities().chats);
        QCOMPARE(code({ .messages = { { "user", "a" } } }), base::ErrorCode::Unsupported);
        QCOMPARE(fixture.behaviour.tokensRead, 0);
    }

    void aChatIsRenderedByTheTemplateWithoutAnotherBos()
    {
        Fixture fixture;
        fixture.tokenizer = std::make_shared<LetterTokenizer>(7);
        fixture.tokenizer->m_chatTemplate = "h{% for m in messages %}{{ m.content }}{% endfor %}b";
        Ids seen;
        fixture.behaviour.logits = [&](std::span<const TokenId> ids) {
            seen.assign(ids.begin(), ids.end());
            return std::vector<float> { 0, 1, 0, 0, 0, 0, 0, 0 };
        };
        const auto model = fixture.textModel();
        QVERIFY(model->abilities().chats);
        const TextRequest request { .messages = { { "user", "cd" } }, .options = greedy(1) };
        QVERIFY(model->generate(request, nullptr, fixture.cancel, fixture.progress));
        QCOMPARE(seen, (Ids { 7, 2, 3, 1 }));
    }

    void theModelsOwnStopIdsEndAText()
    {
        Fixture fixture;
        fixture.tokenizer->m_stopIds = { 3 };
        fixture.behaviour.logits = scripted({ 1, 2, 3, 1 }, 1, 8);
        const auto result = fixture.textModel()->generate(
            { .prompt = "a", .options = greedy(9) }, nullptr, fixture.cancel, fixture.progress);
        QCOMPARE(result->text, std::string("bc"));
        QCOMPARE(result->reason, StopReason::Eos);
    }

    void meansOfNothingAreNoNumbers()
    {
        const TextScore score { -6, 3, 12 };
        QCOMPARE(score.perToken(), -2.0);
        QCOMPARE(score.perByte(), -0.5);
        QVERIFY(std::isnan(TextScore {}.perToken()) && std::isnan(TextScore {}.perByte()));
    }
};

QTEST_APPLESS_MAIN(TestTextModel)
#include "tst_text_model.moc"
