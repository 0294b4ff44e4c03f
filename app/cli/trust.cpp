// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/trust.h"

#include "formats/trust.h"

namespace fe::cli {

base::Result<void> checkTrust(const formats::ModelPackage& package, const Arguments& arguments,
                              Context& context)
{
    if (package.kind() != formats::PackageKind::TorchScript) {
        return {};
    }
    FE_TRY(const std::string sha256,
           formats::packageSha256(package, context.cancel, context.progress));
    if (formats::isTrusted(sha256)) {
        return {};
    }
    if (!arguments.has("--trust")) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot open the model",
                             package.path().string(),
                             {},
                             "TorchScript is code that runs with the model, so it needs your trust",
                             "add --trust if you know where the file comes from" };
    }
    // Where nothing can be kept, the user is asked again the next time; what was asked for now
    // runs.
    static_cast<void>(formats::trust(sha256));
    return {};
}

} // namespace fe::cli
