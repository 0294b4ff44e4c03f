// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_document.h"
#include "prompting/sampling_presets.h"
#include "prompting/sampling_rows.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>

using namespace fe::prompting;

namespace {

PromptDocument fullDocument()
{
    PromptDocument document;
    document.mode = Mode::Chat;
    document.freeText = QStringLiteral("안녕 👩‍👩‍👧\nsecond line");
    document.systemPrompt = QStringLiteral("Be brief.");
    document.messages = { { QStringLiteral("user"), QStringLiteral("Hello") },
                          { QStringLiteral("assistant"), QStringLiteral("Hi"), true } };
    document.draft = QStringLiteral("And now?");
    document.sampling
        = { .temperature = 1.25,
            .topK = 40,
            .topP = 0.9,
            .minP = 0.05,
            .typicalP = 0.8,
            .repetitionPenalty = 1.1,
            .frequencyPenalty = -0.5,
            .presencePenalty = 0.25,
            .bias = { { QStringLiteral(" Paris"), 2.5 },
                      { QStringLiteral("#7"), -std::numeric_limits<double>::infinity() } },
            .seed = std::numeric_limits<quint64>::max(),
            .newSeedEachRun = false,
            .maxTokens = 77,
            .stop = { QStringLiteral("\n\n"), QStringLiteral("END") } };
    return document;
}

QString write(const QTemporaryDir& folder, const char* name, const QByteArray& bytes)
{
    const QString path = folder.filePath(QLatin1String(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write the test's file");
    }
    return path;
}

} // namespace

class PromptDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBackFromJson()
    {
        const PromptDocument document = fullDocument();
        // Through text, as the state file does it.
        const QByteArray text = QJsonDocument(toJson(document)).toJson();
        QCOMPARE(documentFromJson(QJsonDocument::fromJson(text).object()), document);
    }

    void garbageBecomesADocumentThatCanBeUsed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("wrong types") << QByteArray(
            R"({"mode": 3, "text": [], "messages": {"a": 1}, "sampling": "x", "draft": null})");
        QTest::newRow("wrong messages")
            << QByteArray(R"({"messages": [1, null, {"role": 4, "content": "x"}, {"role": "user"},
                              {"role": "", "content": "x"}]})");
        QTest::newRow("wrong sampling") << QByteArray(
            R"({"sampling": {"temperature": "hot", "top_k": null, "seed": -4, "stop": [1, ""],
                              "logit_bias": [{"bias": 3}, 4]}})");
    }
    void garbageBecomesADocumentThatCanBeUsed()
    {
        QFETCH(QByteArray, json);
        const PromptDocument document = documentFromJson(QJsonDocument::fromJson(json).object());
        PromptDocument plain; // what is missing altogether is the example's
        plain.fewShot = exampleDocument().fewShot;
        plain.thought = exampleDocument().thought;
        QCOMPARE(document, plain);
    }

    void numbersAreBroughtInsideTheirLimits()
    {
        const SamplingSettings settings = samplingFromJson(
            QJsonDocument::fromJson(R"({"temperature": 1e9, "top_k": -3, "top_p": 7, "min_p": -1,
                                        "repetition_penalty": 0, "max_tokens": 1e18})")
                .object());
        QCOMPARE(settings.temperature, kTemperatureLimits.most);
        QCOMPARE(settings.topK, 0);
        QCOMPARE(settings.topP, 1.0);
        QCOMPARE(settings.minP, 0.0);
        QCOMPARE(settings.repetitionPenalty, kRepetitionLimits.least);
        QCOMPARE(settings.maxTokens, 1'000'000);
    }

    void theConversationHoldsSystemPromptMessagesAndDraft()
    {
        PromptDocument document = fullDocument();
        const QList<ChatMessage> all = document.conversation();
        QCOMPARE(all.size(), 4);
        QCOMPARE(all.first().role, QStringLiteral("system"));
        QCOMPARE(all.last(), (ChatMessage { QStringLiteral("user"), QStringLiteral("And now?") }));
        document.systemPrompt = QStringLiteral("  ");
        document.draft.clear();
        QCOMPARE(document.conversation(), document.messages);
    }

    void theFirstStartHasAnExampleForEveryMode()
    {
        const PromptDocument example = exampleDocument();
        QVERIFY(!example.freeText.isEmpty());
        QVERIFY(!example.conversation().isEmpty());
    }

    void textFilesBecomeTheFreeText_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("txt") << QStringLiteral("a.txt") << QByteArray("Hello\n")
                             << QStringLiteral("Hello\n");
        QTest::newRow("markdown") << QStringLiteral("a.MD") << QByteArray("# 안녕")
                                  << QStringLiteral("# 안녕");
        QTest::newRow("byte order mark")
            << QStringLiteral("b.txt") << QByteArray("\xEF\xBB\xBFx") << QStringLiteral("x");
        QTest::newRow("empty") << QStringLiteral("e.txt") << QByteArray() << QString();
    }
    void textFilesBecomeTheFreeText()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QTemporaryDir folder;
        const auto opened = openPromptFile(write(folder, qPrintable(name), bytes), fullDocument());
        QVERIFY(opened.hasValue());
        QCOMPARE(opened->mode, Mode::Free);
        QCOMPARE(opened->freeText, text);
        QCOMPARE(opened->messages, fullDocument().messages); // the rest stays
    }

    void jsonFilesBecomeTheConversation()
    {
        QTemporaryDir folder;
        const QString path
            = write(folder, "chat.json",
                    R"([{"role": "system", "content": "S"}, {"role": "user", "content": "U"},
                                       {"role": "assistant", "content": "A"}])");
        const auto opened = openPromptFile(path, fullDocument());
        QVERIFY(opened.hasValue());
        QCOMPARE(opened->mode, Mode::Chat);
        QCOMPARE(opened->systemPrompt, QStringLiteral("S"));
        QCOMPARE(opened->messages.size(), 2);
        QVERIFY(opened->draft.isEmpty());
        QCOMPARE(opened->sampling, fullDocument().sampling);
    }

    void unusableFilesAreRefusedWithAReason_data()
    {
        using fe::base::ErrorCode;
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const auto row = [](const char* title, const char* name, const QByteArray& bytes,
                            ErrorCode code) {
            QTest::newRow(title) << QString::fromLatin1(name) << bytes << static_cast<int>(code);
        };
        row("other ending", "a.pdf", "x", ErrorCode::Unsupported);
        row("not UTF-8", "a.txt", "\xff\xfe", ErrorCode::Malformed);
        row("4 MB and a byte", "a.txt", QByteArray(4'000'001, 'x'), ErrorCode::LimitExceeded);
        row("broken JSON", "a.json", "[{", ErrorCode::Malformed);
        row("no list", "a.json", R"({"role": "user"})", ErrorCode::Malformed);
        row("empty list", "a.json", "[]", ErrorCode::Malformed);
        row("no content", "a.json", R"([{"role": "user"}])", ErrorCode::Malformed);
        row("content of another type", "a.json", R"([{"role": "user", "content": 1}])",
            ErrorCode::Malformed);
    }
    void unusableFilesAreRefusedWithAReason()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QTemporaryDir folder;
        const auto opened = openPromptFile(write(folder, qPrintable(name), bytes), {});
        QVERIFY(!opened.hasValue());
        QCOMPARE(static_cast<int>(opened.error().code), code);
        QVERIFY(!opened.error().why.empty() && !opened.error().fix.empty());
        QVERIFY(QString::fromStdString(opened.error().file).endsWith(name));
    }

    void aFileOfFourMegabytesIsTaken()
    {
        QTemporaryDir folder;
        QVERIFY(openPromptFile(write(folder, "a.txt", QByteArray(4'000'000, 'x')), {}).hasValue());
    }

    void aMissingFileAndAFolderAreRefused()
    {
        QTemporaryDir folder;
        QVERIFY(!openPromptFile(folder.filePath(QStringLiteral("none.txt")), {}).hasValue());
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("folder.txt")));
        QVERIFY(!openPromptFile(folder.filePath(QStringLiteral("folder.txt")), {}).hasValue());
    }

    void presetsSetTheDrawAndLeaveTheTask()
    {
        const SamplingSettings mine = fullDocument().sampling;
        for (const BuiltInPreset& preset : builtInPresets()) {
            const SamplingSettings now = withPreset(mine, preset.settings);
            QVERIFY(matchesPreset(now, preset.settings));
            QCOMPARE(now.temperature, preset.settings.temperature);
            QCOMPARE(now.bias, mine.bias);
            QCOMPARE(now.stop, mine.stop);
            QCOMPARE(now.seed, mine.seed);
            QCOMPARE(now.maxTokens, mine.maxTokens);
        }
        QVERIFY(!matchesPreset(mine, builtInPresets()[0].settings));
    }

    void builtInPresetsDiffer()
    {
        for (const BuiltInPreset& a : builtInPresets()) {
            for (const BuiltInPreset& b : builtInPresets()) {
                QCOMPARE(matchesPreset(a.settings, b.settings), &a == &b);
            }
        }
    }

    void aNewDocumentIsBalanced()
    {
        QVERIFY(matchesPreset(SamplingSettings(), builtInPresets()[2].settings));
    }

    void userPresetsComeBackAndNamesAreUnique()
    {
        QList<UserPreset> presets;
        storePreset(presets, { QStringLiteral("mine"), fullDocument().sampling });
        storePreset(presets, { QStringLiteral("other"), {} });
        storePreset(presets, { QStringLiteral("mine"), {} });
        QCOMPARE(presets.size(), 2);
        QCOMPARE(presets.first().settings, SamplingSettings());
        QCOMPARE(presetsFromJson(toJson(presets)), presets);
        QVERIFY(presetsFromJson(QJsonDocument::fromJson(R"([1, {}, {"name": "  "}])").array())
                    .isEmpty());
    }

    void stopStringsSurviveTheirLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("line breaks") << QStringLiteral("\n\nUser:");
        QTest::newRow("backslash") << QStringLiteral("C:\\new\\table\\");
        QTest::newRow("tab") << QStringLiteral("\tx");
    }
    void stopStringsSurviveTheirLine()
    {
        QFETCH(QString, text);
        const QString line = escapedStop(text);
        QVERIFY(!line.contains(u'\n'));
        QCOMPARE(unescapedStop(line), text);
    }
};

QTEST_GUILESS_MAIN(PromptDocumentTest)
#include "tst_prompt_document.moc"
