// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/system_theme.h"

#include <QGuiApplication>
#include <QPalette>
#include <QSettings>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace fe::shell {

namespace {

// org.freedesktop.portal.Settings, version 1: color-scheme is 0 no preference, 1 dark, 2 light.
const QString& portalGroup()
{
    static const QString group = QStringLiteral("org.freedesktop.appearance");
    return group;
}

/// The value comes wrapped in one or two variants, by the portal's version.
uint schemeOf(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value.toUInt();
}

} // namespace

SystemTheme::SystemTheme(QObject* parent)
    : QObject(parent), m_dark(QGuiApplication::palette().color(QPalette::Window).lightness() < 128)
{
#if defined(Q_OS_WIN)
    const QSettings personalize(
        QStringLiteral(
            "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"),
        QSettings::NativeFormat);
    m_dark = personalize.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0;
#elif defined(Q_OS_LINUX)
    askPortal();
#endif
}

void SystemTheme::askPortal()
{
    // Without a running session bus QtDBus would try to start one, which can take seconds.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) {
        return;
    }
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(portalChanged(QString, QString, QDBusVariant)));
    QDBusMessage message
        = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    message << portalGroup() << QStringLiteral("color-scheme");
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(message, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) {
            setDark(schemeOf(QVariant::fromValue(reply.value())) == 1);
        }
        watcher->deleteLater();
    });
}

void SystemTheme::portalChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == portalGroup() && key == QLatin1String("color-scheme")) {
        setDark(schemeOf(value.variant()) == 1);
    }
}

void SystemTheme::setDark(bool dark)
{
    if (dark != m_dark) {
        m_dark = dark;
        Q_EMIT changed(dark);
    }
}

} // namespace fe::shell
