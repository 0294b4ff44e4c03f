// SPDX-License-Identifier: Apache-2.0
#include "scaling/fit_json.h"

#include "base/guarded.h"

#include <algorithm>
#include <cmath>

namespace fe::scaling {
namespace {

using base::Json;

Json optional(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

Json parameterJson(const Parameter& parameter)
{
    Json json = Json::object();
    json.set("value", optional(parameter.value));
    json.set("stderr", optional(parameter.standardError));
    json.set("ci_low", optional(parameter.low));
    json.set("ci_high", optional(parameter.high));
    if (parameter.fixed) {
        json.set("fixed", true);
    }
    if (!parameter.why.empty()) {
        json.set("why", parameter.why);
    }
    return json;
}

Json sourceJson(const FitSource& source)
{
    Json json = Json::object();
    json.set("table", source.table);
    json.set("sha256", source.sha256);
    for (const auto& [key, column] :
         { std::pair("x", &source.columns.x), std::pair("x2", &source.columns.x2),
           std::pair("y", &source.columns.y), std::pair("error", &source.columns.error),
           std::pair("floor", &source.columns.floor) }) {
        if (!column->empty()) {
            json.set(key, *column);
        }
    }
    Json where = Json::array();
    for (const Condition& condition : source.conditions) {
        where.push(condition.column + "=" + condition.value);
    }
    json.set("where", std::move(where));
    json.set("bootstrap", std::uint64_t { source.bootstrap });
    json.set("seed", source.seed);
    return json;
}

/// Reads members of one object; the first that is wrong is kept as the error.
class Reader
{
public:
    Reader(const Json& json, std::string file) : m_json(json), m_file(std::move(file)) { }

    [[nodiscard]] std::optional<double> number(std::string_view key)
    {
        const Json* found = m_json.findNonNull(key);
        if (found == nullptr) {
            return {};
        }
        const auto value = found->asDouble();
        if (!value || !std::isfinite(*value)) {
            fail(key, std::string("it is ") + found->typeName() + ", not a number");
            return {};
        }
        return value;
    }
    /// 0 if there is none.
    [[nodiscard]] std::uint64_t whole(std::string_view key)
    {
        const Json* found = m_json.findNonNull(key);
        if (found != nullptr && !found->asUint()) {
            fail(key, "it is no whole number from 0 on");
        }
        return found == nullptr ? 0 : found->asUint().value_or(0);
    }
    [[nodiscard]] std::string text(std::string_view key)
    {
        const Json* found = m_json.findNonNull(key);
        if (found == nullptr) {
            return {};
        }
        if (found->asString() == nullptr) {
            fail(key, std::string("it is ") + found->typeName() + ", not a string");
            return {};
        }
        return *found->asString();
    }
    void fail(std::string_view key, std::string why)
    {
        if (!m_error) {
            m_error = base::malformed(m_file, std::string(key), std::move(why));
        }
    }
    [[nodiscard]] const std::optional<base::Error>& error() const { return m_error; }

private:
    const Json& m_json;
    std::string m_file;
    std::optional<base::Error> m_error;
};

base::Result<Parameter> readParameter(const Json& json, const char* name, const std::string& file)
{
    Reader reader(json, file);
    Parameter parameter { name };
    parameter.value = reader.number("value");
    parameter.standardError = reader.number("stderr");
    parameter.low = reader.number("ci_low");
    parameter.high = reader.number("ci_high");
    parameter.why = reader.text("why");
    const Json* fixed = json.findNonNull("fixed");
    parameter.fixed = fixed != nullptr && fixed->asBool().value_or(false);
    if (reader.error()) {
        base::Error error = *reader.error();
        error.field = std::string("parameters.") + name + "." + error.field;
        return error;
    }
    return parameter;
}

base::Result<void> readParameters(Fit& fit, const Json& json, const std::string& file)
{
    const Json* parameters = json.findNonNull("parameters");
    if (parameters == nullptr || !parameters->isObject()) {
        return base::malformed(file, "parameters", "it is no object");
    }
    fit.curve.law = fit.options.law;
    for (const char* name : parameterNames(fit.options.law)) {
        const Json* found = parameters->findNonNull(name);
        if (found == nullptr || !found->isObject()) {
            return base::malformed(file, std::string("parameters.") + name, "it is no object");
        }
        FE_TRY(Parameter parameter, readParameter(*found, name, file));
        fit.curve.parameters.push_back(parameter.value.value_or(std::nan("")));
        fit.parameters.push_back(std::move(parameter));
    }
    return {};
}

/// What is said of the law, or what its parameters are called: laws share no set of names.
std::optional<Law> readLaw(const Json& json, const std::string& named)
{
    if (!named.empty()) {
        return lawByName(named);
    }
    const Json* parameters = json.findNonNull("parameters");
    const auto* members = parameters != nullptr ? parameters->asObject() : nullptr;
    for (const Law law : allLaws()) {
        const auto names = parameterNames(law);
        const bool all = members != nullptr && members->size() == names.size()
            && std::all_of(names.begin(), names.end(), [parameters](const char* name) {
                             return parameters->find(name) != nullptr;
                         });
        if (all) {
            return law;
        }
    }
    return {};
}

/// The ends that were given, and what of the parameters was free.
void readOptions(Fit& fit)
{
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
        const Parameter& parameter = fit.parameters[k];
        if (!parameter.fixed) {
            fit.freeIndices.push_back(k);
        }
        if (fit.options.law == Law::Logistic && parameter.name == "top") {
            fit.options.top = parameter.fixed ? parameter.value : std::nullopt;
        }
        if (fit.options.law == Law::Logistic && parameter.name == "floor") {
            fit.options.floor = parameter.value.value_or(0);
        }
    }
    fit.freeParameters = fit.freeIndices.size();
}

base::Result<std::vector<double>> readNumbers(const Json& json, const char* key,
                                              const std::string& file)
{
    std::vector<double> numbers;
    const Json* found = json.findNonNull(key);
    if (found != nullptr && found->asArray() == nullptr) {
        return base::malformed(file, key, "it is no array");
    }
    if (found != nullptr) {
        for (const Json& one : *found->asArray()) {
            numbers.push_back(one.asDouble().value_or(std::nan("")));
        }
    }
    return numbers;
}

base::Result<FitSource> readSource(const Json& json, const std::string& file)
{
    FitSource source;
    const Json* found = json.findNonNull("source");
    if (found == nullptr) {
        return source;
    }
    Reader reader(*found, file);
    source.table = reader.text("table");
    source.sha256 = reader.text("sha256");
    source.columns = { reader.text("x"), reader.text("x2"), reader.text("y"), reader.text("error"),
                       reader.text("floor") };
    source.bootstrap = static_cast<std::size_t>(reader.whole("bootstrap"));
    source.seed = reader.whole("seed");
    if (const Json* where = found->findNonNull("where"); where != nullptr && where->isArray()) {
        for (const Json& one : *where->asArray()) {
            auto condition = parseCondition(one.asString() != nullptr ? *one.asString() : "");
            if (!condition) {
                return base::malformed(file, "source.where", condition.error().why);
            }
            source.conditions.push_back(*std::move(condition));
        }
    }
    if (reader.error()) {
        return *reader.error();
    }
    return source;
}

} // namespace

Json fitJson(const Fit& fit, const FitSource& source)
{
    Json parameters = Json::object();
    for (const Parameter& parameter : fit.parameters) {
        parameters.set(parameter.name, parameterJson(parameter));
    }
    Json json = Json::object();
    json.set("law", lawName(fit.options.law));
    json.set("parameters", std::move(parameters));
    json.set("objective", fit.objective);
    if (fit.options.huberDelta || fit.options.law == Law::Chinchilla) {
        json.set("huber_objective", fit.huberObjective);
        json.set("huber_delta", fit.options.huberDelta.value_or(1e-3));
    }
    json.set("r2", fit.r2);
    json.set("aicc", fit.aicc);
    json.set("bic", fit.bic);
    json.set("n", std::uint64_t { fit.n });
    json.set("residuals", Json::arrayOf(fit.residuals));
    json.set("covariance", Json::arrayOf(fit.covariance));
    json.set("warnings", Json::arrayOf(fit.warnings));
    json.set("source", sourceJson(source));
    return json;
}

base::Result<SavedFit> fitFromJson(const Json& json, const std::string& file)
{
    return base::guarded("fitFromJson", [&]() -> base::Result<SavedFit> {
        if (!json.isObject()) {
            return base::malformed(file, {}, "it is no fit: it is no JSON object");
        }
        Reader reader(json, file);
        const auto law = readLaw(json, reader.text("law"));
        if (!law) {
            return base::malformed(file, "law", "it names no law; fexp fit writes such files");
        }
        SavedFit saved;
        Fit& fit = saved.fit;
        fit.options.law = *law;
        FE_CHECK(readParameters(fit, json, file));
        readOptions(fit);
        fit.objective = reader.number("objective").value_or(std::nan(""));
        fit.huberObjective = reader.number("huber_objective").value_or(std::nan(""));
        fit.options.huberDelta = reader.number("huber_delta");
        fit.r2 = reader.number("r2").value_or(std::nan(""));
        fit.aicc = reader.number("aicc").value_or(std::nan(""));
        fit.bic = reader.number("bic").value_or(std::nan(""));
        fit.n = static_cast<std::size_t>(reader.whole("n"));
        FE_TRY(fit.residuals, readNumbers(json, "residuals", file));
        FE_TRY(fit.covariance, readNumbers(json, "covariance", file));
        if (reader.error()) {
            return *reader.error();
        }
        FE_TRY(saved.source, readSource(json, file));
        return saved;
    });
}

} // namespace fe::scaling
