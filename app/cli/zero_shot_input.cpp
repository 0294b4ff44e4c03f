// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/zero_shot_input.h"

#include "cli/forward_input.h"

namespace fe::cli {

OptionSpec templatesOption()
{
    return { .name = "--templates",
             .value = "F",
             .kind = ValueKind::Text,
             .help = "a file with a template a line, {} is the label; or plain, photo, starter, "
                     "starter-ko" };
}

base::Result<std::vector<std::string>> templatesOf(const Arguments& arguments)
{
    const std::string name = arguments.text("--templates", "plain");
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

base::Result<std::vector<float>> pictureVector(const AnyModel& loaded, const std::string& file,
                                               Context& context)
{
    FE_TRY(auto pixels, readPixels(file, *loaded.package, context.cancel));
    base::Progress unwatched;
    FE_TRY(auto vector,
           analysis::embedPixels(*loaded.model, { analysis::Pooling::Own, {} }, std::move(pixels),
                                 context.cancel, unwatched));
    return std::move(vector.values);
}

} // namespace fe::cli
