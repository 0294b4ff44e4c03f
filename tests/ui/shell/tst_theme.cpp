// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>

#include <cmath>

using namespace fe::widgets;

namespace {

/// Contrast ratio of WCAG 2.1: relative luminances, 1 .. 21.
double contrast(const QColor& one, const QColor& other)
{
    const auto luminance = [](const QColor& color) {
        const auto linear = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
            + 0.0722 * linear(color.blueF());
    };
    const double first = luminance(one) + 0.05;
    const double second = luminance(other) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void palettesCarryTheirTokens();
    void styleSheetsDoNotHideTheTokens();
    void systemPreferenceActsInSystemModeAlone();
    void styleSheetIsFilledCompletely();
    void unknownPlaceholdersStay();
    void everyIconDrawsInTheColourOfItsRole();
};

void TestTheme::textIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

/// 4.5 is what WCAG 2.1 AA asks of small text.
void TestTheme::textIsReadable()
{
    QFETCH(const bool, dark);
    const ThemeTokens& tokens = dark ? darkTokens() : lightTokens();
    for (const QColor& ground : { tokens.card, tokens.window, tokens.accentTint }) {
        QVERIFY(contrast(tokens.text, ground) >= 7.0);
        QVERIFY(contrast(tokens.secondary, ground) >= 4.0);
    }
    QVERIFY(contrast(tokens.secondary, tokens.card) >= 4.5);
    QVERIFY(contrast(tokens.accent, tokens.card) >= 4.5);
    QVERIFY(contrast(tokens.onAccent, tokens.accent) >= 4.5);
    QVERIFY(contrast(tokens.onAccent, tokens.accentHover) >= 4.5);
    QVERIFY(contrast(tokens.text, tokens.dangerTint) >= 4.5);
    QVERIFY(contrast(tokens.text, tokens.warningTint) >= 4.5);
    QVERIFY(contrast(tokens.text, tokens.probabilityLow) >= 4.5);
    QVERIFY(contrast(tokens.text, tokens.probabilityHigh) >= 4.5);
}

void TestTheme::palettesCarryTheirTokens()
{
    Theme theme;
    theme.setMode(ThemeMode::Dark);
    QVERIFY(themeTokens(QApplication::palette()).dark);
    theme.setMode(ThemeMode::Light);
    QVERIFY(!themeTokens(QApplication::palette()).dark);
}

void TestTheme::styleSheetsDoNotHideTheTokens()
{
    Theme theme;
    for (const ThemeMode mode : { ThemeMode::Light, ThemeMode::Dark }) {
        theme.setMode(mode);
        QListView flat;
        flat.setProperty("kind", QStringLiteral("flat")); // transparent
        QPushButton primary;
        primary.setProperty("kind", QStringLiteral("primary")); // light text on accent
        for (QWidget* widget : { static_cast<QWidget*>(&flat), static_cast<QWidget*>(&primary) }) {
            widget->ensurePolished();
            QCOMPARE(themeTokens(widget->palette()).dark, mode == ThemeMode::Dark);
        }
    }
}

void TestTheme::systemPreferenceActsInSystemModeAlone()
{
    Theme theme;
    theme.setMode(ThemeMode::System);
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setSystemDark(true);
    QVERIFY(theme.isDark());
    QCOMPARE(changed.count(), 1);
    theme.setMode(ThemeMode::Light);
    QCOMPARE(changed.count(), 2);
    theme.setSystemDark(false);
    theme.setSystemDark(true);
    QVERIFY(!theme.isDark());
    QCOMPARE(changed.count(), 2);
}

void TestTheme::styleSheetIsFilledCompletely()
{
    QFile file(QStringLiteral(":/themes/app.qss"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString source = QString::fromUtf8(file.readAll());
    for (const ThemeTokens* tokens : { &lightTokens(), &darkTokens() }) {
        const QString filled = fillStyleSheet(source, *tokens).section(QStringLiteral("*/"), 1);
        const QRegularExpressionMatch left
            = QRegularExpression(QStringLiteral("@[A-Za-z]+")).match(filled);
        QVERIFY2(!left.hasMatch(), qPrintable(left.captured()));
        auto urls = QRegularExpression(QStringLiteral("url\\(([^)]*)\\)")).globalMatch(filled);
        QVERIFY(urls.hasNext());
        while (urls.hasNext()) {
            const QString url = urls.next().captured(1);
            QVERIFY2(QFile::exists(url), qPrintable(url));
        }
    }
}

void TestTheme::unknownPlaceholdersStay()
{
    QCOMPARE(fillStyleSheet(QStringLiteral("a @nonsense b @card @"), lightTokens()),
             QStringLiteral("a @nonsense b #ffffff @"));
}

void TestTheme::everyIconDrawsInTheColourOfItsRole()
{
    Theme theme;
    theme.setMode(ThemeMode::Light);
    const QStringList names
        = QDir(QStringLiteral(":/icons")).entryList({ QStringLiteral("*.svg") });
    QVERIFY(names.size() > 20);
    for (const QString& name : names) {
        QVERIFY2(QSvgRenderer(QStringLiteral(":/icons/") + name).isValid(), qPrintable(name));
        if (name == QStringLiteral("app.svg")) {
            continue;
        }
        const QImage drawn
            = themedIcon(name.chopped(4), IconRole::Danger).pixmap(QSize(64, 64)).toImage();
        int strong = 0;
        for (int y = 0; y < drawn.height(); ++y) {
            for (int x = 0; x < drawn.width(); ++x) {
                const QColor pixel = drawn.pixelColor(x, y);
                strong += pixel.alpha() > 250 && pixel.rgb() == lightTokens().danger.rgb() ? 1 : 0;
            }
        }
        QVERIFY2(strong > 20, qPrintable(name));
    }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
