// SPDX-License-Identifier: Apache-2.0
#include "tensor/portable_resolver.h"

#include "tensor/torch_bridge.h"

#include <torch/custom_class.h>

namespace fe::tensor {
namespace {

class PortableOperators : public torch::jit::SugaredValue
{
public:
    explicit PortableOperators(const torch::jit::CompilationUnit& unit) : m_unit(unit) { }

    std::string kind() const override { return "module"; }
    std::shared_ptr<torch::jit::SugaredValue> attr(const torch::jit::SourceRange& range,
                                                   torch::jit::GraphFunction& method,
                                                   const std::string& field) override
    {
        if (torch::jit::Function* function
            = m_unit.find_function(c10::QualifiedName("__torch__.fe." + field))) {
            return std::make_shared<torch::jit::FunctionValue>(function);
        }
        return torch::jit::BuiltinModule("fe").attr(range, method, field);
    }

private:
    const torch::jit::CompilationUnit& m_unit;
};

} // namespace

std::shared_ptr<torch::jit::SugaredValue> PortableResolver::resolveValue(
    const std::string& name, torch::jit::GraphFunction& method,
    const torch::jit::SourceRange& range)
{
    // The operators call seen(), which is defined apart from them.
    if (name == "seen") {
        return PortableOperators(m_unit).attr(range, method, name);
    }
    return name == "fe" ? std::make_shared<PortableOperators>(m_unit)
                        : NativeResolver::resolveValue(name, method, range);
}

c10::TypePtr PortableResolver::resolveType(const std::string& name,
                                           const torch::jit::SourceRange& range)
{
    if (name == "Matrix") {
        return c10::getCustomClassType<MatrixPtr>();
    }
    return name == "Pass" ? c10::DictType::create(c10::StringType::get(), c10::TensorType::get())
                          : NativeResolver::resolveType(name, range);
}

} // namespace fe::tensor
