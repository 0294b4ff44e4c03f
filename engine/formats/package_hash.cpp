// SPDX-License-Identifier: Apache-2.0
#include "formats/file.h"
#include "formats/model_package.h"
#include "formats/sha256.h"

#include "base/guarded.h"

#include <algorithm>

namespace fe::formats {
namespace {

using base::Result;

/// 1 MiB: read and hashed in a millisecond, so a cancel is seen at once.
constexpr std::size_t kChunkBytes = std::size_t { 1 } << 20U;

/// Reads and hashes `size` bytes. @param read (out, offset) -> Result<void>
template<typename Read>
Result<void> hashBytes(const Read& read, std::uint64_t size, Sha256& hash,
                       const base::CancelToken& cancel, base::Progress& progress)
{
    std::vector<std::byte> chunk(
        static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes, size)));
    for (std::uint64_t offset = 0; offset < size; offset += chunk.size()) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        chunk.resize(
            static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), size - offset)));
        FE_CHECK(read(std::span<std::byte>(chunk), offset));
        FE_CHECK(hash.update(chunk));
        progress.advance(chunk.size());
    }
    return {};
}

Result<void> hashFiles(const ModelPackage& package, Sha256& hash, const base::CancelToken& cancel,
                       base::Progress& progress)
{
    if (package.weightFiles().size() == 1) {
        // The file that is open, whatever lies under its name by now: trust is given to a hash.
        TensorEntry whole;
        whole.bytes = package.fileBytes();
        return hashBytes([&](std::span<std::byte> out,
                             std::uint64_t offset) { return package.read(whole, out, offset); },
                         whole.bytes, hash, cancel, progress);
    }
    for (const auto& path : package.weightFiles()) {
        FE_TRY(const File file, File::open(path));
        FE_CHECK(hashBytes(
            [&](std::span<std::byte> out, std::uint64_t offset) { return file.read(out, offset); },
            file.size(), hash, cancel, progress));
    }
    return {};
}

} // namespace

Result<std::string> packageSha256(const ModelPackage& package, const base::CancelToken& cancel,
                                  base::Progress& progress)
{
    return base::guarded("packageSha256", [&]() -> Result<std::string> {
        progress.begin("Checksum", package.fileBytes());
        FE_TRY(auto hash, Sha256::create());
        FE_CHECK(hashFiles(package, hash, cancel, progress));
        FE_TRY(const auto digest, hash.finish());
        return hexText(digest);
    });
}

} // namespace fe::formats
