// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"

namespace fe::cli {

/// One thing that `bench` measures: a row of its table. Each loads its model, then reportSpeed().
struct BenchKind {
    std::string_view name;
    base::Result<void> (*run)(const Arguments& arguments, Context& context);
};

// bench_language.cpp
[[nodiscard]] base::Result<void> benchDecode(const Arguments& arguments, Context& context);
[[nodiscard]] base::Result<void> benchPrefill(const Arguments& arguments, Context& context);
[[nodiscard]] base::Result<void> benchAttention(const Arguments& arguments, Context& context);
// bench_text.cpp
[[nodiscard]] base::Result<void> benchEncode(const Arguments& arguments, Context& context);
[[nodiscard]] base::Result<void> benchTokenize(const Arguments& arguments, Context& context);
// bench_pictures.cpp
[[nodiscard]] base::Result<void> benchImages(const Arguments& arguments, Context& context);
[[nodiscard]] base::Result<void> benchPreprocess(const Arguments& arguments, Context& context);

} // namespace fe::cli
