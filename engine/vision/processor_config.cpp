// SPDX-License-Identifier: Apache-2.0
#include "vision/processor_config.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::vision {
namespace {

using base::Json;

/// Settings without a bearing on the pixels: names, versions, how Python holds them.
constexpr std::array<std::string_view, 17> kWithoutEffect = {
    "image_processor_type",
    "feature_extractor_type",
    "processor_class",
    "_processor_class",
    "_valid_processor_keys",
    "auto_map",
    "default_to_square",
    "device",
    "disable_grouping",
    "do_convert_rgb", // pictures are RGB when they come here
    "do_reduce_labels",
    "input_data_format",
    "model_type",
    "pad_size", // do_pad decides
    "return_tensors",
    "transformers_version",
    "_name_or_path",
};

/// One file being read; every refusal names it and the field.
class Reader
{
public:
    Reader(const Json& settings, const std::string& file) : m_settings(settings), m_file(file) { }

    [[nodiscard]] base::Error refuse(std::string_view field, std::string why) const
    {
        return base::malformed(m_file, std::string(field), std::move(why));
    }
    [[nodiscard]] const Json* find(std::string_view key) const
    {
        return m_settings.findNonNull(key);
    }
    [[nodiscard]] base::Result<bool> flag(std::string_view key, bool fallback) const
    {
        const Json* value = find(key);
        if (value == nullptr) {
            return fallback;
        }
        const auto flag = value->asBool();
        return flag
            ? base::Result<bool>(*flag)
            : refuse(key, std::string("it is ") + value->typeName() + ", not true or false");
    }
    /// A side of a picture.
    [[nodiscard]] base::Result<std::int64_t> edge(const Json& value, std::string_view field) const
    {
        const auto number = value.asInt();
        if (!number || *number < 1 || *number > kLongestModelEdge) {
            return refuse(field,
                          base::toText(value).substr(0, 40) + " is no whole number from 1 to "
                              + base::grouped(kLongestModelEdge));
        }
        return *number;
    }
    /// [height, width] or {"height", "width"}.
    [[nodiscard]] base::Result<PixelSize> pair(const Json* height, const Json* width,
                                               std::string_view field) const
    {
        PixelSize size;
        FE_TRY(size.height, edge(*height, field));
        FE_TRY(size.width, edge(*width, field));
        return size;
    }
    [[nodiscard]] base::Result<ResizeRule> resizeRule(const Json& value, bool square) const;
    [[nodiscard]] base::Result<PixelSize> cropSize(const Json& value) const;
    [[nodiscard]] base::Result<std::array<double, 3>> perChannel(const Json& value,
                                                                 std::string_view field) const;

private:
    const Json& m_settings;
    const std::string& m_file;
};

/// The keys of an object that are not null, sorted and joined: "height width".
std::string keysOf(const Json& object)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : *object.asObject()) {
        if (!value.isNull()) {
            keys.push_back(key);
        }
    }
    std::sort(keys.begin(), keys.end());
    std::string joined;
    for (const std::string& key : keys) {
        joined += (joined.empty() ? "" : " ") + key;
    }
    return joined;
}

base::Result<ResizeRule> Reader::resizeRule(const Json& value, bool square) const
{
    using Kind = ResizeRule::Kind;
    constexpr std::string_view kField = "size";
    ResizeRule rule;
    if (const auto* items = value.asArray(); items != nullptr && items->size() == 2) {
        rule.kind = Kind::Exact;
        FE_TRY(rule.size, pair(&(*items)[0], &(*items)[1], kField));
        return rule;
    }
    if (!value.isObject()) {
        FE_TRY(const std::int64_t edge, this->edge(value, kField));
        rule.kind = square ? Kind::Exact : Kind::ShortestEdge;
        rule.size = { edge, edge };
        rule.shortest = edge;
        return rule;
    }
    const std::string keys = keysOf(value);
    if (keys == "height width") {
        rule.kind = Kind::Exact;
        FE_TRY(rule.size, pair(value.find("height"), value.find("width"), kField));
    } else if (keys == "max_height max_width") {
        rule.kind = Kind::Within;
        FE_TRY(rule.size, pair(value.find("max_height"), value.find("max_width"), kField));
    } else if (keys == "shortest_edge" || keys == "longest_edge shortest_edge") {
        rule.kind = Kind::ShortestEdge;
        FE_TRY(rule.shortest, edge(*value.find("shortest_edge"), kField));
        if (const Json* longest = value.findNonNull("longest_edge")) {
            FE_TRY(rule.longest, edge(*longest, kField));
        }
    } else if (keys == "longest_edge") {
        rule.kind = Kind::LongestEdge;
        FE_TRY(rule.longest, edge(*value.find("longest_edge"), kField));
    } else {
        return refuse(kField,
                      "\"" + keys.substr(0, 80)
                          + "\" is none of the forms height + width, shortest_edge (+ "
                            "longest_edge), longest_edge, max_height + max_width");
    }
    return rule;
}

base::Result<PixelSize> Reader::cropSize(const Json& value) const
{
    constexpr std::string_view kField = "crop_size";
    if (const auto* items = value.asArray(); items != nullptr && items->size() == 2) {
        return pair(&(*items)[0], &(*items)[1], kField);
    }
    if (value.isObject()) {
        if (keysOf(value) != "height width") {
            return refuse(kField, "it must hold height and width");
        }
        return pair(value.find("height"), value.find("width"), kField);
    }
    return pair(&value, &value, kField);
}

base::Result<std::array<double, 3>> Reader::perChannel(const Json& value,
                                                       std::string_view field) const
{
    const auto* items = value.asArray();
    if (items != nullptr && items->size() != 3) {
        return refuse(field,
                      "it has " + base::grouped(items->size()) + " numbers, not one for each of "
                          + "red, green and blue");
    }
    std::array<double, 3> numbers {};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const Json& item = items != nullptr ? (*items)[i] : value;
        const auto number = item.asDouble();
        if (!number || !std::isfinite(static_cast<float>(*number))) {
            return refuse(field, base::toText(item).substr(0, 40) + " is no finite number");
        }
        numbers[i] = *number;
    }
    return numbers;
}

base::Result<void> readResize(const Reader& reader, const ProcessorFamily& family,
                              ImageProcessor& processor)
{
    FE_TRY(const bool wanted, reader.flag("do_resize", processor.resize.has_value()));
    if (!wanted) {
        processor.resize.reset();
    } else if (const Json* size = reader.find("size")) {
        FE_TRY(const bool square, reader.flag("default_to_square", family.sizeIsSquare));
        FE_TRY(processor.resize, reader.resizeRule(*size, square));
    }
    if (const Json* filter = reader.find("resample")) {
        const auto number = filter->asInt();
        if (!number || *number < 0 || *number > static_cast<int>(Resample::Hamming)) {
            return reader.refuse("resample",
                                 base::toText(*filter).substr(0, 40)
                                     + " is no filter; there are 0 nearest, 1 Lanczos, 2 bilinear, "
                                       "3 bicubic, 4 box, 5 Hamming");
        }
        processor.filter = static_cast<Resample>(*number);
    }
    return {};
}

base::Result<void> readCrop(const Reader& reader, const ProcessorFamily& family,
                            ImageProcessor& processor)
{
    FE_TRY(const bool wanted, reader.flag("do_center_crop", processor.crop.has_value()));
    const Json* size = reader.find("crop_size");
    processor.crop = family.defaultCrop;
    if (size != nullptr) {
        FE_TRY(processor.crop, reader.cropSize(*size));
    }
    if (!wanted) {
        processor.crop.reset();
    } else if (!processor.crop) {
        return reader.refuse("crop_size", "it is missing, though do_center_crop is on");
    }
    return {};
}

base::Result<void> readValues(const Reader& reader, ImageProcessor& processor)
{
    FE_TRY(const bool rescales, reader.flag("do_rescale", processor.rescale.has_value()));
    if (const Json* factor = reader.find("rescale_factor")) {
        const auto number = factor->asDouble();
        if (!number || !std::isfinite(static_cast<float>(*number)) || *number <= 0) {
            return reader.refuse("rescale_factor",
                                 base::toText(*factor).substr(0, 40) + " is no positive number");
        }
        processor.rescale = *number;
    }
    if (!rescales) {
        processor.rescale.reset();
    }
    FE_TRY(const bool normalises, reader.flag("do_normalize", processor.normalise.has_value()));
    if (!normalises) {
        processor.normalise.reset();
        return {};
    }
    auto values = processor.normalise.value_or(ImageProcessor::Normalisation {});
    if (const Json* mean = reader.find("image_mean")) {
        FE_TRY(values.mean, reader.perChannel(*mean, "image_mean"));
    }
    if (const Json* std = reader.find("image_std")) {
        FE_TRY(values.std, reader.perChannel(*std, "image_std"));
    }
    for (const double std : values.std) {
        if (static_cast<float>(std) == 0.0F) {
            return reader.refuse("image_std", "a standard deviation of 0 divides by 0");
        }
    }
    processor.normalise = values;
    return {};
}

bool isUnderstood(std::string_view key)
{
    constexpr std::array<std::string_view, 10> kRead
        = { "do_resize",      "size",       "resample",     "do_center_crop", "crop_size",
            "rescale_factor", "do_rescale", "do_normalize", "image_mean",     "image_std" };
    const auto holds = [key](const auto& names) {
        return std::find(names.begin(), names.end(), key) != names.end();
    };
    return holds(kRead) || holds(kWithoutEffect);
}

base::Result<void> refuseUnknown(const Json& settings, const Reader& reader)
{
    for (const auto& [key, value] : *settings.asObject()) {
        if (value.isNull() || value.asBool() == false || isUnderstood(key)) {
            continue;
        }
        if (key == "data_format") {
            const std::string* format = value.asString();
            if (format != nullptr && (*format == "channels_first" || *format == "FIRST")) {
                continue;
            }
        }
        auto error = reader.refuse(key, "this setting is not supported");
        error.code = base::ErrorCode::Unsupported;
        return error;
    }
    return {};
}

/// The family that the file names, or that of the model where it names none.
base::Result<const ProcessorFamily*> familyOf(const Reader& reader, const ProcessorFamily* model)
{
    const ProcessorFamily* found = nullptr;
    for (const char* key : { "image_processor_type", "feature_extractor_type" }) {
        const Json* value = reader.find(key);
        if (value == nullptr) {
            continue;
        }
        const std::string* name = value->asString();
        const ProcessorFamily* family = name == nullptr ? nullptr : familyOfClass(*name);
        if (family == nullptr) {
            auto error = reader.refuse(
                key, base::toText(*value).substr(0, 80) + " is no image processor that is known");
            error.code = base::ErrorCode::Unsupported;
            return error;
        }
        if (found != nullptr && found != family) {
            return reader.refuse(key, "it contradicts image_processor_type");
        }
        found = family;
    }
    found = found != nullptr ? found : model;
    if (found == nullptr) {
        return reader.refuse("image_processor_type", "it is missing");
    }
    return found;
}

} // namespace

base::Result<ImageProcessor> parseProcessor(const Json& settings, const ProcessorFamily* family,
                                            const std::string& file)
{
    if (!settings.isObject()) {
        return base::malformed(file, {},
                               std::string("it holds ") + settings.typeName() + ", not an object");
    }
    const Reader reader(settings, file);
    FE_TRY(const ProcessorFamily* const known, familyOf(reader, family));
    ImageProcessor processor = known->defaults;
    FE_CHECK(readResize(reader, *known, processor));
    FE_CHECK(readCrop(reader, *known, processor));
    FE_CHECK(readValues(reader, processor));
    FE_CHECK(refuseUnknown(settings, reader));
    return processor;
}

} // namespace fe::vision
