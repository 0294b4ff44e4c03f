// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

class TestTranslations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyTextHasItsKorean();
    void contextsAreThoseOfTheProgram();
    void placeholdersAreKept();
    void switchingChangesTexts();
};

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations;
    QString state; ///< type attribute: "unfinished", "vanished", "obsolete" or empty
};

QList<Message> readCatalogue()
{
    QList<Message> messages;
    QFile file(qEnvironmentVariable("FE_KO_TS"));
    if (!file.open(QIODevice::ReadOnly)) {
        return messages;
    }
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            messages.append({ context, {}, {}, {} });
        } else if (xml.name() == QLatin1String("source")) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.last().state = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            messages.last().translations.append(text.trimmed());
        }
    }
    return messages;
}

QSet<QString> placeholders(const QString& text)
{
    QSet<QString> found;
    auto matches = QRegularExpression(QStringLiteral("%L?[0-9n]+|\\{[a-z]+\\}")).globalMatch(text);
    while (matches.hasNext()) {
        found.insert(matches.next().captured());
    }
    return found;
}

} // namespace

void TestTranslations::everyTextHasItsKorean()
{
    const QList<Message> messages = readCatalogue();
    QVERIFY2(messages.size() > 60, "the catalogue was not found or is empty");
    for (const Message& message : messages) {
        const QString where = message.context + QStringLiteral(": ") + message.source;
        QVERIFY2(message.state.isEmpty(),
                 qPrintable(where + QStringLiteral(" is ") + message.state));
        QVERIFY2(!message.translations.join(QString()).isEmpty(), qPrintable(where));
    }
}

void TestTranslations::contextsAreThoseOfTheProgram()
{
    // Helpers named Texts give their texts the context of a class; lupdate misses that where it
    // takes a qualified return type for the class, and the text then stays English.
    for (const Message& message : readCatalogue()) {
        QVERIFY2(!message.context.isEmpty() && message.context != QLatin1String("Texts"),
                 qPrintable(message.source));
    }
}

void TestTranslations::placeholdersAreKept()
{
    for (const Message& message : readCatalogue()) {
        for (const QString& translation : message.translations) {
            QVERIFY2(translation.isEmpty()
                         || placeholders(message.source) == placeholders(translation),
                     qPrintable(message.source + QStringLiteral(" -> ") + translation));
        }
    }
}

void TestTranslations::switchingChangesTexts()
{
    fe::shell::Language language;
    const auto text = [] { return QCoreApplication::translate("WindowActions", "Open file…"); };
    language.setChoice(fe::shell::LanguageChoice::English);
    QCOMPARE(text(), QStringLiteral("Open file…"));
    language.setChoice(fe::shell::LanguageChoice::Korean);
    QCOMPARE(text(), QStringLiteral("파일 열기…"));
    language.setChoice(fe::shell::LanguageChoice::English);
    QCOMPARE(text(), QStringLiteral("Open file…"));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
