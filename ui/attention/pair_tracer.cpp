// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/pair_tracer.h"

#include "attention/seen_picture.h"
#include "workspace/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <limits>

namespace fe::attention {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::attention::PairTracer", text);
}

QString provenance(const Examination& examination, const PairTrace& trace)
{
    return PairTracer::tr("%1 · %2 · gradient × attention, Chefer et al. 2021 · cosine %3")
        .arg(examination.subject.model->name, QFileInfo(examination.subject.picture).fileName(),
             QLocale().toString(double { trace.relevance.similarity }, 'f', 3));
}

} // namespace

PairTracer::PairTracer(jobs::JobRunner& runner, QObject* parent) : QObject(parent), m_runner(runner)
{
}

bool PairTracer::isPossible(const Examination& examination)
{
    return examination.subject.model->any->info().kind == "vision-language"
        && examination.input.ids.size() == 1 && examination.input.pixels.count == 1;
}

void PairTracer::trace(const ExaminationPtr& examination)
{
    if (examination == m_examination) {
        return;
    }
    m_examination = examination;
    m_trace.reset();
    m_status = tr("Tracing the likeness of picture and text back…");
    m_job = m_runner.start<PairTrace>(
        { .title = tr("Relevance between picture and text"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.pair") },
        [examination](const base::CancelToken& cancel,
                      base::Progress& progress) -> base::Result<PairTrace> {
            PairTrace trace;
            FE_TRY(trace.relevance,
                   analysis::pairRelevance(*examination->subject.model->any, examination->input,
                                           cancel, progress));
            FE_TRY(trace.picture, seenPicture(*examination));
            return trace;
        },
        { .done =
              [this](PairTrace trace) {
                  m_trace = std::move(trace);
                  m_status.clear();
                  Q_EMIT changed();
              },
          .cancelled =
              [this] {
                  m_examination.reset();
                  m_status = tr("The relevance was not computed.");
                  Q_EMIT changed();
              },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  m_status = text.headline % QLatin1Char('\n') % text.reason;
                  Q_EMIT changed();
              } });
}

void PairTracer::stop()
{
    if (m_job.isActive()) {
        m_job = {};
        m_examination.reset();
    }
}

const PairTrace* PairTracer::traceOf(const ExaminationPtr& examination) const
{
    return m_trace && examination == m_examination ? &*m_trace : nullptr;
}

charts::PatchMap patchesForText(const Examination& examination, const PairTrace& trace)
{
    charts::PatchMap map;
    map.text = { translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer",
                                              "Where the picture speaks for the text")),
                 provenance(examination, trace) };
    map.valueName = translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer", "relevance"));
    map.picture = trace.picture;
    map.rows = static_cast<int>(trace.relevance.picture.rows);
    map.columns = static_cast<int>(trace.relevance.picture.columns);
    map.patchSize = static_cast<int>(examination.subject.model->any->info().picture.patchSize);
    map.values = trace.relevance.picture.values;
    return map;
}

charts::MatrixData tokensForPicture(const Examination& examination, const QStringList& tokens,
                                    const PairTrace& trace, bool withoutFirst)
{
    std::vector<float> values(trace.relevance.tokens.begin(), trace.relevance.tokens.end());
    const auto own = static_cast<std::size_t>(trace.relevance.readFrom);
    values[own] = static_cast<float>(trace.relevance.tokens[own] - 1);
    if (withoutFirst) {
        values.front() = std::numeric_limits<float>::quiet_NaN();
    }
    charts::MatrixData matrix;
    matrix.text = { translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer",
                                                 "Which tokens speak for the picture")),
                    provenance(examination, trace) };
    matrix.columnAxis.name = translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer", "text"));
    matrix.valueAxis.name = translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer", "relevance"));
    matrix.rows = { translated(QT_TRANSLATE_NOOP("fe::attention::PairTracer", "relevance")) };
    matrix.columns = tokens;
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    return matrix;
}

} // namespace fe::attention
