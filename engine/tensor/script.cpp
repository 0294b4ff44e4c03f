// SPDX-License-Identifier: Apache-2.0
#include "tensor/archive.h"
#include "tensor/differentiable.h"
#include "tensor/executor.h"
#include "tensor/pass_operators.h"
#include "tensor/torch_bridge.h"

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/custom_class.h>
#include <torch/library.h>

namespace fe::tensor {
namespace {

constexpr const char* kMatrixType = "__torch__.torch.classes.fe.Matrix";
constexpr const char* kPassType = "__torch__.torch.classes.fe.Pass";

/// `fe` is our operators, `Pass` the type of a run; the rest is TorchScript's own.
struct Resolver : torch::jit::NativeResolver {
    std::shared_ptr<torch::jit::SugaredValue> resolveValue(
        const std::string& name, torch::jit::GraphFunction& method,
        const torch::jit::SourceRange& range) override
    {
        if (name == "fe") {
            return std::make_shared<torch::jit::BuiltinModule>("fe");
        }
        return NativeResolver::resolveValue(name, method, range);
    }
    c10::TypePtr resolveType(const std::string& name, const torch::jit::SourceRange& range) override
    {
        if (name == "Pass") {
            return c10::getCustomClassType<PassPtr>();
        }
        return NativeResolver::resolveType(name, range);
    }
};

c10::TypePtr typeOf(Attribute::Kind kind)
{
    switch (kind) {
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

/// The inverse of typeOf.
Attribute::Kind kindOf(const c10::TypePtr& type)
{
    for (const auto kind : { Attribute::Kind::Matrix, Attribute::Kind::Tensor,
                             Attribute::Kind::OptionalTensor, Attribute::Kind::Float }) {
        if (*typeOf(kind) == *type) {
            return kind;
        }
    }
    return Attribute::Kind::Int;
}

} // namespace

// Operators and classes are registered by a call and not by static objects: a static library drops
// objects that nobody names.
void registerOperators()
{
    static const bool once = [] {
        // Registrations live as long as the process.
        static auto matrix = torch::class_<WeightMatrix>("fe", "Matrix");
        static auto pass = torch::class_<ForwardPass>("fe", "Pass");
        static torch::Library library(torch::Library::DEF, "fe", std::nullopt, __FILE__, __LINE__);
        const std::string w = std::string(kMatrixType) + " w";
        const std::string run = std::string(kPassType) + " run";
        const auto define = [](const std::string& schema, const char* name, auto function) {
            library.def(schema.c_str());
            library.impl(name,
                         torch::dispatch(c10::DispatchKey::CompositeExplicitAutograd, function));
        };
        define("linear(Tensor x, " + w + ", Tensor? bias=None) -> Tensor", "linear",
               TORCH_FN(linear));
        define("embedding(Tensor ids, " + w + ") -> Tensor", "embedding", TORCH_FN(embedding));
        define("rms_norm(Tensor x, Tensor weight, float eps) -> Tensor", "rms_norm",
               TORCH_FN(rmsNorm));
        define("layer_norm(Tensor x, Tensor weight, Tensor? bias, float eps) -> Tensor",
               "layer_norm", TORCH_FN(layerNorm));
        define("rotary(Tensor qkv, " + run + ") -> Tensor", "rotary", TORCH_FN(rotary));
        define("qk_norm(Tensor qkv, Tensor query_norm, Tensor key_norm, " + run
                   + ", float eps) -> Tensor",
               "qk_norm", TORCH_FN(qkNorm));
        define("attention(Tensor qkv, " + run + ", int layer) -> Tensor", "attention",
               TORCH_FN(attention));
        define("cross_attention(Tensor q, " + run + ", int layer) -> Tensor", "cross_attention",
               TORCH_FN(crossAttention));
        define("dense(Tensor[] blocks) -> Tensor", "dense", TORCH_FN(dense));
        define("swiglu(Tensor gate_up) -> Tensor", "swiglu", TORCH_FN(swiglu));
        define("mlp(Tensor y, " + run + ", int layer) -> Tensor", "mlp", TORCH_FN(switchedMlp));
        define("seen(Tensor p, " + run + ", str name) -> Tensor", "seen", TORCH_FN(seen));
        define("sequences(Tensor x, " + run + ") -> Tensor", "sequences", TORCH_FN(sequences));
        define("ids(" + run + ") -> Tensor", "ids", TORCH_FN(idsOf));
        define("positions(" + run + ") -> Tensor", "positions", TORCH_FN(positions));
        define("counted_positions(" + run + ") -> Tensor", "counted_positions",
               TORCH_FN(countedPositions));
        define("segments(" + run + ") -> Tensor", "segments", TORCH_FN(segmentsOf));
        define("query_positions(" + run + ") -> Tensor", "query_positions",
               TORCH_FN(queryPositions));
        define("key_positions(" + run + ") -> Tensor", "key_positions", TORCH_FN(keyPositions));
        library.def(("product(Tensor x, " + w + ") -> Tensor").c_str());
        library.impl("product",
                     torch::dispatch(c10::DispatchKey::CompositeImplicitAutograd,
                                     TORCH_FN(differentiableProduct)));
        return true;
    }();
    static_cast<void>(once);
}

struct Script::Impl {
    torch::jit::Module module;
    std::shared_ptr<const std::string> source;
};

Script Script::compile(const std::string& name, const std::string& source,
                       const std::vector<Attribute>& attributes)
{
    torch::jit::Module module("__torch__.fe." + name);
    for (const Attribute& attribute : attributes) {
        module.register_attribute(attribute.name, typeOf(attribute.kind), attribute.value);
    }
    module.define(source, std::make_shared<Resolver>());
    Script script;
    script.m_impl = std::make_shared<Impl>(
        Impl { std::move(module), std::make_shared<const std::string>(source) });
    return script;
}

Script Script::withAttributes(const std::vector<Attribute>& attributes) const
{
    torch::jit::Module module(m_impl->module._ivalue()->compilation_unit(), m_impl->module.type());
    for (const Attribute& attribute : attributes) {
        module.setattr(attribute.name, attribute.value);
    }
    Script script;
    script.m_impl = std::make_shared<Impl>(Impl { std::move(module), m_impl->source });
    return script;
}

const std::string& Script::source() const
{
    return *m_impl->source;
}

std::vector<Attribute> Script::attributes() const
{
    std::vector<Attribute> result;
    for (const auto& attribute : m_impl->module.named_attributes(false)) {
        const c10::TypePtr type = m_impl->module.type()->findAttribute(attribute.name);
        result.push_back({ attribute.name, kindOf(type), attribute.value });
    }
    return result;
}

void useSimpleExecutor()
{
    torch::jit::setGraphExecutorOptimize(false);
}

at::Tensor Script::call(const char* method, const at::Tensor& x) const
{
    useSimpleExecutor();
    return m_impl->module.get_method(method)({ x }).toTensor();
}

at::Tensor Script::call(const char* method, const PassPtr& pass) const
{
    useSimpleExecutor();
    return m_impl->module.get_method(method)({ pass }).toTensor();
}

at::Tensor Script::call(const char* method, const at::Tensor& x, const PassPtr& pass) const
{
    useSimpleExecutor();
    return m_impl->module.get_method(method)({ x, pass }).toTensor();
}

} // namespace fe::tensor
