// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"
#include "models/language_model.h"
#include "workspace/loaded_model.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace fe::workspace {

/// A text that another tab is to look into.
struct InsideText {
    QString text; ///< what the model was given
    QString answer; ///< what it wrote; may be empty
    /// Ids of both together, exactly as the model had them; empty: the texts are all there is.
    std::vector<models::TokenId> ids;
};

/// What is loaded now: the only mutable state that tabs share. UI thread only.
///
/// There is a slot for each Role; opening a model fills the slot of its role and leaves the others
/// alone. The one opened last is the current one, which the window names.
class Workspace : public QObject
{
    Q_OBJECT
public:
    explicit Workspace(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~Workspace() override;

    /// Null until such a model is there. A failed or cancelled load leaves it as it was.
    [[nodiscard]] LoadedModelPtr model(Role role) const;
    /// The model that writes text; its `model` is never null.
    [[nodiscard]] LoadedModelPtr languageModel() const { return model(Role::Language); }
    /// Opened last and still there; null if none is.
    [[nodiscard]] LoadedModelPtr current() const;
    /// The path that was last in a slot, also when the slot is empty now; may be empty.
    [[nodiscard]] QString lastPath(Role role) const;

    [[nodiscard]] bool isLoading() const;
    /// Name of what is being loaded, for the model bar; empty when nothing is.
    [[nodiscard]] QString loadingName() const;
    /// Its path; empty when nothing is.
    [[nodiscard]] QString loadingPath() const;
    /// What the next load uses; after a load, failed or not, what the current model has.
    [[nodiscard]] const models::LoadOptions& options() const;
    /// What was asked for; 0 = as many as there are physical cores.
    [[nodiscard]] int threads() const;

    /// Loads in the background what the path holds, whatever its kind; a second call replaces the
    /// first. Emits loadStarted, then one of modelOpened, loadFailed, loadCancelled, trustNeeded.
    void openModel(const QString& path);
    /// The same with options of its own, which the next loads keep.
    void openModel(const QString& path, const models::LoadOptions& options);
    /// One after the other; one that fails does not keep the next from being loaded.
    void openModels(const QStringList& paths);
    void cancelLoad();
    /// Empties the slot that holds the model of that path, if one does.
    void closeModel(const QString& path);
    /// The answer to trustNeeded: remembers the file's hash and opens it.
    void trustAndOpen(const TrustRequest& request);
    /// Each reloads the models of all slots with the new setting (threads act at once).
    void setWeights(models::WeightForm weights);
    void setDevice(const QString& device);
    void setThreads(int threads);
    /// For the start, before the first model: as the three above, without loading anything.
    void presetOptions(const models::LoadOptions& options, int threads);
    /// For the start: what was in a slot the last time.
    void presetLastPath(Role role, const QString& path);

    /// Bytes resident in memory now.
    [[nodiscard]] static quint64 residentBytes();
    /// "214 tokens/s": the last measured speed, shown in the model bar.
    void reportSpeed(const QString& text);
    /// One line for the status area at the bottom.
    void reportMessage(const QString& text);
    /// A view that has no model of that role asks for the list of those that are installed.
    void askForModel(Role role);
    /// A view wants the attention of a text looked into.
    void lookInside(const InsideText& text);

Q_SIGNALS:
    void loadStarted(const QString& name);
    /// current() was just loaded.
    void modelOpened();
    /// A slot was filled or emptied.
    void modelsChanged();
    /// The language model's slot was.
    void languageModelChanged();
    void loadFailed(const QString& path, const fe::base::Error& error);
    void loadCancelled();
    /// The file is a program: nothing was loaded, see trustAndOpen.
    void trustNeeded(const fe::workspace::TrustRequest& request);
    void speedReported(const QString& text);
    void messageReported(const QString& text);
    void modelWanted(fe::workspace::Role role);
    void insideWanted(const fe::workspace::InsideText& text);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fe::workspace
