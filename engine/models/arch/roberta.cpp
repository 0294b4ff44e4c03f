// SPDX-License-Identifier: Apache-2.0
//
// RoBERTa (Liu et al. 2019, arXiv:1907.11692) and XLM-RoBERTa: BERT whose positions begin after the
// padding id and skip padding.
#include "models/arch/arch.h"

#include "models/post_norm_encoder.h"

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kEmbed = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    counts = fe.ids(run).ne(int(self.padding)).to(4)
    places = counts.cumsum(1) * counts + int(self.padding)
    x = fe.embedding(ids, self.tokens) + fe.embedding(fe.segments(run), self.types)
    x = x + fe.embedding(places.view([-1]), self.places)
    return fe.layer_norm(x, self.embedding_norm, self.embedding_norm_bias, self.eps)
)py";

constexpr const char* kPooler = R"py(
def pool(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    return torch.tanh(fe.linear(first, self.pooler, self.pooler_bias))
)py";

constexpr const char* kMaskedLm = R"py(
def unmask(self, x: Tensor, run: Pass) -> Tensor:
    x = torch.gelu(fe.linear(x, self.transform, self.transform_bias))
    x = fe.layer_norm(x, self.transform_norm, self.transform_norm_bias, self.eps)
    return fe.linear(x, self.decoder, self.decoder_bias)
)py";

constexpr const char* kClassifier = R"py(
def classify(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    x = torch.tanh(fe.linear(first, self.transform, self.transform_bias))
    return fe.linear(x, self.classifier, self.classifier_bias)
)py";

constexpr PostNormNames kNames {
    "encoder.layer.",       "attention.self.query",   "attention.self.key",
    "attention.self.value", "attention.output.dense", "attention.output.LayerNorm",
    "intermediate.dense",   "output.dense",           "output.LayerNorm",
};

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "roberta", "xlm-roberta", "camembert" },
                    { "RobertaModel", "RobertaForMaskedLM", "XLMRobertaModel" });
}

void addMaskedLm(const ModelPackage& package, const TensorNames& tensors, StackPlan& stack,
                 std::int64_t vocabSize)
{
    const std::int64_t hidden = stack.info.hiddenSize;
    const TensorNames plain(package, {}, "");
    plain.linear(stack.model, "transform", "lm_head.dense", hidden, hidden);
    plain.norm(stack.model, "transform_norm", "lm_head.layer_norm", hidden);
    const char* own = "lm_head.decoder.weight";
    stack.model.matrices.push_back(
        { "decoder",
          hidden,
          { { plain.has(own) ? own : tensors("embeddings.word_embeddings.weight"), vocabSize } } });
    stack.model.vectors.push_back(plain.vector("decoder_bias", "lm_head.bias", vocabSize));
    stack.modelSource += kMaskedLm;
    stack.outputs.push_back({ "logits", "unmask", true });
}

void addClassifier(const ModelPackage& package, StackPlan& stack, std::int64_t labels)
{
    const std::int64_t hidden = stack.info.hiddenSize;
    const TensorNames plain(package, {}, "");
    plain.linear(stack.model, "transform", "classifier.dense", hidden, hidden);
    plain.linear(stack.model, "classifier", "classifier.out_proj", labels, hidden);
    stack.modelSource += kClassifier;
    stack.outputs.push_back({ "logits", "classify", false });
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    ModelPlan result;
    FE_TRY(PostNormEncoder encoder, readPostNormEncoder(package, config, PostNormKeys {}));
    FE_TRY(const std::int64_t padding, config.countOr("pad_token_id", 1));
    FE_TRY(result.info.tokenTypes, config.sizeOr("type_vocab_size", 1));
    FE_TRY(result.info.labels, readLabels(package));
    result.info.context = encoder.positions - padding - 1;
    if (result.info.context < 1) {
        return config.refuse("max_position_embeddings",
                             "it leaves no position after the padding's");
    }
    result.info.vocabSize = encoder.vocabSize;

    const TensorNames tensors(package, { "roberta.", "" }, "embeddings.word_embeddings.weight");
    const std::int64_t hidden = encoder.stack.hiddenSize;
    StackPlan stack = planPostNormEncoder(tensors, kNames, encoder);
    stack.modelSource += kEmbed;
    stack.model.matrices = {
        tensors.matrix("tokens", "embeddings.word_embeddings.weight", encoder.vocabSize, hidden),
        tensors.matrix("types", "embeddings.token_type_embeddings.weight", result.info.tokenTypes,
                       hidden),
        tensors.matrix("places", "embeddings.position_embeddings.weight", encoder.positions, hidden)
    };
    tensors.norm(stack.model, "embedding_norm", "embeddings.LayerNorm", hidden);
    stack.model.numbers.push_back({ "padding", static_cast<double>(padding) });

    const std::string head = className(package);
    if (head.ends_with("ForMaskedLM")) {
        addMaskedLm(package, tensors, stack, encoder.vocabSize);
    } else if (head.ends_with("ForSequenceClassification")) {
        FE_TRY(const std::int64_t labels, labelCount(package, "classifier.out_proj.weight"));
        addClassifier(package, stack, labels);
    } else if (tensors.has("pooler.dense.weight")) {
        tensors.linear(stack.model, "pooler", "pooler.dense", hidden, hidden);
        stack.modelSource += kPooler;
        stack.outputs.push_back({ "pooler_output", "pool", false });
    }
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture robertaArchitecture()
{
    return { "roberta", "encoder",
             "RobertaModel, XLMRobertaModel, ForMaskedLM, ForSequenceClassification", matches,
             plan };
}

} // namespace fe::models
