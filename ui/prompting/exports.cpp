// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/exports.h"

#include <QSaveFile>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

std::string csvField(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos
        && text == QString::fromStdString(text).trimmed().toStdString()) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

std::string numberText(double value)
{
    return std::isfinite(value) ? base::toText(base::Json(value)) : std::string();
}

std::string numberOrNone(double value)
{
    return std::isfinite(value) ? numberText(value) : "not available";
}

// A fence longer than any run of backticks inside.
std::string fenced(const std::string& text)
{
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return fence + '\n' + text + (text.ends_with('\n') ? "" : "\n") + fence + '\n';
}

namespace {

std::string csv(const RunRecord& record)
{
    std::size_t most = 0;
    for (const generation::Step& step : record.generation.steps) {
        most = std::max(most, step.top.size());
    }
    std::string out = "index,id,token,probability,logprob,rank,entropy";
    for (std::size_t i = 1; i <= most; ++i) {
        const std::string n = std::to_string(i);
        out += ",alternative_" + n + ",alternative_" + n + "_logprob";
    }
    out += '\n';
    for (std::size_t i = 0; i < record.generation.steps.size(); ++i) {
        const generation::Step& step = record.generation.steps[i];
        const auto logProb = static_cast<double>(step.logProb);
        out += std::to_string(i + 1) + ',' + std::to_string(step.id) + ','
            + csvField(record.label(step.id)) + ',' + numberText(std::exp(logProb)) + ','
            + numberText(logProb) + ',' + (step.rank < 1 ? "" : std::to_string(step.rank)) + ','
            + numberText(static_cast<double>(step.entropy));
        for (std::size_t a = 0; a < most; ++a) {
            out += a < step.top.size() ? ',' + csvField(record.label(step.top[a].id)) + ','
                    + numberText(static_cast<double>(step.top[a].logProb))
                                       : std::string(",,");
        }
        out += '\n';
    }
    return out;
}

std::string markdown(const RunRecord& record)
{
    const generation::SamplingOptions& sampling = record.options.sampling;
    std::string out = "# " + record.modelName + "\n\n## Prompt\n\n" + fenced(record.prompt)
        + "\n## Answer\n\n" + fenced(record.generation.text) + "\n## Run\n\n";
    const auto row = [&out](const char* name, const std::string& value) {
        out += std::string("- ") + name + ": " + value + '\n';
    };
    row("model",
        record.modelName + " (" + record.architecture + ", weights " + record.weights + ", "
            + record.device + ")");
    row("file", record.modelPath);
    if (!record.modelSha256.empty()) {
        row("sha256", record.modelSha256);
    }
    row("seed", std::to_string(sampling.seed));
    row("temperature", numberText(sampling.temperature));
    row("top-k / top-p / min-p / typical",
        std::to_string(sampling.topK) + " / " + numberText(sampling.topP) + " / "
            + numberText(sampling.minP) + " / " + numberText(sampling.typicalP));
    row("repetition / frequency / presence penalty",
        numberText(sampling.repetitionPenalty) + " / " + numberText(sampling.frequencyPenalty)
            + " / " + numberText(sampling.presencePenalty));
    row("prompt tokens",
        record.promptIds.empty() ? "not available" : std::to_string(record.promptIds.size()));
    row("generated tokens",
        std::to_string(record.generation.steps.size()) + " of at most "
            + std::to_string(record.options.maxTokens));
    row("finish reason", generation::stopReasonName(record.generation.reason));
    row("mean log-probability", numberOrNone(record.meanLogProb()));
    row("tokens per second", numberOrNone(record.tokensPerSecond()));
    row("program", "Foundation Explorer " + record.version + ", " + record.time);
    return out;
}

} // namespace

std::string exportText(const RunRecord& record, ExportFormat format)
{
    switch (format) {
    case ExportFormat::Json:
        return base::toText(toJson(record), 2) + '\n';
    case ExportFormat::Csv:
        return csv(record);
    case ExportFormat::Text:
        return record.generation.text.ends_with('\n') ? record.generation.text
                                                      : record.generation.text + '\n';
    case ExportFormat::Markdown:
        return markdown(record);
    }
    return {};
}

std::string exportText(const AnswerTree& tree)
{
    return base::toText(toJson(tree), 2) + '\n';
}

QString exportSuffix(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Json:
        return QStringLiteral(".json");
    case ExportFormat::Csv:
        return QStringLiteral(".csv");
    case ExportFormat::Text:
        return QStringLiteral(".txt");
    case ExportFormat::Markdown:
        return QStringLiteral(".md");
    }
    return {};
}

base::Result<void> writeExport(const QString& path, const std::string& content)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(content.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), size) != size
        || !file.commit()) {
        return base::Error { base::ErrorCode::Unreadable,
                             "cannot write the export",
                             path.toStdString(),
                             {},
                             file.errorString().toStdString(),
                             "choose another folder or free some space" };
    }
    return {};
}

} // namespace fe::prompting
