// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a head's scores are made of: their softmax is the attention that was captured.
#include "analysis/query_key_detail.h"
#include "support/small_models.h"

#include <QtTest>

#include <numeric>

using namespace fe;
using namespace fe::models;
using analysis::queryKeyDetail;

namespace {

ForwardInput inputOf(const Model& model)
{
    ForwardInput input;
    if (model.info().kind == "vision") {
        input.pixels = { 1, 32, 32, std::vector<float>(3 * 32 * 32) };
        for (std::size_t i = 0; i < input.pixels.values.size(); ++i) {
            input.pixels.values[i] = static_cast<float>(i % 13) / 13;
        }
        return input;
    }
    input.ids = { { 5, 9, 40, 7, 3, 12, 9, 22, 31, 6 } };
    if (model.info().kind == "encoder-decoder") {
        input.decoderIds = { { 0, 8, 21, 4 } };
    }
    return input;
}

} // namespace

class TestQueryKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeTokensByHand();
    void softmaxOfTheSumsIsTheAttention_data();
    void softmaxOfTheSumsIsTheAttention();
    void refusals();
};

void TestQueryKey::threeTokensByHand()
{
    HeadVectors head;
    head.queries = head.keys = 3;
    head.dimensions = 2;
    head.scale = 0.5;
    head.causal = true;
    head.query = { 1, 0, 0, 1, 2, 4 };
    head.key = { 1, 1, 3, 0.5F, -1, 2 };
    const auto detail = queryKeyDetail(head, 2, 1);
    QVERIFY(detail);
    QCOMPARE(detail->contributions, (std::vector<double> { 3, 1 }));
    QCOMPARE(detail->score, 4.0);
    const double sum = std::exp(3.0) + std::exp(4.0) + std::exp(3.0); // 1 + 2, 3 + 1, -1 + 4
    QVERIFY(std::abs(detail->weight - std::exp(4.0) / sum) < 1e-12);
    const auto hidden = queryKeyDetail(head, 1, 2);
    QVERIFY(hidden && !hidden->isSeen);
    QCOMPARE(hidden->weight, 0.0);
    head.window = 2;
    QVERIFY(!queryKeyDetail(head, 2, 0)->isSeen);
    QVERIFY(std::abs(queryKeyDetail(head, 2, 1)->weight
                     - std::exp(4.0) / (std::exp(4.0) + std::exp(3.0)))
            < 1e-12);
    head.bias = { 0, 0, 0, 0, 0, 0, 0, 0.25F, 0 };
    QCOMPARE(queryKeyDetail(head, 2, 1)->score, 4.25);
    QCOMPARE(queryKeyDetail(head, 2, 1)->bias, 0.25);
}

void TestQueryKey::softmaxOfTheSumsIsTheAttention_data()
{
    QTest::addColumn<QString>("stack");
    QTest::addColumn<bool>("cross");
    for (const char* model : { "llama_tied", "llama_linear_rope_bias", "gpt2", "gpt_neox_sharded",
                               "mistral_swa", "qwen3", "gemma", "opt", "bert", "vit" }) {
        QTest::newRow(model) << QString() << false;
    }
    QTest::newRow("t5 encoder") << QStringLiteral("encoder") << false;
    QTest::newRow("t5 decoder") << QStringLiteral("decoder") << false;
    QTest::newRow("t5 cross") << QStringLiteral("decoder") << true;
    QTest::newRow("clip text") << QStringLiteral("text") << false;
}

void TestQueryKey::softmaxOfTheSumsIsTheAttention()
{
    QFETCH(QString, stack);
    QFETCH(bool, cross);
    const auto model = tests::smallModel(
        QString::fromLatin1(QTest::currentDataTag()).section(u' ', 0, 0).toStdString());
    const ForwardInput input = inputOf(*model);
    const auto arrays = tests::resultsOf(*model, input);
    const std::string prefix = cross ? "cross_" : stack.isEmpty() ? "" : stack.toStdString() + "_";
    const base::CancelToken cancel;
    for (const std::int64_t layer : { 0, 1 }) {
        const NamedArray& attention = arrays.at(prefix + "attentions." + std::to_string(layer));
        const auto heads = attention.shape[1];
        for (std::int64_t head = 0; head < heads; ++head) {
            const auto vectors
                = headVectors(*model, input,
                              { stack.toStdString(),
                                cross ? AttentionKind::Cross : AttentionKind::Self, layer, head },
                              cancel);
            QVERIFY2(vectors, vectors ? "" : vectors.error().oneLine().c_str());
            QCOMPARE(vectors->queries, attention.shape[2]);
            QCOMPARE(vectors->keys, attention.shape[3]);
            for (std::int64_t query = 0; query < vectors->queries; ++query) {
                for (std::int64_t key = 0; key < vectors->keys; ++key) {
                    const auto detail = queryKeyDetail(*vectors, query, key);
                    QVERIFY(detail);
                    const auto at = static_cast<std::size_t>(
                        (head * vectors->queries + query) * vectors->keys + key);
                    const auto wanted = static_cast<double>(attention.values[at]);
                    QVERIFY(std::abs(detail->weight - wanted) < 1e-5);
                    QVERIFY(detail->isSeen || wanted == 0);
                    const double sum = std::accumulate(detail->contributions.begin(),
                                                       detail->contributions.end(), detail->bias);
                    QVERIFY(std::abs(sum - detail->score) < 1e-9);
                }
            }
        }
    }
}

void TestQueryKey::refusals()
{
    const auto model = tests::smallModel("llama_tied");
    const ForwardInput input = inputOf(*model);
    const base::CancelToken cancel;
    for (const HeadPlace& place :
         { HeadPlace { "", AttentionKind::Self, 3, 0 }, HeadPlace { "", AttentionKind::Self, 0, 6 },
           HeadPlace { "", AttentionKind::Self, -1, 0 },
           HeadPlace { "", AttentionKind::Cross, 0, 0 },
           HeadPlace { "encoder", AttentionKind::Self, 0, 0 } }) {
        const auto refused = headVectors(*model, input, place, cancel);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    }
    QVERIFY(!headVectors(*model, {}, {}, cancel));
    ForwardInput off = input;
    off.switches[""].layersOff = { true, false, false };
    QVERIFY(!headVectors(*model, off, { "", AttentionKind::Self, 0, 0 }, cancel));
    base::CancelToken stop;
    stop.cancel();
    QVERIFY(headVectors(*model, input, {}, stop).error().code == base::ErrorCode::Cancelled);
    const auto vectors = headVectors(*model, input, {}, cancel);
    QVERIFY(vectors);
    QVERIFY(!queryKeyDetail(*vectors, 10, 0));
    QVERIFY(!queryKeyDetail(*vectors, 0, -1));
}

QTEST_GUILESS_MAIN(TestQueryKey)
#include "tst_query_key.moc"
