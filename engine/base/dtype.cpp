// SPDX-License-Identifier: Apache-2.0
#include "base/dtype.h"

#include <array>

namespace fe::base {
namespace {

constexpr std::array kTypes = {
    DTypeInfo { DType::F32, "F32", 1, 4 },
    DTypeInfo { DType::F16, "F16", 1, 2 },
    DTypeInfo { DType::BF16, "BF16", 1, 2 },
    DTypeInfo { DType::F64, "F64", 1, 8 },
    DTypeInfo { DType::I8, "I8", 1, 1 },
    DTypeInfo { DType::I16, "I16", 1, 2 },
    DTypeInfo { DType::I32, "I32", 1, 4 },
    DTypeInfo { DType::I64, "I64", 1, 8 },
    DTypeInfo { DType::U8, "U8", 1, 1 },
    DTypeInfo { DType::U16, "U16", 1, 2 },
    DTypeInfo { DType::U32, "U32", 1, 4 },
    DTypeInfo { DType::U64, "U64", 1, 8 },
    DTypeInfo { DType::Bool, "BOOL", 1, 1 },
    DTypeInfo { DType::F8E4M3, "F8_E4M3", 1, 1 },
    DTypeInfo { DType::F8E5M2, "F8_E5M2", 1, 1 },
    DTypeInfo { DType::Q4_0, "Q4_0", 32, 18 },
    DTypeInfo { DType::Q4_1, "Q4_1", 32, 20 },
    DTypeInfo { DType::Q5_0, "Q5_0", 32, 22 },
    DTypeInfo { DType::Q5_1, "Q5_1", 32, 24 },
    DTypeInfo { DType::Q8_0, "Q8_0", 32, 34 },
    DTypeInfo { DType::Q8_1, "Q8_1", 32, 36 },
    DTypeInfo { DType::Q2_K, "Q2_K", 256, 84 },
    DTypeInfo { DType::Q3_K, "Q3_K", 256, 110 },
    DTypeInfo { DType::Q4_K, "Q4_K", 256, 144 },
    DTypeInfo { DType::Q5_K, "Q5_K", 256, 176 },
    DTypeInfo { DType::Q6_K, "Q6_K", 256, 210 },
    DTypeInfo { DType::Q8_K, "Q8_K", 256, 292 },
    DTypeInfo { DType::IQ2_XXS, "IQ2_XXS", 256, 66 },
    DTypeInfo { DType::IQ2_XS, "IQ2_XS", 256, 74 },
    DTypeInfo { DType::IQ3_XXS, "IQ3_XXS", 256, 98 },
    DTypeInfo { DType::IQ1_S, "IQ1_S", 256, 50 },
    DTypeInfo { DType::IQ4_NL, "IQ4_NL", 32, 18 },
    DTypeInfo { DType::IQ3_S, "IQ3_S", 256, 110 },
    DTypeInfo { DType::IQ2_S, "IQ2_S", 256, 82 },
    DTypeInfo { DType::IQ4_XS, "IQ4_XS", 256, 136 },
    DTypeInfo { DType::IQ1_M, "IQ1_M", 256, 56 },
    DTypeInfo { DType::TQ1_0, "TQ1_0", 256, 54 },
    DTypeInfo { DType::TQ2_0, "TQ2_0", 256, 66 },
    DTypeInfo { DType::MXFP4, "MXFP4", 32, 17 },
    DTypeInfo { DType::NVFP4, "NVFP4", 64, 36 },
    DTypeInfo { DType::Q1_0, "Q1_0", 128, 18 },
    DTypeInfo { DType::Q2_0, "Q2_0", 64, 18 },
};

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
        if (static_cast<std::size_t>(kTypes[i].type) != i) {
            return false;
        }
    }
    return true;
}
static_assert(rowsFollowTheEnum());

} // namespace

const DTypeInfo& dtypeInfo(DType type)
{
    return kTypes[static_cast<std::size_t>(type)];
}

std::span<const DTypeInfo> dtypes()
{
    return kTypes;
}

std::optional<std::uint64_t> rowBytes(DType type, std::uint64_t elements)
{
    const DTypeInfo& info = dtypeInfo(type);
    if (elements % info.blockElements != 0) {
        return std::nullopt;
    }
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(elements / info.blockElements, std::uint64_t { info.blockBytes },
                               &bytes)) {
        return std::nullopt;
    }
    return bytes;
}

} // namespace fe::base
