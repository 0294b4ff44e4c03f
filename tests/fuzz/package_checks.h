// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fuzz/target.h"

#include "formats/model_package.h"

#include <array>

namespace fe::fuzz {

/// What ModelPackage promises of any file that it opened: tensors lie inside their files, together
/// no larger than these, and can be read at both ends.
inline void checkPackage(const formats::ModelPackage& package)
{
    std::uint64_t total = 0;
    for (const formats::TensorEntry& tensor : package.tensors()) {
        require(tensor.file < package.weightFiles().size(),
                "a tensor lies in a file of its package");
        const std::uint64_t size = std::filesystem::file_size(package.weightFiles()[tensor.file]);
        require(tensor.offset <= size && tensor.bytes <= size - tensor.offset,
                "a tensor lies inside its file");
        total += tensor.bytes;
        std::array<std::byte, 1> byte {};
        if (tensor.bytes > 0) {
            require(package.read(tensor, byte).hasValue(), "a tensor can be read");
            require(package.read(tensor, byte, tensor.bytes - 1).hasValue(),
                    "a tensor can be read to its end");
        }
        require(!package.read(tensor, byte, tensor.bytes).hasValue(),
                "nothing is read behind a tensor");
        require(package.findTensor(tensor.name) == &tensor, "a tensor is found by its name");
    }
    require(total <= package.fileBytes(), "tensors are no larger than their files");
}

} // namespace fe::fuzz
