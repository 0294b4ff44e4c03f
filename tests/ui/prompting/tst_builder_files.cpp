// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/gallery.h"
#include "prompting/builder/task_document.h"
#include "prompting/prompt_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>

using namespace fe::prompting;
using fe::base::ErrorCode;

namespace {

// Something else than the default in every part.
PromptDocument fullDocument()
{
    PromptDocument document;
    document.mode = Mode::ChainOfThought;
    document.freeText = QStringLiteral("free \"text\"\n한국어 🙂");
    document.fewShot = { .instruction = QStringLiteral("Do."),
                         .pattern = QStringLiteral("{a}: {b}"),
                         .answerField = QStringLiteral("b"),
                         .separator = QStringLiteral("\n###\n") };
    document.fewShot.examples
        = { .columns = { "a", "b", "more" }, .rows = { { "1", "2", "" }, { "x\ny", "\t", "z" } } };
    document.fewShot.shots = 1;
    document.fewShot.query = { { QStringLiteral("a"), QStringLiteral("q") } };
    document.fewShot.rule = { .kind = fe::evaluation::AnswerRule::Kind::Expression,
                              .expression = "(\\d+)",
                              .labels = { "l" },
                              .ignoreCase = false,
                              .ignorePunctuation = false };
    document.fewShot.labels = { QStringLiteral("p"), QStringLiteral("n") };
    document.fewShot.expected = QStringLiteral("2");
    document.fewShot.task = QStringLiteral("sentiment");
    document.thought = document.fewShot;
    document.thought.reasonedAnswer = QStringLiteral("{r} So {b}.");
    document.thought.trigger = QStringLiteral("Think.");
    document.systemPrompt = QStringLiteral("system");
    document.messages = { { QStringLiteral("user"), QStringLiteral("u") },
                          { QStringLiteral("assistant"), QStringLiteral("a"), true } };
    document.draft = QStringLiteral("draft");
    document.sampling.temperature = 1.25;
    document.sampling.seed = std::numeric_limits<quint64>::max();
    document.sampling.newSeedEachRun = false;
    document.sampling.samples = 3;
    document.sampling.stop = { QStringLiteral("\n\n"), QStringLiteral("Q:") };
    document.sampling.bias = { { QStringLiteral(" Paris"), 1.5 },
                               { QStringLiteral("#7"), -std::numeric_limits<double>::infinity() } };
    document.textRule.kind = fe::evaluation::AnswerRule::Kind::LastNumber;
    return document;
}

QByteArray changed(const std::function<void(QJsonObject&)>& change)
{
    QJsonObject json = QJsonDocument::fromJson(promptFileText(fullDocument())).object();
    change(json);
    return QJsonDocument(json).toJson();
}

void setInDocument(QJsonObject& json, const char* part, const char* member, const QJsonValue& value)
{
    QJsonObject document = json.value(QStringLiteral("document")).toObject();
    if (part == nullptr) {
        document.insert(QLatin1String(member), value);
    } else {
        QJsonObject inner = document.value(QLatin1String(part)).toObject();
        inner.insert(QLatin1String(member), value);
        document.insert(QLatin1String(part), inner);
    }
    json.insert(QStringLiteral("document"), document);
}

} // namespace

class BuilderFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPromptComesBackAsItWasSaved()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("실험 one.fexprompt"));
        QVERIFY(savePromptFile(path, fullDocument()));
        QVERIFY(isPromptFile(path));
        const auto opened = openPromptFile(path, exampleDocument());
        QVERIFY2(opened, opened ? "" : opened.error().oneLine().c_str());
        QVERIFY(*opened == fullDocument());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.read(60).contains("\"foundation-explorer/prompt\"")); // what MIME types see
    }

    void everyTaskComesBackAsItWasSaved()
    {
        for (const auto& task : fe::evaluation::gallery()) {
            const PromptDocument document = withTask(exampleDocument(), task);
            const auto read = readPromptFile(promptFileText(document), QStringLiteral("f"));
            QVERIFY2(read && *read == document, task.id.c_str());
        }
    }

    void membersThatAreAbsentHaveTheirDefaults()
    {
        const auto read = readPromptFile(
            R"({"format":"foundation-explorer/prompt","version":1,"document":{"text":"hi"}})",
            QStringLiteral("f"));
        QVERIFY(read);
        QCOMPARE(read->freeText, QStringLiteral("hi"));
        QVERIFY(read->mode == Mode::Free);
    }

    void whatCannotBeKeptRefusesTheFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row
            = [](const char* name, const QByteArray& text, ErrorCode code, const char* says) {
                  QTest::newRow(name) << text << static_cast<int>(code) << QString::fromUtf8(says);
              };
        const QByteArray whole = promptFileText(fullDocument());
        row("cut", whole.left(whole.size() / 2), ErrorCode::Malformed, "byte");
        row("empty", "", ErrorCode::Malformed, "byte");
        row("no object", "[1]", ErrorCode::Unsupported, "no prompt of this program");
        row("foreign", R"({"format":"something/else","version":1})", ErrorCode::Unsupported,
            "no prompt of this program");
        row("no version", R"({"format":"foundation-explorer/prompt","document":{}})",
            ErrorCode::Malformed, "version");
        row("later", changed([](QJsonObject& json) { json.insert(QStringLiteral("version"), 2); }),
            ErrorCode::Unsupported, "later program");
        row("no document", R"({"format":"foundation-explorer/prompt","version":1})",
            ErrorCode::Malformed, "document");
        row("unknown member",
            changed([](QJsonObject& json) { setInDocument(json, "few_shot", "colour", 1); }),
            ErrorCode::Malformed, "document.few_shot.colour");
        row("wrong type",
            changed([](QJsonObject& json) { setInDocument(json, nullptr, "text", 5); }),
            ErrorCode::Malformed, "document.text");
        row("too many shots",
            changed([](QJsonObject& json) { setInDocument(json, "few_shot", "shots", 9); }),
            ErrorCode::Malformed, "document.few_shot.shots");
        row("row too long", changed([](QJsonObject& json) {
                setInDocument(
                    json, "few_shot", "examples",
                    QJsonObject { { QStringLiteral("columns"), QJsonArray { QStringLiteral("a") } },
                                  { QStringLiteral("rows"),
                                    QJsonArray { QJsonArray { QStringLiteral("1"),
                                                              QStringLiteral("2") } } } });
            }),
            ErrorCode::Malformed, "document.few_shot.examples.rows[0]");
        row("unknown mode", changed([](QJsonObject& json) {
                setInDocument(json, nullptr, "mode", QStringLiteral("telepathy"));
            }),
            ErrorCode::Malformed, "document.mode");
    }
    void whatCannotBeKeptRefusesTheFile()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.fexprompt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
        file.close();
        const auto opened = openPromptFile(path, exampleDocument());
        QVERIFY(!opened);
        QCOMPARE(static_cast<int>(opened.error().code), code);
        const QString line = QString::fromStdString(opened.error().oneLine());
        QVERIFY2(line.contains(says), qPrintable(line));
        QVERIFY2(line.contains(QStringLiteral("p.fexprompt")), qPrintable(line));
    }

    void aFailedSaveLeavesTheOldFile()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.fexprompt"));
        QVERIFY(savePromptFile(path, exampleDocument()));
        PromptDocument unkeepable = fullDocument();
        unkeepable.fewShot.shots = 50; // more than there are examples
        const auto saved = savePromptFile(path, unkeepable);
        QVERIFY(!saved);
        const auto opened = openPromptFile(path, fullDocument());
        QVERIFY(opened && *opened == exampleDocument());
        QVERIFY(
            !savePromptFile(folder.filePath(QStringLiteral("none/p.fexprompt")), fullDocument()));
    }

    void theTypeOfTheFileIsInstalled()
    {
        QFile types(QStringLiteral(FE_TEST_DATA "/../../packaging/linux/foundation-explorer.xml"));
        QFile entry(
            QStringLiteral(FE_TEST_DATA "/../../packaging/linux/foundation-explorer.desktop"));
        QVERIFY(types.open(QIODevice::ReadOnly) && entry.open(QIODevice::ReadOnly));
        QVERIFY(types.readAll().contains(
            QByteArray("<glob pattern=\"*").append(kPromptFileSuffix).append("\"/>")));
        QVERIFY(entry.readAll().contains("application/x-foundation-explorer-prompt;"));
    }
};

QTEST_MAIN(BuilderFilesTest)
#include "tst_builder_files.moc"
