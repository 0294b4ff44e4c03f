// SPDX-License-Identifier: Apache-2.0
//
// DistilBERT (Sanh et al. 2019, arXiv:1910.01108): BERT without segments and pooler.
#include "models/arch/arch.h"

#include "models/post_norm_encoder.h"

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kEmbed = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    x = fe.embedding(ids, self.tokens) + fe.embedding(fe.positions(run), self.places)
    return fe.layer_norm(x, self.embedding_norm, self.embedding_norm_bias, self.eps)
)py";

constexpr const char* kMaskedLm = R"py(
def unmask(self, x: Tensor, run: Pass) -> Tensor:
    x = self.act(fe.linear(x, self.transform, self.transform_bias))
    x = fe.layer_norm(x, self.transform_norm, self.transform_norm_bias, self.eps)
    return fe.linear(x, self.decoder, self.decoder_bias)
)py";

constexpr const char* kClassifier = R"py(
def classify(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    x = torch.relu(fe.linear(first, self.transform, self.transform_bias))
    return fe.linear(x, self.classifier, self.classifier_bias)
)py";

constexpr PostNormNames kNames {
    "transformer.layer.", "attention.q_lin",   "attention.k_lin",
    "attention.v_lin",    "attention.out_lin", "sa_layer_norm",
    "ffn.lin1",           "ffn.lin2",          "output_layer_norm",
};

constexpr PostNormKeys kKeys {
    "dim", "hidden_dim", "n_layers", "n_heads", "activation", nullptr, 1e-12,
};

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "distilbert" }, { "DistilBertModel", "DistilBertForMaskedLM" });
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    ModelPlan result;
    FE_TRY(PostNormEncoder encoder, readPostNormEncoder(package, config, kKeys));
    FE_TRY(result.info.labels, readLabels(package));
    result.info.context = encoder.positions;
    result.info.vocabSize = encoder.vocabSize;

    const TensorNames tensors(package, { "distilbert.", "" }, "embeddings.word_embeddings.weight");
    const TensorNames plain(package, {}, "");
    const std::int64_t hidden = encoder.stack.hiddenSize;
    StackPlan stack = planPostNormEncoder(tensors, kNames, encoder);
    stack.modelSource += kEmbed;
    stack.model.matrices = {
        tensors.matrix("tokens", "embeddings.word_embeddings.weight", encoder.vocabSize, hidden),
        tensors.matrix("places", "embeddings.position_embeddings.weight", encoder.positions, hidden)
    };
    tensors.norm(stack.model, "embedding_norm", "embeddings.LayerNorm", hidden);

    const std::string head = className(package);
    if (head == "DistilBertForMaskedLM") {
        plain.linear(stack.model, "transform", "vocab_transform", hidden, hidden);
        plain.norm(stack.model, "transform_norm", "vocab_layer_norm", hidden);
        const char* own = "vocab_projector.weight";
        stack.model.matrices.push_back(
            { "decoder",
              hidden,
              { { plain.has(own) ? own : tensors("embeddings.word_embeddings.weight"),
                  encoder.vocabSize } } });
        stack.model.vectors.push_back(
            plain.vector("decoder_bias", "vocab_projector.bias", encoder.vocabSize));
        stack.modelSource += kMaskedLm;
        stack.outputs.push_back({ "logits", "unmask", true });
    } else if (head == "DistilBertForSequenceClassification") {
        FE_TRY(const std::int64_t labels, labelCount(package, "classifier.weight"));
        plain.linear(stack.model, "transform", "pre_classifier", hidden, hidden);
        plain.linear(stack.model, "classifier", "classifier", labels, hidden);
        stack.modelSource += kClassifier;
        stack.outputs.push_back({ "logits", "classify", false });
    }
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture distilbertArchitecture()
{
    return { "distilbert", "encoder",
             "DistilBertModel, DistilBertForMaskedLM, DistilBertForSequenceClassification", matches,
             plan };
}

} // namespace fe::models
