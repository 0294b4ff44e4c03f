// SPDX-License-Identifier: Apache-2.0
#include "models/archive_driver.h"

#include <ATen/ops/from_blob.h>

#include <charconv>

namespace fe::models {
namespace {

std::string prefixOf(const StackPlan& stack)
{
    return stack.info.name.empty() ? std::string() : stack.info.name + "_";
}

/// A float as TorchScript reads it back exactly.
std::string number(double value)
{
    std::array<char, 64> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::scientific);
    return { text.data(), end.ptr };
}

std::string list(const std::vector<std::int64_t>& values)
{
    std::string text = "[";
    for (const std::int64_t value : values) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(value);
    }
    return text + "]";
}

/// begin(): a pass of this stack. `like` says the device, `batch` and `length` the rows.
std::string beginCall(const StackPlan& stack, const std::string& like, const std::string& length)
{
    const StackInfo& info = stack.info;
    std::vector<std::int64_t> windows = stack.windows;
    windows.resize(static_cast<std::size_t>(info.layers), 0);
    return "fe.begin(" + like + ", [" + like + ".size(0), " + length + ", "
        + std::to_string(info.heads) + ", " + std::to_string(info.kvHeads) + ", "
        + std::to_string(info.headDim) + ", " + (info.causal ? "1" : "0") + "], "
        + number(stack.attentionScale) + ", " + list(windows) + ")";
}

/// STACK_states(self, x, run): embedding, layers, final norm.
std::string statesMethod(const StackPlan& stack)
{
    const std::string model = "self." + modelPart(stack);
    std::string source = "def " + prefixOf(stack)
        + "states(self, x: Tensor, run: Pass) -> Tensor:\n    x = " + model + ".embed(x, run)\n"
        + "    fe.measure(run, x)\n";
    if (!stack.rope.inverseFrequencies.empty()) {
        source += "    fe.turn(run, self." + prefixOf(stack) + "frequencies, "
            + number(stack.rope.factor) + ")\n";
    }
    if (stack.positionBias) {
        source += "    run[\"bias\"] = " + model + ".position_bias(run)\n";
    }
    for (std::size_t i = 0; i < stack.layers.size(); ++i) {
        source += "    x = self." + layerPart(stack, i) + ".forward(x, run)\n";
    }
    return source + "    return " + model + ".norm(x)\n\n";
}

/// STACK_text(self, ids, mask, types, run): a text's states.
std::string textRun(const StackPlan& stack, const std::string& ids, const std::string& mask)
{
    return "    run = " + beginCall(stack, ids, ids + ".size(1)") + "\n    fe.read(run, " + ids
        + ", " + mask + ")\n";
}

std::string statesCall(const StackPlan& stack, const std::string& input)
{
    return "self." + prefixOf(stack) + "states(" + input + ", run)";
}

/// What forward() returns of `x`, the states of `stack`.
std::string ending(const StackPlan& stack)
{
    const std::string model = "self." + modelPart(stack);
    if (stack.writes) {
        return "    return fe.sequences(" + model + ".head(x), run)\n\n";
    }
    for (const StackOutput& output : stack.outputs) {
        if (output.name == "logits") {
            const std::string call = model + "." + output.method + "(x, run)";
            return "    return " + (output.perToken ? "fe.sequences(" + call + ", run)" : call)
                + "\n\n";
        }
    }
    return "    return fe.sequences(x, run)\n\n";
}

constexpr const char* kMaskArgument = "attention_mask: Optional[Tensor] = None";

std::string decoderForward(const StackPlan& stack)
{
    return std::string("def forward(self, input_ids: Tensor, ") + kMaskArgument + ") -> Tensor:\n"
        + textRun(stack, "input_ids", "attention_mask")
        + "    x = " + statesCall(stack, "input_ids.reshape([-1])") + "\n" + ending(stack);
}

std::string encoderForward(const StackPlan& stack)
{
    return std::string("def forward(self, input_ids: Tensor, ") + kMaskArgument
        + ", token_type_ids: Optional[Tensor] = None) -> Tensor:\n"
        + textRun(stack, "input_ids", "attention_mask")
        + "    if token_type_ids is not None:\n        run[\"segments\"] = token_type_ids\n"
        + "    x = " + statesCall(stack, "input_ids.reshape([-1])") + "\n" + ending(stack);
}

std::string pictureForward(const StackPlan& stack)
{
    return "def forward(self, pixel_values: Tensor) -> Tensor:\n    run = "
        + beginCall(stack, "pixel_values", "0") + "\n    x = " + statesCall(stack, "pixel_values")
        + "\n" + ending(stack);
}

std::string encoderDecoderForward(const StackPlan& encoder, const StackPlan& decoder)
{
    std::string source
        = std::string("def forward(self, input_ids: Tensor, decoder_input_ids: Tensor, ")
        + kMaskArgument + ") -> Tensor:\n" + textRun(encoder, "input_ids", "attention_mask")
        + "    memory = " + statesCall(encoder, "input_ids.reshape([-1])") + "\n"
        + textRun(decoder, "decoder_input_ids", "None")
        + "    if attention_mask is not None:\n        run[\"memory_mask\"] = "
          "fe.additive(attention_mask)\n";
    for (std::size_t i = 0; i < decoder.layers.size(); ++i) {
        source += "    fe.remember(run, " + std::to_string(i) + ", self." + layerPart(decoder, i)
            + ".cross(memory))\n";
    }
    return source + "    x = " + statesCall(decoder, "decoder_input_ids.reshape([-1])") + "\n"
        + ending(decoder);
}

std::string dualForward(const StackPlan& text, const StackPlan& vision)
{
    return std::string("def encode_text(self, input_ids: Tensor, ") + kMaskArgument
        + ") -> Tensor:\n" + textRun(text, "input_ids", "attention_mask") + "    x = "
        + statesCall(text, "input_ids.reshape([-1])") + "\n    return self." + modelPart(text)
        + ".embeds(x, run)\n\ndef encode_image(self, pixel_values: Tensor) -> Tensor:\n    run = "
        + beginCall(vision, "pixel_values", "0") + "\n    x = " + statesCall(vision, "pixel_values")
        + "\n    return self." + modelPart(vision)
        + ".embeds(x, run)\n\ndef forward(self, input_ids: Tensor, pixel_values: Tensor, "
        + kMaskArgument
        + ") -> Tensor:\n    texts = self.encode_text(input_ids, attention_mask)\n"
          "    images = self.encode_image(pixel_values)\n"
          "    return torch.matmul(images, torch.t(texts)) * torch.exp(self.logit_scale) + "
          "self.logit_bias\n\n";
}

} // namespace

std::string modelPart(const StackPlan& stack)
{
    return prefixOf(stack) + "model";
}

std::string layerPart(const StackPlan& stack, std::size_t layer)
{
    return prefixOf(stack) + "layer_" + std::to_string(layer);
}

std::string driverSource(const ModelPlan& plan)
{
    std::string source;
    for (const StackPlan& stack : plan.stacks) {
        source += statesMethod(stack);
    }
    const StackPlan& first = plan.stacks.front();
    const StackPlan& last = plan.stacks.back();
    const std::string& kind = plan.info.kind;
    if (kind == "decoder") {
        return source + decoderForward(first);
    }
    if (kind == "encoder") {
        return source + encoderForward(first);
    }
    if (kind == "vision") {
        return source + pictureForward(first);
    }
    return source
        + (kind == "encoder-decoder" ? encoderDecoderForward(first, last)
                                     : dualForward(first, last));
}

std::vector<tensor::Attribute> driverAttributes(const ModelPlan& plan)
{
    std::vector<tensor::Attribute> attributes;
    for (const StackPlan& stack : plan.stacks) {
        std::vector<float> frequencies = stack.rope.inverseFrequencies;
        if (!frequencies.empty()) {
            attributes.push_back(
                { prefixOf(stack) + "frequencies", tensor::Attribute::Kind::Tensor,
                  at::from_blob(frequencies.data(),
                                { static_cast<std::int64_t>(frequencies.size()) }, at::kFloat)
                      .clone() });
        }
    }
    return attributes;
}

} // namespace fe::models
