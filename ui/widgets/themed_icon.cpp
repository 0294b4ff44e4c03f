// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/themed_icon.h"

#include "widgets/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace fe::widgets {

namespace {

QColor colorOf(IconRole role, QIcon::Mode mode)
{
    const ThemeTokens& tokens = themeTokens(QGuiApplication::palette());
    if (mode == QIcon::Disabled) {
        return tokens.disabled;
    }
    switch (role) {
    case IconRole::Text:
        return tokens.text;
    case IconRole::Secondary:
        return tokens.secondary;
    case IconRole::Accent:
        return tokens.accent;
    case IconRole::OnAccent:
        return tokens.onAccent;
    case IconRole::Danger:
        return tokens.danger;
    case IconRole::Warning:
        return tokens.warning;
    }
    return tokens.text;
}

class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(const QString& name, IconRole role) : m_name(name), m_role(role) { }

    QIconEngine* clone() const override { return new ThemedIconEngine(*this); }
    QString key() const override { return QStringLiteral("fe-themed"); }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap drawn = pixmap(rect.size() * ratio, mode, state);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, drawn);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor color = colorOf(m_role, mode);
        const QString cacheKey = QStringLiteral("fe-icon/%1/%2/%3x%4")
                                     .arg(m_name, color.name())
                                     .arg(size.width())
                                     .arg(size.height());
        QPixmap drawn;
        if (!QPixmapCache::find(cacheKey, &drawn)) {
            drawn = render(size, color);
            QPixmapCache::insert(cacheKey, drawn);
        }
        return drawn;
    }

private:
    QPixmap render(const QSize& size, const QColor& color) const
    {
        QPixmap drawn(size);
        drawn.fill(Qt::transparent);
        QFile file(QStringLiteral(":/icons/") + m_name + QStringLiteral(".svg"));
        if (!file.open(QIODevice::ReadOnly)) {
            return drawn;
        }
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&drawn);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter);
        return drawn;
    }

    QString m_name;
    IconRole m_role;
};

} // namespace

QIcon themedIcon(const QString& name, IconRole role)
{
    return QIcon(new ThemedIconEngine(name, role));
}

} // namespace fe::widgets
