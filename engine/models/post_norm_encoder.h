// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"
#include "models/plan_reader.h"

namespace fe::models {

/// What BERT and its kin share: layers that norm after each part, seen in both directions.

/// Names of config.json's fields.
struct PostNormKeys {
    const char* hidden = "hidden_size";
    const char* intermediate = "intermediate_size";
    const char* layers = "num_hidden_layers";
    const char* heads = "num_attention_heads";
    const char* activation = "hidden_act";
    const char* eps = "layer_norm_eps"; ///< null: it has none
    double defaultEps = 1e-12;
};

/// Names of a layer's tensors.
struct PostNormNames {
    const char* layer; ///< before the layer's number
    const char* query;
    const char* key;
    const char* value;
    const char* output;
    const char* attentionNorm;
    const char* up;
    const char* down;
    const char* mlpNorm;
};

struct PostNormEncoder {
    StackInfo stack;
    std::int64_t positions = 0; ///< rows of the position table
    std::int64_t vocabSize = 0;
    double eps = 0;
    std::string activation; ///< its source
};

[[nodiscard]] base::Result<PostNormEncoder> readPostNormEncoder(
    const formats::ModelPackage& package, const ConfigReader& config, const PostNormKeys& keys);

/// All but embed() and the heads. The model source has norm() and act().
[[nodiscard]] StackPlan planPostNormEncoder(const TensorNames& tensors, const PostNormNames& names,
                                            const PostNormEncoder& encoder);

/// Rows of a classification head's matrix: its number of labels.
[[nodiscard]] base::Result<std::int64_t> labelCount(const formats::ModelPackage& package,
                                                    const std::string& tensor);

} // namespace fe::models
