// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/comparison.h"

#include "workspace/error_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace fe::prompting {

namespace {

constexpr qsizetype kLongestResult = 200;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::prompting::Comparison)
};

QString problemText(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    return text.reason.isEmpty() ? text.headline
                                 : text.headline + QStringLiteral(": ") + text.reason;
}

} // namespace

QString ComparisonColumn::heading() const
{
    if (!title.isEmpty()) {
        return title;
    }
    const QString name = rowOf(way).title();
    const PatternPart* part = document.part();
    if (part == nullptr || part->shots == 0
        || (way != Way::FewShot && way != Way::ChainOfThought)) {
        return name;
    }
    return part->shots == 1 ? Texts::tr("%1, 1 example").arg(name)
                            : Texts::tr("%1, %2 examples").arg(name).arg(part->shots);
}

std::optional<std::string> ComparisonColumn::answer() const
{
    if (!record) {
        return std::nullopt;
    }
    const auto extractor = evaluation::AnswerExtractor::make(document.rule());
    if (!extractor) {
        return std::nullopt;
    }
    auto answer = extractor->extract(record->generation.text);
    return answer ? *std::move(answer) : std::nullopt;
}

std::optional<bool> ComparisonColumn::isRight() const
{
    const PatternPart* part = document.part();
    if (part == nullptr || part->expected.trimmed().isEmpty() || !record) {
        return std::nullopt;
    }
    const auto extractor = evaluation::AnswerExtractor::make(part->rule);
    if (!extractor) {
        return std::nullopt;
    }
    const auto answered = answer();
    return answered && extractor->agree(*answered, part->expected.toStdString());
}

double ComparisonColumn::seconds() const
{
    return record
        ? record->generation.timings.promptSeconds + record->generation.timings.decodeSeconds
        : 0;
}

bool Comparison::hasAnswers() const
{
    return std::any_of(columns.begin(), columns.end(), [](const ComparisonColumn& column) {
        return column.record && !column.record->generation.steps.empty();
    });
}

QString Comparison::modelNames() const
{
    QStringList names;
    for (const ComparisonColumn& column : columns) {
        if (!names.contains(column.model)) {
            names.append(column.model);
        }
    }
    return names.join(QStringLiteral(", "));
}

QString Comparison::resultLine() const
{
    QStringList parts;
    for (const ComparisonColumn& column : columns) {
        if (const auto answer = column.answer()) {
            parts.append(column.heading() + QStringLiteral(": ")
                         + QString::fromStdString(*answer).simplified());
        }
    }
    return parts.join(QStringLiteral(" · ")).left(kLongestResult);
}

Comparison makeComparison(const PromptDocument& document, const std::vector<Way>& ways,
                          const std::vector<ComparedModel>& models, quint64 seed)
{
    Comparison comparison;
    comparison.document = document;
    comparison.seed = seed;
    comparison.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    for (const ComparedModel& model : models) {
        for (const Way way : ways) {
            ComparisonColumn column { .way = way, .model = model.name, .modelPath = model.path };
            auto asked = documentOf(document, way);
            column.document = asked ? *std::move(asked) : document;
            column.document.sampling.samples = 1;
            column.document.sampling.seed = seed;
            if (!asked) {
                column.state = ComparisonColumn::State::Failed;
                column.problem = problemText(asked.error());
            }
            comparison.columns.push_back(std::move(column));
        }
    }
    return comparison;
}

Comparison comparisonOf(const std::vector<AnswerTree>& answers)
{
    Comparison comparison;
    comparison.given = true;
    comparison.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    for (const AnswerTree& tree : answers) {
        const RunRecordPtr record = tree.currentRecord();
        if (!record) {
            continue;
        }
        ComparisonColumn column { .title = tree.document().title(),
                                  .model = QString::fromStdString(record->modelName),
                                  .modelPath = QString::fromStdString(record->modelPath),
                                  .document = tree.document(),
                                  .state = ComparisonColumn::State::Done,
                                  .record = record };
        if (column.title.isEmpty()) {
            column.title = Texts::tr("Answer %1").arg(comparison.columns.size() + 1);
        }
        if (comparison.isEmpty()) {
            comparison.document = tree.document();
            comparison.seed = record->options.sampling.seed;
        }
        comparison.columns.push_back(std::move(column));
    }
    return comparison;
}

} // namespace fe::prompting
