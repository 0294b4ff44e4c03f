// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include "formats/trust.h"
#include "workspace/load_queue.h"
#include "workspace/path_text.h"
#include "workspace/process_memory.h"

#include <QFileInfo>
#include <QThread>

#include <array>
#include <utility>

namespace fe::workspace {

namespace {

QString pathOf(const LoadedModel& model)
{
    return toText(model.package->path());
}

} // namespace

struct Workspace::Private {
    Private(Workspace* owner, jobs::JobRunner& jobRunner)
        : q(owner), runner(jobRunner), queue(jobRunner, queueCallbacks())
    {
    }

    LoadedModelPtr& slot(Role role) { return bySlot[static_cast<std::size_t>(role)]; }
    LoadedModelPtr newest() { return opened.isEmpty() ? nullptr : slot(opened.constLast()); }
    LoadQueue::Callbacks queueCallbacks();
    void settled(const LoadRequest& request, LoadOutcome outcome);
    void install(LoadedModelPtr loaded);
    void takeOptionsOfCurrent();
    void reloadAll();
    void startThreadsJob();

    Workspace* q;
    jobs::JobRunner& runner;
    std::array<LoadedModelPtr, kRoles.size()> bySlot;
    std::array<QString, kRoles.size()> lastPaths;
    QList<Role> opened; ///< roles of the filled slots, opened last at the end
    models::LoadOptions options;
    int threads = 0;
    jobs::JobHandle threadsJob;
    LoadQueue queue; // last: its job calls back into the members above
};

LoadQueue::Callbacks Workspace::Private::queueCallbacks()
{
    return {
        .started =
            [this](const LoadRequest& request) {
                options = request.options;
                Q_EMIT q->loadStarted(modelName(request.path));
            },
        .done = [this](const LoadRequest& request,
                       LoadOutcome outcome) { settled(request, std::move(outcome)); },
        .failed =
            [this](const LoadRequest& request, const base::Error& error) {
                takeOptionsOfCurrent();
                Q_EMIT q->loadFailed(request.path, error);
            },
        .cancelled =
            [this] {
                takeOptionsOfCurrent();
                Q_EMIT q->loadCancelled();
            },
    };
}

void Workspace::Private::settled(const LoadRequest& request, LoadOutcome outcome)
{
    if (outcome.model) {
        install(std::move(outcome.model));
        return;
    }
    takeOptionsOfCurrent();
    outcome.question->path = request.path;
    outcome.question->options = request.options;
    Q_EMIT q->trustNeeded(*outcome.question);
}

void Workspace::Private::install(LoadedModelPtr loaded)
{
    const Role role = roleOf(loaded->any->info());
    lastPaths[static_cast<std::size_t>(role)] = pathOf(*loaded);
    slot(role) = std::move(loaded);
    opened.removeAll(role);
    opened.append(role);
    takeOptionsOfCurrent();
    if (role == Role::Language) {
        Q_EMIT q->languageModelChanged();
    }
    Q_EMIT q->modelsChanged();
    Q_EMIT q->modelOpened();
}

void Workspace::Private::takeOptionsOfCurrent()
{
    if (const LoadedModelPtr model = newest()) {
        options = model->any->options();
    }
}

/// All slots with the options of now, the current model last so that it stays the current one.
void Workspace::Private::reloadAll()
{
    QStringList paths;
    for (const Role role : std::as_const(opened)) {
        paths.append(pathOf(*slot(role)));
    }
    for (const LoadRequest& request : queue.pending()) {
        paths.append(request.path);
    }
    paths.removeDuplicates();
    q->openModels(paths);
}

/// The number of threads may not change under a running model, so it waits for its turn in the
/// lane.
void Workspace::Private::startThreadsJob()
{
    threadsJob = runner.start<bool>(
        { .title = Workspace::tr("Setting the number of threads"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("workspace.threads") },
        [count = threads](const base::CancelToken&, base::Progress&) -> base::Result<bool> {
            models::setThreads(count);
            return true;
        },
        {});
}

Workspace::Workspace(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, runner))
{
}

Workspace::~Workspace() = default;

LoadedModelPtr Workspace::model(Role role) const
{
    return d->slot(role);
}

LoadedModelPtr Workspace::current() const
{
    return d->newest();
}

QString Workspace::lastPath(Role role) const
{
    return d->lastPaths[static_cast<std::size_t>(role)];
}

bool Workspace::isLoading() const
{
    return !d->queue.pending().isEmpty();
}

QString Workspace::loadingName() const
{
    return isLoading() ? modelName(loadingPath()) : QString();
}

QString Workspace::loadingPath() const
{
    const QList<LoadRequest> pending = d->queue.pending();
    return pending.isEmpty() ? QString() : pending.constFirst().path;
}

const models::LoadOptions& Workspace::options() const
{
    return d->options;
}

int Workspace::threads() const
{
    return d->threads;
}

void Workspace::openModel(const QString& path)
{
    openModels({ path });
}

void Workspace::openModel(const QString& path, const models::LoadOptions& options)
{
    d->options = options;
    openModels({ path });
}

void Workspace::openModels(const QStringList& paths)
{
    Q_ASSERT(QThread::currentThread() == thread());
    QList<LoadRequest> requests;
    for (const QString& path : paths) {
        requests.append({ QFileInfo(path).absoluteFilePath(), d->options });
    }
    d->queue.replace(std::move(requests));
}

void Workspace::cancelLoad()
{
    d->queue.cancel();
}

void Workspace::closeModel(const QString& path)
{
    const QString wanted = QFileInfo(path).absoluteFilePath();
    const QList<LoadRequest> pending = d->queue.pending();
    if (!pending.isEmpty() && pending.constFirst().path == wanted) {
        cancelLoad();
    }
    for (const Role role : kRoles) {
        if (d->slot(role) && pathOf(*d->slot(role)) == wanted) {
            d->slot(role).reset();
            d->opened.removeAll(role);
            if (role == Role::Language) {
                Q_EMIT languageModelChanged();
            }
            Q_EMIT modelsChanged();
        }
    }
}

void Workspace::trustAndOpen(const TrustRequest& request)
{
    if (const auto remembered = formats::trust(request.sha256.toStdString()); !remembered) {
        Q_EMIT loadFailed(request.path, remembered.error());
        return;
    }
    openModel(request.path, request.options);
}

void Workspace::setWeights(models::WeightForm weights)
{
    if (weights != d->options.weights) {
        d->options.weights = weights;
        d->reloadAll();
    }
}

void Workspace::setDevice(const QString& device)
{
    if (device.toStdString() != d->options.device) {
        d->options.device = device.toStdString();
        d->reloadAll();
    }
}

void Workspace::setThreads(int threads)
{
    if (threads != d->threads) {
        d->threads = threads;
        d->startThreadsJob();
    }
}

void Workspace::presetOptions(const models::LoadOptions& options, int threads)
{
    d->options = options;
    d->threads = threads;
    if (threads > 0) {
        d->startThreadsJob();
    }
}

void Workspace::presetLastPath(Role role, const QString& path)
{
    d->lastPaths[static_cast<std::size_t>(role)] = path;
}

quint64 Workspace::residentBytes()
{
    return residentBytesOfProcess();
}

void Workspace::reportSpeed(const QString& text)
{
    Q_EMIT speedReported(text);
}

void Workspace::reportMessage(const QString& text)
{
    Q_EMIT messageReported(text);
}

void Workspace::askForModel(Role role)
{
    Q_EMIT modelWanted(role);
}

void Workspace::lookInside(const InsideText& text)
{
    Q_EMIT insideWanted(text);
}

} // namespace fe::workspace
