// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "tokenizers/onig_class.h"

#include <string>

namespace fe::tokenizers {

/// Rewrites a regular expression from Oniguruma's dialect (UTF-8, Ruby-like syntax), in which
/// tokenizer files are written, to PCRE2's with UTF, UCP and MULTILINE. They differ in
/// - \s, \w, \d, \h, \b and POSIX brackets: Oniguruma follows Unicode's White_Space, Alphabetic
/// ...;
/// - character classes: Oniguruma nests them and has intersection (&&);
/// - quantifiers: x{2,3}+ repeats again where PCRE2 is possessive, x{2}? is optional, x{,3};
/// - (?m) lets the dot match a newline, \v is one character, \uHHHH, script names.
/// One difference remains: without case, Oniguruma lets "ss" match U+00DF and the like, PCRE2 only
/// folds one character into one.
/// What has no exact counterpart is refused as Unsupported. The result need not compile: PCRE2 is
/// left to find the errors in what both dialects share.
[[nodiscard]] base::Result<std::string> translateOnigPattern(const std::string& pattern,
                                                             UnicodeRange range,
                                                             const std::string& file,
                                                             const std::string& field);

} // namespace fe::tokenizers
