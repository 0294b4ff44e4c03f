// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/dtype.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/result.h"
#include "base/shape.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::formats {

/// Where a package came from; it decides the dialect of `config()` and the names of the tensors.
enum class PackageKind {
    HuggingFace, ///< folder with config.json, *.safetensors and tokenizer files
    Gguf, ///< one .gguf file: metadata, vocabulary and tensors
    Safetensors, ///< a lone .safetensors file: tensors to look at, no model
    TorchScript, ///< a .pt archive of weights and code; running it needs the user's trust
};

/// One tensor as its header describes it, checked against the size of the file.
struct TensorEntry {
    std::string name;
    base::DType dtype = base::DType::F32;
    base::Shape shape; ///< slowest dimension first (GGUF's order is turned round)
    std::uint32_t file = 0; ///< index into ModelPackage::weightFiles()
    std::uint64_t offset = 0; ///< of the first byte, from the start of that file
    std::uint64_t bytes = 0;
    /// False in a TorchScript archive where the tensor is deflated or its rows do not follow each
    /// other: read() refuses it; offset and bytes are those of the storage that it lies in.
    bool readable = true;
};

/// Immutable description of a model, made from headers alone; no weight is read before asked for.
/// Thread-safe. Hostile files are refused when opened: every count, length and offset has been
/// checked against the file before anything was allocated for it.
class ModelPackage
{
public:
    virtual ~ModelPackage() = default;

    [[nodiscard]] virtual PackageKind kind() const = 0;
    /// Folder or file the user named.
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    /// For the user: general.name of a GGUF, else the folder's or file's name without ending.
    [[nodiscard]] virtual const std::string& name() const = 0;
    /// HuggingFace: config.json. Gguf: an object of all metadata but long arrays' text is kept too
    /// ("llama.block_count": 30, "tokenizer.ggml.tokens": [...]). Safetensors: its __metadata__.
    /// TorchScript: the config.json inside the archive, or an empty object.
    [[nodiscard]] virtual const base::Json& config() const = 0;
    [[nodiscard]] virtual std::span<const TensorEntry> tensors() const = 0;
    /// Null if there is no tensor of that name.
    [[nodiscard]] virtual const TensorEntry* findTensor(std::string_view name) const = 0;
    /// Files that hold tensors.
    [[nodiscard]] virtual std::span<const std::filesystem::path> weightFiles() const = 0;
    /// Side files that were found in the folder, by name: "tokenizer.json",
    /// "tokenizer_config.json", "special_tokens_map.json", "generation_config.json",
    /// "chat_template.jinja", "preprocessor_config.json", "vocab.json", "merges.txt", "README.md"
    /// ...
    [[nodiscard]] virtual const std::map<std::string, std::filesystem::path>& sideFiles() const = 0;
    /// Names of all side files: those of sideFiles(), or, for an archive that has some inside,
    /// those alone.
    [[nodiscard]] virtual std::vector<std::string> sideFileNames() const = 0;
    /// Content of a side file, wherever it lies. NotFound if none has that name; LimitExceeded
    /// above kMaxSideFileBytes.
    [[nodiscard]] virtual base::Result<std::string> readSideFile(std::string_view name) const = 0;
    /// Size of all weight files.
    [[nodiscard]] virtual std::uint64_t fileBytes() const = 0;
    /// Licence as the files state it (general.license, or the `license:` line of README.md); may be
    /// empty.
    [[nodiscard]] virtual std::string licence() const = 0;

    /// Reads a tensor's bytes (or a part: `skip` bytes in) into `out`. Any thread; reads the file,
    /// never a mapping, so that a file that shrinks meanwhile is an Error and no signal.
    [[nodiscard]] virtual base::Result<void> read(const TensorEntry& tensor,
                                                  std::span<std::byte> out,
                                                  std::uint64_t skip = 0) const = 0;
};

/// The largest vocabularies have 40 MB as tokenizer.json.
inline constexpr std::uint64_t kMaxSideFileBytes = std::uint64_t { 256 } << 20U;

using PackagePtr = std::shared_ptr<const ModelPackage>;

/// Opens a folder, a .gguf, .safetensors or TorchScript file. The file's content decides, not its
/// name; anything else is refused with its reason. O(header), no weights are read. No code of a
/// TorchScript archive is run or looked at: whoever loads one asks for trust first (trust.h).
[[nodiscard]] base::Result<PackagePtr> openPackage(const std::filesystem::path& path);

/// SHA-256 (lower-case hex) of the file, or for a folder of the concatenated weight files in order.
[[nodiscard]] base::Result<std::string> packageSha256(const ModelPackage& package,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

/// Whole file as text, refused above `maxBytes` (configuration files, templates, vocabularies).
[[nodiscard]] base::Result<std::string> readTextFile(const std::filesystem::path& path,
                                                     std::uint64_t maxBytes);

struct OutputTensor {
    std::string name;
    base::DType dtype = base::DType::F32; ///< a plain number type
    base::Shape shape;
    std::span<const std::byte> data; ///< little endian, row-major; borrowed for the call
};

/// Writes a .safetensors file: complete under a temporary name beside it, then renamed, so that
/// neither a failure nor a kill leaves half a file.
[[nodiscard]] base::Result<void> writeSafetensors(const std::filesystem::path& path,
                                                  std::span<const OutputTensor> tensors);

} // namespace fe::formats
