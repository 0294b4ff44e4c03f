// SPDX-License-Identifier: Apache-2.0
#include "tensor/differentiable.h"

#include "tensor/executor.h"
#include "tensor/portable_resolver.h"
#include "tensor/portable_source.h"

#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/custom_class.h>

namespace fe::tensor {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Product : torch::autograd::Function<Product> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const MatrixPtr& w)
    {
        context->saved_data["w"] = w;
        return w->multiply(x);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const auto w = context->saved_data["w"].toCustomClass<WeightMatrix>();
        return { w->multiplyBack(gradients.front()), at::Tensor() };
    }
};

c10::TypePtr typeOf(const Attribute& attribute)
{
    switch (attribute.kind) {
    case Attribute::Kind::Matrix:
        return c10::getCustomClassType<MatrixPtr>();
    case Attribute::Kind::Tensor:
        return c10::TensorType::get();
    case Attribute::Kind::OptionalTensor:
        return c10::OptionalType::create(c10::TensorType::get());
    case Attribute::Kind::Float:
        return c10::FloatType::get();
    case Attribute::Kind::Int:
        return c10::IntType::get();
    }
    return c10::NoneType::get();
}

} // namespace

struct DifferentiableStack::Impl {
    Impl() : unit(std::make_shared<torch::jit::CompilationUnit>())
    {
        resolver = std::make_shared<PortableResolver>(*unit);
        const c10::QualifiedName prefix("__torch__.fe");
        for (const char* source : { kDifferentiableMatrices, kRecorded, kPortableOperators }) {
            unit->define(prefix, source, resolver, nullptr);
        }
    }

    [[nodiscard]] torch::jit::Module compile(const std::string& name, const Script& script) const
    {
        torch::jit::Module module("__torch__.fe." + name, unit);
        for (const Attribute& attribute : script.attributes()) {
            module.register_attribute(attribute.name, typeOf(attribute), attribute.value);
        }
        module.define(script.source(), resolver);
        return module;
    }

    [[nodiscard]] torch::jit::Module like(const torch::jit::Module& first,
                                          const Script& script) const
    {
        torch::jit::Module module(unit, first.type());
        for (const Attribute& attribute : script.attributes()) {
            module.setattr(attribute.name, attribute.value);
        }
        return module;
    }

    std::shared_ptr<torch::jit::CompilationUnit> unit;
    std::shared_ptr<PortableResolver> resolver;
    torch::jit::Module model;
    std::vector<torch::jit::Module> layers;
};

DifferentiableStack::DifferentiableStack(const Script& model, const std::vector<Script>& layers)
{
    auto impl = std::make_shared<Impl>();
    impl->model = impl->compile("model", model);
    for (const Script& layer : layers) {
        impl->layers.push_back(impl->layers.empty() ? impl->compile("layer", layer)
                                                    : impl->like(impl->layers.front(), layer));
    }
    m_impl = std::move(impl);
}

DifferentiableStack::Run DifferentiableStack::newRun(const AttentionShape& shape,
                                                     std::int64_t batch, std::int64_t length,
                                                     c10::Device device)
{
    Run run;
    run.insert("shape",
               at::tensor({ batch, length, shape.heads, shape.kvHeads, shape.headDim,
                            std::int64_t { shape.causal ? 1 : 0 } })
                   .to(device));
    run.insert("scale", at::full({}, shape.scale, at::kFloat));
    return run;
}

at::Tensor DifferentiableStack::model(const char* method, const at::Tensor& x) const
{
    useSimpleExecutor();
    return m_impl->model.get_method(method)({ x }).toTensor();
}

at::Tensor DifferentiableStack::model(const char* method, const at::Tensor& x, const Run& run) const
{
    useSimpleExecutor();
    return m_impl->model.get_method(method)({ x, run }).toTensor();
}

at::Tensor DifferentiableStack::layer(std::size_t index, const at::Tensor& x, const Run& run) const
{
    useSimpleExecutor();
    return m_impl->layers.at(index).get_method("forward")({ x, run }).toTensor();
}

at::Tensor differentiableProduct(const at::Tensor& x, const MatrixPtr& w)
{
    return Product::apply(x, w);
}

} // namespace fe::tensor
