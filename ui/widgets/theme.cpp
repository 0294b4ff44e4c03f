// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QHash>
#include <QRegularExpression>
#include <QScreen>
#include <QStyleFactory>
#include <QToolTip>

namespace fe::widgets {

namespace {

constexpr double kDesignPixels = 13.0; // the text size that the design's distances are given for

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

/// Families that set both Latin and numbers well, for systems that name no interface font.
QString preferredFamily()
{
    const QStringList installed = QFontDatabase::families();
    for (const char* name :
         { "Inter", "Noto Sans", "Source Sans 3", "Noto Sans CJK KR", "Cantarell", "Open Sans" }) {
        if (installed.contains(QLatin1String(name))) {
            return QString::fromLatin1(name);
        }
    }
    return {};
}

/// The desktop's own font where there is one. A bare X server gives the fallback, which is small
/// and wide; there a better family is looked for, and 13 px is the least.
QFont interfaceFont(QFont font)
{
    const QString resolved = QFontInfo(font).family();
    const bool bare
        = resolved.startsWith(QLatin1String("DejaVu")) || resolved == QLatin1String("Helvetica");
    if (const QString better = bare ? preferredFamily() : QString(); !better.isEmpty()) {
        font.setFamilies({ better, resolved });
    }
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double dotsPerInch = screen ? screen->logicalDotsPerInchY() : 96.0;
    const double atLeast = kDesignPixels * 72.0 / dotsPerInch;
    if (font.pointSizeF() < atLeast) {
        font.setPointSizeF(atLeast);
    }
    return font;
}

QPalette paletteOf(const ThemeTokens& tokens)
{
    QPalette palette;
    const auto set
        = [&palette](QPalette::ColorRole role, const QColor& color, const QColor& disabled) {
              palette.setColor(QPalette::All, role, color);
              palette.setColor(QPalette::Disabled, role, disabled);
          };
    const auto same
        = [&set](QPalette::ColorRole role, const QColor& color) { set(role, color, color); };
    same(QPalette::Window, tokens.window);
    same(QPalette::Base, tokens.card);
    same(QPalette::AlternateBase, tokens.window);
    same(QPalette::Button, tokens.card);
    same(QPalette::ToolTipBase, tokens.card);
    set(QPalette::WindowText, tokens.text, tokens.disabled);
    set(QPalette::Text, tokens.text, tokens.disabled);
    set(QPalette::ButtonText, tokens.text, tokens.disabled);
    same(QPalette::ToolTipText, tokens.text);
    same(QPalette::BrightText, tokens.danger);
    same(QPalette::PlaceholderText, tokens.secondary);
    set(QPalette::Highlight, tokens.accent, tokens.line);
    set(QPalette::HighlightedText, tokens.onAccent, tokens.disabled);
    same(QPalette::Link, tokens.accent);
    same(QPalette::LinkVisited, tokens.accent);
    same(QPalette::Light, tokens.card);
    same(QPalette::Midlight, tokens.line);
    same(QPalette::Mid, tokens.line);
    same(QPalette::Dark, tokens.line);
    same(QPalette::Shadow, tokens.line);
    return palette;
}

QHash<QString, QColor> namedColors(const ThemeTokens& tokens)
{
    return { { QStringLiteral("window"), tokens.window },
             { QStringLiteral("card"), tokens.card },
             { QStringLiteral("line"), tokens.line },
             { QStringLiteral("hover"), tokens.hover },
             { QStringLiteral("track"), tokens.track },
             { QStringLiteral("text"), tokens.text },
             { QStringLiteral("secondary"), tokens.secondary },
             { QStringLiteral("disabled"), tokens.disabled },
             { QStringLiteral("accent"), tokens.accent },
             { QStringLiteral("accentHover"), tokens.accentHover },
             { QStringLiteral("accentTint"), tokens.accentTint },
             { QStringLiteral("onAccent"), tokens.onAccent },
             { QStringLiteral("danger"), tokens.danger },
             { QStringLiteral("dangerTint"), tokens.dangerTint },
             { QStringLiteral("warning"), tokens.warning },
             { QStringLiteral("warningTint"), tokens.warningTint },
             { QStringLiteral("success"), tokens.success } };
}

} // namespace

const ThemeTokens& lightTokens()
{
    static const ThemeTokens tokens {
        .dark = false,
        .window = rgb(0xf5f6f8),
        .card = rgb(0xffffff),
        .line = rgb(0xdfe3ea),
        .hover = rgb(0xf1f3f8),
        .track = rgb(0xe9ecf2),
        .text = rgb(0x1c2330),
        .secondary = rgb(0x646f7f),
        .disabled = rgb(0xa9b1be),
        .accent = rgb(0x3557d6),
        .accentHover = rgb(0x2a48bb),
        .accentTint = rgb(0xe7ecfb),
        .onAccent = rgb(0xffffff),
        .danger = rgb(0xb3261e),
        .dangerTint = rgb(0xfdecea),
        .warning = rgb(0x8a5a00),
        .warningTint = rgb(0xfff4dc),
        .success = rgb(0x1f8a5b),
        .series = { rgb(0x3557d6), rgb(0xd68221), rgb(0x1f8a5b), rgb(0xa23b8f), rgb(0x2b9bc4),
                    rgb(0xb5383a), rgb(0x7a6a1c), rgb(0x5d6675) },
        .probabilityLow = rgb(0xf6d3ae),
        .probabilityHigh = rgb(0xc5d0f7),
    };
    return tokens;
}

const ThemeTokens& darkTokens()
{
    static const ThemeTokens tokens {
        .dark = true,
        .window = rgb(0x14171d),
        .card = rgb(0x1b2028),
        .line = rgb(0x2c3340),
        .hover = rgb(0x242b36),
        .track = rgb(0x2a313d),
        .text = rgb(0xe6eaf1),
        .secondary = rgb(0x93a0b4),
        .disabled = rgb(0x596376),
        .accent = rgb(0x7f9bff),
        .accentHover = rgb(0x9bb1ff),
        .accentTint = rgb(0x232c46),
        .onAccent = rgb(0x10131a),
        .danger = rgb(0xff8a80),
        .dangerTint = rgb(0x3a2224),
        .warning = rgb(0xf0c060),
        .warningTint = rgb(0x372e1c),
        .success = rgb(0x5fc595),
        .series = { rgb(0x7f9bff), rgb(0xf0a44e), rgb(0x5fc595), rgb(0xd983c8), rgb(0x6cc6e6),
                    rgb(0xf08080), rgb(0xcbb95a), rgb(0xa3adbd) },
        .probabilityLow = rgb(0x6b4a25),
        .probabilityHigh = rgb(0x33437f),
    };
    return tokens;
}

const ThemeTokens& themeTokens(const QPalette& palette)
{
    // A style sheet writes its own colours into Window, Base, Text and the like (a transparent
    // background counts as black), but never into this role.
    return palette.color(QPalette::ToolTipBase).lightness() < 128 ? darkTokens() : lightTokens();
}

int scaled(double pixels)
{
    return qRound(pixels * QFontInfo(QApplication::font()).pixelSize() / kDesignPixels);
}

QFont monospaceFont()
{
    QFont font = QApplication::font();
    QStringList families;
    const QStringList installed = QFontDatabase::families();
    for (const char* name :
         { "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK KR" }) {
        if (installed.contains(QLatin1String(name))) {
            families.append(QString::fromLatin1(name));
        }
    }
    families.append(QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    font.setFamilies(families);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

QString fillStyleSheet(const QString& source, const ThemeTokens& tokens)
{
    static const QRegularExpression placeholder(
        QStringLiteral("@(?:px\\((?<pixels>[0-9.]+)\\)|(?<name>[A-Za-z]+))"));
    const QHash<QString, QColor> colors = namedColors(tokens);
    QString filled;
    filled.reserve(source.size());
    qsizetype copied = 0;
    auto matches = placeholder.globalMatch(source);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString name = match.captured(QStringLiteral("name"));
        filled += QStringView(source).mid(copied, match.capturedStart() - copied);
        copied = match.capturedEnd();
        if (const QString pixels = match.captured(QStringLiteral("pixels")); !pixels.isEmpty()) {
            filled += QString::number(scaled(pixels.toDouble())) + QStringLiteral("px");
        } else if (const auto color = colors.constFind(name); color != colors.cend()) {
            filled += color->name();
        } else if (name == QLatin1String("mode")) {
            filled += tokens.dark ? QStringLiteral("dark") : QStringLiteral("light");
        } else if (name == QLatin1String("mono")) {
            filled += QLatin1Char('"') + monospaceFont().families().join(QStringLiteral("\", \""))
                + QLatin1Char('"');
        } else {
            filled += match.capturedView();
        }
    }
    filled += QStringView(source).mid(copied);
    return filled;
}

Theme::Theme(QObject* parent) : QObject(parent)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(interfaceFont(QApplication::font()));
}

void Theme::setMode(ThemeMode mode)
{
    m_mode = mode;
    apply();
}

void Theme::setSystemDark(bool dark)
{
    m_systemDark = dark;
    apply();
}

bool Theme::isDark() const
{
    return m_mode == ThemeMode::System ? m_systemDark : m_mode == ThemeMode::Dark;
}

void Theme::apply()
{
    if (m_applied && m_appliedDark == isDark()) {
        return;
    }
    m_applied = true;
    m_appliedDark = isDark();
    const ThemeTokens& tokens = isDark() ? darkTokens() : lightTokens();
    const QPalette palette = paletteOf(tokens);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    QFile file(QStringLiteral(":/themes/app.qss"));
    if (file.open(QIODevice::ReadOnly)) {
        qApp->setStyleSheet(fillStyleSheet(QString::fromUtf8(file.readAll()), tokens));
    }
    Q_EMIT changed();
}

} // namespace fe::widgets
