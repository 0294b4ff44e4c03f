// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDBusVariant;

namespace fe::shell {

/// Whether the desktop prefers dark, followed while the program runs. Asks the desktop portal (the
/// answer comes later by `changed`), the Windows registry, or else the palette that Qt began with.
class SystemTheme : public QObject
{
    Q_OBJECT
public:
    /// Made before the theme sets a palette of its own.
    explicit SystemTheme(QObject* parent = nullptr);
    [[nodiscard]] bool isDark() const { return m_dark; }

Q_SIGNALS:
    void changed(bool dark);

private Q_SLOTS:
    void portalChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void setDark(bool dark);
    bool m_dark = false;
};

} // namespace fe::shell
