// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "scaling/bootstrap.h"
#include "scaling/fit_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fe::cli {
namespace {

using base::Json;
using base::Result;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "fit",
        "scaling laws fitted to a table of measurements",
        { "TABLE.csv" },
        {
            { .name = "--law",
              .value = "LAW",
              .kind = ValueKind::Text,
              .help = "power, power-offset, chinchilla, logistic, hinge or linear",
              .required = true },
            { .name = "--x",
              .value = "COL",
              .kind = ValueKind::Text,
              .help = "size, tokens or compute; chinchilla: parameters",
              .required = true },
            { .name = "--y",
              .value = "COL",
              .kind = ValueKind::Text,
              .help = "what is measured; chinchilla: loss",
              .required = true },
            { "--x2", "COL", ValueKind::Text, "chinchilla: training tokens" },
            { .name = "--where",
              .value = "COL=VALUE",
              .kind = ValueKind::Text,
              .help = "only rows with this value; several: with all of them",
              .repeated = true },
            { "--floor", "V|COL", ValueKind::Text, "logistic: lower end, such as chance (0)" },
            { "--top", "V|free", ValueKind::Text, "logistic: upper end (1)" },
            { "--error", "COL", ValueKind::Text, "standard errors of y: weights 1/error^2" },
            { "--bootstrap", "N", ValueKind::Integer, "intervals from N resampled fits", 0,
              100'000 },
            { "--huber", "D", ValueKind::Number, "Huber's loss with this delta (chinchilla: 0.001)",
              1e-12, 1e12 },
        },
        {},
        "power        y = a x^(-b), fitted in ln y\n"
        "power-offset y = c + a x^(-b)\n"
        "chinchilla   y = E + A/x^alpha + B/x2^beta, by Huber's loss of ln y\n"
        "logistic     y = floor + (top - floor)/(1 + exp(-slope (log10 x - midpoint)))\n"
        "hinge        y = level + left (u - break) below the break, right above; u = log10 x\n"
        "linear       y = intercept + slope log10 x\n"
        "A parameter that the points do not fix is null and says why. objective is the sum of\n"
        "squared residuals, for chinchilla of Huber's loss; residuals are observed minus "
        "predicted,\n"
        "in the order of the rows. aicc and bic count the variance as a parameter. skipped lists\n"
        "rows that could not be used though no cell of theirs is empty; left_out counts all."
    };
    return kSpec;
}

std::optional<double> asNumber(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

struct Request {
    scaling::FitOptions options;
    scaling::FitSource source;
};

Result<void> readLaw(const Arguments& arguments, Request& request)
{
    const std::string name = arguments.text("--law");
    const auto law = scaling::lawByName(name);
    if (!law) {
        std::vector<std::string_view> names;
        for (const scaling::Law one : scaling::allLaws()) {
            names.emplace_back(scaling::lawName(one));
        }
        base::Error error = base::invalidArgument("there is no law \"" + name + '"', {});
        const auto near = nearest(name, names);
        error.fix = near ? "did you mean " + std::string(*near) + "?" : "see fexp fit --help";
        return error;
    }
    request.options.law = *law;
    return {};
}

/// Floor and top belong to logistic alone: elsewhere they would be silently without effect.
Result<void> readEnds(const Arguments& arguments, Request& request)
{
    const bool logistic = request.options.law == scaling::Law::Logistic;
    for (const char* option : { "--floor", "--top" }) {
        if (arguments.has(option) && !logistic) {
            return base::invalidArgument(std::string(option) + " cannot be used here",
                                         "only the logistic law has it");
        }
    }
    if (const std::string floor = arguments.text("--floor"); !floor.empty()) {
        if (const auto value = asNumber(floor)) {
            request.options.floor = *value;
        } else {
            request.source.columns.floor = floor;
        }
    }
    if (const std::string top = arguments.text("--top"); top == "free") {
        if (request.options.floor >= 1) {
            return base::invalidArgument("--top cannot be free here",
                                         "it lies between floor and 1, so --floor must be below 1");
        }
        request.options.top.reset();
    } else if (!top.empty()) {
        request.options.top = asNumber(top);
        if (!request.options.top) {
            return base::invalidArgument("--top cannot be \"" + top + '"',
                                         "it must be a number, or free");
        }
    }
    return {};
}

Result<Request> readRequest(const Arguments& arguments)
{
    Request request;
    FE_CHECK(readLaw(arguments, request));
    const bool twoSizes = request.options.law == scaling::Law::Chinchilla;
    if (arguments.has("--x2") != twoSizes) {
        return base::invalidArgument(twoSizes ? "--x2 is missing" : "--x2 cannot be used here",
                                     "the chinchilla law, and no other, has two sizes");
    }
    FE_CHECK(readEnds(arguments, request));
    if (arguments.has("--huber")) {
        request.options.huberDelta = arguments.number("--huber", 0);
    }
    auto& columns = request.source.columns;
    columns.x = arguments.text("--x");
    columns.x2 = arguments.text("--x2");
    columns.y = arguments.text("--y");
    columns.error = arguments.text("--error");
    for (const std::string& text : arguments.texts("--where")) {
        FE_TRY(scaling::Condition condition, scaling::parseCondition(text));
        request.source.conditions.push_back(std::move(condition));
    }
    request.source.bootstrap = static_cast<std::size_t>(arguments.integer("--bootstrap", 0));
    request.source.seed = static_cast<std::uint64_t>(arguments.integer("--seed", 0));
    return request;
}

bool isUsed(const scaling::PointColumns& columns, const std::string& name)
{
    return name.empty() || name == columns.x || name == columns.x2 || name == columns.y
        || name == columns.error || name == columns.floor;
}

/// Rows and cells with something wrong in them, by line.
Json skippedRows(const scaling::DataTable& table, const scaling::Points& points,
                 const scaling::PointColumns& columns)
{
    std::vector<std::pair<std::size_t, std::string>> rows;
    for (const scaling::RefusedCell& cell : table.refused) {
        if (isUsed(columns, cell.column)) {
            rows.emplace_back(cell.line,
                              cell.column.empty() ? cell.why : cell.column + ": " + cell.why);
        }
    }
    for (const scaling::LeftOutRow& row : points.leftOut) {
        if (!row.missing) {
            rows.emplace_back(row.line, row.why);
        }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Json list = Json::array();
    for (const auto& [line, why] : rows) {
        Json entry = Json::object();
        entry.set("line", std::uint64_t { line });
        entry.set("why", why);
        list.push(std::move(entry));
    }
    return list;
}

base::Error noPoint(const std::string& file, const scaling::Points& points)
{
    const std::string why = points.leftOut.empty()
        ? "no row fulfils every --where"
        : "line " + std::to_string(points.leftOut.front().line) + ": " + points.leftOut.front().why;
    return { base::ErrorCode::Malformed, "no row can be used", file, {}, why, {} };
}

Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(Request request, readRequest(arguments));
    const std::string& path = arguments.positional(0);
    auto& source = request.source;
    scaling::TableOptions options;
    options.measured = { source.columns.x, source.columns.x2, source.columns.y,
                         source.columns.error, source.columns.floor };
    FE_TRY(const scaling::DataTable table,
           scaling::readDataTable(path, options, context.cancel, context.progress));
    source.table = table.name;
    source.sha256 = table.sha256;
    FE_TRY(const auto rows, scaling::matchingRows(table, source.conditions));
    const auto points = scaling::collectPoints(table, rows, source.columns, request.options.law);
    if (!points) {
        return blame(points.error(), path);
    }
    if (points->data.size() == 0) {
        return noPoint(path, *points);
    }
    auto fit = scaling::fitLaw(points->data, request.options, context.cancel, context.progress);
    if (!fit) {
        return blame(fit.error(), path);
    }
    if (source.bootstrap > 0) {
        FE_TRY(const auto drawn,
               scaling::bootstrapRange(points->data, *fit, source.seed, 0, source.bootstrap,
                                       context.cancel, context.progress));
        scaling::applyBootstrap(*fit, drawn.curves);
    }
    Json report = scaling::fitJson(*fit, source);
    report.set("skipped", skippedRows(table, *points, source.columns));
    report.set("left_out", std::uint64_t { points->leftOut.size() });
    return print(report);
}

} // namespace

Command fitCommand()
{
    return { spec, run };
}

} // namespace fe::cli
