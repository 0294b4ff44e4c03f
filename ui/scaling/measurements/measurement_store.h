// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "scaling/measurements/measurement_table.h"

#include <QObject>

namespace fe::scaling_tab {

/// The measurements in the history, read and removed in the io lane. UI thread only.
class MeasurementStore : public QObject
{
    Q_OBJECT
public:
    explicit MeasurementStore(jobs::JobRunner& runner, QObject* parent = nullptr);

    /// Empty until they are read.
    [[nodiscard]] const MeasurementSet& set() const { return m_set; }
    [[nodiscard]] bool isBusy() const { return m_job.isActive(); }
    /// Reads them again: other tabs may have added some.
    void reload();
    /// @param rows of set().
    void remove(const std::vector<std::size_t>& rows);

Q_SIGNALS:
    /// Read, and not the same as before; the first time in any case.
    void changed();
    void failed(const fe::base::Error& error);

private:
    void start(std::vector<MeasuredRow> removed);
    void take(MeasurementSet set);

    jobs::JobRunner& m_runner;
    MeasurementSet m_set;
    bool m_read = false;
    jobs::JobHandle m_job;
};

} // namespace fe::scaling_tab
