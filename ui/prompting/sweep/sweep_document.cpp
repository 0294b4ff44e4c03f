// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_document.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <map>
#include <tuple>

namespace fe::prompting {

using history::RunSummary; // lupdate takes a qualified return type for the texts' class

namespace {

constexpr const char* kFormat = "foundation-explorer/sweep-run";
constexpr std::int64_t kVersion = 1;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::prompting::SweepDocument)
};

base::Error malformed(std::string field, std::string why)
{
    return { base::ErrorCode::Malformed, "cannot open the sweep", "history",
             std::move(field),           std::move(why),          "run the sweep again" };
}

std::string textOf(const base::Json& json, const char* key)
{
    const base::Json* value = json.find(key);
    return value != nullptr && value->isString() ? *value->asString() : std::string();
}

} // namespace

base::Json toJson(const SweepDocument& document)
{
    return base::Json(base::Json::Object { { "format", kFormat },
                                           { "version", kVersion },
                                           { "group", document.group.toStdString() },
                                           { "data", document.data.toStdString() },
                                           { "model_path", document.modelPath.toStdString() },
                                           { "parameters", std::uint64_t { document.parameters } },
                                           { "record", evaluation::toJson(document.record) } });
}

base::Result<SweepDocument> sweepDocumentFromJson(const base::Json& json)
{
    if (textOf(json, "format") != kFormat) {
        return malformed("format", "it is no sweep of this program");
    }
    const base::Json* version = json.find("version");
    const auto number = version != nullptr ? version->asInt() : std::nullopt;
    if (!number || *number < 1) {
        return malformed("version", "it is no number");
    }
    if (*number > kVersion) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot open the sweep",
                             "history",
                             "version",
                             "it was made by a newer version of this program",
                             "use that version" };
    }
    SweepDocument document;
    document.group = QString::fromStdString(textOf(json, "group"));
    document.data = QString::fromStdString(textOf(json, "data"));
    document.modelPath = QString::fromStdString(textOf(json, "model_path"));
    if (const base::Json* parameters = json.find("parameters")) {
        document.parameters = parameters->asUint().value_or(0);
    }
    const base::Json* record = json.find("record");
    if (record == nullptr) {
        return malformed("record", "it is missing");
    }
    FE_TRY(document.record, evaluation::sweepRecordFromJson(*record, "history"));
    document.record.cells.clear();
    FE_CHECK(evaluation::checkSweep(document.record.plan)); // it was, when it was run
    return document;
}

bool isSweepDocument(const QByteArray& text)
{
    return text.startsWith(QByteArray("{\"format\":\"").append(kFormat).append('"'));
}

std::string cellLine(const evaluation::SweepCell& cell)
{
    return base::toText(evaluation::toJson(cell));
}

base::Result<std::vector<evaluation::SweepCell>> cellsOf(const evaluation::SweepPlan& plan,
                                                         const std::vector<std::string>& parts)
{
    std::vector<evaluation::SweepCell> cells;
    std::map<std::tuple<std::size_t, std::int64_t, std::uint64_t>, std::size_t> places;
    const std::size_t rows
        = plan.limit == 0 ? plan.table.rows.size() : std::min(plan.limit, plan.table.rows.size());
    for (const std::string& part : parts) {
        FE_TRY(const base::Json json, base::parseJson(part, "history"));
        FE_TRY(evaluation::SweepCell cell, evaluation::sweepCellFromJson(json, "history"));
        const bool known = cell.query < rows
            && std::find(plan.shots.begin(), plan.shots.end(), cell.shots) != plan.shots.end()
            && std::find(plan.seeds.begin(), plan.seeds.end(), cell.seed) != plan.seeds.end();
        if (!known) {
            return malformed("parts", "a finished prompt is none of the sweep's");
        }
        const auto [place, isNew]
            = places.try_emplace({ cell.query, cell.shots, cell.seed }, cells.size());
        if (isNew) {
            cells.push_back(std::move(cell));
        } else {
            cells[place->second] = std::move(cell);
        }
    }
    return cells;
}

QString resultOf(const Sweep& sweep)
{
    const QLocale locale;
    QString line = Texts::tr("%1 of %2 prompts")
                       .arg(locale.toString(static_cast<qulonglong>(sweep.cells->size())),
                            locale.toString(static_cast<qulonglong>(sweep.total())));
    const evaluation::SweepPoint* best = nullptr;
    std::vector<evaluation::SweepSummary> summaries;
    for (const evaluation::SweepScoring scoring : evaluation::scoringsOf(sweep.plan())) {
        auto summary = evaluation::summarise(sweep.plan(), *sweep.cells, scoring);
        if (summary) {
            summaries.push_back(*std::move(summary));
        }
    }
    const evaluation::SweepSummary* bestOf = nullptr;
    for (const evaluation::SweepSummary& summary : summaries) {
        for (const evaluation::SweepPoint& point : summary.points) {
            if (point.count > 0 && (best == nullptr || point.accuracy > best->accuracy)) {
                best = &point;
                bestOf = &summary;
            }
        }
    }
    if (best != nullptr) {
        line += QStringLiteral(" · ")
            + Texts::tr("best %1 %, %2-shot, %3")
                  .arg(locale.toString(100 * best->accuracy, 'f', 1),
                       locale.toString(qlonglong(best->shots)), scoringTitle(bestOf->scoring));
    }
    return line;
}

QString scoringTitle(evaluation::SweepScoring scoring)
{
    switch (scoring) {
    case evaluation::SweepScoring::Sum:
        return Texts::tr("sum");
    case evaluation::SweepScoring::PerToken:
        return Texts::tr("per token");
    case evaluation::SweepScoring::PerByte:
        return Texts::tr("per byte");
    case evaluation::SweepScoring::Calibrated:
        return Texts::tr("calibrated");
    case evaluation::SweepScoring::Generated:
        return Texts::tr("generated");
    }
    return {};
}

RunSummary summaryOf(const SweepDocument& document, bool finished, const QString& result)
{
    const evaluation::SweepPlan& plan = document.record.plan;
    QStringList shots;
    for (const std::int64_t number : plan.shots) {
        shots.append(QString::number(number));
    }
    const QString title = Texts::tr("%1 · shots %2 · seeds: %3")
                              .arg(dataName(document), shots.join(QStringLiteral(", ")))
                              .arg(plan.seeds.size());
    return { "sweep",
             document.record.provenance.time,
             document.record.provenance.model,
             title.toStdString(),
             result.toStdString(),
             finished };
}

std::string wordsOf(const SweepDocument& document)
{
    const evaluation::PromptPlan& prompt = document.record.plan.prompt;
    return document.group.toStdString() + "\n" + prompt.instruction + "\n" + prompt.pattern.text();
}

QString dataName(const SweepDocument& document)
{
    return document.data.isEmpty() ? Texts::tr("examples of the builder") : document.data;
}

base::Result<std::vector<Sweep>> readSweeps(history::RunHistory& history, history::RunId id)
{
    const auto read = [&history](history::RunId run) -> base::Result<Sweep> {
        FE_TRY(const std::string text, history.document(run));
        FE_TRY(const base::Json json, base::parseJson(text, "history"));
        FE_TRY(SweepDocument document, sweepDocumentFromJson(json));
        FE_TRY(const std::vector<std::string> parts, history.parts(run));
        FE_TRY(std::vector<evaluation::SweepCell> cells, cellsOf(document.record.plan, parts));
        return Sweep { std::make_shared<const SweepDocument>(std::move(document)),
                       std::make_shared<const std::vector<evaluation::SweepCell>>(std::move(cells)),
                       run };
    };
    FE_TRY(Sweep wanted, read(id));
    const QString group = wanted.document->group;
    std::vector<Sweep> sweeps;
    if (!group.isEmpty()) {
        FE_TRY(auto entries, history.find({ group.toStdString(), { "sweep" }, {}, 200 }));
        std::reverse(entries.begin(), entries.end());
        for (const history::RunEntry& entry : entries) {
            // Another one that is damaged is no reason not to show this one.
            auto sweep = entry.id == id ? base::Result<Sweep>(wanted) : read(entry.id);
            if (sweep && sweep->document->group == group) {
                sweeps.push_back(*std::move(sweep));
            }
        }
    }
    if (sweeps.empty()) {
        sweeps.push_back(std::move(wanted));
    }
    return sweeps;
}

} // namespace fe::prompting
