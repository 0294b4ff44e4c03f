// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speeds of the way from picture files to a model's pixels and to vectors.
#include "cli/bench_kinds.h"
#include "cli/bench_report.h"
#include "cli/model_input.h"
#include "cli/picture_processor.h"
#include "pictures/picture_encoder.h"
#include "vision/load_pixels.h"

#include <optional>

namespace fe::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// The files over and over until there are --count of them (default: each once).
base::Result<std::vector<std::string>> filesFor(const Arguments& arguments)
{
    const auto files = arguments.texts("--image");
    if (files.empty()) {
        return base::invalidArgument("bench " + arguments.positional(0) + " needs pictures",
                                     "give at least one --image FILE");
    }
    const auto fallback = static_cast<std::int64_t>(files.size());
    const auto count = static_cast<std::size_t>(arguments.integer("--count", fallback));
    std::vector<std::string> result;
    for (std::size_t i = 0; i < count; ++i) {
        result.push_back(files[i % files.size()]);
    }
    return result;
}

} // namespace

base::Result<void> benchImages(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto files, filesFor(arguments));
    FE_TRY(const auto loaded, loadAnyModel(arguments.positional(1), arguments, context));
    FE_TRY(const auto model, pictures::pictureModel(loaded.package, loaded.model, nullptr));
    const auto batch = static_cast<std::size_t>(arguments.integer("--batch", 32));
    const auto run = [&]() -> base::Result<double> {
        std::optional<base::Error> refused;
        const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
            if (!vector) {
                refused = blame(vector.error(), files[index]);
            }
            return vector.hasValue();
        };
        const auto begin = Clock::now();
        FE_CHECK(
            pictures::encodePictures(model, files, batch, took, context.cancel, context.progress));
        if (refused) {
            return *refused;
        }
        return perSecond(static_cast<double>(files.size()), begin);
    };
    return reportSpeed({ run, "pictures/s" }, arguments, context);
}

base::Result<void> benchPreprocess(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto files, filesFor(arguments));
    FE_TRY(const auto processor, pictureProcessorOf(arguments.positional(1), arguments, context));
    const auto run = [&]() -> base::Result<double> {
        const auto begin = Clock::now();
        for (const std::string& file : files) {
            FE_CHECK(vision::loadPixels(file, processor, context.cancel));
        }
        return perSecond(static_cast<double>(files.size()), begin);
    };
    return reportSpeed({ run, "pictures/s" }, arguments, context);
}

} // namespace fe::cli
