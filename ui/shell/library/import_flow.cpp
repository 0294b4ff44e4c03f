// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/import_flow.h"

#include "workspace/path_text.h"

#include <utility>

namespace fe::shell {

using workspace::ImportClash;
using workspace::ImportPlan;

ImportFlow::ImportFlow(jobs::JobRunner& runner, workspace::ModelCatalog& catalog, QObject* parent)
    : QObject(parent), m_runner(runner), m_catalog(catalog)
{
}

void ImportFlow::start(const QStringList& paths)
{
    m_waiting += paths;
    next();
}

void ImportFlow::next()
{
    while (!m_active && !m_waiting.isEmpty()) {
        const QString path = m_waiting.takeFirst();
        const workspace::FileLook look = workspace::lookAt(path);
        if (const auto wrong = workspace::whyNoModel(look, path)) {
            Q_EMIT refused(*wrong);
        } else {
            plan(look.modelPath);
        }
    }
}

void ImportFlow::ended()
{
    m_active = false;
    next();
}

void ImportFlow::plan(const QString& path)
{
    m_active = true;
    m_job = m_runner.start<ImportPlan>(
        { .title = tr("Looking at %1").arg(workspace::modelName(path)),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("library.import") },
        [source = workspace::toPath(path), folder = workspace::toPath(m_catalog.folder())](
            const base::CancelToken&, base::Progress&) {
            return workspace::planImport(source, folder);
        },
        { .done =
              [this](ImportPlan plan) {
                  m_plan = std::move(plan);
                  Q_EMIT question(m_plan);
              },
          .cancelled =
              [this] {
                  Q_EMIT cancelled();
                  ended();
              },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT failed(error);
                  ended();
              } });
}

void ImportFlow::answer(ImportChoice choice)
{
    switch (choice) {
    case ImportChoice::Copy:
        copy(m_plan.nameIsTaken() ? ImportClash::KeepBoth : ImportClash::Refuse);
        return;
    case ImportChoice::Replace:
        copy(ImportClash::Replace);
        return;
    case ImportChoice::UseInPlace: {
        const QString path = workspace::toText(m_plan.source);
        m_catalog.addLink(path);
        Q_EMIT imported(path);
        break;
    }
    case ImportChoice::Skip:
        break;
    }
    ended();
}

void ImportFlow::copy(ImportClash clash)
{
    m_job = m_runner.start<std::filesystem::path>(
        { .title = tr("Importing %1").arg(workspace::toText(m_plan.target.filename())),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("library.import"),
          .unit = jobs::Unit::Bytes },
        [plan = m_plan, clash](const base::CancelToken& cancel, base::Progress& progress) {
            return workspace::importModel(plan, clash, cancel, progress);
        },
        { .done =
              [this](const std::filesystem::path& entry) {
                  m_catalog.refresh();
                  Q_EMIT imported(workspace::toText(entry));
                  ended();
              },
          .cancelled =
              [this] {
                  Q_EMIT cancelled();
                  ended();
              },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT failed(error);
                  ended();
              } });
}

} // namespace fe::shell
