// SPDX-License-Identifier: GPL-3.0-or-later
//
// A product's way back goes through the same numbers as the rows that are looked up, whatever the
// type they are kept in.
#include "base/rng.h"
#include "tensor/dequantise.h"
#include "tensor/differentiable.h"
#include "tensor/quantise.h"
#include "tensor/torch_bridge.h"

#include <QtTest>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

using namespace fe;
using base::DType;
using tensor::MatrixForm;

namespace {

constexpr std::int64_t kColumns = 96;

std::vector<std::byte> randomRows(DType type, std::int64_t rows, base::Rng& rng)
{
    const base::DTypeInfo& info = base::dtypeInfo(type);
    std::vector<std::byte> bytes(static_cast<std::size_t>(rows) * *base::rowBytes(type, kColumns));
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(rng.below(256));
    }
    if (type == DType::F32 || type == DType::F16 || type == DType::BF16) {
        for (std::size_t at = 0; at < bytes.size(); at += info.blockBytes) {
            const auto value = static_cast<float>(rng.uniform() - 0.5);
            const std::uint16_t narrow
                = type == DType::F16 ? tensor::floatToHalf(value) : tensor::floatToBfloat(value);
            std::memcpy(bytes.data() + at,
                        type == DType::F32 ? static_cast<const void*>(&value) : &narrow,
                        info.blockBytes);
        }
        return bytes;
    }
    const std::uint16_t scale = tensor::floatToHalf(0.01F);
    for (std::size_t at = 0; at < bytes.size(); at += info.blockBytes) {
        std::memcpy(bytes.data() + at, &scale, 2);
        if (type == DType::Q4_1) {
            std::memcpy(bytes.data() + at + 2, &scale, 2);
        }
    }
    return bytes;
}

struct Matrix {
    tensor::MatrixPtr matrix;
    at::Tensor dense; ///< [rows, columns]
};

Matrix build(const std::vector<tensor::MatrixPart>& parts, MatrixForm form)
{
    base::Rng rng(7);
    auto arena = std::make_shared<tensor::WeightArena>(
        tensor::MatrixBuilder::bytesFor(parts, kColumns, form));
    tensor::MatrixBuilder builder(parts, kColumns, form, at::kCPU, arena);
    std::vector<at::Tensor> dense;
    for (const tensor::MatrixPart& part : parts) {
        const auto rows = randomRows(part.type, part.rows, rng);
        builder.append(rows.data(), part.rows);
        at::Tensor decoded = at::empty({ part.rows, kColumns }, at::kFloat);
        tensor::dequantise(part.type, rows.data(), decoded.numel(), decoded.data_ptr<float>());
        const bool rounded
            = form == MatrixForm::BF16 || (form == MatrixForm::Dense && part.type != DType::F32);
        if (form == MatrixForm::Int8 || form == MatrixForm::Int4) {
            const DType kept = form == MatrixForm::Int8 ? DType::Q8_0 : DType::Q4_1;
            std::vector<std::byte> blocks(*base::rowBytes(kept, kColumns)
                                          * static_cast<std::size_t>(part.rows));
            tensor::quantiseWeights(kept, decoded.const_data_ptr<float>(), decoded.numel(),
                                    blocks.data());
            tensor::dequantise(kept, blocks.data(), decoded.numel(), decoded.data_ptr<float>());
        }
        dense.push_back(rounded ? decoded.to(at::kBFloat16).to(at::kFloat) : decoded);
    }
    return { builder.finish(), at::cat(dense) };
}

} // namespace

class TestWeightMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWayBackIsTheTransposedProduct_data();
    void theWayBackIsTheTransposedProduct();
    void productsHaveGradients();
};

void TestWeightMatrix::theWayBackIsTheTransposedProduct_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<QList<int>>("types");
    const auto row = [](const char* name, MatrixForm form, const std::vector<DType>& types) {
        QList<int> numbers;
        for (const DType type : types) {
            numbers.append(static_cast<int>(type));
        }
        QTest::newRow(name) << static_cast<int>(form) << numbers;
    };
    row("float32", MatrixForm::Stored, { DType::F32 });
    row("float16", MatrixForm::Stored, { DType::F16 });
    row("bfloat16", MatrixForm::BF16, { DType::F32 });
    row("packed 4 bits", MatrixForm::Stored, { DType::Q4_0 });
    row("packed 8 bits", MatrixForm::Stored, { DType::Q8_0 });
    row("rows of blocks", MatrixForm::Stored, { DType::Q5_0 });
    row("three types", MatrixForm::Stored, { DType::Q4_1, DType::F32, DType::F16 });
    row("blocks as float32", MatrixForm::F32, { DType::Q8_0, DType::Q4_0 });
    row("8 bits made of others", MatrixForm::Int8, { DType::F32, DType::F16, DType::Q4_1 });
    row("4 bits made of others", MatrixForm::Int4, { DType::F32, DType::Q8_0 });
    row("as on a card", MatrixForm::Dense, { DType::F32, DType::Q8_0, DType::F16 });
}

void TestWeightMatrix::theWayBackIsTheTransposedProduct()
{
    QFETCH(int, form);
    QFETCH(QList<int>, types);
    std::vector<tensor::MatrixPart> parts;
    for (const int type : types) {
        parts.push_back({ static_cast<DType>(type), 301 }); // no whole number of tiles or chunks
    }
    const auto [matrix, dense] = build(parts, static_cast<MatrixForm>(form));
    const at::Tensor y = at::arange(3 * matrix->rows(), at::kFloat).view({ 3, -1 }).mul(0.7).sin();
    const at::Tensor back = matrix->multiplyBack(y);
    const at::Tensor wanted = y.matmul(dense);
    // About 900 products of float32 in another order.
    QVERIFY((back - wanted).abs().max().item<float>() <= 1e-4F * wanted.abs().max().item<float>());
}

void TestWeightMatrix::productsHaveGradients()
{
    tensor::registerOperators();
    const auto [matrix, dense] = build({ { DType::F32, 40 } }, MatrixForm::F32);
    const at::Tensor x
        = at::arange(2 * kColumns, at::kFloat).view({ 2, -1 }).mul(0.3).cos().requires_grad_();
    const at::Tensor y = tensor::differentiableProduct(x, matrix);
    QVERIFY((y - x.matmul(dense.t())).abs().max().item<float>() < 1e-5F);
    const auto gradient = torch::autograd::grad({ y.pow(2).sum() }, { x });
    const at::Tensor wanted = 2 * x.matmul(dense.t()).matmul(dense);
    QVERIFY((gradient.front() - wanted).abs().max().item<float>()
            < 1e-4F * wanted.abs().max().item<float>());
}

QTEST_GUILESS_MAIN(TestWeightMatrix)
#include "tst_weight_matrix.moc"
