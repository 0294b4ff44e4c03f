// SPDX-License-Identifier: Apache-2.0
#include "models/pre_norm_stack.h"

namespace fe::models {

const char* const kPreNormLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    normed = fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, self.eps)
    mixed = fe.attention(fe.linear(normed, self.qkv, self.qkv_bias), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias)
    normed = fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, self.eps)
    wide = self.act(fe.linear(normed, self.up, self.up_bias))
    return x + fe.mlp(fe.linear(wide, self.down, self.down_bias), run, self.layer)
)py";

namespace {

using base::Result;

constexpr const char* kPatches = R"py(
def patches(self, pixels: Tensor) -> Tensor:
    step = int(self.patch_size)
    grid = torch.conv2d(pixels, self.patch, self.patch_bias, [step, step])
    return grid.flatten(2).transpose(1, 2)

def places(self, pixels: Tensor) -> Tensor:
    height = pixels.size(2) // int(self.patch_size)
    width = pixels.size(3) // int(self.patch_size)
    prefix = int(self.position_prefix)
    count = self.position_table.size(1) - prefix
    if height * width == count and height == width:
        return self.position_table
    side = height
    while side * side > count:
        side -= 1
    while side * side < count:
        side += 1
    grid = self.position_table.narrow(1, prefix, count).view([1, side, side, -1])
    grid = self.resized(grid.permute([0, 3, 1, 2]), height, width).permute([0, 2, 3, 1])
    grid = grid.reshape([1, height * width, -1])
    return torch.cat([self.position_table.narrow(1, 0, prefix), grid], 1)
)py";

constexpr const char* kPlain = R"py(
def resized(self, grid: Tensor, height: int, width: int) -> Tensor:
    return torch.upsample_bicubic2d(grid, [height, width], False)
)py";

constexpr const char* kAntialiased = R"py(
def resized(self, grid: Tensor, height: int, width: int) -> Tensor:
    return torch._upsample_bicubic2d_aa(grid, [height, width], False)
)py";

} // namespace

ModulePlan planPreNormLayer(const TensorNames& tensors, const PreNormNames& names,
                            const std::string& prefix, const StackInfo& info, double eps,
                            Bias attentionBias)
{
    const std::int64_t hidden = info.hiddenSize;
    ModulePlan layer;
    tensors.norm(layer, "attention_norm", prefix + names.attentionNorm, hidden);
    tensors.linears(layer, "qkv",
                    { prefix + names.query, prefix + names.key, prefix + names.value }, hidden,
                    hidden, attentionBias);
    tensors.linear(layer, "output", prefix + names.output, hidden, hidden);
    tensors.norm(layer, "mlp_norm", prefix + names.mlpNorm, hidden);
    tensors.linear(layer, "up", prefix + names.up, info.intermediateSize, hidden);
    tensors.linear(layer, "down", prefix + names.down, hidden, info.intermediateSize);
    layer.numbers = { { "eps", eps } };
    return layer;
}

Result<StackInfo> readStackInfo(const formats::ModelPackage& package, const ConfigReader& config,
                                const StackDefaults& defaults)
{
    StackInfo info;
    FE_TRY(info.hiddenSize, config.sizeOr("hidden_size", defaults.hidden));
    FE_TRY(info.intermediateSize, config.sizeOr("intermediate_size", defaults.intermediate));
    FE_TRY(info.layers, config.sizeOr("num_hidden_layers", defaults.layers));
    FE_CHECK(checkLayers(package, config, "num_hidden_layers", info.layers));
    FE_TRY(info.heads, config.sizeOr("num_attention_heads", defaults.heads));
    FE_TRY(info.headDim, headDimOf(config, "num_attention_heads", info.hiddenSize, info.heads));
    info.kvHeads = info.heads;
    return info;
}

std::string patchSource(bool antialias)
{
    return std::string(kPatches) + (antialias ? kAntialiased : kPlain);
}

Result<std::int64_t> patchCount(const ConfigReader& config, const PictureInfo& picture)
{
    const std::int64_t side = picture.imageSize / picture.patchSize;
    if (side < 1 || side > 10'000) {
        return config.refuse("patch_size",
                             "pictures of " + std::to_string(picture.imageSize)
                                 + " pixels have no patches of "
                                 + std::to_string(picture.patchSize));
    }
    return side * side;
}

Result<PictureInfo> readPicture(const ConfigReader& config, const PictureInfo& defaults)
{
    PictureInfo picture = defaults;
    FE_TRY(picture.imageSize, config.sizeOr("image_size", defaults.imageSize));
    FE_TRY(picture.patchSize, config.sizeOr("patch_size", defaults.patchSize));
    FE_TRY(const std::int64_t channels, config.sizeOr("num_channels", 3));
    if (channels != 3) {
        return config.refuse("num_channels",
                             "pictures have 3 channels here, not " + std::to_string(channels));
    }
    return picture;
}

} // namespace fe::models
