// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"

#include <cstdio>

namespace fe::cli {

int exitStatus(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::InvalidArgument:
        return 2;
    case base::ErrorCode::NotFound:
    case base::ErrorCode::Unreadable:
    case base::ErrorCode::Malformed:
    case base::ErrorCode::Unsupported:
    case base::ErrorCode::LimitExceeded:
        return 3;
    case base::ErrorCode::Cancelled:
        return 4;
    case base::ErrorCode::OutOfMemory:
        return 5;
    case base::ErrorCode::Internal:
        break;
    }
    return 1;
}

base::Result<void> print(const base::Json& document)
{
    return printText(base::toText(document) + "\n");
}

base::Result<void> printText(const std::string& text)
{
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (!written || std::fflush(stdout) != 0) {
        return base::Error { base::ErrorCode::Internal,
                             "cannot write the result",
                             {},
                             {},
                             "standard output refuses it",
                             "check the disk or the pipe it goes to" };
    }
    return {};
}

base::Error blame(base::Error error, const std::string& file)
{
    if (error.file.empty()) {
        error.file = file;
    }
    if (error.code == base::ErrorCode::InvalidArgument) {
        error.code = base::ErrorCode::Malformed;
    }
    return error;
}

} // namespace fe::cli
