// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/model_input.h"

#include "cli/trust.h"
#include "formats/model_library.h"

#include <algorithm>
#include <cctype>
#include <chrono>

namespace fe::cli {
namespace {

base::Error unusable(const char* option, const std::string& value, std::string why)
{
    return { base::ErrorCode::InvalidArgument,
             std::string("cannot use ") + option + " " + value,
             {},
             {},
             std::move(why),
             {} };
}

base::Result<models::WeightForm> weightForm(const std::string& name)
{
    if (name == "stored") {
        return models::WeightForm::Stored;
    }
    if (name == "f32") {
        return models::WeightForm::F32;
    }
    if (name == "bf16") {
        return models::WeightForm::BF16;
    }
    if (name == "int8") {
        return models::WeightForm::Int8;
    }
    if (name == "int4") {
        return models::WeightForm::Int4;
    }
    return unusable("--weights", name, "there are stored, f32, bf16, int8 and int4");
}

base::Result<std::string> device(const std::string& name)
{
    if (name == "cpu") {
        return name;
    }
    const bool numbered = name.starts_with("cuda:") && name.size() > 5
        && std::all_of(name.begin() + 5, name.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
    if (name != "cuda" && !numbered) {
        return unusable("--device", name, "there are cpu, cuda and cuda:N");
    }
    const auto available = models::availableDevices();
    const std::string wanted = name == "cuda" ? "cuda:0" : name;
    if (std::find(available.begin(), available.end(), wanted) == available.end()) {
        std::string names;
        for (const std::string& one : available) {
            names += (names.empty() ? "" : ", ") + one;
        }
        return unusable("--device", name, "this machine has " + names);
    }
    return wanted;
}

} // namespace

base::Result<models::LoadOptions> loadOptions(const Arguments& arguments)
{
    models::LoadOptions options;
    FE_TRY(options.weights, weightForm(arguments.text("--weights", "stored")));
    FE_TRY(options.device, device(arguments.text("--device", "cpu")));
    return options;
}

base::Result<formats::PackagePtr> openModel(const std::string& name, const Arguments& arguments,
                                            Context& context)
{
    FE_TRY(const auto path, formats::resolveModel(name));
    FE_TRY(auto package, formats::openPackage(path));
    FE_CHECK(checkTrust(*package, arguments, context));
    return package;
}

base::Result<LoadedModel> loadModel(const std::string& name, const Arguments& arguments,
                                    WithTokenizer withTokenizer, Context& context)
{
    models::setThreads(static_cast<int>(arguments.integer("--threads", 0)));

    const auto begin = std::chrono::steady_clock::now();
    LoadedModel loaded;
    loaded.name = name;
    FE_TRY(loaded.package, openModel(name, arguments, context));
    if (withTokenizer == WithTokenizer::Yes) {
        FE_TRY(loaded.tokenizer, tokenizers::loadTokenizer(*loaded.package));
    }
    auto model
        = models::loadLanguageModel(loaded.package, context.load, context.cancel, context.progress);
    if (!model) {
        return blame(model.error(), name);
    }
    loaded.model = *std::move(model);
    loaded.loadSeconds
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return loaded;
}

base::Result<models::ModelPtr> loadAnyModel(const formats::PackagePtr& package,
                                            const Arguments& arguments, Context& context)
{
    models::setThreads(static_cast<int>(arguments.integer("--threads", 0)));
    auto model = models::loadModel(package, context.load, context.cancel, context.progress);
    if (!model) {
        return blame(model.error(), package->path().string());
    }
    return model;
}

base::Result<AnyModel> loadAnyModel(const std::string& name, const Arguments& arguments,
                                    Context& context)
{
    AnyModel loaded;
    FE_TRY(loaded.package, openModel(name, arguments, context));
    FE_TRY(loaded.model, loadAnyModel(loaded.package, arguments, context));
    return loaded;
}

base::Result<std::vector<TokenId>> encode(const LoadedModel& loaded, std::string_view text,
                                          const tokenizers::EncodeOptions& options)
{
    FE_TRY(auto encoding, loaded.tokenizer->encode(text, options));
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        if (encoding.ids[i] >= loaded.model->info().vocabSize) {
            return base::malformed(
                loaded.name, "tokenizer",
                "token \"" + encoding.tokens[i] + "\" has id " + std::to_string(encoding.ids[i])
                    + ", but the model knows "
                    + base::grouped(static_cast<std::uint64_t>(loaded.model->info().vocabSize)));
        }
    }
    return std::move(encoding.ids);
}

base::Result<void> dumpTensors(const std::string& path,
                               const std::vector<models::NamedArray>& arrays)
{
    std::vector<formats::OutputTensor> tensors;
    tensors.reserve(arrays.size());
    for (const models::NamedArray& array : arrays) {
        tensors.push_back(
            { array.name, base::DType::F32, array.shape, std::as_bytes(std::span(array.values)) });
    }
    auto written = formats::writeSafetensors(path, tensors);
    if (!written) {
        base::Error error = written.error();
        error.code = base::ErrorCode::Internal; // the input is not to blame
        return error;
    }
    return {};
}

base::Result<std::string> readText(const std::string& path)
{
    return formats::readTextFile(path, kLongestText);
}

base::Result<base::Json> readJson(const std::string& path)
{
    FE_TRY(const std::string text, readText(path));
    return base::parseJson(text, path);
}

} // namespace fe::cli
