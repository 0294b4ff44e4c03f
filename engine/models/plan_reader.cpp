// SPDX-License-Identifier: Apache-2.0
#include "models/plan_reader.h"

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;
using formats::PackageKind;

/// The longest name of a label that is shown.
constexpr std::size_t kLongestLabel = 1000;

const std::string* textAt(const ModelPackage& package, const char* key)
{
    const base::Json* value = package.config().findNonNull(key);
    return value == nullptr ? nullptr : value->asString();
}

} // namespace

bool saysItIs(const ModelPackage& package, std::initializer_list<std::string_view> types,
              std::initializer_list<std::string_view> classes, std::string_view gguf)
{
    if (package.kind() == PackageKind::Gguf) {
        const std::string* type = textAt(package, "general.architecture");
        return type != nullptr && !gguf.empty() && *type == gguf;
    }
    const base::Json* stated = package.config().findNonNull("model_type");
    if (stated != nullptr) {
        const std::string* type = stated->asString();
        return type != nullptr && std::find(types.begin(), types.end(), *type) != types.end();
    }
    const std::string name = className(package);
    return std::find(classes.begin(), classes.end(), name) != classes.end();
}

std::string className(const ModelPackage& package)
{
    const base::Json* classes = package.config().findNonNull("architectures");
    const base::Json::Array* list = classes == nullptr ? nullptr : classes->asArray();
    const std::string* name = list == nullptr || list->empty() ? nullptr : list->front().asString();
    return name == nullptr ? std::string() : *name;
}

std::string configFile(const ModelPackage& package)
{
    return package.kind() == PackageKind::Gguf ? package.path().string()
                                               : (package.path() / "config.json").string();
}

Result<void> checkLayers(const ModelPackage& package, const ConfigReader& config, const char* key,
                         std::int64_t layers)
{
    const auto count = static_cast<std::int64_t>(package.tensors().size());
    if (layers > count) {
        return config.refuse(key,
                             std::to_string(layers) + " layers, but the weights have only "
                                 + std::to_string(count) + " tensors");
    }
    return {};
}

Result<std::int64_t> headDimOf(const ConfigReader& config, const char* headsKey,
                               std::int64_t hidden, std::int64_t heads)
{
    if (hidden % heads != 0) {
        return config.refuse(headsKey,
                             std::to_string(heads) + " heads do not divide a hidden size of "
                                 + std::to_string(hidden));
    }
    FE_CHECK(checkHeadDim(config, headsKey, hidden / heads));
    return hidden / heads;
}

Result<void> checkHeadDim(const ConfigReader& config, const std::string& key, std::int64_t headDim)
{
    // Rotation tables are sized by it before any tensor is looked at.
    constexpr std::int64_t kLargest = 1 << 16;
    if (headDim > kLargest) {
        return config.refuse(key,
                             "a head of " + std::to_string(headDim) + " dimensions; at most "
                                 + std::to_string(kLargest) + " are taken");
    }
    return {};
}

Result<std::vector<std::string>> readLabels(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    std::vector<std::string> labels;
    const base::Json* table = package.config().findNonNull("id2label");
    if (table == nullptr) {
        return labels;
    }
    const base::Json::Object* entries = table->asObject();
    if (entries == nullptr) {
        return config.refuse("id2label",
                             std::string("an object is needed, not ") + table->typeName());
    }
    labels.resize(entries->size());
    for (const auto& [key, value] : *entries) {
        const std::string* text = value.asString();
        const bool digits = !key.empty() && key.size() < 10
            && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
        const std::size_t id = digits ? std::stoul(key) : labels.size();
        if (text == nullptr || id >= labels.size() || text->size() > kLongestLabel) {
            return config.refuse("id2label",
                                 "its keys must count from 0 and its values be short "
                                 "texts");
        }
        labels[id] = *text;
    }
    return labels;
}

TensorNames::TensorNames(const ModelPackage& package, std::initializer_list<const char*> prefixes,
                         const std::string& probe)
    : m_package(&package)
{
    for (const char* prefix : prefixes) {
        if (package.findTensor(prefix + probe) != nullptr) {
            m_prefix = prefix;
            return;
        }
    }
}

bool TensorNames::has(const std::string& name) const
{
    return m_package->findTensor((*this)(name)) != nullptr;
}

std::string TensorNames::operator()(const std::string& name) const
{
    const std::string full = m_prefix + name;
    if (m_package->findTensor(full) != nullptr) {
        return full;
    }
    const auto older = [&](std::string_view ending, const char* spelling) {
        return full.ends_with(ending) ? full.substr(0, full.size() - ending.size()) + spelling
                                      : std::string();
    };
    for (const std::string& name2019 : { older("LayerNorm.weight", "LayerNorm.gamma"),
                                         older("LayerNorm.bias", "LayerNorm.beta") }) {
        if (!name2019.empty() && m_package->findTensor(name2019) != nullptr) {
            return name2019;
        }
    }
    return full;
}

MatrixBinding TensorNames::matrix(std::string attribute, const std::string& name, std::int64_t rows,
                                  std::int64_t columns) const
{
    return { std::move(attribute), columns, { { (*this)(name), rows } } };
}

VectorBinding TensorNames::vector(std::string attribute, const std::string& name,
                                  std::int64_t length) const
{
    return { std::move(attribute), { { (*this)(name), length } } };
}

VectorBinding TensorNames::optional(std::string attribute, const std::string& name,
                                    std::int64_t length) const
{
    VectorBinding binding { std::move(attribute), {}, true };
    if (has(name)) {
        binding.parts = { { (*this)(name), length } };
    }
    return binding;
}

VectorBinding TensorNames::tensor(std::string attribute, const std::string& name,
                                  base::Shape shape) const
{
    return { std::move(attribute), { { (*this)(name), 1 } }, false, std::move(shape) };
}

void TensorNames::norm(ModulePlan& plan, const std::string& attribute, const std::string& name,
                       std::int64_t length) const
{
    plan.vectors.push_back(vector(attribute, name + ".weight", length));
    plan.vectors.push_back(vector(attribute + "_bias", name + ".bias", length));
}

void TensorNames::linear(ModulePlan& plan, const std::string& attribute, const std::string& name,
                         std::int64_t rows, std::int64_t columns, Bias bias) const
{
    linears(plan, attribute, { name }, rows, columns, bias);
}

void TensorNames::linears(ModulePlan& plan, const std::string& attribute,
                          const std::vector<std::string>& names, std::int64_t rowsEach,
                          std::int64_t columns, Bias bias) const
{
    MatrixBinding weights { attribute, columns, {} };
    VectorBinding biases { attribute + "_bias", {}, true };
    for (const std::string& name : names) {
        weights.parts.push_back({ (*this)(name + ".weight"), rowsEach });
        if (bias == Bias::Present) {
            biases.parts.push_back({ (*this)(name + ".bias"), rowsEach });
        }
    }
    plan.matrices.push_back(std::move(weights));
    plan.vectors.push_back(std::move(biases));
}

} // namespace fe::models
