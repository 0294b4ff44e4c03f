// SPDX-License-Identifier: Apache-2.0
//
// How names are found in sources that are compiled in stock operators. Includes libtorch; for .cpp
// of tensor/ alone.
#pragma once

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/frontend/resolver.h>

namespace fe::tensor {

/// `fe` names the functions of a unit under __torch__.fe and, for what is not there, our own
/// operators; `Pass` is Dict[str, Tensor], `Matrix` our class. The unit outlives the resolver.
class PortableResolver : public torch::jit::NativeResolver
{
public:
    explicit PortableResolver(const torch::jit::CompilationUnit& unit) : m_unit(unit) { }

    std::shared_ptr<torch::jit::SugaredValue> resolveValue(
        const std::string& name, torch::jit::GraphFunction& method,
        const torch::jit::SourceRange& range) override;
    c10::TypePtr resolveType(const std::string& name,
                             const torch::jit::SourceRange& range) override;

private:
    const torch::jit::CompilationUnit& m_unit;
};

} // namespace fe::tensor
