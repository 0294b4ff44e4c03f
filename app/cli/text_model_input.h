// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"
#include "endpoints/endpoint.h"
#include "endpoints/endpoint_text_model.h"
#include "formats/model_package.h"
#include "generation/text_model.h"

#include <memory>
#include <string>
#include <vector>

namespace fe::cli {

/// --endpoint, --key-env and the others: for commands that work on text models of either kind.
/// With --endpoint, MODEL is the name that the server gives the model ("-": the first it lists).
[[nodiscard]] std::span<const OptionSpec> endpointOptions();
/// A command's own options, followed by those.
[[nodiscard]] std::vector<OptionSpec> withEndpointOptions(std::vector<OptionSpec> own);
/// The endpoint at `url` that the options describe. InvalidArgument where they make no sense.
[[nodiscard]] base::Result<endpoints::Endpoint> endpointOf(const std::string& url,
                                                           const std::string& model,
                                                           const Arguments& arguments);

/// A text model of either kind, and what is known of it.
struct OpenedTextModel {
    std::unique_ptr<generation::TextModel> model;
    endpoints::EndpointTextModel* remote = nullptr; ///< the same model, if it is an endpoint's
    formats::PackagePtr package; ///< a local model's files; null for an endpoint's
    double loadSeconds = 0;
};

/// What the command line calls MODEL (and --endpoint), loaded or connected to.
[[nodiscard]] base::Result<OpenedTextModel> openTextModel(const std::string& name,
                                                          const Arguments& arguments,
                                                          Context& context);

} // namespace fe::cli
