// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"
#include "models/language_model.h"
#include "workspace/loaded_model.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace fe::workspace {

/// An entry of the model folder, or a link to a model elsewhere, as far as its headers tell.
struct CatalogEntry {
    QString name;
    QString path; ///< what opens it
    QString root; ///< what removing it removes: the entry of the model folder
    bool linked = false; ///< lies elsewhere and is used where it is
    QString weights; ///< "Q4_1": the type that holds most bytes
    std::optional<models::ModelInfo> info; ///< nothing if the model cannot be used
    QString format; ///< "GGUF"; empty if it cannot even be opened
    QString licence;
    quint64 fileBytes = 0;
    std::optional<base::Error> problem; ///< why it cannot be used at all

    /// Can be the language model.
    [[nodiscard]] bool isLanguageModel() const { return hasRole(Role::Language); }
    [[nodiscard]] bool hasRole(Role role) const { return info && roleOf(*info) == role; }
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
    [[nodiscard]] QList<CatalogEntry> withRole(Role role) const;
    [[nodiscard]] QList<CatalogEntry> languageModels() const { return withRole(Role::Language); }
    /// The entry that a path opens; null if there is none.
    [[nodiscard]] const CatalogEntry* find(const QString& path) const;
    /// Has looked at least once.
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] static QString folder();

    /// Models that are used where they are. Call refresh() after setLinks.
    void setLinks(const QStringList& paths) { m_links = paths; }
    [[nodiscard]] const QStringList& links() const { return m_links; }
    /// Each looks again.
    void addLink(const QString& path);
    void removeLink(const QString& path);

Q_SIGNALS:
    void changed();
    void linksChanged();

private:
    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    QList<CatalogEntry> m_entries;
    QStringList m_links;
    bool m_ready = false;
};

} // namespace fe::workspace
