// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"
#include "formats/model_library.h"

#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;

class TestModelLibrary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void folderFollowsTheEnvironment();
    void modelsOfEachKindAreListed();
    void nameIsResolvedWhateverItsCase();
    void pathThatExistsIsTakenAsItIs();
    void unknownNameListsWhatIsInstalled();
    void missingFolderHoldsNothing();

private:
    static void install(const Scratch& scratch);
};

void TestModelLibrary::init()
{
    for (const char* variable : { "FE_MODELS", "XDG_DATA_HOME" }) {
        qunsetenv(variable);
    }
    qputenv("HOME", "/home/someone");
}

void TestModelLibrary::install(const Scratch& scratch)
{
    scratch.write("SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf", "x");
    scratch.write("SmolLM2-135M-Instruct/README.md", "x");
    scratch.write("all-MiniLM-L6-v2/config.json", "{}");
    scratch.write("all-MiniLM-L6-v2/model.safetensors", "x");
    scratch.write("loose.Q8_0.gguf", "x");
    scratch.write("both/config.json", "{}"); // a GGUF repository often has one
    scratch.write("both/both.gguf", "x");
    scratch.write("two/a.gguf", "x");
    scratch.write("two/b.gguf", "x");
    scratch.write("empty/notes.txt", "x");
    scratch.write(".hidden.gguf", "x");
    scratch.write("notes.txt", "x");
    qputenv("FE_MODELS", scratch.root().c_str());
}

void TestModelLibrary::folderFollowsTheEnvironment()
{
    QCOMPARE(modelFolder(),
             std::filesystem::path("/home/someone/.local/share/foundation-explorer/models"));
    qputenv("XDG_DATA_HOME", "not/absolute");
    QCOMPARE(modelFolder(),
             std::filesystem::path("/home/someone/.local/share/foundation-explorer/models"));
    qputenv("XDG_DATA_HOME", "/data");
    QCOMPARE(modelFolder(), std::filesystem::path("/data/foundation-explorer/models"));
    qputenv("FE_MODELS", "/elsewhere");
    QCOMPARE(modelFolder(), std::filesystem::path("/elsewhere"));
}

void TestModelLibrary::modelsOfEachKindAreListed()
{
    Scratch scratch;
    install(scratch);
    QStringList found;
    for (const InstalledModel& model : installedModels()) {
        found << QString::fromStdString(
            model.name + " " + std::filesystem::relative(model.path, scratch.root()).string());
    }
    const QStringList expected {
        QStringLiteral("all-MiniLM-L6-v2 all-MiniLM-L6-v2"),
        QStringLiteral("both both/both.gguf"),
        QStringLiteral("loose.Q8_0 loose.Q8_0.gguf"),
        QStringLiteral(
            "SmolLM2-135M-Instruct SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf"),
    };
    QCOMPARE(found, expected);
}

void TestModelLibrary::nameIsResolvedWhateverItsCase()
{
    Scratch scratch;
    install(scratch);
    const auto path = resolveModel("smollm2-135m-INSTRUCT");
    QVERIFY(path);
    QCOMPARE(*path, scratch / "SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
}

void TestModelLibrary::pathThatExistsIsTakenAsItIs()
{
    Scratch scratch;
    install(scratch);
    const std::string existing = (scratch / "two/a.gguf").string();
    const auto path = resolveModel(existing);
    QVERIFY(path);
    QCOMPARE(path->string(), existing);
}

void TestModelLibrary::unknownNameListsWhatIsInstalled()
{
    Scratch scratch;
    install(scratch);
    for (const char* name : { "gpt-9", "", "none/x.gguf" }) {
        const auto path = resolveModel(name);
        QVERIFY(!path);
        QCOMPARE(path.error().code, fe::base::ErrorCode::NotFound);
        const QByteArray line = QByteArray::fromStdString(path.error().oneLine());
        QVERIFY2(line.contains("all-MiniLM-L6-v2, both, loose.Q8_0, SmolLM2-135M-Instruct"),
                 line.constData());
    }
}

void TestModelLibrary::missingFolderHoldsNothing()
{
    qputenv("FE_MODELS", "/nowhere/at/all");
    QVERIFY(installedModels().empty());
    QVERIFY(!resolveModel("SmolLM2-135M-Instruct"));
    qunsetenv("FE_MODELS");
    qunsetenv("HOME");
    QVERIFY(installedModels().empty());
}

QTEST_GUILESS_MAIN(TestModelLibrary)
#include "tst_model_library.moc"
