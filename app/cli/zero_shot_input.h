// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/zero_shot.h"
#include "cli/model_input.h"
#include "cli/picture_list.h"
#include "pictures/picture_encoder.h"

namespace fe::cli {

/// --templates: a file with one a line, or the name of a set that comes with the program; without
/// it the label alone.
[[nodiscard]] OptionSpec templatesOption();
[[nodiscard]] base::Result<std::vector<std::string>> templatesOf(const Arguments& arguments,
                                                                 std::string_view option
                                                                 = "--templates");

/// A dual encoder with its tokenizer.
struct ZeroShotModel {
    AnyModel loaded;
    tokenizers::TokenizerPtr tokenizer;
};
[[nodiscard]] base::Result<ZeroShotModel> loadZeroShot(const std::string& name,
                                                       const Arguments& arguments,
                                                       Context& context);

/// The same with its way of reading pictures.
[[nodiscard]] base::Result<pictures::PictureModel> pictureModel(const ZeroShotModel& model);

} // namespace fe::cli
