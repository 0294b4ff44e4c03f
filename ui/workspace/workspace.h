// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "chat/chat_template.h"
#include "formats/model_library.h"
#include "formats/model_package.h"
#include "jobs/job_runner.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace fe::workspace {

/// A language model ready for use; immutable, shared between threads.
struct LoadedModel {
    QString name; ///< as the user knows it: modelName() of its path
    formats::PackagePtr package;
    models::LanguageModelPtr model;
    tokenizers::TokenizerPtr tokenizer; ///< null if the files hold none that we can use
    std::optional<base::Error> tokenizerProblem; ///< why it is null
    std::optional<chat::ChatTemplate> chatTemplate;
    std::optional<base::Error> chatTemplateProblem; ///< why a template that is there cannot be used
    double loadSeconds = 0;
};
using LoadedModelPtr = std::shared_ptr<const LoadedModel>;

/// Name of a model's file or folder without ending and without the weight type that often ends it:
/// "m/SmolLM2-135M-Instruct.Q4_1.gguf" -> "SmolLM2-135M-Instruct". What a file says of itself
/// (ModelPackage::name) is often a name of its training run.
[[nodiscard]] QString modelName(const QString& path);

/// What is loaded now: the only mutable state that tabs share. UI thread only.
class Workspace : public QObject
{
    Q_OBJECT
public:
    explicit Workspace(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~Workspace() override;

    /// Null until the first model is there. A failed or cancelled load leaves it as it was.
    [[nodiscard]] LoadedModelPtr languageModel() const;
    [[nodiscard]] bool isLoading() const;
    /// Name of what is being loaded, for the model bar; empty when nothing is.
    [[nodiscard]] QString loadingName() const;
    /// What the next load uses; after a load, failed or not, what the current model has.
    [[nodiscard]] const models::LoadOptions& options() const;
    /// What was asked for; 0 = as many as there are physical cores.
    [[nodiscard]] int threads() const;

    /// Loads in the background; a second call replaces the first. Emits loadStarted, then one of
    /// languageModelChanged, loadFailed, loadCancelled.
    void openLanguageModel(const QString& path);
    void cancelLoad();
    /// Each reloads the current model with the new setting (threads act at once).
    void setWeights(models::WeightForm weights);
    void setDevice(const QString& device);
    void setThreads(int threads);
    /// For the start, before the first model: as the three above, without loading anything.
    void presetOptions(const models::LoadOptions& options, int threads);

    /// Bytes resident in memory now.
    [[nodiscard]] static quint64 residentBytes();
    /// "214 tokens/s": the last measured speed, shown in the model bar.
    void reportSpeed(const QString& text);
    /// One line for the status area at the bottom.
    void reportMessage(const QString& text);

Q_SIGNALS:
    void loadStarted(const QString& name);
    void languageModelChanged();
    void loadFailed(const QString& path, const fe::base::Error& error);
    void loadCancelled();
    void speedReported(const QString& text);
    void messageReported(const QString& text);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fe::workspace
