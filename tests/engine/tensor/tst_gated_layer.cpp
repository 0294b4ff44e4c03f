// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fused layer against the operators that the layer's source is made of, in shapes, types and
// team sizes.
#include "base/rng.h"
#include "tensor/gated_layer.h"
#include "tensor/worker_team.h"

#include <QtTest>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

using namespace fe;
using base::DType;
using tensor::MatrixForm;

namespace {

struct Shape {
    std::int64_t heads;
    std::int64_t kvHeads;
    std::int64_t headDim;
    std::int64_t hidden;
    std::int64_t inner;
    std::int64_t window;
    bool biases;
    bool headNorms;
    tensor::Gate gate;
};

class Layer
{
public:
    Layer(const Shape& shape, MatrixForm form) : m_shape(shape), m_form(form)
    {
        const std::int64_t heads = shape.heads * shape.headDim;
        const std::int64_t width = heads + 2 * shape.kvHeads * shape.headDim;
        weights.attentionNorm = vector(shape.hidden, true);
        weights.mlpNorm = vector(shape.hidden, true);
        weights.qkv = matrix(width, shape.hidden);
        weights.output = matrix(shape.hidden, heads);
        weights.gateUp = matrix(2 * shape.inner, shape.hidden);
        weights.down = matrix(shape.hidden, shape.inner);
        weights.qkvBias = vector(width, shape.biases);
        weights.outputBias = vector(shape.hidden, shape.biases);
        weights.gateUpBias = vector(2 * shape.inner, shape.biases);
        weights.downBias = vector(shape.hidden, shape.biases);
        weights.queryNorm = vector(shape.headDim, shape.headNorms);
        weights.keyNorm = vector(shape.headDim, shape.headNorms);
        weights.eps = 1e-5F;
        weights.gate = shape.gate;
    }

    tensor::PassPtr newPass(std::int64_t capacity) const
    {
        auto pass = c10::make_intrusive<tensor::ForwardPass>();
        pass->shape = { m_shape.heads,
                        m_shape.kvHeads,
                        m_shape.headDim,
                        1 / std::sqrt(static_cast<double>(m_shape.headDim)),
                        true,
                        { m_shape.window } };
        pass->keys = { at::zeros({ 1, m_shape.kvHeads, capacity, m_shape.headDim }) };
        pass->values = { at::zeros({ 1, m_shape.kvHeads, capacity, m_shape.headDim }) };
        std::vector<float> frequencies;
        for (std::int64_t i = 0; i < m_shape.headDim / 2; ++i) {
            frequencies.push_back(
                std::pow(1000.0F, -static_cast<float>(i) / static_cast<float>(m_shape.headDim)));
        }
        tensor::fillRotation(*pass, frequencies, 1, capacity, at::kCPU);
        return pass;
    }

    /// The layer's source, operator by operator.
    at::Tensor plain(const at::Tensor& x, const tensor::PassPtr& pass) const
    {
        const auto bias = [](const at::Tensor& vector) {
            return vector.defined() ? std::optional(vector) : std::nullopt;
        };
        at::Tensor qkv = tensor::linear(tensor::rmsNorm(x, weights.attentionNorm, weights.eps),
                                        weights.qkv, bias(weights.qkvBias));
        if (weights.queryNorm.defined()) {
            qkv = tensor::qkNorm(qkv, weights.queryNorm, weights.keyNorm, pass, weights.eps);
        }
        const at::Tensor mixed = tensor::attention(tensor::rotary(qkv, pass), pass, 0);
        const at::Tensor middle
            = x + tensor::linear(mixed, weights.output, bias(weights.outputBias));
        const at::Tensor gateUp
            = tensor::linear(tensor::rmsNorm(middle, weights.mlpNorm, weights.eps), weights.gateUp,
                             bias(weights.gateUpBias));
        const at::Tensor g = gateUp.narrow(1, 0, m_shape.inner);
        const at::Tensor u = gateUp.narrow(1, m_shape.inner, m_shape.inner);
        const at::Tensor gated
            = (weights.gate == tensor::Gate::Silu ? at::silu(g) : at::gelu(g, "tanh")) * u;
        return middle + tensor::linear(gated, weights.down, bias(weights.downBias));
    }

    tensor::GatedLayer::Weights weights;

private:
    at::Tensor vector(std::int64_t length, bool wanted)
    {
        if (!wanted) {
            return {};
        }
        at::Tensor values = at::empty({ length }, at::kFloat);
        for (std::int64_t i = 0; i < length; ++i) {
            values.data_ptr<float>()[i] = static_cast<float>(m_rng.uniform());
        }
        return values;
    }

    tensor::MatrixPtr matrix(std::int64_t rows, std::int64_t columns)
    {
        std::vector<float> values(static_cast<std::size_t>(rows * columns));
        const double scale = 2 / std::sqrt(static_cast<double>(columns));
        for (float& value : values) {
            value = static_cast<float>(scale * (2 * m_rng.uniform() - 1));
        }
        const std::vector<tensor::MatrixPart> parts { { DType::F32, rows } };
        auto arena = std::make_shared<tensor::WeightArena>(
            tensor::MatrixBuilder::bytesFor(parts, columns, m_form));
        tensor::MatrixBuilder builder(parts, columns, m_form, at::kCPU, arena);
        builder.append(reinterpret_cast<const std::byte*>(values.data()), rows);
        return builder.finish();
    }

    Shape m_shape;
    MatrixForm m_form;
    base::Rng m_rng { 11 };
};

at::Tensor randomTokens(std::int64_t n, std::int64_t hidden, base::Rng& rng)
{
    at::Tensor x = at::empty({ n, hidden }, at::kFloat);
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        x.data_ptr<float>()[i] = static_cast<float>(2 * rng.uniform() - 1);
    }
    return x;
}

} // namespace

class TestGatedLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsItsOperators_data();
    void equalsItsOperators();
    void leavesWhatItCannotDoToTheSource();
    void cleanupTestCase() { tensor::setTeamSize(1); }
};

void TestGatedLayer::equalsItsOperators_data()
{
    using tensor::Gate;
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("form");
    QTest::addColumn<int>("members");
    const Shape plain { 4, 2, 16, 64, 96, 0, false, false, Gate::Silu };
    const Shape grouped { 9, 3, 64, 100, 37, 0, false, false, Gate::Silu };
    const Shape all { 4, 1, 32, 48, 80, 0, true, true, Gate::TanhGelu };
    const Shape window { 2, 2, 10, 32, 64, 5, true, false, Gate::Silu };
    for (const int members : { 1, 2, 4 }) {
        for (const MatrixForm form : { MatrixForm::F32, MatrixForm::BF16 }) {
            const auto row = [&](const char* name, const Shape& shape) {
                QTest::addRow("%s, %d, %s", name, members, form == MatrixForm::F32 ? "f32" : "bf16")
                    << shape << static_cast<int>(form) << members;
            };
            row("plain", plain);
            row("grouped, odd widths", grouped);
            row("biases and head norms, tanh", all);
            row("window", window);
        }
    }
}

void TestGatedLayer::equalsItsOperators()
{
    QFETCH(Shape, shape);
    QFETCH(int, form);
    QFETCH(int, members);
    const c10::InferenceMode inference;
    tensor::setTeamSize(members);
    const Layer layer(shape, static_cast<MatrixForm>(form));
    const tensor::GatedLayer fused(layer.weights);
    const tensor::PassPtr pass = layer.newPass(600);
    const tensor::PassPtr reference = layer.newPass(600);
    base::Rng rng(3);
    // Single tokens, a few at once, and texts longer than one range of keys.
    for (const std::int64_t n : { 1, 1, 3, 8, 2, 250, 1, 8, 260, 1 }) {
        pass->length = n;
        reference->length = n;
        const at::Tensor x = randomTokens(n, shape.hidden, rng);
        const at::Tensor expected = layer.plain(x.clone(), reference);
        if (fused.takes(*pass)) {
            const at::Tensor got = fused.run(x, *pass, 0);
            // Sums of up to 100 terms in another order on numbers of about 1. In bfloat16 more than
            // 8 rows would go to another product; these do not.
            const double difference = (got - expected).abs().max().item<double>();
            QVERIFY2(difference < 5e-5,
                     qPrintable(QStringLiteral("%1 tokens after %2: %3")
                                    .arg(n)
                                    .arg(pass->start)
                                    .arg(difference)));
        } else {
            QVERIFY(n > 8);
        }
        // What came before is the same for both, so that an error shows where it is made.
        pass->keys[0].copy_(reference->keys[0]);
        pass->values[0].copy_(reference->values[0]);
        pass->start += n;
        reference->start += n;
    }
}

void TestGatedLayer::leavesWhatItCannotDoToTheSource()
{
    const Layer layer({ 4, 2, 16, 64, 96, 0, false, false, tensor::Gate::Silu }, MatrixForm::F32);
    const tensor::GatedLayer fused(layer.weights);
    const auto takes = [&](const std::function<void(tensor::ForwardPass&)>& change) {
        const tensor::PassPtr pass = layer.newPass(32);
        pass->length = 1;
        change(*pass);
        return fused.takes(*pass);
    };
    QVERIFY(takes([](tensor::ForwardPass&) {}));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.length = 9; }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.batch = 2; }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.recordAttention = true; }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.headScale = at::ones({ 1, 4 }); }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.mlpScale = { 0.0F }; }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.keyMask = at::zeros({ 1, 1, 1, 1 }); }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.bias = at::zeros({ 1, 4, 1, 1 }); }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.keys.clear(); }));
    QVERIFY(!takes([](tensor::ForwardPass& pass) { pass.cosines = at::Tensor(); }));
    QVERIFY(!takes(
        [](tensor::ForwardPass& pass) { pass.probe = std::make_shared<tensor::ScoreProbe>(); }));
}

QTEST_GUILESS_MAIN(TestGatedLayer)
#include "tst_gated_layer.moc"
