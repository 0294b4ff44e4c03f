// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/zero_shot_input.h"

namespace fe::cli {

OptionSpec templatesOption()
{
    return { .name = "--templates",
             .value = "F",
             .kind = ValueKind::Text,
             .help = "a file with a template a line, {} is the label; or plain, photo, starter, "
                     "starter-ko" };
}

base::Result<std::vector<std::string>> templatesOf(const Arguments& arguments,
                                                   std::string_view option)
{
    const std::string name = arguments.text(option, "plain");
    for (const analysis::TemplateSet& set : analysis::templateSets()) {
        if (name == set.name) {
            return set.templates;
        }
    }
    FE_TRY(auto lines, readLines(name));
    for (const std::string& line : lines) {
        if (line.find("{}") == std::string::npos) {
            return base::malformed(name, "\"" + line.substr(0, 40) + "\"",
                                   "a template needs {} where the label goes");
        }
    }
    return lines;
}

base::Result<ZeroShotModel> loadZeroShot(const std::string& name, const Arguments& arguments,
                                         Context& context)
{
    ZeroShotModel model;
    FE_TRY(model.loaded, loadAnyModel(name, arguments, context));
    FE_TRY(model.tokenizer, tokenizers::loadTokenizer(*model.loaded.package));
    return model;
}

base::Result<pictures::PictureModel> pictureModel(const ZeroShotModel& model)
{
    return pictures::pictureModel(model.loaded.package, model.loaded.model, model.tokenizer);
}

} // namespace fe::cli
