// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/picture_processor.h"

#include "cli/model_input.h"
#include "formats/model_library.h"
#include "pictures/picture_encoder.h"

namespace fe::cli {

base::Result<vision::ImageProcessor> pictureProcessorOf(const std::string& name,
                                                        const Arguments& arguments,
                                                        Context& context)
{
    FE_TRY(const auto path, formats::resolveModel(name));
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return vision::preprocessorFor(path);
    }
    FE_TRY(const auto package, openModel(name, arguments, context));
    return pictures::pictureProcessor(*package);
}

} // namespace fe::cli
