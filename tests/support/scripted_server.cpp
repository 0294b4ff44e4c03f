// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scripted_server.h"

#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>

#include <future>

#include <sys/socket.h>

namespace fe::test {
namespace {

constexpr int kPollMs = 5;

QByteArray fileContent(const char* name)
{
    QFile file(QStringLiteral(FE_TEST_DATA "/endpoints/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data %s", name);
    }
    return file.readAll();
}

/// Hands out sockets that speak TLS with the certificate of the test data.
class Listener final : public QTcpServer
{
public:
    explicit Listener(bool encrypted) : m_encrypted(encrypted) { }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (!m_encrypted) {
            QTcpServer::incomingConnection(descriptor);
            return;
        }
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(QSslCertificate(fileContent("localhost.crt")));
        socket->setPrivateKey(QSslKey(fileContent("localhost.key"), QSsl::Rsa));
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
    bool m_encrypted;
};

/// Reads until the head and as much body as it announces are there; nothing if the client leaves.
std::optional<WebRequest> readRequest(QTcpSocket& socket, const std::atomic<bool>& ends)
{
    QByteArray all;
    while (!ends) {
        const qsizetype headEnd = all.indexOf("\r\n\r\n");
        if (headEnd >= 0) {
            WebRequest request;
            request.head = all.left(headEnd);
            const QByteArrayList line = request.head.left(request.head.indexOf('\r')).split(' ');
            request.method = line.value(0);
            request.path = line.value(1);
            request.body = all.mid(headEnd + 4);
            if (request.body.size() >= request.header("content-length").toLongLong()) {
                return request;
            }
        }
        if (!socket.waitForReadyRead(kPollMs) && socket.state() != QTcpSocket::ConnectedState
            && socket.bytesAvailable() == 0) {
            return std::nullopt;
        }
        all += socket.readAll();
    }
    return std::nullopt;
}

} // namespace

QByteArray WebRequest::header(const QByteArray& name) const
{
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).toLower() == name.toLower()) {
            return line.mid(colon + 1).trimmed();
        }
    }
    return {};
}

WebReply WebReply::whole(int status, const QByteArray& body, const QByteArray& headers)
{
    return raw("HTTP/1.1 " + QByteArray::number(status)
               + " Whatever\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 "Content-Length: "
               + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
}

WebReply WebReply::stream()
{
    return raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
}

WebReply WebReply::events(const QByteArrayList& data)
{
    WebReply reply = stream();
    for (const QByteArray& one : data) {
        reply.then("data: " + one + "\n\n");
    }
    return reply;
}

WebReply WebReply::raw(const QByteArray& bytes)
{
    return { { { bytes } } };
}

WebReply& WebReply::then(const QByteArray& bytes, int waitMs)
{
    actions.push_back({ bytes, waitMs });
    return *this;
}

WebReply& WebReply::thenReset()
{
    actions.push_back({ {}, 0, true });
    return *this;
}

ScriptedServer::ScriptedServer(Handler handler, Encryption encryption)
    : m_handler(std::move(handler)), m_encryption(encryption)
{
    std::promise<void> ready;
    m_thread = std::thread([&, this] { run([&] { ready.set_value(); }); });
    ready.get_future().wait();
}

ScriptedServer::~ScriptedServer()
{
    m_ends = true;
    m_thread.join();
}

std::string ScriptedServer::url(const std::string& host) const
{
    return (m_encryption == Encryption::Tls ? "https://" : "http://") + host + ':'
        + std::to_string(m_port);
}

std::vector<WebRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int ScriptedServer::count(const QByteArray& path) const
{
    int found = 0;
    for (const WebRequest& request : requests()) {
        found += request.path == path ? 1 : 0;
    }
    return found;
}

std::optional<ScriptedServer::Clock::time_point> ScriptedServer::clientLeft() const
{
    const auto end = Clock::now() + std::chrono::seconds(2);
    while (Clock::now() < end) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_clientLeft) {
                return m_clientLeft;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(kPollMs));
    }
    return std::nullopt;
}

void ScriptedServer::run(const std::function<void()>& ready)
{
    Listener listener(m_encryption == Encryption::Tls);
    if (!listener.listen(QHostAddress::LocalHost)) {
        qFatal("no port on this machine");
    }
    m_port = listener.serverPort();
    ready();
    while (!m_ends) {
        if (!listener.waitForNewConnection(kPollMs)) {
            continue;
        }
        while (const auto socket = std::unique_ptr<QTcpSocket>(listener.nextPendingConnection())) {
            serve(*socket);
        }
    }
}

void ScriptedServer::serve(QTcpSocket& socket)
{
    if (auto* encrypted = qobject_cast<QSslSocket*>(&socket);
        encrypted != nullptr && !encrypted->waitForEncrypted(2000)) {
        return;
    }
    const auto request = readRequest(socket, m_ends);
    if (!request) {
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(*request);
    }
    for (const WebAction& action : m_handler(*request).actions) {
        if (!perform(socket, action)) {
            const std::lock_guard lock(m_mutex);
            m_clientLeft = Clock::now();
            return;
        }
    }
    socket.disconnectFromHost();
    if (socket.state() != QTcpSocket::UnconnectedState) {
        socket.waitForDisconnected(2000);
    }
}

/// False once the client is gone.
bool ScriptedServer::perform(QTcpSocket& socket, const WebAction& action)
{
    socket.write(action.bytes);
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(kPollMs * 100)) { }
    const auto end = Clock::now() + std::chrono::milliseconds(action.waitMs);
    while (!m_ends && Clock::now() < end) {
        socket.waitForReadyRead(kPollMs);
        if (socket.state() != QTcpSocket::ConnectedState) {
            return false;
        }
    }
    if (action.reset) {
        const linger atOnce { 1, 0 };
        ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof(atOnce));
        socket.abort();
    }
    return socket.state() == QTcpSocket::ConnectedState || action.reset;
}

} // namespace fe::test
