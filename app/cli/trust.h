// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"
#include "formats/model_package.h"

namespace fe::cli {

/// For a TorchScript archive: passes if the user trusts the file, by --trust (which is remembered
/// by the file's hash) or since an earlier time. Every other model passes.
[[nodiscard]] base::Result<void> checkTrust(const formats::ModelPackage& package,
                                            const Arguments& arguments, Context& context);

} // namespace fe::cli
