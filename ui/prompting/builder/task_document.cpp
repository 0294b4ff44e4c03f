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

/// What goes with a mode of its own.
SamplingSettings samplingOf(const PromptDocument& document, Mode mode)
{
    PromptDocument other = document;
    other.mode = mode;
    const PatternPart* part = other.part();
    const evaluation::GalleryTask* task
        = part == nullptr ? nullptr : evaluation::findTask(part->task.toStdString());
    return task == nullptr ? SamplingSettings() : samplingOf(*task, {});
}

bool haveSameLimits(const SamplingSettings& a, const SamplingSettings& b)
{
    return a.maxTokens == b.maxTokens && a.stop == b.stop;
}

/// `from` with the seed, samples and limits of `settings`.
SamplingSettings withSamplers(const SamplingSettings& settings, SamplingSettings from)
{
    from.seed = settings.seed;
    from.newSeedEachRun = settings.newSeedEachRun;
    from.samples = settings.samples;
    from.maxTokens = settings.maxTokens;
    from.stop = settings.stop;
    return from;
}

} // namespace

PromptDocument inMode(PromptDocument document, Mode mode)
{
    const SamplingSettings before = samplingOf(document, document.mode);
    const SamplingSettings after = samplingOf(document, mode);
    SamplingSettings& now = document.sampling;
    if (now == withSamplers(now, before)) {
        now = withSamplers(now, after);
    }
    if (haveSameLimits(now, before)) {
        now.maxTokens = after.maxTokens;
        now.stop = after.stop;
    }
    document.mode = mode;
    return document;
}

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
