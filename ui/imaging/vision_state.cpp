// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/vision_state.h"

#include "formats/user_folders.h"
#include "workspace/path_text.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <utility>

namespace fe::imaging {

using workspace::Role;

namespace {

constexpr int kDebounceMs = 120;

QStringList withoutBlanks(const QStringList& texts)
{
    QStringList clean;
    QSet<QString> seen;
    for (const QString& text : texts) {
        const QString trimmed = text.trimmed();
        if (!trimmed.isEmpty() && !seen.contains(trimmed)) {
            seen.insert(trimmed);
            clean.append(trimmed);
        }
    }
    return clean;
}

std::vector<std::string> utf8(const QStringList& texts)
{
    std::vector<std::string> result;
    for (const QString& text : texts) {
        result.push_back(text.toStdString());
    }
    return result;
}

QString installed(const char* name)
{
    const std::filesystem::path folder = formats::dataFolder();
    const QString path = folder.empty() ? QString() : workspace::toText(folder / "pictures" / name);
    return QFileInfo(path).isDir() ? path : QString();
}

} // namespace

VisionState::VisionState(workspace::Workspace& workspace, jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_workspace(workspace),
      m_runner(runner), m_templates { QStringLiteral("{}") }
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kDebounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &VisionState::encodeLabels);
    connect(&workspace, &workspace::Workspace::modelsChanged, this, &VisionState::followModel);
    followModel();
}

QString VisionState::modelName() const
{
    return m_loaded ? m_loaded->name : QString();
}

bool VisionState::canClassify() const
{
    return m_model && m_model->tokenizer && m_model->model->info().embeddingSize > 0;
}

void VisionState::followModel()
{
    const workspace::LoadedModelPtr now = m_workspace.model(Role::Picture);
    if (now == m_loaded && (now || !m_modelProblem)) {
        return;
    }
    m_loaded = now;
    m_model.reset();
    m_modelProblem.reset();
    if (now) {
        auto made = pictures::pictureModel(now->package, now->any, now->tokenizer);
        if (made) {
            m_model = std::make_shared<const pictures::PictureModel>(*std::move(made));
        } else {
            m_modelProblem = made.error();
            m_loaded.reset();
        }
    }
    m_known.clear();
    dropWeights();
    Q_EMIT modelChanged();
    encodeLabels();
}

void VisionState::setLabels(const QStringList& labels)
{
    const QStringList clean = withoutBlanks(labels);
    if (clean == m_labels) {
        return;
    }
    m_labels = clean;
    Q_EMIT labelsChanged();
    m_debounce.start();
}

void VisionState::setTemplates(const QStringList& templates)
{
    QStringList clean = withoutBlanks(templates);
    if (clean.isEmpty()) {
        clean.append(QStringLiteral("{}"));
    }
    if (clean == m_templates) {
        return;
    }
    m_templates = clean;
    m_known.clear();
    m_job = {};
    Q_EMIT templatesChanged();
    m_debounce.start();
}

void VisionState::setScoring(const Scoring& scoring)
{
    if (scoring != m_scoring) {
        m_scoring = scoring;
        Q_EMIT scoringChanged();
    }
}

void VisionState::dropWeights()
{
    m_job = {};
    const bool hadProblem = m_weightsProblem.has_value();
    m_weightsProblem.reset();
    if (std::exchange(m_weights, nullptr) || hadProblem) {
        Q_EMIT weightsChanged();
    }
}

/// Encodes the labels that are not known yet; the old weights stand until the new ones are there.
void VisionState::encodeLabels()
{
    m_debounce.stop();
    if (!canClassify() || m_labels.isEmpty()) {
        dropWeights();
        return;
    }
    QStringList missing;
    for (const QString& label : std::as_const(m_labels)) {
        if (!m_known.contains(label)) {
            missing.append(label);
        }
    }
    if (missing.isEmpty()) {
        m_job = {};
        labelsEncoded({});
        return;
    }
    auto work
        = [model = m_model, missing, templates = utf8(m_templates)](
              const base::CancelToken& cancel, base::Progress& progress) -> base::Result<Vectors> {
        const std::vector<std::string> labels = utf8(missing);
        auto weights = analysis::labelWeights(*model->model, *model->tokenizer, labels, templates,
                                              cancel, progress);
        if (!weights) {
            return weights.error();
        }
        const auto width = static_cast<std::ptrdiff_t>(weights->dimensions);
        Vectors vectors;
        auto row = weights->values.cbegin();
        for (const QString& label : missing) {
            vectors.insert(label, std::vector<float>(row, row + width));
            row += width;
        }
        return vectors;
    };
    m_job = m_runner.start<Vectors>({ .title = tr("Reading the labels"),
                                      .lane = jobs::Lane::Compute,
                                      .slot = QStringLiteral("vision.labels") },
                                    std::move(work),
                                    { .done = [this](const Vectors& v) { labelsEncoded(v); },
                                      .cancelled =
                                          [this] {
                                              m_weights.reset();
                                              m_weightsProblem = base::cancelled();
                                              Q_EMIT weightsChanged();
                                          },
                                      .failed =
                                          [this](const base::Error& error) {
                                              m_weights.reset();
                                              m_weightsProblem = error;
                                              Q_EMIT weightsChanged();
                                          } });
}

void VisionState::labelsEncoded(const Vectors& encoded)
{
    m_known.insert(encoded);
    auto weights = std::make_shared<analysis::LabelWeights>();
    for (const QString& label : std::as_const(m_labels)) {
        const auto found = m_known.constFind(label);
        if (found == m_known.cend()) {
            return; // the labels changed meanwhile: their own job follows
        }
        weights->labels.push_back(label.toStdString());
        weights->values.insert(weights->values.end(), found->cbegin(), found->cend());
    }
    weights->dimensions = m_model->model->info().embeddingSize;
    m_weights = std::move(weights);
    m_weightsProblem.reset();
    Q_EMIT weightsChanged();
}

QString VisionState::sampleFolder()
{
    return installed("samples");
}

QString VisionState::testFolder()
{
    return installed("testset20");
}

} // namespace fe::imaging
