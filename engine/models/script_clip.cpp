// SPDX-License-Identifier: Apache-2.0
#include "models/script_clip.h"

#include "models/script_module.h"

#include <algorithm>
#include <cmath>

namespace fe::models {
namespace {

using base::Result;

base::Error refuse(std::string why)
{
    return base::invalidArgument("cannot run the model", std::move(why));
}

/// Rows [count, size] made unit length. A zero row stays as it is.
void normalise(NamedArray& rows)
{
    const auto size = static_cast<std::size_t>(rows.shape.back());
    for (std::size_t begin = 0; begin < rows.values.size(); begin += size) {
        double squares = 0;
        for (std::size_t i = 0; i < size; ++i) {
            squares += static_cast<double>(rows.values[begin + i]) * rows.values[begin + i];
        }
        const double scale = squares > 0 ? 1 / std::sqrt(squares) : 1;
        for (std::size_t i = 0; i < size; ++i) {
            rows.values[begin + i] = static_cast<float>(rows.values[begin + i] * scale);
        }
    }
}

class ScriptClip final : public Model
{
public:
    ScriptClip(ModelInfo info, LoadOptions options, ScriptModulePtr module, float logitScale)
        : m_info(std::move(info)), m_options(std::move(options)), m_module(std::move(module)),
          m_scale(std::exp(logitScale))
    {
    }

    const ModelInfo& info() const override { return m_info; }
    const LoadOptions& options() const override { return m_options; }
    std::uint64_t weightBytes() const override { return m_module->weightBytes(); }

    Result<std::vector<NamedArray>> forward(const ForwardInput& input,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress) const override
    {
        FE_CHECK(check(input));
        std::vector<NamedArray> arrays;
        if (!input.ids.empty()) {
            FE_TRY(NamedArray texts,
                   embed("encode_text", textInput(input), "text_embeds", input.ids.size(), cancel,
                         progress));
            arrays.push_back(std::move(texts));
        }
        if (input.pixels.count > 0) {
            const auto count = static_cast<std::size_t>(input.pixels.count);
            FE_TRY(NamedArray images,
                   embed("encode_image", pictureInput(input.pixels), "image_embeds", count, cancel,
                         progress));
            arrays.push_back(std::move(images));
        }
        if (arrays.size() == 2) {
            addSimilarity(arrays);
        }
        return arrays;
    }

private:
    Result<void> check(const ForwardInput& input) const
    {
        if (input.ids.empty() && input.pixels.count == 0) {
            return refuse("there are neither tokens nor a picture");
        }
        if (!input.decoderIds.empty() || !input.tokenTypes.empty() || !input.switches.empty()) {
            return refuse("a TorchScript module takes ids and pictures alone, and nothing in it "
                          "can be switched off");
        }
        for (std::size_t i = 0; i < input.ids.size(); ++i) {
            FE_CHECK(checkRow(input, i));
        }
        const Pixels& pixels = input.pixels;
        const std::int64_t side = m_info.picture.imageSize;
        const bool wrong = pixels.count != 0
            && (pixels.count < 0 || pixels.height != side || pixels.width != side
                || static_cast<std::int64_t>(pixels.values.size())
                    != pixels.count * 3 * side * side);
        if (wrong) {
            return refuse("pixel_values must be [count, 3, " + std::to_string(side) + ", "
                          + std::to_string(side) + "]");
        }
        return {};
    }

    Result<void> checkRow(const ForwardInput& input, std::size_t row) const
    {
        const auto& ids = input.ids[row];
        if (ids.empty() || static_cast<std::int64_t>(ids.size()) > m_info.context) {
            return base::Error { base::ErrorCode::LimitExceeded,
                                 "cannot run the model",
                                 {},
                                 {},
                                 "a text has " + std::to_string(ids.size())
                                     + " tokens; the model takes 1 to "
                                     + std::to_string(m_info.context),
                                 "shorten it" };
        }
        for (const TokenId id : ids) {
            if (id < 0 || id >= m_info.vocabSize) {
                return refuse("token " + std::to_string(id) + " is not between 0 and "
                              + std::to_string(m_info.vocabSize - 1));
            }
        }
        const bool masked = !input.attentionMask.empty();
        if (masked
            && (input.attentionMask.size() != input.ids.size()
                || input.attentionMask[row].size() != ids.size())) {
            return refuse("attention_mask and input_ids differ in shape");
        }
        return {};
    }

    [[nodiscard]] ScriptInput textInput(const ForwardInput& input) const
    {
        const auto context = static_cast<std::size_t>(m_info.context);
        ScriptInput text;
        text.type = base::DType::I64;
        text.shape = { static_cast<std::int64_t>(input.ids.size()), m_info.context };
        text.integers.assign(input.ids.size() * context, 0);
        for (std::size_t row = 0; row < input.ids.size(); ++row) {
            for (std::size_t i = 0; i < input.ids[row].size(); ++i) {
                const bool counts = input.attentionMask.empty() || input.attentionMask[row][i] != 0;
                text.integers[row * context + i] = counts ? input.ids[row][i] : 0;
            }
        }
        return text;
    }

    static ScriptInput pictureInput(const Pixels& pixels)
    {
        ScriptInput picture;
        picture.shape = { pixels.count, 3, pixels.height, pixels.width };
        picture.floats = pixels.values;
        return picture;
    }

    Result<NamedArray> embed(const char* method, ScriptInput input, const char* name,
                             std::size_t rows, const base::CancelToken& cancel,
                             base::Progress& progress) const
    {
        input.name = m_module->method(method)->arguments.front().name;
        FE_TRY(auto outputs, m_module->run(method, { std::move(input) }, cancel, progress));
        const bool fits = !outputs.empty() && outputs.front().shape.size() == 2
            && outputs.front().shape[0] == static_cast<std::int64_t>(rows)
            && outputs.front().shape[1] > 0;
        if (!fits) {
            return base::Error { base::ErrorCode::Unsupported,
                                 "cannot use the module's result",
                                 {},
                                 method,
                                 "it is not a vector for each input",
                                 {} };
        }
        NamedArray vectors = std::move(outputs.front());
        vectors.name = name;
        normalise(vectors);
        return vectors;
    }

    /// @param arrays text_embeds and image_embeds, in this order.
    void addSimilarity(std::vector<NamedArray>& arrays) const
    {
        const std::size_t texts = static_cast<std::size_t>(arrays[0].shape[0]);
        const std::size_t images = static_cast<std::size_t>(arrays[1].shape[0]);
        const std::size_t size = static_cast<std::size_t>(arrays[0].shape[1]);
        if (arrays[1].shape[1] != arrays[0].shape[1]) {
            return; // two spaces: nothing to compare
        }
        NamedArray perImage { "logits_per_image", { arrays[1].shape[0], arrays[0].shape[0] }, {} };
        NamedArray perText { "logits_per_text", { arrays[0].shape[0], arrays[1].shape[0] }, {} };
        perText.values.resize(texts * images);
        for (std::size_t image = 0; image < images; ++image) {
            for (std::size_t text = 0; text < texts; ++text) {
                double cosine = 0;
                for (std::size_t i = 0; i < size; ++i) {
                    cosine += static_cast<double>(arrays[1].values[image * size + i])
                        * arrays[0].values[text * size + i];
                }
                const auto logit = static_cast<float>(m_scale * cosine);
                perImage.values.push_back(logit);
                perText.values[text * images + image] = logit;
            }
        }
        arrays.push_back(std::move(perImage));
        arrays.push_back(std::move(perText));
    }

    ModelInfo m_info;
    LoadOptions m_options;
    ScriptModulePtr m_module;
    double m_scale;
};

/// A method of one tensor.
bool encodes(const ScriptModule& module, const char* name)
{
    const ScriptMethod* method = module.method(name);
    return method != nullptr && !method->arguments.empty()
        && std::none_of(method->arguments.begin() + 1, method->arguments.end(),
                        [](const ScriptArgument& argument) { return argument.required; });
}

} // namespace

Result<ModelPtr> loadScriptClip(const formats::PackagePtr& package, const LoadOptions& options,
                                const base::CancelToken& cancel, base::Progress& progress)
{
    const auto refuseFile = [&](std::string why) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot use this module as a model",
                             package->path().string(),
                             {},
                             std::move(why),
                             "`fexp run` runs any module by the names of its arguments" };
    };
    const auto info = describeScriptClip(*package);
    if (!info) {
        return refuseFile("it is a TorchScript module of unknown meaning");
    }
    FE_TRY(ScriptModulePtr module, loadScriptModule(package, options, cancel, progress));
    if (!encodes(*module, "encode_image") || !encodes(*module, "encode_text")) {
        return refuseFile("it has CLIP's tensors but not its methods encode_image and encode_text");
    }
    FE_TRY(const NamedArray scale, module->attribute("logit_scale"));
    return ModelPtr(
        std::make_shared<ScriptClip>(*info, options, std::move(module), scale.values.front()));
}

} // namespace fe::models
