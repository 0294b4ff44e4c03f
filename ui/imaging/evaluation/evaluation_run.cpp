// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/evaluation_run.h"

#include <QElapsedTimer>

#include <algorithm>

namespace fe::imaging {

using base::CancelToken;
using base::Progress;
using base::Result;

namespace {

// A job takes about so long: the lane is free for others in between.
constexpr qint64 kJobMs = 200;
constexpr std::size_t kBatch = 8;
constexpr int kMostAJob = 256; // pictures whose names a job carries

std::vector<std::string> utf8(const QStringList& texts)
{
    std::vector<std::string> result;
    for (const QString& text : texts) {
        result.push_back(text.toStdString());
    }
    return result;
}

/// What a job finished; `stopped` if it was cancelled before its time was over.
struct SomeWeights {
    analysis::LabelWeights weights;
    bool stopped = false;
};
struct SomeVectors {
    std::vector<Result<std::vector<float>>> list;
    bool stopped = false;
};

Result<SomeWeights> weightsOf(const pictures::PictureModel& model,
                              const std::vector<std::string>& labels, std::size_t from,
                              const std::vector<std::string>& templates, const CancelToken& cancel,
                              Progress& progress)
{
    progress.begin("Embedding", labels.size());
    progress.advance(from);
    SomeWeights some;
    QElapsedTimer clock;
    clock.start();
    std::size_t size = 1;
    for (std::size_t i = from; i < labels.size() && clock.elapsed() < kJobMs; i += size) {
        // Larger groups make better batches; how large fits is known after the first label.
        size = std::min(labels.size() - i, i == from ? std::size_t(1) : 2 * size);
        Progress inner;
        auto weights
            = analysis::labelWeights(*model.model, *model.tokenizer,
                                     std::span(labels).subspan(i, size), templates, cancel, inner);
        if (!weights && cancel.isCancelled()) {
            some.stopped = true;
            return some;
        }
        if (!weights) {
            return weights.error();
        }
        some.weights.dimensions = weights->dimensions;
        some.weights.labels.insert(some.weights.labels.end(), weights->labels.begin(),
                                   weights->labels.end());
        some.weights.values.insert(some.weights.values.end(), weights->values.begin(),
                                   weights->values.end());
        progress.advance(size);
        if (clock.elapsed() * 3 > kJobMs) {
            break; // twice as many would take too long
        }
    }
    return some;
}

Result<SomeVectors> vectorsOf(const pictures::PictureModel& model,
                              const std::vector<std::string>& files, int done, int total,
                              const CancelToken& cancel, Progress& progress)
{
    progress.begin("Encoding", static_cast<std::uint64_t>(total));
    progress.advance(static_cast<std::uint64_t>(done));
    SomeVectors some;
    QElapsedTimer clock;
    clock.start();
    Progress inner;
    const auto run = pictures::encodePictures(
        model, files, kBatch,
        [&](std::size_t, const Result<std::vector<float>>& vector) {
            some.list.push_back(vector);
            progress.advance();
            return clock.elapsed() < kJobMs || some.list.size() % kBatch != 0;
        },
        cancel, inner);
    some.stopped = cancel.isCancelled();
    if (!run && !some.stopped) {
        return run.error();
    }
    return some;
}

} // namespace

EvaluationRun::EvaluationRun(jobs::JobRunner& runner, QString slot, QObject* parent)
    : QObject(parent), m_runner(runner), m_slot(std::move(slot))
{
}

void EvaluationRun::setFolder(const LabelledFolderPtr& folder)
{
    m_wanted = false;
    m_folder = folder;
    m_labels.clear();
    forgetAll();
}

void EvaluationRun::setModel(const PictureModelPtr& model)
{
    if (model != m_model) {
        m_wanted = false;
        m_model = model;
        forgetAll();
    }
}

void EvaluationRun::setTexts(const QStringList& labels, const QStringList& templates)
{
    if (labels != m_labels || templates != m_templates) {
        m_labels = labels;
        m_templates = templates;
        forgetWeights();
        next();
    }
}

void EvaluationRun::setTemperature(double temperature)
{
    if (temperature != m_temperature) {
        m_temperature = temperature;
        forgetAnswers();
        next();
    }
}

void EvaluationRun::adopt(const EvaluationRun& other)
{
    Q_ASSERT(other.m_folder == m_folder && other.m_model == m_model);
    m_job = {};
    m_vectors = other.m_vectors;
    m_shared = other.m_shared;
    m_next = other.m_next;
    forgetAnswers();
}

void EvaluationRun::start()
{
    m_wanted = true;
    next();
}

void EvaluationRun::stop()
{
    m_wanted = false;
    m_job.cancel();
    if (!m_job.isActive()) {
        next();
    }
}

bool EvaluationRun::isRunning() const
{
    return m_job.isActive();
}

bool EvaluationRun::isComplete() const
{
    return m_folder && m_next == total();
}

int EvaluationRun::total() const
{
    return m_folder ? static_cast<int>(m_folder->pictures.size()) : 0;
}

bool EvaluationRun::hasTexts() const
{
    // Texts of the folder before are of no use; those of this one are on their way.
    return m_folder && !m_labels.isEmpty() && !m_templates.isEmpty()
        && m_folder->labels.size() == std::size_t(m_labels.size());
}

bool EvaluationRun::weightsAreComplete() const
{
    return !m_labels.isEmpty() && m_weights.labels.size() == std::size_t(m_labels.size());
}

/// Who is told looks at this run at once: nothing of the old is left by then.
void EvaluationRun::forgetAll()
{
    m_job = {};
    m_weights = {};
    m_vectors = {};
    m_shared.reset();
    m_next = 0;
    forgetAnswers();
}

void EvaluationRun::forgetWeights()
{
    m_job = {};
    m_weights = {};
    forgetAnswers();
}

void EvaluationRun::forgetAnswers()
{
    m_job = {};
    if (std::exchange(m_answers, nullptr)) {
        Q_EMIT answersChanged();
    }
    Q_EMIT progressed();
}

void EvaluationRun::next()
{
    if (!m_model || !m_model->tokenizer || !hasTexts() || m_job.isActive()) {
        Q_EMIT progressed();
        return;
    }
    const bool hasVectors = !m_vectors.pictures.empty();
    if (!weightsAreComplete()) {
        if (m_wanted || hasVectors) {
            encodeLabels();
        }
    } else if (m_wanted && m_next < total()) {
        encodePictures();
    } else if (hasVectors && (!m_answers || m_answers->pictures != m_shared)) {
        score();
    } else {
        m_wanted = false;
    }
    Q_EMIT progressed();
}

void EvaluationRun::fail(const base::Error& error)
{
    m_wanted = false;
    Q_EMIT progressed();
    Q_EMIT failed(error);
}

void EvaluationRun::encodeLabels()
{
    auto work = [model = m_model, labels = utf8(m_labels), from = m_weights.labels.size(),
                 templates = utf8(m_templates)](const CancelToken& cancel, Progress& progress) {
        return weightsOf(*model, labels, from, templates, cancel, progress);
    };
    m_job = m_runner.start<SomeWeights>(
        { .title = tr("Evaluating: labels"), .lane = jobs::Lane::Compute, .slot = m_slot },
        std::move(work),
        { .done =
              [this](const SomeWeights& some) {
                  m_weights.dimensions = some.weights.dimensions;
                  m_weights.labels.insert(m_weights.labels.end(), some.weights.labels.begin(),
                                          some.weights.labels.end());
                  m_weights.values.insert(m_weights.values.end(), some.weights.values.begin(),
                                          some.weights.values.end());
                  if (some.stopped) {
                      m_wanted = false;
                      Q_EMIT progressed();
                  } else {
                      next();
                  }
              },
          .cancelled = [this] { fail(base::cancelled()); },
          .failed = [this](const base::Error& error) { fail(error); } });
}

void EvaluationRun::encodePictures()
{
    std::vector<std::string> files;
    for (int i = m_next; i < std::min(m_next + kMostAJob, total()); ++i) {
        files.push_back(m_folder->pictures[std::size_t(i)].file);
    }
    auto work = [model = m_model, files, done = m_next, all = total()](const CancelToken& cancel,
                                                                       Progress& progress) {
        return vectorsOf(*model, files, done, all, cancel, progress);
    };
    m_job = m_runner.start<SomeVectors>(
        { .title = tr("Evaluating: pictures"), .lane = jobs::Lane::Compute, .slot = m_slot },
        std::move(work),
        { .done =
              [this](const SomeVectors& some) {
                  m_vectors.labels = m_folder->labels;
                  m_shared.reset();
                  for (const Result<std::vector<float>>& vector : some.list) {
                      const auto& picture = m_folder->pictures[std::size_t(m_next++)];
                      if (!vector) {
                          m_vectors.skipped.push_back({ picture.file, vector.error() });
                          continue;
                      }
                      m_vectors.dimensions = static_cast<std::int64_t>(vector->size());
                      m_vectors.pictures.push_back(picture);
                      m_vectors.values.insert(m_vectors.values.end(), vector->begin(),
                                              vector->end());
                  }
                  m_vectors.complete = isComplete();
                  m_wanted = m_wanted && !some.stopped;
                  next();
              },
          .cancelled =
              [this] {
                  m_wanted = false;
                  next();
              },
          .failed = [this](const base::Error& error) { fail(error); } });
}

void EvaluationRun::score()
{
    if (!m_shared) {
        m_shared = std::make_shared<const pictures::LabelledVectors>(m_vectors);
    }
    auto work = [vectors = m_shared, weights = m_weights, model = m_model->model,
                 temperature = m_temperature](const CancelToken& cancel, Progress&) {
        return answersOf(vectors, weights, model->info(), temperature, cancel);
    };
    // Plain arithmetic without the model: the other lane leaves the models free.
    m_job = m_runner.start<AnswersPtr>(
        { .title = tr("Evaluating: scores"), .lane = jobs::Lane::Io, .slot = m_slot },
        std::move(work),
        { .done =
              [this](const AnswersPtr& answers) {
                  m_answers = answers;
                  next();
                  Q_EMIT answersChanged();
              },
          .cancelled = [this] { fail(base::cancelled()); },
          .failed = [this](const base::Error& error) { fail(error); } });
}

} // namespace fe::imaging
