// SPDX-License-Identifier: Apache-2.0
#include "models/script_values.h"

#include "tensor/torch_bridge.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <new>
#include <optional>
#include <string_view>

namespace fe::models {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kDeepestResult = 64;

Error scriptError(const std::string& what, std::string_view message)
{
    if (tensor::saysOutOfMemory(message)) {
        return { ErrorCode::OutOfMemory,
                 what,
                 {},
                 {},
                 "there is not enough memory",
                 "close other programs or give a smaller input" };
    }
    return { ErrorCode::Unsupported, what, {}, {}, tensor::reasonOf(message), {} };
}

Error misfit(const ScriptMethod& signature, std::string why)
{
    Error error = base::invalidArgument("cannot run the module", std::move(why));
    error.fix = signature.arguments.empty() ? signature.name + " takes no arguments"
                                            : signature.name + " takes " + argumentsText(signature);
    return error;
}

at::Tensor toTensor(const ScriptInput& input, c10::Device device)
{
    if (input.type == base::DType::F32) {
        auto* data = const_cast<float*>(input.floats.data()); // only read
        return at::from_blob(data, input.shape, at::kFloat).clone().to(device);
    }
    auto* data = const_cast<std::int64_t*>(input.integers.data()); // only read
    const at::Tensor integers = at::from_blob(data, input.shape, at::kLong).clone().to(device);
    return input.type == base::DType::Bool ? integers.to(at::kBool) : integers;
}

/// A value of the argument's type; nothing if there is none.
std::optional<c10::IValue> toValue(const ScriptInput& input, c10::TypePtr type, c10::Device device)
{
    if (const auto optional = type->cast<c10::OptionalType>()) {
        type = optional->getElementType();
    }
    if (type->isSubtypeOf(*c10::TensorType::get())) {
        return toTensor(input, device);
    }
    if (!input.shape.empty()) {
        return std::nullopt;
    }
    const bool whole = input.type == base::DType::I64;
    switch (type->kind()) {
    case c10::TypeKind::IntType:
        return whole ? std::optional<c10::IValue>(input.integers.front()) : std::nullopt;
    case c10::TypeKind::FloatType:
    case c10::TypeKind::NumberType:
        return input.type == base::DType::F32
            ? std::optional<c10::IValue>(static_cast<double>(input.floats.front()))
            : whole ? std::optional<c10::IValue>(static_cast<double>(input.integers.front()))
                    : std::nullopt;
    case c10::TypeKind::BoolType:
        return input.type == base::DType::Bool
            ? std::optional<c10::IValue>(input.integers.front() != 0)
            : std::nullopt;
    default:
        return std::nullopt;
    }
}

class Flattener
{
public:
    Result<std::vector<NamedArray>> run(const c10::IValue& value)
    {
        FE_CHECK(add(value, 0));
        return std::move(m_arrays);
    }

private:
    static Error refuse(std::string why)
    {
        return {
            ErrorCode::Unsupported, "cannot use the module's result", {}, {}, std::move(why), {}
        };
    }

    Result<void> addTensor(const at::Tensor& tensor)
    {
        if (!tensor.defined()) {
            return {};
        }
        FE_TRY(NamedArray array, toArray("output." + std::to_string(m_arrays.size()), tensor));
        m_arrays.push_back(std::move(array));
        return {};
    }

    Result<void> add(const c10::IValue& value, std::size_t depth)
    {
        if (depth > kDeepestResult) {
            return refuse("it contains itself");
        }
        if (value.isNone()) {
            return {};
        }
        if (value.isTensor()) {
            return addTensor(value.toTensor());
        }
        if (value.isScalar() || value.isBool()) {
            return addTensor(at::tensor(value.isBool() ? static_cast<double>(value.toBool())
                                                       : value.toScalar().toDouble())
                                 .squeeze());
        }
        if (value.isTuple()) {
            for (const c10::IValue& item : value.toTupleRef().elements()) {
                FE_CHECK(add(item, depth + 1));
            }
            return {};
        }
        if (value.isList()) {
            for (const c10::IValue& item : value.toListRef()) {
                FE_CHECK(add(item, depth + 1));
            }
            return {};
        }
        if (value.isGenericDict()) {
            for (const auto& item : value.toGenericDict()) {
                FE_CHECK(add(item.value(), depth + 1));
            }
            return {};
        }
        return refuse("it holds a " + value.tagKind() + ", not tensors alone");
    }

    std::vector<NamedArray> m_arrays;
};

} // namespace

Result<void> guardedScript(const std::string& what, const std::function<Result<void>()>& function)
{
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return scriptError(what, "out of memory");
    } catch (const c10::Error& error) {
        return scriptError(what, error.what_without_backtrace());
    } catch (const std::exception& error) {
        return scriptError(what, error.what());
    }
}

Result<std::vector<c10::IValue>> bindArguments(const torch::jit::Method& method,
                                               const ScriptMethod& signature,
                                               const std::vector<ScriptInput>& inputs,
                                               c10::Device device)
{
    const auto& arguments = method.function().getSchema().arguments();
    for (const ScriptInput& input : inputs) {
        const bool known = std::any_of(signature.arguments.begin(), signature.arguments.end(),
                                       [&](const auto& each) { return each.name == input.name; });
        if (!known) {
            return misfit(signature, "it has no argument \"" + input.name + '"');
        }
    }
    std::vector<c10::IValue> values;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string& name = arguments[i].name();
        const auto input = std::find_if(inputs.begin(), inputs.end(),
                                        [&](const auto& each) { return each.name == name; });
        if (input == inputs.end()) {
            if (!arguments[i].default_value()) {
                return misfit(signature, "its argument \"" + name + "\" is missing");
            }
            values.push_back(*arguments[i].default_value());
            continue;
        }
        auto value = toValue(*input, arguments[i].type(), device);
        if (!value) {
            return misfit(signature,
                          "its argument \"" + name + "\" is a " + arguments[i].type()->repr_str()
                              + ", which cannot be made of what is given");
        }
        values.push_back(*std::move(value));
    }
    return values;
}

Result<NamedArray> toArray(std::string name, const at::Tensor& tensor)
{
    if (tensor.is_complex()) {
        return Error { ErrorCode::Unsupported,
                       "cannot use the module's result",
                       {},
                       name,
                       "it is a tensor of complex numbers",
                       {} };
    }
    const at::Tensor plain = tensor.is_quantized() ? tensor.dequantize() : tensor.to_dense();
    const at::Tensor values = plain.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.const_data_ptr<float>();
    return NamedArray { std::move(name),
                        { values.sizes().begin(), values.sizes().end() },
                        std::vector<float>(data, data + values.numel()) };
}

Result<std::vector<NamedArray>> flattened(const c10::IValue& value)
{
    return Flattener().run(value);
}

} // namespace fe::models
