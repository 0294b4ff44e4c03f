// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <ctime>

// Inside the room.

namespace fe::endpoints {

/// While it lives, a connection that the server closes under a write gives this thread an error
/// code instead of ending the process by SIGPIPE. OpenSSL writes with write(2), which libcurl does
/// not shield where signals are off (CURLOPT_NOSIGNAL); and a library has no business changing
/// what the whole process does about a signal.
class PipeSignalBlock
{
public:
    PipeSignalBlock()
    {
        sigset_t pending;
        sigpending(&pending);
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        if (sigismember(&pending, SIGPIPE) == 0) {
            m_active = pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before) == 0;
        }
    }
    PipeSignalBlock(const PipeSignalBlock&) = delete;
    PipeSignalBlock& operator=(const PipeSignalBlock&) = delete;
    ~PipeSignalBlock()
    {
        if (m_active) {
            // One that came meanwhile is taken away before it could be delivered.
            const timespec now {};
            sigtimedwait(&m_pipe, nullptr, &now);
            pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
        }
    }

private:
    sigset_t m_pipe {};
    sigset_t m_before {};
    bool m_active = false;
};

} // namespace fe::endpoints
