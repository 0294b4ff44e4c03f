// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "shell/command_palette.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void firstShownComesOnce();
    void everyControlHasAName();
    void fitsTheSmallestWindow();
    void emptyModelFolderSaysWhatToDo();
    void brokenModelDroppedKeepsTheOldOne();
    void modelDroppedOnATextFieldOpens();
    void textGoesToTheTab();
    void unknownFileIsExplained();
    void missingFileIsExplained();
    void paletteOffersWindowAndTabActions();
    void languageSwitchesAtRunTime();
    void themeSwitchesAtRunTime();
    void stateIsFoundAgain();
    void stateIsKeptWithoutClosing();
    void damagedSettingsDoNotStopTheStart();
    void closingWhileLoadingEnds();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_settings;
};

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = m_folder->filePath(QStringLiteral("s.ini"));
    qputenv("FE_MODELS", QFile::encodeName(m_folder->filePath(QStringLiteral("models"))));
}

void TestMainWindow::firstShownComesOnce()
{
    Program program(m_settings);
    QSignalSpy shown(program.window.get(), &shell::MainWindow::firstShown);
    QCOMPARE(shown.count(), 0);
    program.show();
    QTRY_COMPARE(shown.count(), 1);
    program.window->repaint();
    QTest::qWait(600);
    QCOMPARE(shown.count(), 1);
}

void TestMainWindow::everyControlHasAName()
{
    Program program(m_settings);
    program.show();
    for (const QAbstractButton* button : program.window->findChildren<QAbstractButton*>()) {
        QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                 qPrintable(QStringLiteral("%1 in %2")
                                .arg(button->objectName(), button->parent()->objectName())));
    }
}

void TestMainWindow::fitsTheSmallestWindow()
{
    Program program(m_settings);
    program.show();
    const QSize least = program.window->minimumSize().expandedTo(program.window->minimumSizeHint());
    QVERIFY2(least.width() <= 1000 && least.height() <= 640,
             qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
    program.window->resize(least);
    QTest::qWait(50);
    const auto* menu = program.window->findChild<QToolButton*>(QStringLiteral("menuButton"));
    const QRect place(menu->mapTo(program.window.get(), QPoint()), menu->size());
    QVERIFY(program.window->rect().contains(place));
}

void TestMainWindow::emptyModelFolderSaysWhatToDo()
{
    Program program(m_settings);
    program.show();
    program.window->begin();
    auto* card = program.window->findChild<QWidget*>(QStringLiteral("noModelCard"));
    QTRY_VERIFY(card->isVisible());
    QVERIFY(!card->findChildren<QPushButton*>().isEmpty());
    QVERIFY(program.load(modelFile()));
    QVERIFY(!card->isVisible());
}

void TestMainWindow::brokenModelDroppedKeepsTheOldOne()
{
    Program program(m_settings);
    program.show();
    QVERIFY(program.load(modelFile()));
    const workspace::LoadedModelPtr before = program.workspace.languageModel();
    const QString broken = write(*m_folder, QStringLiteral("broken.gguf"),
                                 QByteArray("GGUF\x03\x00\x00\x00 cut", 12));
    QSignalSpy failed(&program.workspace, &workspace::Workspace::loadFailed);
    QVERIFY(dropOn(program.window.get(), { broken }));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(program.banner()->isVisible());
    QVERIFY2(program.banner()->text().headline.contains(QStringLiteral("broken.gguf")),
             qPrintable(program.banner()->text().headline));
    QVERIFY(!program.banner()->text().advice.isEmpty());
    QVERIFY(!program.banner()->text().details.isEmpty());
    QCOMPARE(program.workspace.languageModel(), before);
    // ... and it still works.
    const auto session = before->model->newSession(4);
    QVERIFY(session);
    const base::CancelToken cancel;
    base::Progress progress;
    const std::vector<models::TokenId> ids { 1, 2 };
    QVERIFY((*session)->append(ids, cancel, progress));
    // The next good load clears the message.
    QVERIFY(program.load(modelFile()));
    QVERIFY(!program.banner()->isVisible());
}

void TestMainWindow::modelDroppedOnATextFieldOpens()
{
    Program program(m_settings);
    program.show();
    QVERIFY(dropOn(program.tab()->text->viewport(), { modelFile() }));
    QTRY_VERIFY_WITH_TIMEOUT(program.workspace.languageModel() != nullptr, 20000);
    QVERIFY2(program.tab()->text->toPlainText().isEmpty(), "the address was taken as text");
    QCOMPARE(program.settings.lastModel(), QFileInfo(modelFile()).absoluteFilePath());
}

void TestMainWindow::textGoesToTheTab()
{
    Program program(m_settings);
    program.show();
    const QString jsonl = write(*m_folder, QStringLiteral("a.jsonl"), "{\"text\": \"x\"}\n");
    QVERIFY(dropOn(program.window.get(), { jsonl }));
    QCOMPARE(program.tab()->opened, QStringList { jsonl });
    QVERIFY(!program.banner()->isVisible());
    const QString text = write(*m_folder, QStringLiteral("a.txt"), "x");
    QVERIFY(dropOn(program.window.get(), { text }));
    QVERIFY2(program.banner()->text().headline.contains(QStringLiteral("a.txt")),
             "a refused text is explained");
}

void TestMainWindow::unknownFileIsExplained()
{
    Program program(m_settings);
    program.show();
    const QString picture
        = write(*m_folder, QStringLiteral("cat.png"), QByteArray("\x89PNG\r\n\x1a\n\0\0", 10));
    QVERIFY(dropOn(program.window.get(), { picture }));
    QVERIFY(program.banner()->isVisible());
    QVERIFY(program.banner()->text().headline.contains(QStringLiteral("cat.png")));
    QVERIFY(program.banner()->text().headline.contains(QStringLiteral("PNG")));
    // The tab was asked first, once.
    QCOMPARE(program.tab()->opened, QStringList { picture });
}

void TestMainWindow::missingFileIsExplained()
{
    Program program(m_settings);
    program.show();
    program.window->openPath(QStringLiteral("/nowhere/m.gguf"));
    QVERIFY(program.banner()->text().headline.contains(QStringLiteral("/nowhere/m.gguf")));
}

void TestMainWindow::paletteOffersWindowAndTabActions()
{
    Program program(m_settings);
    program.show();
    QSignalSpy triggered(program.tab()->action, &QAction::triggered);
    program.window->findChild<QAction*>(QStringLiteral("palette"))->trigger();
    auto* palette = program.window->findChild<shell::CommandPalette*>();
    QVERIFY(palette->isVisible());
    auto* query = palette->findChild<QLineEdit*>(QStringLiteral("paletteQuery"));
    QTest::keyClicks(query, QStringLiteral("fake thing"));
    QTest::keyClick(query, Qt::Key_Return);
    QCOMPARE(triggered.count(), 1);
    // Every shortcut of the window is in the palette too.
    program.window->findChild<QAction*>(QStringLiteral("palette"))->trigger();
    const auto* model = palette->findChild<QListView*>()->model();
    QStringList shortcuts;
    for (int row = 0; row < model->rowCount(); ++row) {
        shortcuts.append(model->index(row, 0).data(shell::PaletteModel::ShortcutRole).toString());
    }
    for (const QAction* action : program.window->actions()) {
        const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(shortcut.isEmpty() || action->objectName() == QStringLiteral("palette")
                     || shortcuts.contains(shortcut),
                 qPrintable(action->text()));
    }
}

void TestMainWindow::languageSwitchesAtRunTime()
{
    Program program(m_settings);
    program.show();
    auto* openFile = program.window->findChild<QAction*>(QStringLiteral("openFile"));
    const auto* menu = program.window->findChild<QToolButton*>(QStringLiteral("menuButton"));
    QCOMPARE(openFile->text(), QStringLiteral("Open file…"));
    const QString english = menu->accessibleName();
    program.window->findChild<QAction*>(QStringLiteral("language2"))->trigger();
    QTRY_COMPARE(openFile->text(), QStringLiteral("파일 열기…"));
    QVERIFY(menu->accessibleName() != english);
    QCOMPARE(program.settings.language(), LanguageChoice::Korean);
    program.window->findChild<QAction*>(QStringLiteral("language1"))->trigger();
    QTRY_COMPARE(openFile->text(), QStringLiteral("Open file…"));
    QTRY_COMPARE(menu->accessibleName(), english);
}

void TestMainWindow::themeSwitchesAtRunTime()
{
    Program program(m_settings);
    program.show();
    const QColor light = program.window->palette().color(QPalette::Window);
    program.window->findChild<QAction*>(QStringLiteral("theme2"))->trigger();
    QCOMPARE(program.window->palette().color(QPalette::Window), widgets::darkTokens().window);
    QCOMPARE(program.settings.theme(), widgets::ThemeMode::Dark);
    // What is drawn follows: the model bar is a card now.
    const QImage drawn = program.window->grab().toImage();
    QCOMPARE(drawn.pixelColor(drawn.width() / 2, 3), widgets::darkTokens().card);
    program.window->findChild<QAction*>(QStringLiteral("theme1"))->trigger();
    QCOMPARE(program.window->palette().color(QPalette::Window), light);
}

void TestMainWindow::stateIsFoundAgain()
{
    {
        Program program(m_settings);
        program.show();
        program.tab()->text->setPlainText(QStringLiteral("안녕 \"quoted\"\nline"));
        program.window->resize(1111, 777);
        program.window->close();
    }
    Program again(m_settings);
    QCOMPARE(again.tab()->text->toPlainText(), QStringLiteral("안녕 \"quoted\"\nline"));
    again.show();
    QCOMPARE(again.window->size(), QSize(1111, 777));
}

void TestMainWindow::stateIsKeptWithoutClosing()
{
    Program killed(m_settings); // is still there while the next one starts: nothing closed it
    killed.show();
    killed.tab()->text->setPlainText(QStringLiteral("typed before a crash"));
    killed.window->findChild<QTimer*>(QStringLiteral("stateTimer"))->start(1);
    QTRY_VERIFY(killed.settings.tabState(QStringLiteral("fake"))
                    .value(QStringLiteral("text"))
                    .toString()
                    .contains(QStringLiteral("crash")));
    Program again(m_settings);
    QCOMPARE(again.tab()->text->toPlainText(), QStringLiteral("typed before a crash"));
}

void TestMainWindow::damagedSettingsDoNotStopTheStart()
{
    QFile file(m_settings);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[window]\ngeometry=\"@ByteArray(\\x1\\xd9\\xd0\\xcb "
               "nonsense)\"\ntab=7\n[models]\nrecent=\"@Invalid()\"\n"
               "[tabs]\nfake=\"{\\\"text\\\": 5\"\n\xff\xfe[[[");
    file.close();
    Program program(m_settings);
    program.show();
    program.window->begin();
    QTRY_VERIFY(program.runner.jobs().isEmpty());
    QVERIFY(program.window->isVisible());
    QVERIFY(program.tab()->text->toPlainText().isEmpty());
}

void TestMainWindow::closingWhileLoadingEnds()
{
    Program program(m_settings);
    program.show();
    program.window->begin();
    program.workspace.openModel(modelFile());
    program.window->close();
    QVERIFY(!program.window->isVisible());
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
