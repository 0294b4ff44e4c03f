// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/process_memory.h"

#if defined(__linux__)
#include <QByteArray>
#include <QFile>

#include <unistd.h>
#elif defined(__APPLE__)
#include <mach/mach.h>
#elif defined(_WIN32)
#include <windows.h>

#include <psapi.h>
#endif

namespace fe::workspace {

quint64 residentBytesOfProcess()
{
#if defined(__linux__)
    QFile file(QStringLiteral("/proc/self/statm")); // pages: size resident shared ...
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QList<QByteArray> fields = file.readAll().split(' ');
    return fields.size() < 2
        ? 0
        : fields.at(1).toULongLong() * static_cast<quint64>(sysconf(_SC_PAGESIZE));
#elif defined(__APPLE__)
    mach_task_basic_info info {};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    const kern_return_t status = task_info(mach_task_self(), MACH_TASK_BASIC_INFO,
                                           reinterpret_cast<task_info_t>(&info), &count);
    return status == KERN_SUCCESS ? info.resident_size : 0;
#elif defined(_WIN32)
    PROCESS_MEMORY_COUNTERS counters {};
    return K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters)
        ? counters.WorkingSetSize
        : 0;
#else
    return 0;
#endif
}

} // namespace fe::workspace
