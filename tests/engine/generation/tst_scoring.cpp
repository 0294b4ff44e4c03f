// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes.h"
#include "generation/scoring.h"

#include <QTest>

#include <cmath>

using namespace fe;
using namespace fe::generation;
using namespace fe::test;

namespace {

/// p(next | window) depends on the last token and on how many tokens the window holds, so that a
/// wrong window or position shows in every number.
std::vector<float> positional(std::span<const TokenId> ids)
{
    std::vector<float> logits(8);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const auto phase = static_cast<double>(i * 3 + static_cast<std::size_t>(ids.back()) * 5
                                               + ids.size() * 7);
        logits[i] = static_cast<float>(3 * std::sin(phase));
    }
    return logits;
}

double logProbability(std::span<const TokenId> before, TokenId id)
{
    const auto logits = positional(before);
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp(static_cast<double>(logit));
    }
    return logits[static_cast<std::size_t>(id)] - std::log(sum);
}

Ids text(std::size_t length)
{
    Ids ids;
    for (std::size_t i = 0; i < length; ++i) {
        ids.push_back(static_cast<TokenId>((i * i + 3 * i) % 8));
    }
    return ids;
}

/// The definition: every token scored once, in the first window that reaches it, unless it is
/// that window's first.
std::pair<double, std::int64_t> byDefinition(const Ids& ids, std::size_t context,
                                             std::size_t stride)
{
    double nll = 0;
    std::int64_t count = 0;
    std::vector<bool> reached(ids.size());
    for (std::size_t begin = 0; begin < ids.size(); begin += stride) {
        for (std::size_t i = begin; i < std::min(ids.size(), begin + context); ++i) {
            if (!reached[i] && i > begin) {
                nll -= logProbability(std::span(ids).subspan(begin, i - begin), ids[i]);
                ++count;
            }
            reached[i] = true;
        }
    }
    return { nll, count };
}

struct Fixture {
    Fixture() { behaviour.logits = positional; }
    FakeBehaviour behaviour;
    base::CancelToken cancel;
    base::Progress progress;
};

} // namespace

class TestScoring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void continuationsShareThePromptAndAreScoredAlone()
    {
        Fixture fixture;
        const Ids prompt { 1, 2, 3 };
        const std::vector<Ids> continuations { { 4 }, { 5, 6, 7 }, {}, { 4, 4 } };
        const auto scores = scoreContinuations(FakeModel(fixture.behaviour), prompt, continuations,
                                               fixture.cancel, fixture.progress);
        QVERIFY(scores);
        QCOMPARE(scores->size(), continuations.size());
        for (std::size_t i = 0; i < continuations.size(); ++i) {
            QCOMPARE((*scores)[i].size(), continuations[i].size());
            Ids before = prompt;
            for (std::size_t j = 0; j < continuations[i].size(); ++j) {
                QVERIFY(std::abs((*scores)[i][j] - logProbability(before, continuations[i][j]))
                        < 1e-5);
                before.push_back(continuations[i][j]);
            }
        }
        QCOMPARE(fixture.behaviour.tokensRead, 3 + 2 + 1); // the prompt once, no last token
        QCOMPARE(fixture.progress.done(), fixture.progress.total());
    }

    void scoringRefusesWhatHasNoMeaning()
    {
        Fixture fixture;
        const FakeModel model(fixture.behaviour);
        const auto code = [&](const Ids& prompt, const std::vector<Ids>& continuations) {
            return scoreContinuations(model, prompt, continuations, fixture.cancel,
                                      fixture.progress)
                .error()
                .code;
        };
        QCOMPARE(code({}, { { 1 } }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code({ 1 }, { { 8 } }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code({ -1 }, { { 1 } }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(Ids(60, 1), { Ids(5, 1) }), base::ErrorCode::LimitExceeded);
        QCOMPARE(fixture.behaviour.tokensRead, 0);
    }

    void scoringTheWholeContextWorks()
    {
        Fixture fixture;
        QVERIFY(scoreContinuations(FakeModel(fixture.behaviour), Ids(60, 1), { Ids(4, 1) },
                                   fixture.cancel, fixture.progress));
    }

    void nanLogitsAreAnError()
    {
        Fixture fixture;
        fixture.behaviour.logits = [](std::span<const TokenId> ids) {
            auto logits = positional(ids);
            logits[0] = ids.size() == 5 ? NAN : logits[0];
            return logits;
        };
        const FakeModel model(fixture.behaviour);
        QCOMPARE(scoreContinuations(model, Ids { 1, 2, 3 }, { { 1, 2, 3, 4 } }, fixture.cancel,
                                    fixture.progress)
                     .error()
                     .code,
                 base::ErrorCode::Malformed);
        QCOMPARE(perplexity(model, text(20), {}, fixture.cancel, fixture.progress).error().code,
                 base::ErrorCode::Malformed);
    }

    void cancelEndsScoring()
    {
        Fixture fixture;
        fixture.behaviour.onRead = [&](std::int64_t read) {
            if (read == 5) {
                fixture.cancel.cancel();
            }
        };
        const FakeModel model(fixture.behaviour);
        QCOMPARE(perplexity(model, text(20), {}, fixture.cancel, fixture.progress).error().code,
                 base::ErrorCode::Cancelled);
        QCOMPARE(scoreContinuations(model, Ids { 1 }, { { 1 } }, fixture.cancel, fixture.progress)
                     .error()
                     .code,
                 base::ErrorCode::Cancelled);
    }

    void windowsScoreEveryTokenByDefinition_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("context");
        QTest::addColumn<int>("stride");
        for (const int length : { 2, 3, 9, 10, 11, 50 }) {
            for (const auto& [context, stride] : std::vector<std::pair<int, int>> {
                     { 10, 10 }, { 10, 5 }, { 10, 1 }, { 10, 9 }, { 2, 2 }, { 2, 1 } }) {
                QTest::addRow("%d tokens, %d by %d", length, context, stride)
                    << length << context << stride;
            }
        }
    }
    void windowsScoreEveryTokenByDefinition()
    {
        QFETCH(int, length);
        QFETCH(int, context);
        QFETCH(int, stride);
        Fixture fixture;
        const Ids ids = text(static_cast<std::size_t>(length));
        const auto [nll, count] = byDefinition(ids, static_cast<std::size_t>(context),
                                               static_cast<std::size_t>(stride));
        const auto result = perplexity(FakeModel(fixture.behaviour), ids, { context, stride },
                                       fixture.cancel, fixture.progress);
        QVERIFY(result);
        QCOMPARE(result->tokens, count);
        QVERIFY(std::abs(result->nll - nll) < 1e-5 * static_cast<double>(length));
        QCOMPARE(fixture.behaviour.rowsScored, count); // no row of logits that nobody needs
        QVERIFY(std::abs(result->perplexity() - std::exp(nll / static_cast<double>(count))) < 1e-3);
        QCOMPARE(fixture.progress.done(), fixture.progress.total());
    }

    void withoutOptionsTheWindowIsTheContext()
    {
        Fixture fixture;
        const Ids ids = text(100);
        const auto result
            = perplexity(FakeModel(fixture.behaviour), ids, {}, fixture.cancel, fixture.progress);
        const auto [nll, count] = byDefinition(ids, 64, 64);
        QCOMPARE(result->tokens, count);
        QVERIFY(std::abs(result->nll - nll) < 1e-3);
    }

    void wrongWindowsAreRefused()
    {
        Fixture fixture;
        const FakeModel model(fixture.behaviour);
        const auto code = [&](const Ids& ids, PerplexityOptions options) {
            return perplexity(model, ids, options, fixture.cancel, fixture.progress).error().code;
        };
        QCOMPARE(code(text(1), {}), base::ErrorCode::LimitExceeded);
        QCOMPARE(code({}, {}), base::ErrorCode::LimitExceeded);
        QCOMPARE(code(text(9), { 1, 0 }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(text(9), { 65, 0 }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(text(9), { 10, 11 }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(text(9), { 10, -1 }), base::ErrorCode::InvalidArgument);
        QCOMPARE(code({ 1, 9 }, {}), base::ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestScoring)
#include "tst_scoring.moc"
