// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fe::base {

/// What kind of failure an Error is; the window picks icon and advice by it, `fexp` its exit
/// status.
enum class ErrorCode {
    NotFound, ///< a file or name is not there
    Unreadable, ///< the system refused to read or write
    Malformed, ///< a file breaks its own format
    Unsupported, ///< sound, but this program cannot use it
    LimitExceeded, ///< larger than a stated limit
    OutOfMemory, ///< would not fit, said before it is tried where it can be known
    InvalidArgument, ///< the caller's options are wrong
    Cancelled, ///< the user asked to stop; never shown as a failure
    Internal, ///< our own bug
};

/// A failure told to a person: what, in which file and field, why, and what to do next.
/// All parts are UTF-8, without a final full stop; any part but `what` may be empty.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string what; ///< "cannot read tensor \"h.3.attn.c_attn.weight\""
    std::string file; ///< path or name of the file that is to blame
    std::string field; ///< field, tensor or "byte 81,920" inside it
    std::string why; ///< "it needs 7,077,888 bytes but 7,000,000 remain"
    std::string fix; ///< "download the file again"

    /// `<what> in <file>[:<field>]: <why>; <fix>` on exactly one line (control characters and
    /// invalid UTF-8 are replaced; over-long parts are shortened, but never the file).
    [[nodiscard]] std::string oneLine() const;
};

/// Short constructors, so that the common refusals read as one line at the place that refuses.
[[nodiscard]] Error malformed(std::string file, std::string field, std::string why);
[[nodiscard]] Error unsupported(std::string file, std::string field, std::string why);
[[nodiscard]] Error invalidArgument(std::string what, std::string why);
[[nodiscard]] Error internalError(std::string where, std::string why);
[[nodiscard]] Error cancelled();

/// 1234567 -> "1,234,567".
[[nodiscard]] std::string grouped(unsigned long long number);
/// 123456789 -> "123.5 MB" (powers of 1000).
[[nodiscard]] std::string bytesText(unsigned long long bytes);

} // namespace fe::base
