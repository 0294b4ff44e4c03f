// SPDX-License-Identifier: Apache-2.0
#include "models/architecture.h"

#include "models/arch/arch.h"

#include <array>

namespace fe::models {
namespace {

const std::array kArchitectures = {
    llamaArchitecture(),  mistralArchitecture(), qwen2Architecture(),      qwen3Architecture(),
    gemmaArchitecture(),  gpt2Architecture(),    gptNeoxArchitecture(),    optArchitecture(),
    bertArchitecture(),   robertaArchitecture(), distilbertArchitecture(), vitArchitecture(),
    dinov2Architecture(), t5Architecture(),      clipArchitecture(),       siglipArchitecture(),
};

/// What the files say they are, for the refusal.
std::string statedType(const formats::ModelPackage& package)
{
    const bool gguf = package.kind() == formats::PackageKind::Gguf;
    const base::Json* type
        = package.config().findNonNull(gguf ? "general.architecture" : "model_type");
    const std::string* text = type == nullptr ? nullptr : type->asString();
    return text == nullptr ? std::string() : *text;
}

} // namespace

std::span<const Architecture> architectures()
{
    return kArchitectures;
}

base::Result<const Architecture*> findArchitecture(const formats::ModelPackage& package)
{
    if (package.kind() == formats::PackageKind::Safetensors) {
        return base::unsupported(
            package.path().string(), {},
            "tensors alone are no model: open the folder that holds its config.json");
    }
    for (const Architecture& architecture : kArchitectures) {
        if (architecture.matches(package)) {
            return &architecture;
        }
    }
    const bool gguf = package.kind() == formats::PackageKind::Gguf;
    const std::string file
        = gguf ? package.path().string() : (package.path() / "config.json").string();
    const std::string field = gguf ? "general.architecture" : "model_type";
    const std::string type = statedType(package);
    if (type.empty()) {
        return base::malformed(file, field, "the file does not say which architecture it is");
    }
    return base::unsupported(file, field, "architecture \"" + type + "\" is not supported");
}

std::vector<ArchitectureRow> supportedArchitectures()
{
    std::vector<ArchitectureRow> rows;
    rows.reserve(kArchitectures.size());
    for (const Architecture& architecture : kArchitectures) {
        rows.push_back({ architecture.id, architecture.kind, architecture.covers });
    }
    return rows;
}

} // namespace fe::models
