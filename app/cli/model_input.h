// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"
#include "formats/model_package.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace fe::cli {

using models::TokenId;

/// --device and --weights; InvalidArgument for what this program or machine does not have.
[[nodiscard]] base::Result<models::LoadOptions> loadOptions(const Arguments& arguments);

/// What the user called MODEL, opened; headers alone were read. TorchScript is code: such a file is
/// refused unless the user trusts it (trust.h).
[[nodiscard]] base::Result<formats::PackagePtr> openModel(const std::string& name,
                                                          const Arguments& arguments,
                                                          Context& context);

/// A model ready to run, and its tokenizer.
struct LoadedModel {
    std::string name; ///< as the user gave it, for errors
    formats::PackagePtr package;
    models::LanguageModelPtr model;
    tokenizers::TokenizerPtr tokenizer; ///< null if it was not asked for
    double loadSeconds = 0;
};

enum class WithTokenizer { No, Yes };

/// Opens and loads.
[[nodiscard]] base::Result<LoadedModel> loadModel(const std::string& name,
                                                  const Arguments& arguments,
                                                  WithTokenizer withTokenizer, Context& context);

/// A model of any kind, ready to run.
struct AnyModel {
    formats::PackagePtr package;
    models::ModelPtr model;
};
[[nodiscard]] base::Result<AnyModel> loadAnyModel(const std::string& name,
                                                  const Arguments& arguments, Context& context);
/// The same of a package that is open.
[[nodiscard]] base::Result<models::ModelPtr> loadAnyModel(const formats::PackagePtr& package,
                                                          const Arguments& arguments,
                                                          Context& context);

/// Ids of a text for this model. A tokenizer whose ids the model does not have is refused.
[[nodiscard]] base::Result<std::vector<TokenId>> encode(const LoadedModel& loaded,
                                                        std::string_view text,
                                                        const tokenizers::EncodeOptions& options);

/// Writes --dump's file, float32.
[[nodiscard]] base::Result<void> dumpTensors(const std::string& path,
                                             const std::vector<models::NamedArray>& arrays);

/// Whole text file, at most `kLongestText` bytes.
constexpr std::uint64_t kLongestText = 1ULL << 30U;
[[nodiscard]] base::Result<std::string> readText(const std::string& path);
[[nodiscard]] base::Result<base::Json> readJson(const std::string& path);

} // namespace fe::cli
