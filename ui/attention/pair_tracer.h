// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/pair_relevance.h"
#include "attention/examination.h"
#include "charts/chart_data.h"
#include "charts/patch_map.h"
#include "jobs/job_runner.h"

#include <QImage>
#include <QObject>

#include <optional>

namespace fe::attention {

/// What is traced back of a pass over a picture and a text.
struct PairTrace {
    analysis::PairRelevance relevance;
    QImage picture; ///< as the model sees it
};

/// Traces the likeness of a picture and a text back to both, for a view that shows it. One answer
/// a pass; UI thread only.
class PairTracer : public QObject
{
    Q_OBJECT
public:
    PairTracer(jobs::JobRunner& runner, QObject* parent);

    /// A dual encoder has read a picture and a text.
    [[nodiscard]] static bool isPossible(const Examination& examination);

    /// Begins unless it is there or on its way. The pass must have both.
    void trace(const ExaminationPtr& examination);
    /// What is on its way is of no more interest.
    void stop();
    /// Of that pass; null if there is none.
    [[nodiscard]] const PairTrace* traceOf(const ExaminationPtr& examination) const;

    /// Why there is none: it is on its way, was stopped by the user (and can be asked for again),
    /// or failed.
    [[nodiscard]] const QString& status() const { return m_status; }

Q_SIGNALS:
    void changed(); ///< a trace has come, or the status says why none will

private:
    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    ExaminationPtr m_examination; ///< that m_trace is of, or that is being traced
    std::optional<PairTrace> m_trace;
    QString m_status;
};

/// The patches that speak for the text, on the picture.
[[nodiscard]] charts::PatchMap patchesForText(const Examination& examination,
                                              const PairTrace& trace);
/// The tokens that speak for the picture, a row. The own 1 of the token that the text's vector is
/// read from is left out: it would outshine the rest.
[[nodiscard]] charts::MatrixData tokensForPicture(const Examination& examination,
                                                  const QStringList& tokens, const PairTrace& trace,
                                                  bool withoutFirst);

} // namespace fe::attention
