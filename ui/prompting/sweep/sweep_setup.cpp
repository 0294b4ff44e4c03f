// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_setup.h"

#include "evaluation/gallery.h"
#include "workspace/path_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace fe::prompting {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::prompting::SweepSetup)
};

base::Error refused(const QString& why)
{
    return base::invalidArgument("cannot run the sweep", why.toStdString());
}

base::Result<evaluation::ExampleTable> galleryTable(const SweepSource& source)
{
    for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
        if (source.dataSet.isEmpty() || source.dataSet.toStdString() == set.id) {
            return evaluation::makeDataSet(
                set.id, source.rows > 0 ? static_cast<std::size_t>(source.rows) : set.rows,
                source.seed);
        }
    }
    return refused(Texts::tr("there is no data set \"%1\"").arg(source.dataSet));
}

base::Result<void> checkRows(const evaluation::ExampleTable& table, const QString& file)
{
    if (table.skippedCount == 0 || table.skipped.empty()) {
        return {};
    }
    const evaluation::SkippedRow& first = table.skipped.front();
    return base::Error { base::ErrorCode::Malformed,
                         "cannot use the table",
                         file.toStdString(),
                         "line " + std::to_string(first.line),
                         first.why
                             + (table.skippedCount > 1 ? " (and "
                                        + std::to_string(table.skippedCount - 1) + " rows more)"
                                                       : std::string()),
                         "correct the file: a sweep over the other rows would be of other data" };
}

/// The columns that a prompt is made of, under the names of their fields: those of the pattern, and
/// of the reasoned answer what the table has.
base::Result<evaluation::ExampleTable> fieldTable(const evaluation::PromptPlan& prompt,
                                                  const SweepSetup& setup,
                                                  const evaluation::ExampleTable& table)
{
    evaluation::ExampleTable result;
    std::vector<std::size_t> sources;
    const auto add = [&](const std::string& field, const QString& column) {
        if (!result.column(field)) {
            result.columns.push_back(field);
            sources.push_back(*table.column(column.toStdString()));
        }
    };
    for (const std::string& field : prompt.pattern.fields()) {
        const QString name = QString::fromStdString(field);
        const QString column = columnOf(setup, table, name);
        if (column.isEmpty()) {
            return refused(
                Texts::tr("no column of the data stands for the field {%1}: choose one").arg(name));
        }
        add(field, column);
    }
    for (const std::string& field : prompt.reasonedAnswer.fields()) {
        const QString column = columnOf(setup, table, QString::fromStdString(field));
        if (!column.isEmpty()) {
            add(field, column);
        }
    }
    for (const std::vector<std::string>& row : table.rows) {
        std::vector<std::string>& cells = result.rows.emplace_back();
        for (const std::size_t source : sources) {
            cells.push_back(row[source]);
        }
    }
    return result;
}

std::vector<std::string> labelsOf(const SweepSetup& setup, const PatternPart& part,
                                  const evaluation::ExampleTable& table)
{
    std::vector<std::string> labels;
    for (const QString& label : setup.labels) {
        labels.push_back(label.toStdString());
    }
    if (!labels.empty()) {
        return labels;
    }
    labels = evaluation::labelsIn(table, answerFieldOf(part).toStdString());
    // Sums and free answers: each row has its own, and a confusion of them says nothing.
    constexpr std::size_t kMostLabels = 200;
    if (setup.generated && labels.size() > kMostLabels) {
        labels.clear();
    }
    return labels;
}

evaluation::GeneratedAnswers answersOf(const SweepSetup& setup, const PromptDocument& document,
                                       const std::vector<std::string>& labels)
{
    evaluation::GeneratedAnswers answers;
    answers.rule = document.part()->rule;
    if (answers.rule.kind == evaluation::AnswerRule::Kind::Label && answers.rule.labels.empty()) {
        answers.rule.labels = labels;
    }
    answers.maxTokens = setup.maxTokens;
    if (!document.sampling.stop.isEmpty()) {
        answers.stop.clear();
        for (const QString& stop : document.sampling.stop) {
            answers.stop.push_back(stop.toStdString());
        }
    } else if (document.mode == Mode::ChainOfThought) { // reasoning takes several lines
        answers.stop.clear();
        if (!document.part()->separator.isEmpty()) {
            answers.stop.push_back(document.part()->separator.toStdString());
        }
    }
    return answers;
}

} // namespace

base::Result<std::vector<std::int64_t>> parseShots(const QString& text)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    std::set<std::int64_t> shots;
    for (const QString& word : text.split(between, Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const qint64 number = word.toLongLong(&isNumber);
        if (!isNumber || number < 0) {
            return refused(Texts::tr("\"%1\" is no number of examples; write them as 0, 1, 2, 4, 8")
                               .arg(word));
        }
        shots.insert(number);
    }
    if (shots.empty()) {
        return refused(Texts::tr("no number of examples is given; write them as 0, 1, 2, 4, 8"));
    }
    return std::vector<std::int64_t>(shots.begin(), shots.end());
}

base::Result<SweepDataPtr> readSweepData(const SweepSource& source,
                                         const evaluation::ExampleTable& examples)
{
    SweepData data;
    switch (source.kind) {
    case SweepSource::Kind::Gallery: {
        FE_TRY(data.table, galleryTable(source));
        data.name = source.dataSet.isEmpty()
            ? QString::fromStdString(evaluation::galleryDataSets().front().id)
            : source.dataSet;
        break;
    }
    case SweepSource::Kind::File: {
        if (source.file.isEmpty()) {
            return refused(Texts::tr("no file is chosen"));
        }
        FE_TRY(data.table, evaluation::readTable(workspace::toPath(source.file)));
        data.name = QFileInfo(source.file).fileName();
        FE_CHECK(checkRows(data.table, data.name));
        break;
    }
    case SweepSource::Kind::Builder:
        data.table = examples;
        break;
    }
    return std::make_shared<const SweepData>(std::move(data));
}

QString columnOf(const SweepSetup& setup, const evaluation::ExampleTable& table,
                 const QString& field)
{
    const QString column = setup.columns.value(field, field);
    return table.column(column.toStdString()) ? column : QString();
}

base::Result<evaluation::SweepPlan> sweepPlan(const SweepSetup& setup,
                                              const PromptDocument& document, const SweepData& data)
{
    const PatternPart* part = document.part();
    if (part == nullptr) {
        return refused(Texts::tr("a sweep needs a pattern: choose Few-shot or Chain of thought"));
    }
    evaluation::SweepPlan plan;
    FE_TRY(plan.prompt, planOf(*part));
    if (document.mode != Mode::ChainOfThought) {
        plan.prompt.reasonedAnswer = {};
        plan.prompt.trigger.clear();
    }
    FE_TRY(plan.table, fieldTable(plan.prompt, setup, data.table));
    if (setup.builderExamples) {
        FE_TRY(plan.pool, fieldTable(plan.prompt, {}, part->examples));
    }
    FE_TRY(plan.shots, parseShots(setup.shots));
    plan.seeds.clear();
    for (int seed = 0; seed < setup.seeds; ++seed) {
        plan.seeds.push_back(static_cast<std::uint64_t>(seed));
    }
    plan.balanced = setup.balanced;
    plan.limit = static_cast<std::size_t>(setup.limit);
    plan.labels = labelsOf(setup, *part, plan.table);
    plan.calibrated = setup.calibrated && !setup.generated;
    if (setup.generated) {
        plan.generated = answersOf(setup, document, plan.labels);
    }
    FE_CHECK(evaluation::checkSweep(plan));
    return plan;
}

} // namespace fe::prompting
