// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"
#include "models/config_reader.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace fe::models {

/// True if general.architecture (GGUF), model_type or the first of `architectures` (config.json)
/// names one of these.
[[nodiscard]] bool saysItIs(const formats::ModelPackage& package,
                            std::initializer_list<std::string_view> types,
                            std::initializer_list<std::string_view> classes = {},
                            std::string_view gguf = {});

/// The first of config.json's `architectures`; empty if there is none.
[[nodiscard]] std::string className(const formats::ModelPackage& package);

/// Where a package's settings are for error messages: its config.json or itself.
[[nodiscard]] std::string configFile(const formats::ModelPackage& package);

/// A file cannot hold more layers than tensors: refused before anything is sized by the number.
[[nodiscard]] base::Result<void> checkLayers(const formats::ModelPackage& package,
                                             const ConfigReader& config, const char* key,
                                             std::int64_t layers);
/// Dimensions of a head that a real model may have.
[[nodiscard]] base::Result<void> checkHeadDim(const ConfigReader& config, const std::string& key,
                                              std::int64_t headDim);
/// hidden / heads, which must be whole.
[[nodiscard]] base::Result<std::int64_t> headDimOf(const ConfigReader& config, const char* headsKey,
                                                   std::int64_t hidden, std::int64_t heads);
/// id2label in the order of the ids; empty if it is absent.
[[nodiscard]] base::Result<std::vector<std::string>> readLabels(
    const formats::ModelPackage& package);

/// Whether a linear operator has a bias; one that has it must be in the file.
enum class Bias { None, Present };

/// Names tensors of one file: adds what all of them begin with, and knows older spellings.
class TensorNames
{
public:
    /// @param prefixes the first that, before `probe`, names a tensor is added to every name.
    TensorNames(const formats::ModelPackage& package, std::initializer_list<const char*> prefixes,
                const std::string& probe);

    [[nodiscard]] bool has(const std::string& name) const;
    /// The name as the file has it, in front of it what all names begin with. LayerNorm.gamma and
    /// .beta stand for .weight and .bias in files of 2019.
    [[nodiscard]] std::string operator()(const std::string& name) const;

    // Bindings of plain tensors --------------------------------------------------------------
    [[nodiscard]] MatrixBinding matrix(std::string attribute, const std::string& name,
                                       std::int64_t rows, std::int64_t columns) const;
    [[nodiscard]] VectorBinding vector(std::string attribute, const std::string& name,
                                       std::int64_t length) const;
    /// Optional[Tensor] in the source: None where the file has no such tensor.
    [[nodiscard]] VectorBinding optional(std::string attribute, const std::string& name,
                                         std::int64_t length) const;
    [[nodiscard]] VectorBinding tensor(std::string attribute, const std::string& name,
                                       base::Shape shape) const;
    /// name.weight and name.bias as the attributes `attribute`, `attribute`_bias.
    void norm(ModulePlan& plan, const std::string& attribute, const std::string& name,
              std::int64_t length) const;
    /// The same for a matrix; the bias attribute is an Optional[Tensor].
    void linear(ModulePlan& plan, const std::string& attribute, const std::string& name,
                std::int64_t rows, std::int64_t columns, Bias bias = Bias::Present) const;
    /// Matrices that are read as one: query, key and value.
    void linears(ModulePlan& plan, const std::string& attribute,
                 const std::vector<std::string>& names, std::int64_t rowsEach, std::int64_t columns,
                 Bias bias = Bias::Present) const;

private:
    const formats::ModelPackage* m_package;
    std::string m_prefix;
};

} // namespace fe::models
