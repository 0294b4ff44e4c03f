// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/task_document.h"

#include <QCoreApplication>

#include <algorithm>

namespace fe::prompting {

namespace {

SamplingSettings samplingOf(const evaluation::GalleryTask& task, SamplingSettings settings)
{
    const generation::SamplingOptions& sampling = task.sampling;
    settings.temperature = sampling.temperature;
    settings.topK = sampling.topK;
    settings.topP = sampling.topP;
    settings.minP = sampling.minP;
    settings.typicalP = sampling.typicalP;
    settings.repetitionPenalty = sampling.repetitionPenalty;
    settings.frequencyPenalty = sampling.frequencyPenalty;
    settings.presencePenalty = sampling.presencePenalty;
    settings.bias.clear(); // tokens of another question
    settings.maxTokens = static_cast<int>(std::clamp<std::int64_t>(
        task.maxTokens, 1, static_cast<std::int64_t>(kMaxTokensLimits.most)));
    settings.stop.clear();
    for (const std::string& stop : task.stop) {
        settings.stop.append(QString::fromStdString(stop));
    }
    return settings;
}

} // namespace

PromptDocument withTask(PromptDocument document, const evaluation::GalleryTask& task)
{
    document.sampling = samplingOf(task, std::move(document.sampling));
    switch (task.mode) {
    case evaluation::PromptMode::Free:
        document.mode = Mode::Free;
        document.textRule = task.rule;
        if (const auto built = buildPrompt(partOf(task))) {
            document.freeText = QString::fromStdString(built->text);
        }
        break;
    case evaluation::PromptMode::FewShot:
        document.mode = Mode::FewShot;
        document.fewShot = partOf(task);
        break;
    case evaluation::PromptMode::ChainOfThought:
        document.mode = Mode::ChainOfThought;
        document.thought = partOf(task);
        break;
    }
    return document;
}

QString taskLanguage()
{
    //: The code of this language: "ko" in Korean, "en" in all languages without tasks of their own.
    const QString code
        = QCoreApplication::translate("fe::prompting::Tasks", "en", "language of the tasks");
    const auto& tasks = evaluation::gallery();
    const bool known = std::any_of(tasks.begin(), tasks.end(), [&code](const auto& task) {
        return task.language == code.toStdString();
    });
    return known ? code : QStringLiteral("en");
}

std::vector<const evaluation::GalleryTask*> tasksIn(const QString& language)
{
    std::vector<const evaluation::GalleryTask*> tasks;
    for (const evaluation::GalleryTask& task : evaluation::gallery()) {
        if (task.language != language.toStdString()) {
            continue;
        }
        const auto last = std::find_if(tasks.rbegin(), tasks.rend(), [&task](const auto* other) {
            return other->family == task.family;
        });
        tasks.insert(last == tasks.rend() ? tasks.end() : last.base(), &task);
    }
    return tasks;
}

} // namespace fe::prompting
