// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/language_model.h"

#include <QtTest>

#include <thread>

using namespace fe;

namespace {

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

std::vector<models::TokenId> someIds(std::size_t count)
{
    std::vector<models::TokenId> ids;
    for (std::size_t i = 0; i < count; ++i) {
        ids.push_back(static_cast<models::TokenId>(3 + (i * i * 31 + i * 7) % 90));
    }
    return ids;
}

double largestDifference(const std::vector<float>& a, models::Logits b)
{
    double worst = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        worst = std::max(worst, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return worst;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsEqualWhole_data();
    void stepsEqualWhole();
    void truncateReadsOnFromThere();
    void cacheGrowsPastItsFirstSize();
    void cancelledCallLeavesTheSessionWhereItWas();
    void textLongerThanTheSessionIsRefused();
    void idOutsideTheVocabularyIsRefused();
    void contextIsTheLimitOfASession();
    void twoSessionsDoNotDisturbEachOther();
    void loadingCanBeCancelled();

private:
    models::LanguageModelPtr load(const std::string& name,
                                  models::WeightForm weights = models::WeightForm::F32)
    {
        const auto package = formats::openPackage(kModels + name);
        auto model = package
            ? models::loadLanguageModel(*package, { weights, "cpu" }, m_cancel, m_progress)
            : base::Result<models::LanguageModelPtr>(package.error());
        if (!model) {
            qWarning("%s", model.error().oneLine().c_str());
            return nullptr;
        }
        return *model;
    }
    std::vector<float> whole(const models::LanguageModel& model,
                             const std::vector<models::TokenId>& ids)
    {
        auto session = model.newSession(static_cast<std::int64_t>(ids.size()));
        const auto logits = (*session)->append(ids, m_cancel, m_progress);
        return logits ? std::vector<float>(logits->begin(), logits->end()) : std::vector<float>();
    }

    base::CancelToken m_cancel;
    base::Progress m_progress;
};

void TestSession::stepsEqualWhole_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("weights");
    QTest::addColumn<double>("tolerance");
    // float32: sums in another order, 1e-4 on logits of magnitude 5. Stored 8-bit activations are
    // rounded: a difference in the last bit of an activation may move a step of its 127.
    const auto f32 = static_cast<int>(models::WeightForm::F32);
    const auto stored = static_cast<int>(models::WeightForm::Stored);
    const auto bf16 = static_cast<int>(models::WeightForm::BF16);
    QTest::newRow("f32") << QStringLiteral("llama_tied/checkpoint") << f32 << 1e-4;
    QTest::newRow("bf16") << QStringLiteral("llama_tied/checkpoint") << bf16 << 0.15;
    QTest::newRow("stored F16") << QStringLiteral("llama_fp16/checkpoint") << stored << 1e-4;
    // Rows of 64 and 176 numbers: whole blocks and, in the checkpoint, some that are not.
    QTest::newRow("int8") << QStringLiteral("gguf/llama_Q6_K.gguf")
                          << static_cast<int>(models::WeightForm::Int8) << 0.1;
    QTest::newRow("int4") << QStringLiteral("llama_tied/checkpoint")
                          << static_cast<int>(models::WeightForm::Int4) << 0.1;
    for (const char* type : { "Q4_0", "Q4_1", "Q8_0", "Q6_K" }) {
        QTest::newRow(type) << QStringLiteral("gguf/llama_%1.gguf").arg(QLatin1String(type))
                            << stored << 0.1;
    }
}

void TestSession::stepsEqualWhole()
{
    QFETCH(QString, name);
    QFETCH(int, weights);
    QFETCH(double, tolerance);
    const auto model = load(name.toStdString(), static_cast<models::WeightForm>(weights));
    QVERIFY(model);
    const auto ids = someIds(24);
    const auto expected = whole(*model, ids);
    auto session = model->newSession(64);
    QVERIFY(session);
    models::Logits last;
    for (const models::TokenId id : ids) {
        const auto logits = (*session)->append(std::array { id }, m_cancel, m_progress);
        QVERIFY(logits);
        last = *logits;
    }
    const double difference = largestDifference(expected, last);
    QVERIFY2(difference <= tolerance, qPrintable(QStringLiteral("differs by %1").arg(difference)));
}

void TestSession::truncateReadsOnFromThere()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    const auto ids = someIds(20);
    const auto expected = whole(*model, ids);
    auto session = model->newSession(64);
    std::vector<models::TokenId> other(ids.begin(), ids.begin() + 12);
    other.insert(other.end(), { 9, 9, 9, 9 });
    QVERIFY((*session)->append(other, m_cancel, m_progress));
    QVERIFY((*session)->truncate(12));
    QCOMPARE((*session)->position(), 12);
    const auto logits = (*session)->append(std::span(ids).subspan(12), m_cancel, m_progress);
    QVERIFY(logits);
    QVERIFY(largestDifference(expected, *logits) < 1e-4);
    QVERIFY(!(*session)->truncate(21));
}

void TestSession::cacheGrowsPastItsFirstSize()
{
    // A context of 1024 in the GGUF fixtures; 700 tokens cross the first size, a doubling and three
    // chunks, read in uneven pieces.
    const auto model = load("gguf/llama_F32.gguf");
    QVERIFY(model);
    QVERIFY(model->info().context >= 128);
    const std::int64_t length = std::min<std::int64_t>(700, model->info().context);
    const auto ids = someIds(static_cast<std::size_t>(length));
    const auto expected = whole(*model, ids);
    auto session = model->newSession(length);
    QVERIFY(session);
    models::Logits last;
    for (std::size_t at = 0; at < ids.size(); at += 93) {
        const auto logits = (*session)->append(
            std::span(ids).subspan(at, std::min<std::size_t>(93, ids.size() - at)), m_cancel,
            m_progress);
        QVERIFY(logits);
        last = *logits;
    }
    QVERIFY(largestDifference(expected, last) < 5e-4);
}

void TestSession::cancelledCallLeavesTheSessionWhereItWas()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    const auto ids = someIds(20);
    auto session = model->newSession(64);
    QVERIFY((*session)->append(std::span(ids).first(5), m_cancel, m_progress));
    base::CancelToken cancelled;
    cancelled.cancel();
    const auto result = (*session)->append(std::span(ids).subspan(5), cancelled, m_progress);
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
    QCOMPARE((*session)->position(), 5);
    const auto logits = (*session)->append(std::span(ids).subspan(5), m_cancel, m_progress);
    QVERIFY(logits);
    QVERIFY(largestDifference(whole(*model, ids), *logits) < 1e-4);
}

void TestSession::textLongerThanTheSessionIsRefused()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    auto session = model->newSession(8);
    const auto result = (*session)->append(someIds(9), m_cancel, m_progress);
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::LimitExceeded);
}

void TestSession::idOutsideTheVocabularyIsRefused()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    auto session = model->newSession(8);
    for (const models::TokenId id : { -1, static_cast<models::TokenId>(model->info().vocabSize) }) {
        const auto result
            = (*session)->append(std::array { models::TokenId { 3 }, id }, m_cancel, m_progress);
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::InvalidArgument);
    }
}

void TestSession::contextIsTheLimitOfASession()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    QVERIFY(model->newSession(model->info().context));
    QVERIFY(!model->newSession(model->info().context + 1));
    QVERIFY(!model->newSession(0));
}

void TestSession::twoSessionsDoNotDisturbEachOther()
{
    const auto model = load("llama_tied/checkpoint");
    QVERIFY(model);
    const auto ids = someIds(30);
    const auto expected = whole(*model, ids);
    std::array<double, 2> differences { INFINITY, INFINITY };
    const auto work = [&](std::size_t which) {
        base::Progress progress;
        auto session = model->newSession(64);
        models::Logits last;
        for (int repeat = 0; repeat < 3; ++repeat) {
            (*session)->reset();
            for (const models::TokenId id : ids) {
                last = *(*session)->append(std::array { id }, m_cancel, progress);
            }
        }
        differences[which] = largestDifference(expected, last);
    };
    std::thread first(work, 0);
    std::thread second(work, 1);
    first.join();
    second.join();
    QVERIFY(differences[0] < 1e-4);
    QVERIFY(differences[1] < 1e-4);
}

void TestSession::loadingCanBeCancelled()
{
    const auto package = formats::openPackage(kModels + "llama_tied/checkpoint");
    QVERIFY(package);
    base::CancelToken cancelled;
    cancelled.cancel();
    const auto model = models::loadLanguageModel(*package, {}, cancelled, m_progress);
    QVERIFY(!model);
    QCOMPARE(model.error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
