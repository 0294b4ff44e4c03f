// SPDX-License-Identifier: Apache-2.0
#include "formats/file.h"
#include "formats/model_package.h"

#include "base/guarded.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fe::formats {
namespace {

using base::Result;

/// 1 MiB: read and hashed in a millisecond, so a cancel is seen at once.
constexpr std::size_t kChunkBytes = std::size_t { 1 } << 20U;

std::string hexText(std::span<const unsigned char> bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

/// Reads and hashes `size` bytes. @param read (out, offset) -> Result<void>
template<typename Read>
Result<void> hashBytes(const Read& read, std::uint64_t size, EVP_MD_CTX* hash,
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
        if (EVP_DigestUpdate(hash, chunk.data(), chunk.size()) != 1) {
            return base::internalError("EVP_DigestUpdate", "it failed");
        }
        progress.advance(chunk.size());
    }
    return {};
}

Result<void> hashFiles(const ModelPackage& package, EVP_MD_CTX* hash,
                       const base::CancelToken& cancel, base::Progress& progress)
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
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(),
                                                                           &EVP_MD_CTX_free);
        if (!hash || EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) != 1) {
            return base::internalError("EVP_DigestInit_ex", "SHA-256 is not available");
        }
        FE_CHECK(hashFiles(package, hash.get(), cancel, progress));
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
        unsigned length = 0;
        if (EVP_DigestFinal_ex(hash.get(), digest.data(), &length) != 1) {
            return base::internalError("EVP_DigestFinal_ex", "it failed");
        }
        return hexText(std::span(digest).first(length));
    });
}

} // namespace fe::formats
