// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/command_palette.h"
#include "shell/palette_model.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace fe::shell;

namespace {

/// A window with a field and three actions, one of them disabled.
struct Window {
    QWidget widget;
    QLineEdit field { &widget };
    QAction open { QStringLiteral("&Open file…") };
    QAction dark { QStringLiteral("Dark theme") };
    QAction off { QStringLiteral("Only disabled") };
    CommandPalette palette { &widget };

    Window()
    {
        widget.resize(900, 600);
        open.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
        off.setEnabled(false);
        widget.show();
        widget.activateWindow();
        field.setFocus();
    }
    [[nodiscard]] QList<PaletteEntry> entries()
    {
        return { { &off, {} }, { &open, {} }, { &dark, QStringLiteral("Look") } };
    }
    [[nodiscard]] QLineEdit* query() const
    {
        return palette.findChild<QLineEdit*>(QStringLiteral("paletteQuery"));
    }
    [[nodiscard]] QListView* list() const
    {
        return palette.findChild<QListView*>(QStringLiteral("paletteList"));
    }
};

} // namespace

class TestCommandPalette : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void modelFollowsTheRulesOfModels();
    void showsTextWithoutMnemonicAndShortcut();
    void bestMatchComesFirst();
    void groupIsSearchedToo();
    void goneActionsAreLeftOut();
    void typingFiltersAndEnterTriggers();
    void arrowsSkipWhatIsDisabled();
    void nothingFoundSaysSo();
    void escapeClosesAndGivesTheFocusBack();
    void clickTriggers();
};

void TestCommandPalette::modelFollowsTheRulesOfModels()
{
    Window window;
    PaletteModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setEntries(window.entries());
    QCOMPARE(model.rowCount(), 3);
    model.setQuery(QStringLiteral("dark"));
    QCOMPARE(model.rowCount(), 1);
    model.setQuery(QStringLiteral("zzz"));
    QCOMPARE(model.rowCount(), 0);
    model.setEntries({});
    model.setQuery(QString());
    QCOMPARE(model.rowCount(), 0);
}

void TestCommandPalette::showsTextWithoutMnemonicAndShortcut()
{
    Window window;
    PaletteModel model;
    model.setEntries(window.entries());
    const QModelIndex index = model.index(1);
    QCOMPARE(model.data(index, Qt::DisplayRole).toString(), QStringLiteral("Open file…"));
    QCOMPARE(model.data(index, PaletteModel::ShortcutRole).toString(), QStringLiteral("Ctrl+O"));
    QAction ampersand(QStringLiteral("Cut && paste\tCtrl+X"));
    QCOMPARE(plainText(ampersand), QStringLiteral("Cut & paste"));
}

void TestCommandPalette::bestMatchComesFirst()
{
    QAction worse(QStringLiteral("Close effects"));
    QAction better(QStringLiteral("Open file…"));
    PaletteModel model;
    model.setEntries({ { &worse, QString() }, { &better, QString() } });
    QCOMPARE(model.actionAt(0), &worse); // as given while nothing is asked for
    model.setQuery(QStringLiteral("of"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.actionAt(0), &better);
}

void TestCommandPalette::groupIsSearchedToo()
{
    Window window;
    PaletteModel model;
    model.setEntries(window.entries());
    model.setQuery(QStringLiteral("look dark"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.actionAt(0), &window.dark);
}

void TestCommandPalette::goneActionsAreLeftOut()
{
    PaletteModel model;
    auto gone = std::make_unique<QAction>(QStringLiteral("Soon gone"));
    model.setEntries({ { gone.get(), {} } });
    gone.reset();
    QCOMPARE(model.actionAt(0), nullptr);
    QVERIFY(!model.data(model.index(0), Qt::DisplayRole).isValid());
    model.setQuery(QStringLiteral("s"));
    QCOMPARE(model.rowCount(), 0);
}

void TestCommandPalette::typingFiltersAndEnterTriggers()
{
    Window window;
    QSignalSpy dark(&window.dark, &QAction::triggered);
    QSignalSpy open(&window.open, &QAction::triggered);
    window.palette.open(window.entries());
    QVERIFY(window.palette.isVisible());
    QTest::keyClicks(window.query(), QStringLiteral("dth"));
    QCOMPARE(window.list()->model()->rowCount(), 1);
    QTest::keyClick(window.query(), Qt::Key_Return);
    QCOMPARE(dark.count(), 1);
    QCOMPARE(open.count(), 0);
    QVERIFY(!window.palette.isVisible());
}

void TestCommandPalette::arrowsSkipWhatIsDisabled()
{
    Window window;
    QSignalSpy open(&window.open, &QAction::triggered);
    window.palette.open(window.entries());
    QCOMPARE(window.list()->currentIndex().row(), 1); // row 0 is disabled
    QTest::keyClick(window.query(), Qt::Key_Down);
    QCOMPARE(window.list()->currentIndex().row(), 2);
    QTest::keyClick(window.query(), Qt::Key_Down);
    QCOMPARE(window.list()->currentIndex().row(), 1);
    QTest::keyClick(window.query(), Qt::Key_Up);
    QCOMPARE(window.list()->currentIndex().row(), 2);
    QTest::keyClick(window.query(), Qt::Key_Up);
    QTest::keyClick(window.query(), Qt::Key_Enter);
    QCOMPARE(open.count(), 1);
}

void TestCommandPalette::nothingFoundSaysSo()
{
    Window window;
    window.palette.open(window.entries());
    QTest::keyClicks(window.query(), QStringLiteral("zzzz"));
    QVERIFY(!window.list()->isVisible());
    QTest::keyClick(window.query(), Qt::Key_Return);
    QVERIFY(window.palette.isVisible());
}

void TestCommandPalette::escapeClosesAndGivesTheFocusBack()
{
    Window window;
    QVERIFY(QTest::qWaitForWindowActive(&window.widget));
    window.field.setFocus();
    window.palette.open(window.entries());
    QVERIFY(window.query()->hasFocus());
    QTest::keyClick(window.query(), Qt::Key_Escape);
    QVERIFY(!window.palette.isVisible());
    QVERIFY(window.field.hasFocus());
}

void TestCommandPalette::clickTriggers()
{
    Window window;
    QSignalSpy open(&window.open, &QAction::triggered);
    window.palette.open(window.entries());
    QListView* list = window.list();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(1, 0)).center());
    QCOMPARE(open.count(), 1);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_command_palette.moc"
