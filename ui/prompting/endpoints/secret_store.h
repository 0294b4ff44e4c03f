// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace fe::prompting {

/// Keeps keys where the system keeps passwords. Answers come later, on the UI thread.
class SecretStore
{
public:
    /// What became of a wish.
    struct Answer {
        QString secret; ///< of read(); empty if there is none
        QString problem; ///< why it did not work, in the store's words; empty: it did
    };
    using Then = std::function<void(const Answer&)>;

    virtual ~SecretStore() = default;
    /// @param then not called any more once `context` is gone.
    virtual void read(const QString& id, QObject* context, Then then) = 0;
    virtual void write(const QString& id, const QString& secret, QObject* context, Then then) = 0;
    /// That there is nothing to remove is no problem.
    virtual void remove(const QString& id, QObject* context, Then then) = 0;
};

/// KWallet, the Secret Service (GNOME Keyring, KeePassXC), the macOS keychain or Windows'
/// credentials. Where there is none, every answer is a problem: nothing is written to a file
/// instead.
[[nodiscard]] std::unique_ptr<SecretStore> systemSecretStore();

} // namespace fe::prompting
