// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/comparison_export.h"

namespace fe::prompting {

namespace {

std::string expectedOf(const ComparisonColumn& column)
{
    const PatternPart* part = column.document.part();
    return part == nullptr ? std::string() : part->expected.toStdString();
}

std::string rightText(const ComparisonColumn& column, const char* yes, const char* no)
{
    const auto right = column.isRight();
    return right ? *right ? yes : no : "";
}

std::string csv(const Comparison& comparison)
{
    std::string out = "way,title,model,seed,prompt,text,answer,expected,right,mean_logprob,tokens,"
                      "prompt_tokens,seconds,finish_reason,problem\n";
    for (const ComparisonColumn& column : comparison.columns) {
        const RunRecord* record = column.record.get();
        const auto number = [record](double value) {
            return record == nullptr ? std::string() : numberText(value);
        };
        const auto count = [record](std::size_t value) {
            return record == nullptr ? std::string() : std::to_string(value);
        };
        const std::string fields[] = {
            column.title.isEmpty() ? rowOf(column.way).id : std::string(),
            csvField(column.heading().toStdString()),
            csvField(column.model.toStdString()),
            std::to_string(record == nullptr ? comparison.seed : record->options.sampling.seed),
            csvField(record == nullptr ? std::string() : record->prompt),
            csvField(record == nullptr ? std::string() : record->generation.text),
            csvField(column.answer().value_or(std::string())),
            csvField(expectedOf(column)),
            rightText(column, "true", "false"),
            number(record == nullptr ? 0 : record->meanLogProb()),
            count(record == nullptr ? 0 : record->generation.steps.size()),
            record == nullptr || record->promptIds.empty() ? std::string()
                                                           : count(record->promptIds.size()),
            number(column.seconds()),
            record == nullptr ? std::string()
                              : generation::stopReasonName(record->generation.reason),
            csvField(column.problem.toStdString()),
        };
        const char* comma = "";
        for (const std::string& field : fields) {
            out += comma + field;
            comma = ",";
        }
        out += '\n';
    }
    return out;
}

std::string textBelow(const std::string& heading, const std::string& text)
{
    return heading + "\n\n" + text + (text.ends_with('\n') ? "" : "\n");
}

std::string plain(const Comparison& comparison)
{
    std::string out;
    for (const ComparisonColumn& column : comparison.columns) {
        out += out.empty() ? "" : "\n";
        out += textBelow(column.heading().toStdString() + " (" + column.model.toStdString() + ")",
                         column.record ? column.record->generation.text
                                       : column.problem.toStdString());
    }
    return out.empty() ? "\n" : out;
}

std::string markdownColumn(const ComparisonColumn& column)
{
    std::string out = "\n## " + column.heading().toStdString()
        + "\n\n- model: " + column.model.toStdString() + '\n';
    if (!column.record) {
        return out + "- not answered: " + column.problem.toStdString() + '\n';
    }
    const RunRecord& record = *column.record;
    if (const auto answer = column.answer()) {
        out += "- answer: " + QString::fromStdString(*answer).simplified().toStdString();
        const std::string right = rightText(column, " (right)", " (wrong)");
        out += right + '\n';
    }
    out += "- mean log-probability: " + numberOrNone(record.meanLogProb()) + '\n';
    out += "- tokens: " + std::to_string(record.generation.steps.size()) + '\n';
    out += "- seconds: " + numberText(column.seconds()) + '\n';
    out += "- finish reason: " + std::string(generation::stopReasonName(record.generation.reason))
        + '\n';
    return out + "\nPrompt:\n\n" + fenced(record.prompt) + "\nAnswer:\n\n"
        + fenced(record.generation.text);
}

std::string markdown(const Comparison& comparison)
{
    std::string out = "# " + comparison.document.title().toStdString() + "\n\n- seed: "
        + std::to_string(comparison.seed) + "\n- time: " + comparison.time.toStdString() + '\n';
    if (const PatternPart* part = comparison.document.part();
        part != nullptr && !part->expected.isEmpty()) {
        out += "- expected answer: " + part->expected.toStdString() + '\n';
    }
    for (const ComparisonColumn& column : comparison.columns) {
        out += markdownColumn(column);
    }
    return out;
}

} // namespace

std::string exportText(const Comparison& comparison, ExportFormat format)
{
    switch (format) {
    case ExportFormat::Json:
        return base::toText(toJson(comparison), 2) + '\n';
    case ExportFormat::Csv:
        return csv(comparison);
    case ExportFormat::Text:
        return plain(comparison);
    case ExportFormat::Markdown:
        return markdown(comparison);
    }
    return {};
}

} // namespace fe::prompting
