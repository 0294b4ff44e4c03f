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

Result<void> hashFile(const File& file, EVP_MD_CTX* hash, const base::CancelToken& cancel,
                      base::Progress& progress)
{
    std::vector<std::byte> chunk(
        static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes, file.size())));
    for (std::uint64_t offset = 0; offset < file.size(); offset += chunk.size()) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        chunk.resize(
            static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), file.size() - offset)));
        FE_CHECK(file.read(chunk, offset));
        if (EVP_DigestUpdate(hash, chunk.data(), chunk.size()) != 1) {
            return base::internalError("EVP_DigestUpdate", "it failed");
        }
        progress.advance(chunk.size());
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
        for (const auto& path : package.weightFiles()) {
            FE_TRY(const File file, File::open(path));
            FE_CHECK(hashFile(file, hash.get(), cancel, progress));
        }
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
        unsigned length = 0;
        if (EVP_DigestFinal_ex(hash.get(), digest.data(), &length) != 1) {
            return base::internalError("EVP_DigestFinal_ex", "it failed");
        }
        return hexText(std::span(digest).first(length));
    });
}

} // namespace fe::formats
