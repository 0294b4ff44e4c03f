// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/evaluation/evaluation_answers.h"
#include "imaging/vision_state.h"
#include "jobs/job_runner.h"

#include <QObject>
#include <QStringList>

namespace fe::imaging {

using LabelledFolderPtr = std::shared_ptr<const pictures::LabelledFolder>;

/// Evaluates one model with one set of texts on a labelled folder, in the background: words, then
/// pictures, then scores. Each job is a fraction of a second and starts the next one, so that other
/// work of the lane gets in between. Vectors of pictures stay: other texts are scored without
/// encoding them again. UI thread only.
class EvaluationRun : public QObject
{
    Q_OBJECT
public:
    /// @param slot name of its jobs, one of its own for each run.
    EvaluationRun(jobs::JobRunner& runner, QString slot, QObject* parent = nullptr);

    /// Each forgets what depends on it and stops until the next start(), except for setTexts and
    /// setTemperature, which score again what is there.
    void setFolder(const LabelledFolderPtr& folder);
    void setModel(const PictureModelPtr& model);
    /// @param labels a text for each label of the folder, none empty. @param templates one at
    /// least.
    void setTexts(const QStringList& labels, const QStringList& templates);
    void setTemperature(double temperature);
    /// Vectors that another run made; its model and folder are the same as here.
    void adopt(const EvaluationRun& other);

    /// Begins or goes on; needs folder, model and texts.
    void start();
    /// Scores the pictures that have vectors, without encoding more.
    void rescore() { next(); }
    /// What is finished stays and is scored.
    void stop();
    [[nodiscard]] bool isRunning() const;
    /// All pictures were looked at.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] int done() const { return m_next; } ///< pictures, skipped ones included
    [[nodiscard]] int total() const;
    [[nodiscard]] const LabelledFolderPtr& folder() const { return m_folder; }
    [[nodiscard]] const PictureModelPtr& model() const { return m_model; }
    [[nodiscard]] const QStringList& templates() const { return m_templates; }
    /// Pictures that could not be used so far.
    [[nodiscard]] const std::vector<pictures::SkippedPicture>& skipped() const
    {
        return m_vectors.skipped;
    }
    /// Null while there are none.
    [[nodiscard]] const AnswersPtr& answers() const { return m_answers; }

Q_SIGNALS:
    void progressed();
    void answersChanged();
    void failed(const fe::base::Error& error);

private:
    void forgetAll();
    void forgetWeights();
    void forgetAnswers();
    void next();
    void encodeLabels();
    void encodePictures();
    void score();
    void fail(const base::Error& error);
    [[nodiscard]] bool hasTexts() const;
    [[nodiscard]] bool weightsAreComplete() const;

    jobs::JobRunner& m_runner;
    QString m_slot;
    LabelledFolderPtr m_folder;
    PictureModelPtr m_model;
    QStringList m_labels;
    QStringList m_templates;
    double m_temperature = 1;
    analysis::LabelWeights m_weights; ///< of the first labels, as far as they are encoded
    pictures::LabelledVectors m_vectors; ///< of the first pictures
    LabelledVectorsPtr m_shared; ///< the same to be scored; null if pictures were added since
    int m_next = 0; ///< picture to be encoded next
    AnswersPtr m_answers;
    bool m_wanted = false;
    jobs::JobHandle m_job;
};

} // namespace fe::imaging
