// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include "workspace/load_model.h"
#include "workspace/path_text.h"
#include "workspace/process_memory.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QThread>

namespace fe::workspace {

QString modelName(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return info.fileName();
    }
    static const QRegularExpression weightType(
        QStringLiteral("[._-](I?Q[1-8](_[0-9A-Z]+)*|TQ[12]_0|MXFP4|F16|F32|BF16|FP16|FP32)$"),
        QRegularExpression::CaseInsensitiveOption);
    const QString base = info.completeBaseName();
    const QString shortened = QString(base).remove(weightType);
    return shortened.isEmpty() ? base : shortened;
}

struct Workspace::Private {
    explicit Private(Workspace* owner, jobs::JobRunner& jobRunner) : q(owner), runner(jobRunner) { }

    void load(const QString& path);
    void reload();
    void finishLoad();
    void startThreadsJob();

    Workspace* q;
    jobs::JobRunner& runner;
    LoadedModelPtr model;
    models::LoadOptions options;
    int threads = 0;
    QString loadingPath;
    QString loadingName;
    jobs::JobHandle loadJob;
    jobs::JobHandle threadsJob;
};

void Workspace::Private::load(const QString& path)
{
    loadingPath = path;
    loadingName = modelName(path);
    const std::filesystem::path enginePath = toPath(path);
    auto work = [enginePath, wanted = options](const base::CancelToken& cancel,
                                               base::Progress& progress) {
        return loadModel(enginePath, wanted, cancel, progress);
    };
    jobs::JobCallbacks<LoadedModelPtr> callbacks {
        .done =
            [this](LoadedModelPtr loaded) {
                model = std::move(loaded);
                finishLoad();
                Q_EMIT q->languageModelChanged();
            },
        .cancelled =
            [this] {
                finishLoad();
                Q_EMIT q->loadCancelled();
            },
        .failed =
            [this, path](const base::Error& error) {
                finishLoad();
                Q_EMIT q->loadFailed(path, error);
            },
    };
    loadJob = runner.start<LoadedModelPtr>({ .title = Workspace::tr("Loading %1").arg(loadingName),
                                             .lane = jobs::Lane::Compute,
                                             .slot = QStringLiteral("workspace.load"),
                                             .unit = jobs::Unit::Bytes },
                                           std::move(work), std::move(callbacks));
    Q_EMIT q->loadStarted(loadingName);
}

void Workspace::Private::reload()
{
    if (!loadingPath.isEmpty()) {
        load(QString(loadingPath));
    } else if (model) {
        load(toText(model->package->path()));
    }
}

void Workspace::Private::finishLoad()
{
    loadingPath.clear();
    loadingName.clear();
    if (model) {
        options = model->model->options();
    }
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

LoadedModelPtr Workspace::languageModel() const
{
    return d->model;
}

bool Workspace::isLoading() const
{
    return d->loadJob.isActive();
}

QString Workspace::loadingName() const
{
    return d->loadingName;
}

const models::LoadOptions& Workspace::options() const
{
    return d->options;
}

int Workspace::threads() const
{
    return d->threads;
}

void Workspace::openLanguageModel(const QString& path)
{
    Q_ASSERT(QThread::currentThread() == thread());
    d->load(QFileInfo(path).absoluteFilePath());
}

void Workspace::cancelLoad()
{
    d->loadJob.cancel();
}

void Workspace::setWeights(models::WeightForm weights)
{
    if (weights != d->options.weights) {
        d->options.weights = weights;
        d->reload();
    }
}

void Workspace::setDevice(const QString& device)
{
    if (device.toStdString() != d->options.device) {
        d->options.device = device.toStdString();
        d->reload();
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

} // namespace fe::workspace
