// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/job_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace fe::shell {

namespace {

constexpr double kSecondsBeforeRate = 0.5; // earlier, a rate is noise

QString translated(const char* text)
{
    return QCoreApplication::translate("JobText", text);
}

QString amount(double value, jobs::Unit unit)
{
    if (unit == jobs::Unit::Bytes) {
        return bytesText(static_cast<quint64>(value));
    }
    return QLocale().toString(value, 'f', value < 10 && value != std::floor(value) ? 1 : 0);
}

QString durationText(double seconds)
{
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    if (whole < 60) {
        return translated(QT_TRANSLATE_NOOP("JobText", "%1 s left")).arg(whole);
    }
    if (whole < 3600) {
        return translated(QT_TRANSLATE_NOOP("JobText", "%1 min %2 s left"))
            .arg(whole / 60)
            .arg(whole % 60);
    }
    return translated(QT_TRANSLATE_NOOP("JobText", "%1 h %2 min left"))
        .arg(whole / 3600)
        .arg(whole % 3600 / 60);
}

} // namespace

QString bytesText(quint64 bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1'000'000'000 ? 0 : 2,
                                       QLocale::DataSizeSIFormat);
}

int jobPermille(const jobs::JobInfo& job)
{
    if (!job.running || job.total == 0) {
        return -1;
    }
    const double share
        = static_cast<double>(std::min(job.done, job.total)) / static_cast<double>(job.total);
    return static_cast<int>(share * 1000);
}

QString jobProgressText(const jobs::JobInfo& job)
{
    if (!job.running) {
        return translated(QT_TRANSLATE_NOOP("JobText", "waiting"));
    }
    if (job.done == 0 && job.total == 0) {
        return {};
    }
    const auto done = static_cast<double>(job.done);
    const auto total = static_cast<double>(job.total);
    QStringList parts;
    parts.append(job.total == 0
                     ? amount(done, job.unit)
                     : translated(QT_TRANSLATE_NOOP("JobText", "%1 of %2"))
                           .arg(amount(std::min(done, total), job.unit), amount(total, job.unit)));
    if (job.seconds >= kSecondsBeforeRate && job.done > 0) {
        const double rate = done / job.seconds;
        parts.append(translated(QT_TRANSLATE_NOOP("JobText", "%1/s")).arg(amount(rate, job.unit)));
        if (job.total > job.done) {
            parts.append(durationText((total - done) / rate));
        }
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace fe::shell
