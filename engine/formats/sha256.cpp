// SPDX-License-Identifier: Apache-2.0
#include "formats/sha256.h"

#include <openssl/evp.h>

#include <string_view>

namespace fe::formats {

using base::Result;

void Sha256::Free::operator()(void* context) const
{
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Result<Sha256> Sha256::create()
{
    Sha256 hash(EVP_MD_CTX_new());
    auto* context = static_cast<EVP_MD_CTX*>(hash.m_context.get());
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) {
        return base::internalError("EVP_DigestInit_ex", "SHA-256 is not available");
    }
    return hash;
}

Result<void> Sha256::update(std::span<const std::byte> bytes)
{
    auto* context = static_cast<EVP_MD_CTX*>(m_context.get());
    if (EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1) {
        return base::internalError("EVP_DigestUpdate", "it failed");
    }
    return {};
}

Result<Sha256Digest> Sha256::finish()
{
    auto* context = static_cast<EVP_MD_CTX*>(m_context.get());
    std::array<unsigned char, EVP_MAX_MD_SIZE> whole {};
    unsigned length = 0;
    if (EVP_DigestFinal_ex(context, whole.data(), &length) != 1) {
        return base::internalError("EVP_DigestFinal_ex", "it failed");
    }
    Sha256Digest digest {};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = std::byte { whole[i] };
    }
    return digest;
}

Result<Sha256Digest> sha256(std::span<const std::byte> bytes)
{
    FE_TRY(auto hash, Sha256::create());
    FE_CHECK(hash.update(bytes));
    return hash.finish();
}

std::string hexText(std::span<const std::byte> bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 15U];
    }
    return text;
}

} // namespace fe::formats
