// SPDX-License-Identifier: Apache-2.0
#include "evaluation/gallery/task_parts.h"

namespace fe::evaluation {

PromptPattern ownPattern(std::string_view text)
{
    auto pattern = PromptPattern::parse(text);
    return pattern ? *std::move(pattern) : PromptPattern();
}

ExampleTable ownTable(std::initializer_list<std::string> columns,
                      std::initializer_list<std::vector<std::string>> rows)
{
    ExampleTable table;
    table.columns = columns;
    table.rows = rows;
    return table;
}

AnswerRule labelRule(const std::vector<std::string>& labels)
{
    return { .kind = AnswerRule::Kind::Label, .labels = labels };
}

AnswerRule ruleOf(AnswerRule::Kind kind)
{
    return { .kind = kind };
}

generation::SamplingOptions greedySampling()
{
    generation::SamplingOptions sampling;
    sampling.temperature = 0;
    return sampling;
}

std::vector<GalleryTask> wordProblemTasks(const WordProblem& problem)
{
    GalleryTask base;
    base.language = problem.language;
    base.family = problem.id;
    base.plan.pattern = ownPattern(problem.pattern);
    base.plan.answerField = "answer";
    base.examples = problem.examples;
    base.query = { { "question", problem.question } };
    base.expected = problem.answer;
    base.rule = ruleOf(AnswerRule::Kind::LastNumber);
    base.sampling = greedySampling();
    base.stop = { "\n\n", "\nQ:" };

    GalleryTask direct = base;
    direct.id = problem.id + "-direct" + problem.suffix;
    direct.mode = PromptMode::FewShot;
    direct.shots = problem.examples.rows.size();
    direct.maxTokens = 24;
    direct.stop = { "\n" };

    GalleryTask steps = base;
    steps.id = problem.id + "-steps" + problem.suffix;
    steps.mode = PromptMode::ChainOfThought;
    steps.shots = problem.examples.rows.size();
    steps.plan.reasonedAnswer = ownPattern(problem.reasoned);
    steps.maxTokens = 120;

    GalleryTask zero = base;
    zero.id = problem.id + "-zero" + problem.suffix;
    zero.mode = PromptMode::ChainOfThought;
    zero.shots = 0;
    zero.plan.trigger = problem.trigger;
    zero.maxTokens = 160;

    std::vector<GalleryTask> tasks { std::move(direct), std::move(steps), std::move(zero) };
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        tasks[i].title = problem.titles[i];
        tasks[i].summary = problem.summaries[i];
    }
    return tasks;
}

} // namespace fe::evaluation
