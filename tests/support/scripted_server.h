// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

class QTcpSocket;

namespace fe::test {

/// A request as it arrived.
struct WebRequest {
    QByteArray method;
    QByteArray path;
    QByteArray head; ///< request line and headers
    QByteArray body;

    /// Value of a header; empty if there is none.
    [[nodiscard]] QByteArray header(const QByteArray& name) const;
};

/// One thing that a server does with a connection.
struct WebAction {
    QByteArray bytes {}; ///< sent first
    int waitMs = 0; ///< then silence
    bool reset = false; ///< then the connection breaks (RST)
};

/// What a server does in answer to a request; then it closes the connection.
struct WebReply {
    std::vector<WebAction> actions;

    /// A whole answer with its length.
    [[nodiscard]] static WebReply whole(int status, const QByteArray& body,
                                        const QByteArray& headers = {});
    /// The beginning of a stream of events, without length.
    [[nodiscard]] static WebReply stream();
    /// A stream of these events, each "data: ...".
    [[nodiscard]] static WebReply events(const QByteArrayList& data);
    /// Bytes as they are, status line included.
    [[nodiscard]] static WebReply raw(const QByteArray& bytes);
    WebReply& then(const QByteArray& bytes, int waitMs = 0);
    WebReply& thenReset();
};

/// An HTTP server on this machine that does as it is told: slow, half, broken or hostile answers
/// for the client under test. One connection at a time, on a thread of its own, since the client
/// blocks its own.
class ScriptedServer
{
public:
    using Handler = std::function<WebReply(const WebRequest&)>;
    using Clock = std::chrono::steady_clock;

    enum class Encryption { None, Tls };
    /// @param handler called on the server's thread.
    explicit ScriptedServer(Handler handler, Encryption encryption = Encryption::None);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// "http://127.0.0.1:PORT" or with another name of this machine.
    [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;
    [[nodiscard]] std::vector<WebRequest> requests() const;
    /// Number of requests to a path.
    [[nodiscard]] int count(const QByteArray& path) const;
    /// When the client hung up before the answer was over; waits up to two seconds for it.
    [[nodiscard]] std::optional<Clock::time_point> clientLeft() const;

private:
    void run(const std::function<void()>& ready);
    void serve(QTcpSocket& socket);
    [[nodiscard]] bool perform(QTcpSocket& socket, const WebAction& action);

    Handler m_handler;
    Encryption m_encryption;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_ends { false };
    mutable std::mutex m_mutex;
    std::vector<WebRequest> m_requests; // guarded by m_mutex
    std::optional<Clock::time_point> m_clientLeft; // guarded by m_mutex
    std::thread m_thread;
};

} // namespace fe::test
