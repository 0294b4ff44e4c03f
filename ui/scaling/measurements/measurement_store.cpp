// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/measurements/measurement_store.h"

#include <utility>

namespace fe::scaling_tab {

MeasurementStore::MeasurementStore(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner)
{
}

void MeasurementStore::reload()
{
    if (!m_job.isActive()) {
        start({});
    }
}

void MeasurementStore::remove(const std::vector<std::size_t>& rows)
{
    std::vector<MeasuredRow> removed;
    for (const std::size_t row : rows) {
        if (row < m_set.rows.size()) {
            removed.push_back(m_set.rows[row]);
        }
    }
    if (!removed.empty()) {
        start(std::move(removed));
    }
}

void MeasurementStore::start(std::vector<MeasuredRow> removed)
{
    m_job = m_runner.start<MeasurementSet>(
        { .title = tr("Reading measurements"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.measurements") },
        [removed = std::move(removed)](const base::CancelToken& cancel,
                                       base::Progress& progress) -> base::Result<MeasurementSet> {
            const std::filesystem::path file = history::RunHistory::defaultFile();
            std::error_code none;
            if (file.empty() || !std::filesystem::exists(file, none)) {
                return MeasurementSet {}; // nothing was ever run
            }
            FE_TRY(history::RunHistory history, history::RunHistory::open(file));
            FE_CHECK(removeMeasurements(history, removed));
            return readMeasurements(history, cancel, progress);
        },
        { .done = [this](MeasurementSet set) { take(std::move(set)); },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  if (!std::exchange(m_read, true)) {
                      Q_EMIT changed(); // whoever waits for them waits no longer
                  }
                  Q_EMIT failed(error);
              } });
}

void MeasurementStore::take(MeasurementSet set)
{
    const auto hashOf
        = [](const MeasurementSet& of) { return of.table ? of.table->sha256 : std::string(); };
    const bool same = m_read && hashOf(set) == hashOf(m_set) && set.unreadable == m_set.unreadable;
    m_set = std::move(set);
    m_read = true;
    if (!same) {
        Q_EMIT changed();
    }
}

} // namespace fe::scaling_tab
