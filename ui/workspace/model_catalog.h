// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"

#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace fe::workspace {

/// An entry of the model folder, as far as its headers tell.
struct CatalogEntry {
    QString name;
    QString path;
    QString weights; ///< "Q4_1": the type that holds most bytes
    QString kind; ///< "decoder"; empty if the model cannot be used
    quint64 fileBytes = 0;
    std::optional<base::Error> problem; ///< why it cannot be used at all

    /// Can be the language model.
    [[nodiscard]] bool isLanguageModel() const
    {
        return !problem && kind == QLatin1String("decoder");
    }
};

/// What is installed, read in the background from headers alone. UI thread only.
class ModelCatalog : public QObject
{
    Q_OBJECT
public:
    explicit ModelCatalog(jobs::JobRunner& runner, QObject* parent = nullptr);

    /// Looks again; `changed` follows.
    void refresh();
    [[nodiscard]] const QList<CatalogEntry>& entries() const { return m_entries; }
    [[nodiscard]] QList<CatalogEntry> languageModels() const;
    /// Has looked at least once.
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] static QString folder();

Q_SIGNALS:
    void changed();

private:
    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    QList<CatalogEntry> m_entries;
    bool m_ready = false;
};

} // namespace fe::workspace
