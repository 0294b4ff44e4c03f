// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/secret_store.h"

#include <qt6keychain/keychain.h>

namespace fe::prompting {
namespace {

constexpr const char* kService = "foundation-explorer";

class SystemStore final : public SecretStore
{
public:
    void read(const QString& id, QObject* context, Then then) override
    {
        auto* job = new QKeychain::ReadPasswordJob(QString::fromLatin1(kService));
        start(job, id, context, [job, then = std::move(then)](const QString& problem) {
            then({ problem.isEmpty() ? job->textData() : QString(), problem });
        });
    }

    void write(const QString& id, const QString& secret, QObject* context, Then then) override
    {
        auto* job = new QKeychain::WritePasswordJob(QString::fromLatin1(kService));
        job->setTextData(secret);
        start(job, id, context, [then = std::move(then)](const QString& problem) {
            then({ {}, problem });
        });
    }

    void remove(const QString& id, QObject* context, Then then) override
    {
        auto* job = new QKeychain::DeletePasswordJob(QString::fromLatin1(kService));
        start(job, id, context, [then = std::move(then)](const QString& problem) {
            then({ {}, problem });
        });
    }

private:
    /// The job deletes itself afterwards.
    static void start(QKeychain::Job* job, const QString& id, QObject* context,
                      std::function<void(const QString&)> then)
    {
        job->setKey(id);
        job->setInsecureFallback(false); // never a file in clear
        QObject::connect(
            job, &QKeychain::Job::finished, context,
            [job, then = std::move(then)](QKeychain::Job*) {
                const bool fine = job->error() == QKeychain::NoError
                    || job->error() == QKeychain::EntryNotFound;
                const QString words = job->errorString();
                then(fine ? QString()
                         : words.isEmpty()
                         ? QStringLiteral("error %1").arg(static_cast<int>(job->error()))
                         : words);
            });
        job->start();
    }
};

} // namespace

std::unique_ptr<SecretStore> systemSecretStore()
{
    return std::make_unique<SystemStore>();
}

} // namespace fe::prompting
