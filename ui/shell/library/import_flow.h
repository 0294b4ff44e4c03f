// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "workspace/file_nature.h"
#include "workspace/model_catalog.h"
#include "workspace/model_import.h"

#include <QObject>
#include <QStringList>

namespace fe::shell {

/// What the user decides about an import.
enum class ImportChoice {
    Copy, ///< into the model folder, under a name that is free
    Replace, ///< the installed model of that name goes
    UseInPlace, ///< stays where it is; the list remembers it
    Skip,
};

/// Brings models into the catalogue, one after the other: looks, asks, copies. No widgets: whoever
/// shows the question answers it.
class ImportFlow : public QObject
{
    Q_OBJECT
public:
    ImportFlow(jobs::JobRunner& runner, workspace::ModelCatalog& catalog,
               QObject* parent = nullptr);

    /// Each path that is a model leads to `question`; each other one to `refused` or `failed`.
    void start(const QStringList& paths);
    void answer(ImportChoice choice);
    void cancel() { m_job.cancel(); }
    [[nodiscard]] bool isActive() const { return m_active; }

Q_SIGNALS:
    void question(const fe::workspace::ImportPlan& plan);
    /// @param path what to open: the copy, or the model itself if it is used in place.
    void imported(const QString& path);
    void refused(const fe::workspace::WrongFile& why);
    void failed(const fe::base::Error& error);
    void cancelled();

private:
    void next();
    void plan(const QString& path);
    void copy(workspace::ImportClash clash);
    void ended();

    jobs::JobRunner& m_runner;
    workspace::ModelCatalog& m_catalog;
    QStringList m_waiting;
    workspace::ImportPlan m_plan;
    jobs::JobHandle m_job;
    bool m_active = false;
};

} // namespace fe::shell
