// SPDX-License-Identifier: Apache-2.0
#include "formats/content_kind.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kPrefix = 64;

bool looksLikeSafetensors(std::string_view prefix, std::uint64_t fileSize)
{
    std::uint64_t headerBytes = 0;
    if (prefix.size() < sizeof(headerBytes) + 2 || prefix[sizeof(headerBytes)] != '{') {
        return false;
    }
    std::memcpy(&headerBytes, prefix.data(), sizeof(headerBytes));
    return headerBytes <= fileSize - sizeof(headerBytes);
}

/// Protocol 2 and later begin with PROTO and the number; protocol 0 cannot be told from text.
bool looksLikePickle(std::string_view prefix)
{
    return prefix.size() >= 2 && prefix[0] == '\x80' && prefix[1] >= 2 && prefix[1] <= 5;
}

bool isNamedLikeTorchScript(const File& file)
{
    const std::string ending = file.path().extension().string();
    constexpr std::array kEndings = { ".pt", ".pth", ".ptl", ".ts", ".jit", ".torchscript" };
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

constexpr const char* kExportHint = "export the model as safetensors or GGUF";

} // namespace

base::Result<ContentKind> contentKind(const File& file)
{
    if (file.size() == 0) {
        return ContentKind::Empty;
    }
    std::array<char, kPrefix> bytes {};
    const std::size_t count
        = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), kPrefix));
    FE_CHECK(file.read(std::as_writable_bytes(std::span(bytes)).first(count), 0));
    const std::string_view prefix(bytes.data(), count);
    if (prefix.starts_with("GGUF")) {
        return ContentKind::Gguf;
    }
    if (prefix.starts_with("PK\x03\x04") || prefix.starts_with("PK\x05\x06")) {
        return ContentKind::Zip;
    }
    if (prefix.starts_with("version https://git-lfs")) {
        return ContentKind::LfsPointer;
    }
    // Before Pickle: a header of 640 bytes begins with 0x80 0x02 too, but has its brace at byte 8.
    if (looksLikeSafetensors(prefix, file.size())) {
        return ContentKind::Safetensors;
    }
    return looksLikePickle(prefix) ? ContentKind::Pickle : ContentKind::Unknown;
}

base::Error refusedContent(const File& file, ContentKind kind)
{
    const bool scriptName = isNamedLikeTorchScript(file);
    const char* scriptHint = "export the model again, as TorchScript, safetensors or GGUF";
    switch (kind) {
    case ContentKind::Empty:
        return Error { ErrorCode::Malformed, "cannot open the model",
                       file.name(),          {},
                       "the file is empty",  scriptName ? scriptHint : "download it again" };
    case ContentKind::Zip:
        return Error { ErrorCode::Unsupported,
                       "cannot open the model",
                       file.name(),
                       {},
                       "it is a PyTorch archive, not safetensors",
                       "name the file itself if it is TorchScript, else export it as safetensors" };
    case ContentKind::Pickle:
        return Error { ErrorCode::Unsupported,
                       "cannot open the model",
                       file.name(),
                       {},
                       "it is a Python pickle, which can run any code when it is loaded",
                       scriptName ? scriptHint : kExportHint };
    case ContentKind::LfsPointer:
        return Error { ErrorCode::Malformed,
                       "cannot open the model",
                       file.name(),
                       {},
                       "it is the pointer that Git LFS leaves in place of the file",
                       "run `git lfs pull`" };
    case ContentKind::Gguf:
    case ContentKind::Safetensors:
    case ContentKind::Unknown:
        break;
    }
    return Error {
        ErrorCode::Unsupported,
        "cannot open the model",
        file.name(),
        {},
        scriptName ? "it is no TorchScript archive (no ZIP signature)"
                   : "it is neither a GGUF nor a safetensors file nor a folder with config.json",
        scriptName ? scriptHint : kExportHint
    };
}

} // namespace fe::formats
