// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_book.h"

#include <algorithm>

namespace fe::prompting {
namespace {

/// What is set up, without what it is called.
QJsonArray connectionOf(EndpointEntry entry)
{
    entry.name.clear();
    return toJson({ entry });
}

} // namespace

EndpointBook::EndpointBook(jobs::JobRunner& runner, std::unique_ptr<SecretStore> store,
                           QObject* parent)
    : QObject(parent), m_runner(runner), m_store(std::move(store))
{
}

EndpointBook::~EndpointBook() = default;

QJsonObject EndpointBook::state() const
{
    return { { QStringLiteral("entries"), toJson(m_entries) },
             { QStringLiteral("chosen"), m_wanted } };
}

void EndpointBook::restore(const QJsonObject& state)
{
    cancelConnecting();
    m_entries = endpointsFromJson(state[QStringLiteral("entries")].toArray());
    const QString chosen = state[QStringLiteral("chosen")].toString();
    m_wanted = entry(chosen) != nullptr ? chosen : QString();
    Q_EMIT entriesChanged();
    setChoice(nullptr);
    if (!m_wanted.isEmpty()) {
        connectTo(m_wanted, Then::Choose);
    }
}

const EndpointEntry* EndpointBook::entry(const QString& id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const EndpointEntry& one) { return one.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

void EndpointBook::add(const EndpointEntry& entry)
{
    m_entries.append(entry);
    Q_EMIT entriesChanged();
}

void EndpointBook::update(const EndpointEntry& entry)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const EndpointEntry& one) { return one.id == entry.id; });
    if (found == m_entries.end()) {
        return;
    }
    const bool moved = connectionOf(*found) != connectionOf(entry);
    *found = entry;
    found->endpoint.key.clear();
    Q_EMIT entriesChanged();
    if (moved && m_connecting == entry.id) {
        cancelConnecting();
    }
    if (moved && m_wanted == entry.id) {
        chooseNone();
    }
}

void EndpointBook::remove(const QString& id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const EndpointEntry& one) { return one.id == id; });
    if (found == m_entries.end()) {
        return;
    }
    if (m_connecting == id) {
        cancelConnecting();
    }
    if (found->keySource == KeySource::Store) {
        m_store->remove(id, this, [](const SecretStore::Answer&) {});
    }
    m_entries.erase(found);
    Q_EMIT entriesChanged();
    if (m_wanted == id) {
        chooseNone();
    }
}

void EndpointBook::storeKey(const QString& id, const QString& key)
{
    const auto then
        = [this, id](const SecretStore::Answer& answer) { Q_EMIT keyStored(id, answer.problem); };
    if (key.isEmpty()) {
        m_store->remove(id, this, then);
    } else {
        m_store->write(id, key, this, then);
    }
}

void EndpointBook::connectTo(const QString& id, Then then)
{
    cancelConnecting();
    const EndpointEntry* found = entry(id);
    if (found == nullptr) {
        return;
    }
    setConnecting(id);
    if (found->keySource != KeySource::Store) {
        inspect(*found, {}, then);
        return;
    }
    m_store->read(
        id, this,
        [this, entry = *found, then, attempt = m_attempt](const SecretStore::Answer& answer) {
            if (attempt != m_attempt) {
                return;
            }
            if (!answer.problem.isEmpty() || answer.secret.isEmpty()) {
                setConnecting({});
                Q_EMIT failed(entry.id,
                              { base::ErrorCode::InvalidArgument,
                                "the secret store does not give the key",
                                entry.title().toStdString(),
                                {},
                                answer.problem.isEmpty() ? std::string("there is none")
                                                         : answer.problem.toStdString(),
                                "enter the key, or use an environment variable" });
                return;
            }
            inspect(entry, answer.secret, then);
        });
}

void EndpointBook::inspect(const EndpointEntry& entry, const QString& key, Then then)
{
    endpoints::Endpoint endpoint = entry.endpoint;
    endpoint.key = key.toStdString();
    if (entry.keySource != KeySource::Variable) {
        endpoint.keyVariable.clear();
    }
    jobs::JobOptions options;
    options.title = tr("Connect to %1").arg(entry.title());
    options.lane = jobs::Lane::Io;
    options.slot = QStringLiteral("endpoint");
    m_job = m_runner.start<EndpointChoicePtr>(
        options,
        [entry, endpoint](const base::CancelToken& cancel,
                          base::Progress& progress) -> base::Result<EndpointChoicePtr> {
            FE_TRY(const endpoints::Endpoint ready, endpoints::resolved(endpoint));
            FE_TRY(const endpoints::ServerInfo server,
                   endpoints::inspectServer(ready, cancel, progress));
            return EndpointChoicePtr(
                std::make_shared<EndpointChoice>(EndpointChoice { entry, ready, server }));
        },
        { .done =
              [this, then](const EndpointChoicePtr& found) {
                  setConnecting({});
                  Q_EMIT tested(found);
                  if (then == Then::Choose) {
                      m_wanted = found->entry.id;
                      setChoice(found);
                  }
              },
          .cancelled = [this] { setConnecting({}); },
          .failed =
              [this, id = entry.id](const base::Error& error) {
                  setConnecting({});
                  Q_EMIT failed(id, error);
              } });
}

void EndpointBook::cancelConnecting()
{
    ++m_attempt;
    m_job = {};
    setConnecting({});
}

void EndpointBook::chooseNone()
{
    m_wanted.clear();
    setChoice(nullptr);
}

void EndpointBook::setConnecting(const QString& id)
{
    if (m_connecting != id) {
        m_connecting = id;
        Q_EMIT connectingChanged();
    }
}

void EndpointBook::setChoice(EndpointChoicePtr choice)
{
    if (m_choice != choice) {
        m_choice = std::move(choice);
        Q_EMIT choiceChanged();
    }
}

} // namespace fe::prompting
