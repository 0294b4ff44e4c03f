// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/file_drop.h"

#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace fe::shell {

QStringList localPaths(const QMimeData* data)
{
    QStringList paths;
    if (data && data->hasUrls()) {
        for (const QUrl& url : data->urls()) {
            if (url.isLocalFile()) {
                paths.append(url.toLocalFile());
            }
        }
    }
    return paths;
}

QStringList pastedPaths(const QMimeData* data)
{
    QStringList paths = localPaths(data);
    if (!paths.isEmpty() || !data || !data->hasText()) {
        return paths;
    }
    for (QString line : data->text().split(QLatin1Char('\n'))) {
        line = line.trimmed();
        const bool quoted = line.size() > 1 && line.at(0) == line.back()
            && (line.at(0) == QLatin1Char('"') || line.at(0) == QLatin1Char('\''));
        line = quoted ? line.mid(1, line.size() - 2) : line;
        if (line.startsWith(QLatin1String("file://"))) {
            line = QUrl(line).toLocalFile();
        } else if (line.startsWith(QLatin1String("~/"))) {
            line.replace(0, 1, QDir::homePath());
        }
        if (!line.isEmpty()) {
            paths.append(line);
        }
    }
    return paths;
}

FileDrop::FileDrop(QWidget& window)
    : QObject(&window), m_window(window), m_hint(new QLabel(&window))
{
    window.setAcceptDrops(true);
    m_hint->setProperty("kind", QStringLiteral("dropHint"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_hint->hide();
    qApp->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject* watched, QEvent* event)
{
    const QEvent::Type type = event->type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop
        && type != QEvent::DragLeave) {
        return QObject::eventFilter(watched, event);
    }
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != &m_window) {
        return QObject::eventFilter(watched, event);
    }
    if (type == QEvent::DragLeave) {
        showHint(false);
        return QObject::eventFilter(watched, event);
    }
    auto* drop = static_cast<QDropEvent*>(event);
    const QStringList paths = localPaths(drop->mimeData());
    if (paths.isEmpty()) {
        return QObject::eventFilter(watched, event);
    }
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    showHint(type != QEvent::Drop);
    if (type == QEvent::Drop) {
        Q_EMIT dropped(paths);
    }
    return true;
}

void FileDrop::showHint(bool shown)
{
    if (shown) {
        m_hint->setText(m_hintText.isEmpty()
                            ? tr("Drop to open\nmodels, pictures and folders of them, texts")
                            : m_hintText);
        const int margin = widgets::scaled(14);
        m_hint->setGeometry(m_window.rect().adjusted(margin, margin, -margin, -margin));
        m_hint->raise();
    }
    m_hint->setVisible(shown);
}

} // namespace fe::shell
