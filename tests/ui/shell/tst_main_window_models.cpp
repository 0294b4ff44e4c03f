// SPDX-License-Identifier: GPL-3.0-or-later
// What the window makes of models of every kind, and of files that are none.
#include "window_bench.h"

#include "formats/trust.h"
#include "shell/library/trust_question.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

class TestMainWindowModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void wrongFilesSayWhatTheyAre_data();
    void wrongFilesSayWhatTheyAre();
    void partOfAFolderOpensTheFolder();
    void eachKindOfModelIsNamed_data();
    void eachKindOfModelIsNamed();
    void encoderKeepsTheLanguageModel();
    void slotsAreFoundAgain();
    void programAsksBeforeItIsLoaded();
    void modelsDialogOpensForTheRoleAskedFor();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_settings;
};

void TestMainWindowModels::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = m_folder->filePath(QStringLiteral("s.ini"));
    qputenv("FE_MODELS", QFile::encodeName(m_folder->filePath(QStringLiteral("models"))));
}

void TestMainWindowModels::wrongFilesSayWhatTheyAre_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const QByteArray& content, const char* word) {
        QTest::newRow(name) << QString::fromLatin1(name) << content << QString::fromLatin1(word);
    };
    QFile weights(modelFolder("bert") + QStringLiteral("/model.safetensors"));
    QVERIFY(weights.open(QIODevice::ReadOnly));
    row("cat.jpg", "\xff\xd8\xff\xe0", "picture");
    row("things.zip", "PK\x03\x04 ", "not a model");
    row("pytorch_model.bin", "\x80\x02}q", "pickle");
    row("model.safetensors", weights.readAll(), "weights alone");
    row("pointer.gguf.bin", "version https://git-lfs.github.com/spec/v1\n", "in place of");
    row("noise.bin", QByteArray("\x01\x00\xff\x02", 4), "not a model");
}

void TestMainWindowModels::wrongFilesSayWhatTheyAre()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const QString, word);
    Program program(m_settings);
    program.show();
    QVERIFY(dropOn(program.window.get(), { write(*m_folder, name, content) }));
    QVERIFY(program.banner()->isVisible());
    const widgets::BannerText& text = program.banner()->text();
    QVERIFY2(text.headline.contains(name), qPrintable(text.headline));
    QVERIFY2(text.headline.contains(word), qPrintable(text.headline));
    QVERIFY(!text.reason.isEmpty() && !text.advice.isEmpty());
    QVERIFY(!program.workspace.isLoading());
}

void TestMainWindowModels::partOfAFolderOpensTheFolder()
{
    Program program(m_settings);
    program.show();
    QVERIFY(dropOn(program.window.get(),
                   { modelFolder("bert") + QStringLiteral("/model.safetensors") }));
    QTRY_VERIFY_WITH_TIMEOUT(program.workspace.model(workspace::Role::Encoder) != nullptr, 20000);
}

void TestMainWindowModels::eachKindOfModelIsNamed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* name, const char* button, const char* kind) {
        QTest::newRow(name) << modelFolder(name) << QString::fromLatin1(button)
                            << QString::fromLatin1(kind);
    };
    row("llama_tied", "modelButton", "decoder");
    row("t5", "modelButton", "encoder-decoder");
    row("bert", "encoderButton", "encoder");
    row("vit", "pictureButton", "vision");
    row("clip", "pictureButton", "vision-language");
}

void TestMainWindowModels::eachKindOfModelIsNamed()
{
    QFETCH(const QString, path);
    QFETCH(const QString, button);
    QFETCH(const QString, kind);
    Program program(m_settings);
    program.show();
    QVERIFY(dropOn(program.window.get(), { path }));
    QTRY_VERIFY_WITH_TIMEOUT(program.workspace.current() != nullptr, 20000);
    const auto* named = program.window->findChild<QPushButton*>(button);
    QVERIFY(named->isVisible());
    const models::ModelInfo& info = program.workspace.current()->any->info();
    const QStringList parts { program.workspace.current()->name,
                              QString::fromStdString(info.architecture),
                              QStringLiteral(" · %1 · ").arg(kind), QStringLiteral("parameters") };
    for (const QString& part : parts) {
        QVERIFY2(named->toolTip().contains(part), qPrintable(named->toolTip()));
    }
    QVERIFY2(!program.banner()->isVisible(), qPrintable(program.banner()->text().headline));
    QVERIFY(!program.window->findChild<QWidget*>(QStringLiteral("noModelCard"))->isVisible());
    QCOMPARE(program.settings.lastModel(), path);
}

void TestMainWindowModels::encoderKeepsTheLanguageModel()
{
    Program program(m_settings);
    program.show();
    QVERIFY(program.load(modelFile()));
    const workspace::LoadedModelPtr language = program.workspace.languageModel();
    QVERIFY(program.load(modelFolder("bert")));
    QCOMPARE(program.workspace.languageModel(), language);
    QVERIFY(program.workspace.model(workspace::Role::Encoder));
    for (const char* name : { "modelButton", "encoderButton" }) {
        QVERIFY(program.window->findChild<QPushButton*>(QLatin1String(name))->isVisible());
    }
}

void TestMainWindowModels::slotsAreFoundAgain()
{
    {
        Program program(m_settings);
        program.show();
        QVERIFY(program.load(modelFolder("bert")));
        QVERIFY(program.load(modelFile()));
        program.catalog.addLink(modelFolder("vit"));
        program.window->begin();
        program.window->close();
    }
    Program again(m_settings);
    again.show();
    again.window->begin();
    QTRY_VERIFY_WITH_TIMEOUT(
        again.workspace.languageModel() && again.workspace.model(workspace::Role::Encoder), 20000);
    QTRY_VERIFY(!again.workspace.isLoading());
    QCOMPARE(again.workspace.current(), again.workspace.languageModel());
}

void TestMainWindowModels::programAsksBeforeItIsLoaded()
{
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_folder->path()));
    Program program(m_settings);
    program.show();
    const workspace::TrustRequest request { .path = modelFile(),
                                            .bytes = 123'456,
                                            .sha256 = QString(64, QLatin1Char('b')),
                                            .options = {} };
    const auto question = [&program] {
        return program.window->findChild<shell::TrustQuestion*>(QStringLiteral("trustQuestion"));
    };
    Q_EMIT program.workspace.trustNeeded(request);
    QVERIFY(question() && question()->isVisible());
    QStringList texts;
    for (const QLabel* label : question()->findChildren<QLabel*>()) {
        texts.append(label->text());
    }
    const QString all = texts.join(QLatin1Char('\n'));
    for (const char* part : { "program", "llama_F32.gguf", "123 kB", "bbbbbbbb bbbbbbbb" }) {
        QVERIFY2(all.contains(QLatin1String(part)), qPrintable(all));
    }
    // Enter must not be enough.
    QTest::keyClick(question(), Qt::Key_Return);
    QTRY_VERIFY(!question());
    QVERIFY(!program.workspace.isLoading());
    QVERIFY(!formats::isTrusted(request.sha256.toStdString()));

    Q_EMIT program.workspace.trustNeeded(request);
    question()->findChild<QPushButton*>(QStringLiteral("trustAndOpen"))->click();
    QVERIFY(program.workspace.isLoading());
    QVERIFY(formats::isTrusted(request.sha256.toStdString()));
    QTRY_VERIFY_WITH_TIMEOUT(program.workspace.languageModel() != nullptr, 20000);
}

void TestMainWindowModels::modelsDialogOpensForTheRoleAskedFor()
{
    Program program(m_settings);
    program.show();
    program.window->findChild<QAction*>(QStringLiteral("models"))->trigger();
    auto* dialog = program.window->findChild<QDialog*>(QStringLiteral("modelsDialog"));
    QVERIFY(dialog && dialog->isVisible());
    dialog->close();
    program.workspace.askForModel(workspace::Role::Language);
    QVERIFY(dialog->isVisible());
    QTRY_VERIFY(program.runner.jobs().isEmpty());
}

QTEST_MAIN(TestMainWindowModels)
#include "tst_main_window_models.moc"
