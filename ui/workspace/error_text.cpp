// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace fe::workspace {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("ErrorText", text);
}

QString headlineOf(base::ErrorCode code)
{
    using base::ErrorCode;
    switch (code) {
    case ErrorCode::NotFound:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "Something needed is not there"));
    case ErrorCode::Unreadable:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "A file cannot be read or written"));
    case ErrorCode::Malformed:
        return translated(
            QT_TRANSLATE_NOOP("ErrorText", "The file is damaged or not what it claims to be"));
    case ErrorCode::Unsupported:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "This program cannot use it yet"));
    case ErrorCode::LimitExceeded:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "This is larger than allowed"));
    case ErrorCode::OutOfMemory:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "Not enough memory"));
    case ErrorCode::InvalidArgument:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "A setting does not fit"));
    case ErrorCode::Cancelled:
        return translated(QT_TRANSLATE_NOOP("ErrorText", "Cancelled"));
    case ErrorCode::Internal:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("ErrorText", "The program made a mistake"));
}

QString adviceOf(base::ErrorCode code)
{
    using base::ErrorCode;
    switch (code) {
    case ErrorCode::NotFound:
        return translated(QT_TRANSLATE_NOOP(
            "ErrorText", "Check that the file is still in its place, or choose another one."));
    case ErrorCode::Unreadable:
        return translated(QT_TRANSLATE_NOOP(
            "ErrorText", "Check the permissions and the free space of the disk, then try again."));
    case ErrorCode::Malformed:
        return translated(
            QT_TRANSLATE_NOOP("ErrorText", "Download the file again, or choose another one."));
    case ErrorCode::Unsupported:
        return translated(QT_TRANSLATE_NOOP(
            "ErrorText", "Choose a model or file of another kind; the details name the reason."));
    case ErrorCode::LimitExceeded:
        return translated(
            QT_TRANSLATE_NOOP("ErrorText", "Make it smaller; the details name the limit."));
    case ErrorCode::OutOfMemory:
        return translated(QT_TRANSLATE_NOOP(
            "ErrorText",
            "Close other programs, choose a smaller model or keep its weights as stored."));
    case ErrorCode::InvalidArgument:
        return translated(
            QT_TRANSLATE_NOOP("ErrorText", "Change the setting that the details name."));
    case ErrorCode::Cancelled:
        return {};
    case ErrorCode::Internal:
        break;
    }
    return translated(
        QT_TRANSLATE_NOOP("ErrorText", "Try again; if it stays, copy the details into a report."));
}

/// One line that fits a banner; the details have all of it.
QString reasonOf(const base::Error& error)
{
    constexpr qsizetype kLongest = 240;
    QString reason
        = QString::fromStdString(error.why.empty() ? error.what : error.why).simplified();
    if (!error.field.empty()) {
        reason.prepend(QString::fromStdString(error.field).simplified() + QStringLiteral(": "));
    }
    if (reason.size() > kLongest) {
        reason.truncate(kLongest);
        reason.append(QChar(0x2026));
    }
    return reason;
}

} // namespace

ErrorText errorText(const base::Error& error)
{
    ErrorText text { headlineOf(error.code), adviceOf(error.code), reasonOf(error),
                     QString::fromStdString(error.oneLine()) };
    if (!error.file.empty()) {
        text.headline
            += QStringLiteral(": ") + QFileInfo(QString::fromStdString(error.file)).fileName();
    }
    return text;
}

} // namespace fe::workspace
