// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

namespace fe::test {

inline QString dataPath(const QString& name)
{
    return QStringLiteral(FE_TEST_DATA "/") + name;
}

inline QString fexpPath()
{
    return qEnvironmentVariable("FE_BIN") + QStringLiteral("/fexp");
}

/// What one run of fexp left behind.
struct Outcome {
    int status = -1; ///< -1: it did not start, did not end, or crashed
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(out); }
    [[nodiscard]] QJsonObject object() const { return json().object(); }
    /// For QVERIFY2: all that is known about a failure.
    [[nodiscard]] QByteArray story() const
    {
        return "status " + QByteArray::number(status) + ", stdout \"" + out.left(300)
            + "\", stderr \"" + err + '"';
    }
    /// The one line that a refusal consists of.
    [[nodiscard]] bool isOneLine() const
    {
        return err.startsWith("fexp: ") && err.endsWith('\n') && err.count('\n') == 1;
    }
};

inline Outcome outcomeOf(QProcess& process, int timeoutMs)
{
    Outcome outcome;
    // waitForFinished() says false of a process that ended before it was asked.
    const bool started = process.error() != QProcess::FailedToStart;
    const bool ended = started
        && (process.state() == QProcess::NotRunning || process.waitForFinished(timeoutMs));
    if (ended && process.exitStatus() == QProcess::NormalExit) {
        outcome.status = process.exitCode();
    } else {
        process.kill();
        process.waitForFinished();
    }
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

inline Outcome fexp(const QStringList& arguments, int timeoutMs = 60000)
{
    QProcess process;
    process.start(fexpPath(), arguments);
    return outcomeOf(process, timeoutMs);
}

inline QString written(const QTemporaryDir& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
    return path;
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data %s", qPrintable(path));
    }
    return file.readAll();
}

} // namespace fe::test
