// SPDX-License-Identifier: Apache-2.0
//
// Both directions are written once: visit(archive, value) names each member, and an archive either
// writes or reads what it is shown.
#include "models/plan_json.h"

#include <limits>
#include <type_traits>

namespace fe::models {
namespace {

using base::Json;

/// Dimensions, counts and ids of a plan lie below this; a kernel is never sized by a wild number.
constexpr std::int64_t kLargest = std::int64_t { 1 } << 31;

class Writer;
class Reader;

template<typename T>
concept Visited = requires(T& value, Writer& writer)
{
    visit(writer, value);
};

template<typename Archive>
void visit(Archive& archive, TensorPart& part)
{
    archive.member("name", part.name);
    archive.member("rows", part.rows);
}

template<typename Archive>
void visit(Archive& archive, MatrixBinding& matrix)
{
    archive.member("attribute", matrix.attribute);
    archive.member("columns", matrix.columns);
    archive.member("parts", matrix.parts);
}

template<typename Archive>
void visit(Archive& archive, VectorBinding& vector)
{
    archive.member("attribute", vector.attribute);
    archive.member("parts", vector.parts);
    archive.member("optional", vector.optional);
    archive.member("shape", vector.shape);
}

template<typename Archive>
void visit(Archive& archive, NumberBinding& number)
{
    archive.member("attribute", number.attribute);
    archive.member("value", number.value);
}

template<typename Archive>
void visit(Archive& archive, ModulePlan& plan)
{
    archive.member("matrices", plan.matrices);
    archive.member("vectors", plan.vectors);
    archive.member("numbers", plan.numbers);
}

template<typename Archive>
void visit(Archive& archive, StackOutput& output)
{
    archive.member("name", output.name);
    archive.member("method", output.method);
    archive.member("per_token", output.perToken);
}

template<typename Archive>
void visit(Archive& archive, StackInfo& info)
{
    archive.member("name", info.name);
    archive.member("layers", info.layers);
    archive.member("heads", info.heads);
    archive.member("kv_heads", info.kvHeads);
    archive.member("head_dim", info.headDim);
    archive.member("hidden_size", info.hiddenSize);
    archive.member("intermediate_size", info.intermediateSize);
    archive.member("causal", info.causal);
}

template<typename Archive>
void visit(Archive& archive, Rope& rope)
{
    archive.member("inverse_frequencies", rope.inverseFrequencies);
    archive.member("factor", rope.factor);
}

template<typename Archive>
void visit(Archive& archive, StackPlan& stack)
{
    archive.member("info", stack.info);
    archive.member("rope", stack.rope);
    archive.member("attention_scale", stack.attentionScale);
    archive.member("windows", stack.windows);
    archive.member("writes", stack.writes);
    archive.member("cross_attention", stack.crossAttention);
    archive.member("position_bias", stack.positionBias);
    archive.member("last_hidden_is_normed", stack.lastHiddenIsNormed);
    archive.member("model_source", stack.modelSource);
    archive.member("layer_source", stack.layerSource);
    archive.member("model", stack.model);
    archive.member("layers", stack.layers);
    archive.member("outputs", stack.outputs);
}

template<typename Archive>
void visit(Archive& archive, PictureInfo& picture)
{
    archive.member("image_size", picture.imageSize);
    archive.member("patch_size", picture.patchSize);
    archive.member("prefix_tokens", picture.prefixTokens);
}

template<typename Archive>
void visit(Archive& archive, ModelInfo& info)
{
    archive.member("architecture", info.architecture);
    archive.member("kind", info.kind);
    archive.member("parameters", info.parameters);
    archive.member("layers", info.layers);
    archive.member("heads", info.heads);
    archive.member("kv_heads", info.kvHeads);
    archive.member("head_dim", info.headDim);
    archive.member("hidden_size", info.hiddenSize);
    archive.member("intermediate_size", info.intermediateSize);
    archive.member("context", info.context);
    archive.member("vocab_size", info.vocabSize);
    archive.member("pads_texts", info.padsTexts);
    archive.member("embedding_size", info.embeddingSize);
    archive.member("token_types", info.tokenTypes);
    archive.member("decoder_start", info.decoderStart);
    archive.member("picture", info.picture);
    archive.member("labels", info.labels);
    archive.member("stacks", info.stacks);
}

template<typename Archive>
void visit(Archive& archive, ModelPlan& plan)
{
    archive.member("info", plan.info);
    archive.member("stacks", plan.stacks);
    archive.member("logit_scale", plan.logitScale);
    archive.member("logit_bias", plan.logitBias);
}

template<typename T>
struct IsVector : std::false_type {
};
template<typename T>
struct IsVector<std::vector<T>> : std::true_type {
};

class Writer
{
public:
    template<typename T>
    void member(const char* name, T& value)
    {
        m_json.set(name, write(value));
    }

    template<typename T>
    static Json write(T& value)
    {
        if constexpr (IsVector<T>::value) {
            Json list = Json::array();
            for (auto& item : value) {
                list.push(write(item));
            }
            return list;
        } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
            return Json(value);
        } else {
            Writer inner;
            visit(inner, value);
            return std::move(inner.m_json);
        }
    }

private:
    Json m_json = Json::object();
};

/// Remembers the first member that is missing or of the wrong type.
class Reader
{
public:
    Reader(const Json& json, std::string path, std::string& problem)
        : m_json(json), m_path(std::move(path)), m_problem(problem)
    {
    }

    template<typename T>
    void member(const char* name, T& value)
    {
        const std::string path = m_path.empty() ? name : m_path + "." + name;
        const Json* found = m_json.find(name);
        if (found == nullptr) {
            fail(path);
        } else {
            read(*found, path, value);
        }
    }

    template<typename T>
    void read(const Json& json, const std::string& path, T& value)
    {
        if constexpr (IsVector<T>::value) {
            const Json::Array* list = json.asArray();
            if (list == nullptr) {
                return fail(path);
            }
            value.resize(list->size());
            for (std::size_t i = 0; i < list->size(); ++i) {
                read((*list)[i], path + "." + std::to_string(i), value[i]);
            }
        } else if constexpr (std::is_same_v<T, bool>) {
            json.asBool() ? void(value = *json.asBool()) : fail(path);
        } else if constexpr (std::is_integral_v<T>) {
            const auto number = json.asInt();
            number&&* number >= 0 && *number < kLargest ? void(value = static_cast<T>(*number))
                                                        : fail(path);
        } else if constexpr (std::is_floating_point_v<T>) {
            json.asDouble() ? void(value = static_cast<T>(*json.asDouble())) : fail(path);
        } else if constexpr (std::is_same_v<T, std::string>) {
            json.asString() != nullptr ? void(value = *json.asString()) : fail(path);
        } else {
            Reader inner(json, path, m_problem);
            visit(inner, value);
        }
    }

private:
    void fail(const std::string& path)
    {
        if (m_problem.empty()) {
            m_problem = path;
        }
    }

    const Json& m_json;
    std::string m_path;
    std::string& m_problem;
};

/// Relations that the kernels rely on.
const char* inconsistency(const StackPlan& stack)
{
    const StackInfo& info = stack.info;
    if (info.layers < 1 || static_cast<std::size_t>(info.layers) != stack.layers.size()) {
        return "layers";
    }
    if (info.heads < 1 || info.kvHeads < 1 || info.headDim < 1 || info.heads % info.kvHeads != 0) {
        return "heads";
    }
    if (2 * stack.rope.inverseFrequencies.size() > static_cast<std::size_t>(info.headDim)) {
        return "rope";
    }
    if (!stack.windows.empty() && stack.windows.size() != stack.layers.size()) {
        return "windows";
    }
    return nullptr;
}

} // namespace

Json toJson(const ModelPlan& plan)
{
    ModelPlan copy = plan; // visit() takes what it may also fill
    return Writer::write(copy);
}

base::Result<ModelPlan> planFromJson(const Json& json, const std::string& file)
{
    ModelPlan plan;
    std::string problem;
    Reader(json, {}, problem).read(json, {}, plan);
    for (const StackPlan& stack : plan.stacks) {
        const char* wrong = inconsistency(stack);
        if (problem.empty() && wrong != nullptr) {
            problem = std::string("stacks.") + wrong;
        }
    }
    if (problem.empty() && plan.stacks.empty()) {
        problem = "stacks";
    }
    if (!problem.empty()) {
        return base::malformed(file, problem, "it is missing or not what this program writes");
    }
    return plan;
}

} // namespace fe::models
