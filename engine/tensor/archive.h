// SPDX-License-Identifier: Apache-2.0
//
// TorchScript archives of our own, written and read. Includes libtorch; for .cpp of tensor/ and
// models/ alone.
#pragma once

#include "tensor/torch_bridge.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fe::tensor {

/// How matrices are kept in an archive.
enum class ArchiveMatrices {
    Dense, ///< a Tensor [rows, columns]; plain PyTorch runs it
    Blocks, ///< a List[Tensor], see BlockMatrix; needs our operator fe::dense
};

/// Rows of one type that follow each other in a matrix, as in the model's file.
struct BlockPart {
    base::DType type = base::DType::F32;
    at::Tensor rows; ///< [rows, bytes of a row] uint8
};

/// A matrix of several parts as the list that an archive keeps, and back. Throws what is no such
/// list.
[[nodiscard]] c10::IValue packBlocks(const std::vector<BlockPart>& parts);
[[nodiscard]] std::vector<BlockPart> unpackBlocks(const c10::IValue& list);

/// Decodes a list of packBlocks: [rows, columns] float32. The operator fe::dense.
[[nodiscard]] at::Tensor dense(const c10::List<at::Tensor>& blocks);

/// Builds one module out of sources that call fe.* (see Script::compile), which become TorchScript
/// functions in stock operators, and writes it. Throws torch's errors.
class ArchiveWriter
{
public:
    explicit ArchiveWriter(ArchiveMatrices matrices);

    /// A part of the module, with its own source and attributes (Matrix: a Tensor or a list).
    void addPart(const std::string& name, const std::string& source,
                 const std::vector<Attribute>& attributes);
    /// Another instance of an earlier part's class.
    void addLike(const std::string& name, const std::string& part,
                 const std::vector<Attribute>& attributes);
    /// Attributes and methods of the whole; the source reaches parts as self.NAME.
    void finish(const std::string& source, const std::vector<Attribute>& attributes);
    /// @param write gets the archive's bytes in order; it must not throw.
    void save(const std::function<void(const void*, std::size_t)>& write,
              const std::map<std::string, std::string>& extraFiles) const;

private:
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

/// An archive that was written by ArchiveWriter. Loading it may run its code: only what the user
/// trusts. Throws torch's errors.
class ArchiveReader
{
public:
    explicit ArchiveReader(const std::string& path);
    /// An attribute of a part, or of the whole if `part` is empty; throws if there is none.
    [[nodiscard]] c10::IValue attribute(const std::string& part, const std::string& name) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> m_impl;
};

} // namespace fe::tensor
