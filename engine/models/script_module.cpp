// SPDX-License-Identifier: Apache-2.0
#include "models/script_module.h"

#include "base/memory.h"
#include "formats/script_code.h"
#include "models/network.h"
#include "models/script_rewrite.h"
#include "models/script_values.h"
#include "tensor/executor.h"

#include <c10/core/InferenceMode.h>
#include <caffe2/serialize/read_adapter_interface.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <set>

namespace fe::models {
namespace {

using base::Result;

/// The archive's bytes for libtorch: the file that was checked and hashed, whatever lies under its
/// name by now.
class PackageBytes final : public caffe2::serialize::ReadAdapterInterface
{
public:
    PackageBytes(formats::PackagePtr package, const base::CancelToken& cancel,
                 base::Progress& progress)
        : m_package(std::move(package)), m_cancel(cancel), m_progress(progress)
    {
        m_whole.bytes = m_package->fileBytes();
    }

    std::size_t size() const override { return m_whole.bytes; }
    std::size_t read(std::uint64_t position, void* buffer, std::size_t count,
                     const char* /*what*/) const override
    {
        // Nothing read is an error to libtorch, which then unwinds.
        const std::span out(static_cast<std::byte*>(buffer), count);
        if (m_cancel.isCancelled() || !m_package->read(m_whole, out, position)) {
            return 0;
        }
        m_progress.advance(count);
        return count;
    }

private:
    formats::PackagePtr m_package;
    formats::TensorEntry m_whole;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
};

std::vector<ScriptMethod> methodsOf(const torch::jit::Module& module)
{
    std::vector<ScriptMethod> methods;
    for (const torch::jit::Method& method : module.get_methods()) {
        if (method.name().starts_with("__")) {
            continue;
        }
        ScriptMethod row { method.name(), {} };
        const auto& arguments = method.function().getSchema().arguments();
        for (std::size_t i = 1; i < arguments.size(); ++i) {
            row.arguments.push_back({ arguments[i].name(), arguments[i].type()->repr_str(),
                                      !arguments[i].default_value().has_value() });
        }
        methods.push_back(std::move(row));
    }
    std::stable_sort(methods.begin(), methods.end(), [](const auto& a, const auto& b) {
        return (a.name == "forward") > (b.name == "forward");
    });
    return methods;
}

std::uint64_t bytesOf(const torch::jit::Module& module)
{
    std::set<const void*> seen;
    std::uint64_t bytes = 0;
    const auto count = [&](const at::Tensor& tensor) {
        if (tensor.has_storage() && seen.insert(tensor.storage().data()).second) {
            bytes += tensor.storage().nbytes();
        }
    };
    for (const at::Tensor& tensor : module.parameters()) {
        count(tensor);
    }
    for (const at::Tensor& tensor : module.buffers()) {
        count(tensor);
    }
    return bytes;
}

class Loaded final : public ScriptModule
{
public:
    Loaded(torch::jit::Module module, c10::Device device)
        : m_module(std::move(module)), m_device(device), m_methods(methodsOf(m_module)),
          m_weightBytes(bytesOf(m_module))
    {
    }

    const std::vector<ScriptMethod>& methods() const override { return m_methods; }
    std::uint64_t weightBytes() const override { return m_weightBytes; }

    Result<NamedArray> attribute(const std::string& name) const override
    {
        if (!m_module.hasattr(name) || !m_module.attr(name).isTensor()) {
            return base::Error { base::ErrorCode::NotFound,
                                 "cannot find an attribute",
                                 {},
                                 name,
                                 "the module has no tensor of that name",
                                 {} };
        }
        NamedArray array;
        FE_CHECK(guardedScript("cannot read " + name, [&]() -> Result<void> {
            const c10::InferenceMode inference;
            FE_TRY(array, toArray(name, m_module.attr(name).toTensor()));
            return {};
        }));
        return array;
    }

    Result<std::vector<NamedArray>> run(const std::string& name,
                                        const std::vector<ScriptInput>& inputs,
                                        const base::CancelToken& cancel,
                                        base::Progress& progress) const override
    {
        const ScriptMethod* signature = method(name);
        if (signature == nullptr) {
            return base::invalidArgument("cannot run the module", "it has no method " + name);
        }
        progress.begin("running the model", 0);
        std::vector<NamedArray> arrays;
        FE_CHECK(guardedScript("the module refuses its input", [&]() -> Result<void> {
            const c10::InferenceMode inference;
            tensor::useSimpleExecutor();
            const torch::jit::Method method = m_module.get_method(name);
            FE_TRY(auto arguments, bindArguments(method, *signature, inputs, m_device));
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_TRY(arrays, flattened(method(std::move(arguments))));
            return {};
        }));
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        return arrays;
    }

private:
    torch::jit::Module m_module;
    c10::Device m_device;
    std::vector<ScriptMethod> m_methods;
    std::uint64_t m_weightBytes;
};

/// Half weights become twice as large; what libtorch reads is freed piece by piece.
Result<void> checkMemory(const formats::ModelPackage& package)
{
    const std::uint64_t need = 2 * package.fileBytes();
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        base::Error error = tooLittleMemory("cannot load the module", need, available);
        error.file = package.path().string();
        return error;
    }
    return {};
}

} // namespace

std::string argumentsText(const ScriptMethod& method)
{
    std::string text;
    for (const ScriptArgument& argument : method.arguments) {
        text += (text.empty() ? "" : ", ") + argument.name + ": " + argument.type
            + (argument.required ? "" : " (optional)");
    }
    return text;
}

const ScriptMethod* ScriptModule::method(std::string_view name) const
{
    const auto& all = methods();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const ScriptMethod& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Result<ScriptModulePtr> loadScriptModule(const formats::PackagePtr& package,
                                         const LoadOptions& options,
                                         const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const c10::Device device, tensor::findDevice(options.device));
    FE_CHECK(checkMemory(*package));
    FE_CHECK(formats::checkScriptCode(*package));
    progress.begin("reading weights", package->fileBytes());
    ScriptModulePtr loaded;
    auto result = guardedScript("cannot load the module", [&]() -> Result<void> {
        const c10::InferenceMode inference;
        tensor::registerOperators();
        auto module
            = torch::jit::load(std::make_shared<PackageBytes>(package, cancel, progress), c10::kCPU,
                               /*load_debug_files=*/false);
        module.eval();
        retarget(module, { device, device.is_cpu() || options.weights == WeightForm::F32 });
        loaded = std::make_shared<Loaded>(std::move(module), device);
        return {};
    });
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    if (!result) {
        base::Error error = result.error();
        error.file = package->path().string();
        return error;
    }
    return loaded;
}

} // namespace fe::models
