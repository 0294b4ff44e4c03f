// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/file_text.h"

#include <fstream>

namespace fe::tokenizers {

base::Result<std::string> readFile(const TokenizerFile& file, std::uintmax_t maxBytes)
{
    const std::filesystem::path& path = file.path();
    const auto refuse = [&](base::ErrorCode code, std::string why) {
        return base::Error { code, "cannot read the tokenizer", path.string(), {}, std::move(why),
                             {} };
    };
    if (file.text()) {
        if (file.text()->size() > maxBytes) {
            return refuse(base::ErrorCode::LimitExceeded,
                          "it has more than " + base::bytesText(maxBytes));
        }
        return *file.text();
    }
    std::error_code failure;
    const std::filesystem::file_status status = std::filesystem::status(path, failure);
    if (status.type() == std::filesystem::file_type::not_found) {
        return refuse(base::ErrorCode::NotFound, "there is no such file");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return refuse(base::ErrorCode::Unreadable, "it is not a file");
    }
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (failure) {
        return refuse(base::ErrorCode::Unreadable, failure.message());
    }
    if (size > maxBytes) {
        return refuse(base::ErrorCode::LimitExceeded,
                      "it has " + base::bytesText(size) + ", more than "
                          + base::bytesText(maxBytes));
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    std::ifstream stream(path, std::ios::binary);
    if (!stream.read(text.data(), static_cast<std::streamsize>(text.size()))) {
        return refuse(base::ErrorCode::Unreadable, "reading fails");
    }
    return text;
}

base::Result<base::Json> readJsonFile(const TokenizerFile& file, std::uintmax_t maxBytes)
{
    FE_TRY(const std::string text, readFile(file, maxBytes));
    return base::parseJson(text, file.string());
}

} // namespace fe::tokenizers
