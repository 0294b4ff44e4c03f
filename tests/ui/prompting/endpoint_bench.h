// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/endpoints/endpoint_book.h"
#include "support/scripted_server.h"

#include <QHash>
#include <QTimer>

#include <memory>

// A secret store in memory; a test looks into it and can break it.
struct FakeSecrets {
    QHash<QString, QString> keys;
    QString problem; // said to every wish, if it is not empty
};

class FakeSecretStore final : public fe::prompting::SecretStore
{
public:
    explicit FakeSecretStore(std::shared_ptr<FakeSecrets> secrets) : m_secrets(std::move(secrets))
    {
    }
    void read(const QString& id, QObject* context, Then then) override
    {
        later(context, std::move(then), m_secrets->keys.value(id));
    }
    void write(const QString& id, const QString& secret, QObject* context, Then then) override
    {
        if (m_secrets->problem.isEmpty()) {
            m_secrets->keys.insert(id, secret);
        }
        later(context, std::move(then), {});
    }
    void remove(const QString& id, QObject* context, Then then) override
    {
        m_secrets->keys.remove(id);
        later(context, std::move(then), {});
    }

private:
    void later(QObject* context, Then then, const QString& secret)
    {
        const QString problem = m_secrets->problem;
        QTimer::singleShot(0, context, [then = std::move(then), secret, problem] {
            then({ problem.isEmpty() ? secret : QString(), problem });
        });
    }

    std::shared_ptr<FakeSecrets> m_secrets;
};

// A server that chats without log-probabilities, and counts them.
inline fe::test::ScriptedServer::Handler plainServer()
{
    return [](const fe::test::WebRequest& request) {
        using fe::test::WebReply;
        if (request.path == "/v1/models") {
            return WebReply::whole(200, R"({"data":[{"id":"small"},{"id":"large"}]})");
        }
        if (request.path == "/v1/chat/completions") {
            return WebReply::whole(
                200, R"({"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]})");
        }
        return WebReply::whole(404, "no");
    };
}

inline fe::prompting::EndpointEntry entryAt(const fe::test::ScriptedServer& server)
{
    fe::prompting::EndpointEntry entry
        = fe::prompting::entryFrom(fe::prompting::endpointTemplates().back());
    entry.endpoint.baseUrl = server.url();
    entry.endpoint.retry.retries = 0;
    return entry;
}
