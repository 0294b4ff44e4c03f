// SPDX-License-Identifier: Apache-2.0
#include "models/archive_package.h"
#include "models/script_clip.h"
#include "models/script_module.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace fe::models {
namespace {

using formats::ModelPackage;
using formats::TensorEntry;

/// OpenAI's towers have heads of this size.
constexpr std::int64_t kHeadDim = 64;
/// What a ResNet tower shrinks a picture by.
constexpr std::int64_t kResNetStride = 32;

/// Elements of all tensors, those that lie in the same place once.
std::uint64_t parametersOf(const ModelPackage& package)
{
    std::set<std::uint64_t> places;
    std::uint64_t count = 0;
    for (const TensorEntry& tensor : package.tensors()) {
        if (places.insert(tensor.offset).second) {
            count += static_cast<std::uint64_t>(base::elementCount(tensor.shape).value_or(0));
        }
    }
    return count;
}

/// A tensor of that rank whose numbers are all in the file; null if there is none.
const TensorEntry* tensorOf(const ModelPackage& package, const std::string& name, std::size_t rank)
{
    const TensorEntry* tensor = package.findTensor(name);
    if (tensor == nullptr || tensor->shape.size() != rank) {
        return nullptr;
    }
    const std::int64_t count = base::elementCount(tensor->shape).value_or(0);
    return count > 0 && static_cast<std::uint64_t>(count) <= tensor->bytes ? tensor : nullptr;
}

/// How many of "PREFIX0.", "PREFIX1." ... there are.
std::int64_t countLayers(const ModelPackage& package, const std::string& prefix)
{
    std::int64_t count = 0;
    while (package.findTensor(prefix + std::to_string(count) + ".ln_1.weight") != nullptr) {
        ++count;
    }
    return count;
}

/// Side of a square of that many patches and a class token; 0 if it is none.
std::int64_t gridOf(std::int64_t positions)
{
    const auto side = std::llround(std::sqrt(static_cast<double>(positions - 1)));
    return side * side == positions - 1 ? side : 0;
}

/// Nothing if the vision tower is none of CLIP's.
std::optional<PictureInfo> pictureOf(const ModelPackage& package)
{
    PictureInfo picture;
    picture.prefixTokens = 1;
    if (const auto* positions = tensorOf(package, "visual.attnpool.positional_embedding", 2)) {
        picture.patchSize = kResNetStride;
        picture.imageSize = gridOf(positions->shape[0]) * kResNetStride;
    } else {
        positions = tensorOf(package, "visual.positional_embedding", 2);
        const auto* patches = tensorOf(package, "visual.conv1.weight", 4);
        if (positions == nullptr || patches == nullptr) {
            return std::nullopt;
        }
        picture.patchSize = patches->shape[3];
        picture.imageSize = gridOf(positions->shape[0]) * picture.patchSize;
    }
    return picture.imageSize > 0 ? std::optional(picture) : std::nullopt;
}

} // namespace

std::optional<ModelInfo> describeScriptClip(const ModelPackage& package)
{
    const auto picture = pictureOf(package);
    const auto* positions = tensorOf(package, "positional_embedding", 2);
    const auto* tokens = tensorOf(package, "token_embedding.weight", 2);
    const auto* projection = tensorOf(package, "text_projection", 2);
    if (!picture || positions == nullptr || tokens == nullptr || projection == nullptr
        || tensorOf(package, "logit_scale", 0) == nullptr) {
        return std::nullopt;
    }
    ModelInfo info;
    info.architecture = "torchscript";
    info.kind = "vision-language";
    info.parameters = parametersOf(package);
    info.layers = countLayers(package, "transformer.resblocks.");
    info.hiddenSize = tokens->shape[1];
    info.heads = std::max<std::int64_t>(1, info.hiddenSize / kHeadDim);
    info.kvHeads = info.heads;
    info.headDim = info.hiddenSize / info.heads;
    info.intermediateSize = 4 * info.hiddenSize;
    info.context = positions->shape[0];
    info.vocabSize = tokens->shape[0];
    info.embeddingSize = projection->shape[1];
    info.picture = *picture;
    return info;
}

bool isForeignScript(const ModelPackage& package)
{
    return package.kind() == formats::PackageKind::TorchScript && !isOwnArchive(package);
}

ModelInfo describeScript(const ModelPackage& package)
{
    if (auto clip = describeScriptClip(package)) {
        return *std::move(clip);
    }
    ModelInfo info;
    info.architecture = "torchscript";
    info.kind = "module";
    info.parameters = parametersOf(package);
    return info;
}

} // namespace fe::models
