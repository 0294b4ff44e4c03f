// SPDX-License-Identifier: GPL-3.0-or-later
// The way of the page's numbers to the Scaling tab: through the history, where it finds them.
#include "imaging/evaluation/evaluation_measurement.h"
#include "imaging/evaluation/evaluation_page.h"

#include <QDateTime>
#include <QDir>

namespace fe::imaging {

void EvaluationPage::sendToScaling()
{
    const workspace::LoadedModelPtr loaded = m_state.loaded();
    if (!m_shown || !loaded || m_run.model() != m_state.model()) {
        return;
    }
    EvaluationFacts facts;
    facts.model = m_state.modelName().toStdString();
    facts.parameters = loaded->any->info().parameters;
    facts.folder = QDir(m_path).dirName().toStdString();
    facts.templates = m_run.templates().join(QStringLiteral(", ")).toStdString();
    facts.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    m_keeping = m_state.runner().start<history::RunId>(
        { .title = tr("Keeping the evaluation"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.keepMeasurements"),
          .unit = jobs::Unit::Bytes },
        [answers = m_shown, facts, package = loaded->package](const base::CancelToken& cancel,
                                                              base::Progress& progress) {
            return keepMeasurements(*answers, facts, package, cancel, progress);
        },
        { .done =
              [this, name = QDir(m_path).dirName()](history::RunId) {
                  m_state.workspace().reportMessage(
                      tr("Kept for the Scaling tab: the accuracy on %1").arg(name));
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

} // namespace fe::imaging
