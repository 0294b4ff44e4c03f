// SPDX-License-Identifier: Apache-2.0
#include "base/guarded.h"
#include "vision/processor_config.h"

#include <array>

namespace fe::vision {
namespace {

using base::Json;
using Kind = ResizeRule::Kind;
using Normalisation = ImageProcessor::Normalisation;

constexpr std::uint64_t kLongestConfig = 8U << 20U;
constexpr std::int64_t kUsualSize = 224;
constexpr Normalisation kClipValues { { 0.48145466, 0.4578275, 0.40821073 },
                                      { 0.26862954, 0.26130258, 0.27577711 } };
constexpr Normalisation kImageNetValues { { 0.485, 0.456, 0.406 }, { 0.229, 0.224, 0.225 } };
constexpr Normalisation kHalfValues { { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 } };

constexpr ImageProcessor cropped(std::int64_t shortest, PixelSize crop, const Normalisation& values)
{
    return { ResizeRule { Kind::ShortestEdge, {}, shortest, 0 }, Resample::Bicubic, crop, 1.0 / 255,
             values };
}

constexpr ImageProcessor squashed(PixelSize size, Resample filter)
{
    return { ResizeRule { Kind::Exact, size, 0, 0 }, filter, {}, 1.0 / 255, kHalfValues };
}

constexpr PixelSize kUsual { kUsualSize, kUsualSize };

constexpr std::array kFamilies = {
    ProcessorFamily { "CLIP", cropped(kUsualSize, kUsual, kClipValues), kUsual, false },
    ProcessorFamily { "Siglip", squashed(kUsual, Resample::Bicubic), {}, false },
    ProcessorFamily { "ViT", squashed(kUsual, Resample::Bilinear), {}, true },
    ProcessorFamily { "Bit", cropped(kUsualSize, kUsual, kClipValues), kUsual, false },
};

enum Family : std::size_t { Clip, Siglip, Vit, Bit };

/// What a type of model does with pictures of its own size.
struct ModelRow {
    std::string_view modelType;
    Family family;
    ImageProcessor (*atSize)(PixelSize size);
};

ImageProcessor clipAt(PixelSize size)
{
    return cropped(std::min(size.width, size.height), size, kClipValues);
}

ImageProcessor siglipAt(PixelSize size)
{
    return squashed(size, Resample::Bicubic);
}

ImageProcessor vitAt(PixelSize size)
{
    return squashed(size, Resample::Bilinear);
}

/// As published: the edge is scaled to 256 for a crop of 224.
ImageProcessor dinoAt(PixelSize size)
{
    return cropped(std::min(size.width, size.height) * 256 / kUsualSize, size, kImageNetValues);
}

constexpr std::array kModels = {
    ModelRow { "clip", Clip, clipAt },
    ModelRow { "clip_vision_model", Clip, clipAt },
    ModelRow { "siglip", Siglip, siglipAt },
    ModelRow { "siglip_vision_model", Siglip, siglipAt },
    ModelRow { "vit", Vit, vitAt },
    ModelRow { "dinov2", Bit, dinoAt },
    ModelRow { "dinov2_with_registers", Bit, dinoAt },
};

const ModelRow* rowOfModel(std::string_view modelType)
{
    for (const ModelRow& row : kModels) {
        if (row.modelType == modelType) {
            return &row;
        }
    }
    return nullptr;
}

std::string_view modelTypeOf(const Json& config)
{
    const Json* type = config.findNonNull("model_type");
    const std::string* name = type == nullptr ? nullptr : type->asString();
    return name == nullptr ? std::string_view() : std::string_view(*name);
}

base::Result<std::int64_t> imageEdge(const Json& value, const std::string& file,
                                     const std::string& field)
{
    const auto edge = value.asInt();
    if (!edge || *edge < 1 || *edge > kLongestModelEdge) {
        return base::malformed(file, field,
                               base::toText(value).substr(0, 40) + " is no whole number from 1 to "
                                   + base::grouped(kLongestModelEdge));
    }
    return *edge;
}

/// image_size of a vision tower, or of the model that is one.
base::Result<PixelSize> imageSize(const Json& config, const std::string& file)
{
    const Json* tower = config.findNonNull("vision_config");
    if (tower != nullptr && !tower->isObject()) {
        return base::malformed(file, "vision_config",
                               std::string("it is ") + tower->typeName() + ", not an object");
    }
    const std::string field = tower != nullptr ? "vision_config.image_size" : "image_size";
    const Json* size = (tower != nullptr ? *tower : config).findNonNull("image_size");
    if (size == nullptr) {
        return kUsual;
    }
    const auto* pair = size->asArray();
    if (pair != nullptr && pair->size() != 2) {
        return base::malformed(file, field, "it is neither a number nor [height, width]");
    }
    PixelSize result;
    FE_TRY(result.height, imageEdge(pair != nullptr ? (*pair)[0] : *size, file, field));
    FE_TRY(result.width, imageEdge(pair != nullptr ? (*pair)[1] : *size, file, field));
    return result;
}

base::Result<Json> parseObject(const std::string& text, const std::string& file)
{
    FE_TRY(Json json, base::parseJson(text, file));
    if (!json.isObject()) {
        return base::malformed(file, {},
                               std::string("it holds ") + json.typeName() + ", not an object");
    }
    return json;
}

/// Where a model's small files lie: in a folder, or wherever its package has them.
class SmallFiles
{
public:
    explicit SmallFiles(std::filesystem::path folder) : m_root(std::move(folder)) { }
    explicit SmallFiles(const formats::ModelPackage& package)
        : m_root(package.path()), m_package(&package)
    {
    }

    [[nodiscard]] std::string pathOf(const char* name) const { return (m_root / name).string(); }

    /// The object in a file; nothing if the file is not there.
    [[nodiscard]] base::Result<std::optional<Json>> read(const char* name) const
    {
        const auto text = m_package != nullptr
            ? m_package->readSideFile(name)
            : formats::readTextFile(m_root / name, kLongestConfig);
        if (!text && text.error().code == base::ErrorCode::NotFound) {
            return std::optional<Json>();
        }
        FE_CHECK(text);
        FE_TRY(Json json, parseObject(*text, pathOf(name)));
        return std::optional<Json>(std::move(json));
    }

private:
    std::filesystem::path m_root;
    const formats::ModelPackage* m_package = nullptr;
};

/// @param config of the model; null if there is none
base::Result<ImageProcessor> processorIn(const SmallFiles& files, const Json* config)
{
    constexpr const char* kNested = "processor_config.json";
    constexpr const char* kOwn = "preprocessor_config.json";
    constexpr const char* kConfig = "config.json";
    const ProcessorFamily* family
        = config == nullptr ? nullptr : familyOfModel(modelTypeOf(*config));
    FE_TRY(const auto nested, files.read(kNested));
    if (const Json* settings = nested ? nested->findNonNull("image_processor") : nullptr) {
        return parseProcessor(*settings, family, files.pathOf(kNested));
    }
    FE_TRY(const auto own, files.read(kOwn));
    if (own) {
        return parseProcessor(*own, family, files.pathOf(kOwn));
    }
    if (config == nullptr) {
        return base::Error { base::ErrorCode::NotFound,
                             "cannot tell what pictures the model takes",
                             files.pathOf(kConfig),
                             {},
                             "neither it nor preprocessor_config.json is there",
                             "name a model's folder" };
    }
    return processorOfConfig(*config, files.pathOf(kConfig));
}

} // namespace

const ProcessorFamily* familyOfClass(std::string_view className)
{
    for (const std::string_view ending : { "Fast", "Pil" }) {
        if (className.ends_with(ending)) {
            className.remove_suffix(ending.size());
        }
    }
    for (const std::string_view ending : { "ImageProcessor", "FeatureExtractor" }) {
        if (!className.ends_with(ending)) {
            continue;
        }
        const std::string_view name = className.substr(0, className.size() - ending.size());
        for (const ProcessorFamily& family : kFamilies) {
            if (family.name == name) {
                return &family;
            }
        }
    }
    return nullptr;
}

const ProcessorFamily* familyOfModel(std::string_view modelType)
{
    const ModelRow* row = rowOfModel(modelType);
    return row == nullptr ? nullptr : &kFamilies[row->family];
}

base::Result<ImageProcessor> processorOfConfig(const Json& config, const std::string& file)
{
    const std::string_view type = modelTypeOf(config);
    const ModelRow* row = rowOfModel(type);
    if (row == nullptr) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot tell what pictures the model takes",
                             file,
                             "model_type",
                             type.empty() ? "it is missing"
                                          : "models of type \"" + std::string(type)
                                     + "\" take no pictures, or want a preprocessor_config.json",
                             "name a CLIP, SigLIP, ViT or DINOv2 model" };
    }
    FE_TRY(const PixelSize size, imageSize(config, file));
    return row->atSize(size);
}

std::optional<ImageProcessor> defaultProcessor(std::string_view modelType, PixelSize imageSize)
{
    const ModelRow* row = rowOfModel(modelType);
    return row == nullptr ? std::nullopt : std::optional(row->atSize(imageSize));
}

base::Result<ImageProcessor> preprocessorFor(const formats::ModelPackage& package)
{
    return base::guarded("preprocessorFor", [&]() -> base::Result<ImageProcessor> {
        if (package.kind() == formats::PackageKind::Gguf
            || package.kind() == formats::PackageKind::Safetensors) {
            return base::Error { base::ErrorCode::Unsupported,
                                 "cannot tell what pictures the model takes",
                                 package.path().string(),
                                 {},
                                 "it is no folder with config.json",
                                 "name the folder of a CLIP, SigLIP, ViT or DINOv2 model" };
        }
        return processorIn(SmallFiles(package), &package.config());
    });
}

base::Result<ImageProcessor> preprocessorFor(const std::filesystem::path& folder)
{
    return base::guarded("preprocessorFor", [&]() -> base::Result<ImageProcessor> {
        const SmallFiles files(folder);
        FE_TRY(const auto config, files.read("config.json"));
        return processorIn(files, config ? &*config : nullptr);
    });
}

} // namespace fe::vision
