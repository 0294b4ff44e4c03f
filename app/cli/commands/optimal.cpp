// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"
#include "scaling/compute_optimal.h"

#include <array>
#include <filesystem>

namespace fe::cli {
namespace {

using base::Result;
using scaling::LossLaw;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "optimal",
        "the best size of a model for a training budget",
        {},
        {
            { .name = "--flops",
              .value = "C",
              .kind = ValueKind::Number,
              .help = "floating-point operations of training",
              .low = 1e-300,
              .high = 1e300,
              .required = true },
            { "--law", "LAW", ValueKind::Text,
              "kaplan, hoffmann (default), besiroglu, or what fexp fit --law chinchilla printed" },
        },
        {},
        "The minimum of the law's loss under C = 6 N D: N parameters, D training tokens."
    };
    return kSpec;
}

Result<LossLaw> lawOf(const std::string& name)
{
    if (const auto law = LossLaw::byName(name)) {
        return *law;
    }
    std::error_code failure;
    const bool named = name.ends_with(".json") || name.find('/') != std::string::npos;
    if (!named && !std::filesystem::exists(name, failure)) {
        constexpr std::array<std::string_view, 3> kNames { "kaplan", "hoffmann", "besiroglu" };
        const auto near = nearest(name, kNames);
        base::Error error = base::invalidArgument("there is no law \"" + name + '"', {});
        error.fix = near ? "did you mean " + std::string(*near) + "?"
                         : "take kaplan, hoffmann, besiroglu or a file of fexp fit";
        return error;
    }
    FE_TRY(const base::Json json, readJson(name));
    return LossLaw::fromJson(json, name);
}

Result<void> run(const Arguments& arguments, Context& /*context*/)
{
    FE_TRY(const LossLaw law, lawOf(arguments.text("--law", "hoffmann")));
    FE_TRY(const auto point, scaling::computeOptimal(law, arguments.number("--flops", 0)));
    base::Json json = base::Json::object();
    json.set("params", point.params);
    json.set("tokens", point.tokens);
    json.set("tokens_per_param", point.tokensPerParam());
    json.set("loss", point.loss);
    json.set("flops", point.flops);
    json.set("law", law.id());
    json.set("source", law.source());
    return print(json);
}

} // namespace

Command optimalCommand()
{
    return { spec, run };
}

} // namespace fe::cli
