// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fe::base {

/// Element types of the model files that we read: plain numbers, and the block-quantised types of
/// GGUF (a row is a whole number of blocks; layouts are described at their decoders in tensor/).
enum class DType : std::uint8_t {
    F32,
    F16,
    BF16,
    F64,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    Bool,
    F8E4M3,
    F8E5M2,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q8_1,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    Q8_K,
    IQ2_XXS,
    IQ2_XS,
    IQ3_XXS,
    IQ1_S,
    IQ4_NL,
    IQ3_S,
    IQ2_S,
    IQ4_XS,
    IQ1_M,
    TQ1_0,
    TQ2_0,
    MXFP4,
    NVFP4,
    Q1_0,
    Q2_0,
};

struct DTypeInfo {
    DType type;
    std::string_view name; ///< as shown to the user: "F16", "Q4_1"
    std::uint32_t blockElements; ///< elements per block; 1 for plain numbers
    std::uint32_t blockBytes; ///< bytes per block
};

[[nodiscard]] const DTypeInfo& dtypeInfo(DType type);
/// All of them, in the enum's order.
[[nodiscard]] std::span<const DTypeInfo> dtypes();
[[nodiscard]] inline bool isQuantised(DType type)
{
    return dtypeInfo(type).blockElements > 1;
}

/// Bytes of one row; nothing if the row is not a whole number of blocks or the size overflows.
[[nodiscard]] std::optional<std::uint64_t> rowBytes(DType type, std::uint64_t elements);

} // namespace fe::base
