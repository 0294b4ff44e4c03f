// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/zero_shot.h"
#include "base/error.h"
#include "jobs/job_runner.h"
#include "pictures/picture_encoder.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>

namespace fe::imaging {

/// How logits become the numbers that are shown.
struct Scoring {
    analysis::ScoreKind kind = analysis::ScoreKind::Softmax;
    double temperature = 1; ///< divides the logits
    [[nodiscard]] bool operator==(const Scoring& other) const = default;
};

using PictureModelPtr = std::shared_ptr<const pictures::PictureModel>;
using WeightsPtr = std::shared_ptr<const analysis::LabelWeights>;

/// What the pages of the Vision tab share: the picture model, the labels with their weights, and
/// how they are scored. UI thread only.
class VisionState : public QObject
{
    Q_OBJECT
public:
    VisionState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                QObject* parent = nullptr);

    [[nodiscard]] workspace::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] jobs::JobRunner& runner() const { return m_runner; }

    /// Null while no picture model is loaded, or none that can be used (modelProblem).
    [[nodiscard]] PictureModelPtr model() const { return m_model; }
    /// The same with its package; null exactly if model() is.
    [[nodiscard]] workspace::LoadedModelPtr loaded() const { return m_loaded; }
    [[nodiscard]] QString modelName() const;
    [[nodiscard]] const std::optional<base::Error>& modelProblem() const { return m_modelProblem; }
    /// It puts pictures and texts into one space.
    [[nodiscard]] bool canClassify() const;

    /// Without blanks, none twice.
    [[nodiscard]] const QStringList& labels() const { return m_labels; }
    void setLabels(const QStringList& labels);
    /// Never empty: without templates the label stands alone.
    [[nodiscard]] const QStringList& templates() const { return m_templates; }
    void setTemplates(const QStringList& templates);
    [[nodiscard]] const Scoring& scoring() const { return m_scoring; }
    void setScoring(const Scoring& scoring);

    /// Of labels() and templates(); null while they are not computed. Only labels that are new are
    /// encoded.
    [[nodiscard]] WeightsPtr weights() const { return m_weights; }
    /// Why there are none; nothing while they are on their way.
    [[nodiscard]] const std::optional<base::Error>& weightsProblem() const
    {
        return m_weightsProblem;
    }

    /// Shows pictures on the first page, the first of them selected.
    void showPictures(const QStringList& paths) { Q_EMIT picturesRequested(paths); }

    /// The pictures and the labelled folders that come with the program; empty if not installed.
    [[nodiscard]] static QString sampleFolder();
    [[nodiscard]] static QString testFolder();

Q_SIGNALS:
    void modelChanged();
    /// New weights, or none any more.
    void weightsChanged();
    void scoringChanged();
    void labelsChanged();
    void templatesChanged();
    void picturesRequested(const QStringList& paths);

private:
    using Vectors = QHash<QString, std::vector<float>>;

    void followModel();
    void dropWeights();
    void encodeLabels();
    void labelsEncoded(const Vectors& encoded);

    workspace::Workspace& m_workspace;
    jobs::JobRunner& m_runner;
    workspace::LoadedModelPtr m_loaded;
    PictureModelPtr m_model;
    std::optional<base::Error> m_modelProblem;
    QStringList m_labels;
    QStringList m_templates;
    Scoring m_scoring;
    Vectors m_known; ///< weights of labels with the model and templates of now
    WeightsPtr m_weights;
    std::optional<base::Error> m_weightsProblem;
    QTimer m_debounce;
    jobs::JobHandle m_job;
};

} // namespace fe::imaging
