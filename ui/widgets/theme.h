// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>

namespace fe::widgets {

/// What the user chose; System follows the desktop.
enum class ThemeMode { System, Light, Dark };

/// Every colour of the window, by role. Nothing else names a colour.
struct ThemeTokens {
    bool dark = false;
    QColor window; ///< behind the cards
    QColor card; ///< cards, bars, fields
    QColor line; ///< one-pixel lines
    QColor hover; ///< a control under the mouse
    QColor track; ///< the empty part of bars and sliders
    QColor text;
    QColor secondary; ///< section titles, units, hints
    QColor disabled; ///< text of what cannot be used now
    QColor accent;
    QColor accentHover;
    QColor accentTint; ///< selected rows and segments
    QColor onAccent; ///< text on accent
    QColor danger;
    QColor dangerTint;
    QColor warning;
    QColor warningTint;
    QColor success;
    std::array<QColor, 8> series; ///< categories, told apart with any kind of colour vision
    QColor probabilityLow; ///< token tint at probability 0
    QColor probabilityHigh; ///< token tint at probability 1
};

[[nodiscard]] const ThemeTokens& lightTokens();
[[nodiscard]] const ThemeTokens& darkTokens();
/// The tokens that go with a widget's palette: painters ask at each paint, so that a switch of the
/// theme needs no bookkeeping. `themeTokens(palette())`.
[[nodiscard]] const ThemeTokens& themeTokens(const QPalette& palette);

/// Pixels given for the 13 px text of the design, scaled to the font in use.
[[nodiscard]] int scaled(double pixels);
/// The face of token texts, with a Korean face behind it; the size of the application's font.
[[nodiscard]] QFont monospaceFont();

/// Dresses the application: style, font, palette and style sheet. One lives beside QApplication.
///
/// Dynamic properties that the style sheet knows:
///   QPushButton  kind = "primary" (one a page), "quiet" (no frame), "danger"
///   QToolButton  kind = "quiet"; segment = "first", "middle", "last", "only" (checkable)
///   QLabel       kind = "title" (section title), "secondary", "heading", "error", "success"
///   QFrame       kind = "card", "bar", "side" (left column), "line"
///   QPlainTextEdit, QTextEdit, QLineEdit, QLabel  mono = true (token face)
class Theme : public QObject
{
    Q_OBJECT
public:
    /// Takes the application's font as the desktop set it as the base of all sizes.
    explicit Theme(QObject* parent = nullptr);

    void setMode(ThemeMode mode);
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    /// What the desktop prefers; acts in mode System.
    void setSystemDark(bool dark);
    [[nodiscard]] bool isDark() const;

Q_SIGNALS:
    void changed();

private:
    void apply();

    ThemeMode m_mode = ThemeMode::System;
    bool m_systemDark = false;
    bool m_applied = false;
    bool m_appliedDark = false;
};

/// The style sheet's source with its placeholders filled: `@name` by a token, `@px(N)` by
/// scaled(N),
/// `@mode` by "light" or "dark", `@mono` by the token face. A placeholder it does not know stays
/// as it is.
[[nodiscard]] QString fillStyleSheet(const QString& source, const ThemeTokens& tokens);

} // namespace fe::widgets
