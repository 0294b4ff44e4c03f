// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"
#include "prompting/endpoints/endpoint_choice.h"
#include "prompting/endpoints/endpoint_entry.h"
#include "prompting/endpoints/secret_store.h"

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace fe::prompting {

/// The endpoints that the user knows, and the one that prompts are run at. UI thread.
///
/// Keys are kept in the secret store or in the environment; state() holds none.
class EndpointBook : public QObject
{
    Q_OBJECT
public:
    EndpointBook(jobs::JobRunner& runner, std::unique_ptr<SecretStore> store,
                 QObject* parent = nullptr);
    ~EndpointBook() override;

    /// Entries and which of them was chosen, for the settings.
    [[nodiscard]] QJsonObject state() const;
    /// Takes the entries. The chosen one is connected to again; while it does not answer there is
    /// no choice.
    void restore(const QJsonObject& state);

    [[nodiscard]] const QList<EndpointEntry>& entries() const { return m_entries; }
    /// Null if there is none of that id.
    [[nodiscard]] const EndpointEntry* entry(const QString& id) const;
    void add(const EndpointEntry& entry);
    /// Replaces the entry of the same id. If it is the chosen one and its connection changed, the
    /// choice is dropped.
    void update(const EndpointEntry& entry);
    /// With its key.
    void remove(const QString& id);
    /// Writes a key to the secret store (removes it, if it is empty); keyStored() follows.
    void storeKey(const QString& id, const QString& key);

    enum class Then { Nothing, Choose };
    /// Connects in the io lane: what the server is and can. tested() or failed() follow, unless
    /// another connection is begun or it is cancelled.
    void connectTo(const QString& id, Then then);
    void cancelConnecting();
    /// Id of the entry that is being connected to; empty if none is.
    [[nodiscard]] const QString& connecting() const { return m_connecting; }

    /// Where prompts run; null: on this machine.
    [[nodiscard]] const EndpointChoicePtr& choice() const { return m_choice; }
    void chooseNone();

Q_SIGNALS:
    void entriesChanged();
    void choiceChanged();
    /// connecting() is another.
    void connectingChanged();
    void tested(const fe::prompting::EndpointChoicePtr& found);
    void failed(const QString& id, const fe::base::Error& error);
    /// @param problem empty: the key is where it belongs.
    void keyStored(const QString& id, const QString& problem);

private:
    void inspect(const EndpointEntry& entry, const QString& key, Then then);
    void setConnecting(const QString& id);
    void setChoice(EndpointChoicePtr choice);

    jobs::JobRunner& m_runner;
    std::unique_ptr<SecretStore> m_store;
    QList<EndpointEntry> m_entries;
    EndpointChoicePtr m_choice;
    QString m_wanted; ///< id of the choice, also while it does not answer
    QString m_connecting;
    quint64 m_attempt = 0; ///< answers of the secret store to older ones are dropped
    jobs::JobHandle m_job;
};

} // namespace fe::prompting

Q_DECLARE_METATYPE(fe::prompting::EndpointChoicePtr)
