// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/pattern_part.h"

#include <QJsonArray>

#include <algorithm>

namespace fe::prompting {

namespace {

constexpr int kMostRows = 100'000;
constexpr int kMostColumns = 100;

QStringList textsFrom(const QJsonValue& value, int most)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array) {
        if (item.isString() && texts.size() < most) {
            texts.append(item.toString());
        }
    }
    return texts;
}

QJsonArray arrayOf(const std::vector<std::string>& texts)
{
    QJsonArray array;
    for (const std::string& text : texts) {
        array.append(QString::fromStdString(text));
    }
    return array;
}

std::vector<std::string> stdTexts(const QStringList& texts)
{
    std::vector<std::string> result;
    for (const QString& text : texts) {
        result.push_back(text.toStdString());
    }
    return result;
}

QJsonObject tableJson(const evaluation::ExampleTable& table)
{
    QJsonArray rows;
    for (const auto& row : table.rows) {
        rows.append(arrayOf(row));
    }
    return { { QStringLiteral("columns"), arrayOf(table.columns) },
             { QStringLiteral("rows"), rows } };
}

evaluation::ExampleTable tableFromJson(const QJsonObject& json)
{
    evaluation::ExampleTable table;
    QStringList columns = textsFrom(json.value(QStringLiteral("columns")), kMostColumns);
    columns.removeDuplicates();
    columns.removeAll(QString());
    table.columns = stdTexts(columns);
    const QJsonArray rows = json.value(QStringLiteral("rows")).toArray();
    for (const QJsonValue& row : rows) {
        if (table.rows.size() < kMostRows) {
            auto cells = stdTexts(textsFrom(row, kMostColumns));
            cells.resize(table.columns.size());
            table.rows.push_back(std::move(cells));
        }
    }
    return table;
}

} // namespace

QStringList fieldsOf(const PatternPart& part)
{
    QStringList fields;
    const auto pattern = evaluation::PromptPattern::parse(part.pattern.toStdString());
    if (pattern) {
        for (const std::string& field : pattern->fields()) {
            fields.append(QString::fromStdString(field));
        }
    }
    return fields;
}

QString answerFieldOf(const PatternPart& part)
{
    if (!part.answerField.isEmpty()) {
        return part.answerField;
    }
    const QStringList fields = fieldsOf(part);
    return fields.isEmpty() ? QString() : fields.last();
}

base::Result<evaluation::PromptPlan> planOf(const PatternPart& part)
{
    evaluation::PromptPlan plan;
    plan.instruction = part.instruction.toStdString();
    FE_TRY(plan.pattern, evaluation::PromptPattern::parse(part.pattern.toStdString()));
    plan.answerField = answerFieldOf(part).toStdString();
    plan.separator = part.separator.toStdString();
    FE_TRY(plan.reasonedAnswer,
           evaluation::PromptPattern::parse(part.reasonedAnswer.toStdString()));
    plan.trigger = part.trigger.toStdString();
    return plan;
}

std::vector<evaluation::FieldValues> shownExamples(const PatternPart& part)
{
    const std::size_t count
        = std::min(static_cast<std::size_t>(std::max(part.shots, 0)), part.examples.rows.size());
    std::vector<evaluation::FieldValues> examples;
    for (std::size_t i = 0; i < count; ++i) {
        examples.push_back(part.examples.values(i));
    }
    return examples;
}

evaluation::FieldValues queryOf(const PatternPart& part)
{
    evaluation::FieldValues query;
    const QStringList fields = fieldsOf(part);
    for (const QString& field : fields) {
        query.emplace(field.toStdString(), part.query.value(field).toStdString());
    }
    return query;
}

base::Result<evaluation::BuiltPrompt> buildPrompt(const PatternPart& part)
{
    FE_TRY(const evaluation::PromptPlan plan, planOf(part));
    const auto examples = shownExamples(part);
    return evaluation::buildPrompt(plan, examples, queryOf(part));
}

PatternPart partOf(const evaluation::GalleryTask& task)
{
    PatternPart part;
    part.instruction = QString::fromStdString(task.plan.instruction);
    part.pattern = QString::fromStdString(task.plan.pattern.text());
    part.answerField = QString::fromStdString(task.plan.answerField);
    part.separator = QString::fromStdString(task.plan.separator);
    part.reasonedAnswer = QString::fromStdString(task.plan.reasonedAnswer.text());
    part.trigger = QString::fromStdString(task.plan.trigger);
    part.examples = task.examples;
    part.shots = static_cast<int>(task.shots);
    for (const auto& [field, value] : task.query) {
        part.query.insert(QString::fromStdString(field), QString::fromStdString(value));
    }
    part.rule = task.rule;
    for (const std::string& label : task.labels) {
        part.labels.append(QString::fromStdString(label));
    }
    part.expected = QString::fromStdString(task.expected);
    part.task = QString::fromStdString(task.id);
    return part;
}

QJsonObject toJson(const evaluation::AnswerRule& rule)
{
    return { { QStringLiteral("kind"), QLatin1String(evaluation::answerRuleName(rule.kind)) },
             { QStringLiteral("expression"), QString::fromStdString(rule.expression) },
             { QStringLiteral("labels"), arrayOf(rule.labels) },
             { QStringLiteral("ignore_case"), rule.ignoreCase },
             { QStringLiteral("ignore_punctuation"), rule.ignorePunctuation } };
}

evaluation::AnswerRule ruleFromJson(const QJsonObject& json)
{
    evaluation::AnswerRule rule;
    rule.kind = evaluation::answerRuleFromName(
                    json.value(QStringLiteral("kind")).toString().toStdString())
                    .value_or(rule.kind);
    rule.expression = json.value(QStringLiteral("expression")).toString().toStdString();
    rule.labels = stdTexts(textsFrom(json.value(QStringLiteral("labels")), kMostRows));
    rule.ignoreCase = json.value(QStringLiteral("ignore_case")).toBool(rule.ignoreCase);
    rule.ignorePunctuation
        = json.value(QStringLiteral("ignore_punctuation")).toBool(rule.ignorePunctuation);
    return rule;
}

QJsonObject toJson(const PatternPart& part)
{
    QJsonObject query;
    for (auto field = part.query.begin(); field != part.query.end(); ++field) {
        query.insert(field.key(), field.value());
    }
    return { { QStringLiteral("instruction"), part.instruction },
             { QStringLiteral("pattern"), part.pattern },
             { QStringLiteral("answer_field"), part.answerField },
             { QStringLiteral("separator"), part.separator },
             { QStringLiteral("reasoned_answer"), part.reasonedAnswer },
             { QStringLiteral("trigger"), part.trigger },
             { QStringLiteral("examples"), tableJson(part.examples) },
             { QStringLiteral("shots"), part.shots },
             { QStringLiteral("query"), query },
             { QStringLiteral("rule"), toJson(part.rule) },
             { QStringLiteral("labels"), QJsonArray::fromStringList(part.labels) },
             { QStringLiteral("expected"), part.expected },
             { QStringLiteral("task"), part.task } };
}

PatternPart patternPartFromJson(const QJsonObject& json)
{
    PatternPart part;
    const auto text
        = [&json](const char* key) { return json.value(QLatin1String(key)).toString(); };
    part.instruction = text("instruction");
    part.pattern = text("pattern");
    part.answerField = text("answer_field");
    part.separator = json.value(QStringLiteral("separator")).toString(part.separator);
    part.reasonedAnswer = text("reasoned_answer");
    part.trigger = text("trigger");
    part.examples = tableFromJson(json.value(QStringLiteral("examples")).toObject());
    part.shots = std::clamp(json.value(QStringLiteral("shots")).toInt(), 0,
                            static_cast<int>(part.examples.rows.size()));
    const QJsonObject query = json.value(QStringLiteral("query")).toObject();
    for (auto field = query.begin(); field != query.end(); ++field) {
        if (field.value().isString()) {
            part.query.insert(field.key(), field.value().toString());
        }
    }
    part.rule = ruleFromJson(json.value(QStringLiteral("rule")).toObject());
    part.labels = textsFrom(json.value(QStringLiteral("labels")), kMostRows);
    part.expected = text("expected");
    part.task = text("task");
    return part;
}

} // namespace fe::prompting
