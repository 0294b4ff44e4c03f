// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/example_panel.h"
#include "prompting/builder_page.h"
#include "prompting/prompt_state.h"
#include "widgets/message_banner.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace fe::prompting;

namespace {

constexpr int kPatienceMs = 20'000;

PatternPart samplePart()
{
    PatternPart part;
    part.instruction = QStringLiteral("Classify.");
    part.pattern = QStringLiteral("Review: {text}\nSentiment: {label}");
    part.examples = { .columns = { "text", "label" },
                      .rows = { { "good", "pos" }, { "bad", "neg" }, { "so-so", "mid" } } };
    part.shots = 2;
    part.query = { { QStringLiteral("text"), QStringLiteral("fine") } };
    return part;
}

// A page of the builder, as the tab holds it.
struct Bench {
    fe::jobs::JobRunner runner;
    fe::workspace::Workspace workspace { runner };
    PromptState state { workspace, runner };
    QWidget window;
    BuilderPage* page;

    explicit Bench(Mode mode = Mode::FewShot) : page(makePatternPage(mode, state, &window))
    {
        window.resize(360, 900);
        page->resize(332, 880);
        window.show();
        PromptDocument document;
        document.mode = mode;
        document.fewShot = samplePart();
        document.thought = samplePart();
        page->showDocument(document);
        QObject::connect(page, &BuilderPage::edited, page,
                         [this, mode] { state.documentEdited(stored(mode)); });
    }
    PromptDocument stored(Mode mode = Mode::FewShot) const
    {
        PromptDocument document;
        document.mode = mode;
        page->store(document);
        return document;
    }
    PatternPart part() const { return stored().fewShot; }
    template<typename T>
    T* child(const char* name) const
    {
        return page->findChild<T*>(QLatin1String(name));
    }
    QTableView* table() const { return child<QTableView>("examples"); }
    QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data(Qt::EditRole).toString();
    }
    void choose(int row, int column) const
    {
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(row, column));
    }
    QAction* action(const char* text) const
    {
        for (QAction* action : table()->actions()) {
            if (action->text() == QLatin1String(text)) {
                return action;
            }
        }
        return nullptr;
    }
    std::string prompt() const
    {
        const auto built = buildPrompt(part());
        return built ? built->text : built.error().oneLine();
    }
};

QString write(const QTemporaryDir& folder, const char* name, const QByteArray& text)
{
    QFile file(folder.filePath(QLatin1String(name)));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                              : QString();
}

} // namespace

class BuilderPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDocumentComesBackAsItWasShown()
    {
        for (const Mode mode : { Mode::FewShot, Mode::ChainOfThought }) {
            Bench bench(mode);
            PromptDocument document;
            document.mode = mode;
            PatternPart part = samplePart();
            part.separator = QStringLiteral("\n---\n");
            part.rule.kind = fe::evaluation::AnswerRule::Kind::Label;
            part.rule.labels = { "pos", "neg" };
            part.rule.ignoreCase = false;
            part.labels = { QStringLiteral("pos"), QStringLiteral("neg") };
            part.expected = QStringLiteral("pos");
            part.task = QStringLiteral("sentiment");
            if (mode == Mode::ChainOfThought) {
                part.trigger = QStringLiteral("Hm.");
                part.reasonedAnswer = QStringLiteral("{why} so {label}");
                part.examples.columns.push_back("why");
                for (auto& row : part.examples.rows) {
                    row.emplace_back("because");
                }
            }
            (mode == Mode::FewShot ? document.fewShot : document.thought) = part;
            bench.page->showDocument(document);
            QVERIFY(bench.stored(mode) == document);
        }
    }

    void aCellIsEditedInPlace()
    {
        Bench bench;
        QSignalSpy edited(bench.page, &BuilderPage::edited);
        bench.choose(1, 0);
        QTest::keyClick(bench.table(), Qt::Key_Return);
        auto* editor = bench.table()->findChild<QPlainTextEdit*>();
        QVERIFY(editor != nullptr);
        QTest::keyClicks(editor, QStringLiteral("awful")); // the text is selected: typing replaces
        QTest::keyClick(editor, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(editor, QStringLiteral("really"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(bench.part().examples.rows[1][0], std::string("awful\nreally"));
        QVERIFY(edited.size() > 0);
        QVERIFY(bench.prompt().find("Review: awful\nreally") != std::string::npos);
    }

    void escapeLeavesTheCellAsItWas()
    {
        Bench bench;
        bench.choose(0, 0);
        QTest::keyClick(bench.table(), Qt::Key_Return);
        auto* editor = bench.table()->findChild<QPlainTextEdit*>();
        QTest::keyClicks(editor, QStringLiteral("x"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(bench.cell(0, 0), QStringLiteral("good"));
    }

    void aSpreadsheetIsPastedIntoTheCurrentCell()
    {
        Bench bench;
        QApplication::clipboard()->setText(
            QStringLiteral("\"two\nlines\"\tpos\nnew\tneg\textra\n"));
        bench.choose(2, 0);
        bench.action("Paste cells")->trigger();
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 4 });
        QCOMPARE(bench.cell(2, 0), QStringLiteral("two\nlines"));
        QCOMPARE(bench.cell(3, 1), QStringLiteral("neg"));
        QCOMPARE(bench.part().shots, 2);
        const auto labels = bench.page->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("no room"));
        }));
        bench.action("Undo")->trigger();
        QCOMPARE(bench.part().examples.rows, samplePart().examples.rows);
        bench.action("Redo")->trigger();
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 4 });
    }

    void whatIsCopiedPastesBack()
    {
        Bench bench;
        bench.table()->selectAll();
        bench.action("Copy")->trigger();
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("good\tpos\nbad\tneg\nso-so\tmid\n"));
        bench.table()->clearSelection();
        bench.choose(0, 0);
        bench.action("Copy")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("good"));
    }

    void rowsMoveByKeysAndByDragging()
    {
        Bench bench;
        bench.choose(0, 1);
        bench.action("Move down")->trigger();
        QCOMPARE(bench.cell(0, 0), QStringLiteral("bad"));
        QCOMPARE(bench.table()->currentIndex().row(), 1);
        bench.action("Move up")->trigger();
        QCOMPARE(bench.cell(0, 0), QStringLiteral("good"));
        QVERIFY(!bench.action("Move up")->isEnabled());
        bench.table()->verticalHeader()->moveSection(0, 2); // as a drag of its number does
        QCOMPARE(bench.cell(2, 0), QStringLiteral("good"));
        QCOMPARE(bench.table()->verticalHeader()->visualIndex(0), 0);
        QVERIFY(bench.prompt().find("bad") < bench.prompt().find("so-so"));
        bench.action("Undo")->trigger();
        bench.action("Undo")->trigger();
        bench.action("Undo")->trigger();
        QCOMPARE(bench.part().examples.rows, samplePart().examples.rows);
    }

    void rowsAreAddedAndRemoved()
    {
        Bench bench;
        bench.choose(0, 0);
        bench.action("Add")->trigger();
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 4 });
        QCOMPARE(bench.cell(1, 0), QString());
        QVERIFY(bench.table()->findChild<QPlainTextEdit*>() != nullptr); // ready to write
        bench.choose(0, 0);
        bench.action("Remove rows")->trigger();
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 3 });
        QCOMPARE(bench.part().shots, 1); // one of the two shots is gone
        QTest::keyClick(bench.table(), Qt::Key_Delete);
        QCOMPARE(bench.cell(0, 0), QString());
    }

    void theSliderChangesThePrompt()
    {
        Bench bench;
        auto* slider = bench.child<QSlider>("shotsSlider");
        auto* box = bench.child<QSpinBox>("shots");
        QCOMPARE(slider->value(), 2);
        QVERIFY(bench.prompt().find("so-so") == std::string::npos);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(box->value(), 3);
        QVERIFY(bench.prompt().find("so-so") != std::string::npos);
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(bench.part().shots, 0);
        QCOMPARE(bench.prompt(), std::string("Classify.\n\nReview: fine\nSentiment:"));
        box->setValue(1);
        QCOMPARE(slider->value(), 1);
    }

    void theSameSeedShufflesTheSame()
    {
        Bench bench;
        auto* seed = bench.child<QSpinBox>("shuffleSeed");
        seed->setValue(3);
        bench.action("Shuffle")->trigger();
        const auto first = bench.part().examples.rows;
        seed->setValue(11);
        bench.action("Shuffle")->trigger();
        seed->setValue(3);
        bench.action("Shuffle")->trigger();
        QCOMPARE(bench.part().examples.rows, first);
    }

    void aBrokenPatternIsSaidInWords_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* pattern, const char* says) {
            QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(says);
        };
        row("never closed", "Review: {text}\n한국어 {label",
            "Line 2, column 5: The brace { is never closed");
        row("closes nothing", "a } {label}", "Line 1, column 3: The brace } closes nothing");
        row("no name", "{text} {}", "Line 1, column 8");
        row("behind an emoji", "🙂 } {label}", "Line 1, column 4"); // columns of the editor
        row("answer in the middle", "{label} {text}", "");
    }
    void aBrokenPatternIsSaidInWords()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, says);
        Bench bench;
        auto* problem = bench.child<QLabel>("patternProblem");
        QVERIFY(!problem->isVisible());
        bench.child<QPlainTextEdit>("pattern")->setPlainText(pattern);
        if (says.isEmpty()) { // nothing is wrong: the last field is asked for
            QVERIFY(!problem->isVisible());
            auto* field = bench.child<QComboBox>("answerField");
            field->setCurrentText(QStringLiteral("label"));
            QVERIFY(problem->isVisible()); // the model would never see {text}
            return;
        }
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith(says), qPrintable(problem->text()));
        // The columns and inputs stay while the pattern is being written.
        QCOMPARE(bench.table()->model()->columnCount(), 2);
        QVERIFY(bench.child<QPlainTextEdit>("query-text") != nullptr);
    }

    void aFieldThatIsRenamedKeepsItsQuery()
    {
        Bench bench;
        bench.child<QPlainTextEdit>("pattern")->setPlainText(
            QStringLiteral("Review: {review}\nSentiment: {label}"));
        auto* input = bench.child<QPlainTextEdit>("query-review");
        QVERIFY(input != nullptr);
        QCOMPARE(input->toPlainText(), QStringLiteral("fine"));
    }

    void aMissingColumnIsOffered()
    {
        Bench bench;
        bench.child<QPlainTextEdit>("pattern")->setPlainText(
            QStringLiteral("Review: {review}\nSentiment: {label}"));
        QVERIFY(bench.child<QLabel>("patternProblem")->isVisible());
        QAbstractButton* rename = nullptr;
        for (QAbstractButton* button : bench.page->findChildren<QAbstractButton*>()) {
            if (button->isVisible()
                && button->accessibleName() == QLatin1String("Rename the column text to review")) {
                rename = button;
            }
        }
        QVERIFY(rename != nullptr);
        rename->click();
        QCOMPARE(bench.part().examples.columns, (std::vector<std::string> { "review", "label" }));
        QVERIFY(!bench.child<QLabel>("patternProblem")->isVisible());
        QVERIFY(!rename->isVisible());
    }

    void aRegularExpressionIsCheckedAsItIsWritten()
    {
        Bench bench;
        auto* kind = bench.child<QComboBox>("answerRule");
        auto* problem = bench.child<QLabel>("answerProblem");
        kind->setCurrentIndex(kind->findData(QStringLiteral("expression")));
        auto* expression = bench.child<QLineEdit>("answerExpression");
        QVERIFY(expression->isVisible());
        expression->setText(QStringLiteral("(\\d+"));
        QVERIFY(problem->isVisible());
        expression->setText(QStringLiteral("(\\d+)"));
        QVERIFY(!problem->isVisible());
        QCOMPARE(bench.part().rule.expression, std::string("(\\d+)"));
        kind->setCurrentIndex(kind->findData(QStringLiteral("label")));
        QVERIFY(problem->isVisible()); // there are no labels
        bench.child<QPlainTextEdit>("answerLabels")->setPlainText(QStringLiteral("pos\nneg\n"));
        QVERIFY(!problem->isVisible());
        QCOMPARE(bench.part().rule.labels, (std::vector<std::string> { "pos", "neg" }));
    }

    void labelsAreTakenFromTheExamples()
    {
        Bench bench;
        for (QAbstractButton* button : bench.page->findChildren<QAbstractButton*>()) {
            if (button->accessibleName() == QLatin1String("Labels from the examples")) {
                button->click();
            }
        }
        QCOMPARE(
            bench.part().labels,
            QStringList({ QStringLiteral("pos"), QStringLiteral("neg"), QStringLiteral("mid") }));
    }

    void theTriggerCanBeSwitchedOffAndOn()
    {
        Bench bench(Mode::ChainOfThought);
        auto* check = bench.child<QAbstractButton>("triggerCheck");
        QVERIFY(!check->isChecked());
        check->click();
        QCOMPARE(bench.stored(Mode::ChainOfThought).thought.trigger,
                 QStringLiteral("Let's think step by step."));
        bench.child<QLineEdit>("trigger")->setText(QStringLiteral("Slowly."));
        check->click();
        QCOMPARE(bench.stored(Mode::ChainOfThought).thought.trigger, QString());
        check->click();
        QCOMPARE(bench.stored(Mode::ChainOfThought).thought.trigger, QStringLiteral("Slowly."));
    }

    void aFileIsImportedAndBadRowsAreListed()
    {
        Bench bench;
        const QTemporaryDir folder;
        const QString path
            = write(folder, "rows.csv", "label,text,id\npos,great,1\nneg,bad\npos,\"a, b\",3\n");
        QVERIFY(bench.page->openFile(path));
        QTRY_COMPARE_WITH_TIMEOUT(bench.part().examples.rows.size(), std::size_t { 2 },
                                  kPatienceMs);
        QCOMPARE(bench.part().examples.columns,
                 (std::vector<std::string> { "text", "label", "id" }));
        QCOMPARE(bench.cell(1, 0), QStringLiteral("a, b"));
        auto* banner = bench.page->findChild<fe::widgets::MessageBanner*>();
        QVERIFY(banner->isVisible());
        QVERIFY2(banner->text().details.contains(QStringLiteral("line 3")),
                 qPrintable(banner->text().details));
        bench.action("Undo")->trigger();
        QCOMPARE(bench.part().examples.rows, samplePart().examples.rows);
        QCOMPARE(bench.part().shots, 2);
    }

    void columnsWithOtherNamesAreAskedFor()
    {
        Bench bench;
        const QTemporaryDir folder;
        const QString path = write(folder, "rows.tsv", "review\tstars\ngreat\tpos\n");
        QVERIFY(bench.page->openFile(path));
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->findChild<QDialog*>() != nullptr, kPatienceMs);
        auto* dialog = bench.page->findChild<QDialog*>();
        QCOMPARE(bench.part().examples.rows, samplePart().examples.rows); // nothing was taken yet
        const auto boxes = dialog->findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 2);
        QCOMPARE(boxes[0]->currentText(), QStringLiteral("review"));
        dialog->accept();
        QCOMPARE(bench.part().examples.columns, (std::vector<std::string> { "text", "label" }));
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 1 });
        QCOMPARE(bench.cell(0, 1), QStringLiteral("pos"));
    }

    void aFileThatIsNoTableChangesNothing()
    {
        Bench bench;
        const QTemporaryDir folder;
        QVERIFY(bench.page->openFile(folder.filePath(QStringLiteral("missing.csv"))));
        auto* banner = bench.page->findChild<fe::widgets::MessageBanner*>();
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatienceMs);
        QVERIFY(banner->text().headline.contains(QStringLiteral("missing.csv")));
        QCOMPARE(bench.part().examples.rows, samplePart().examples.rows);
        QVERIFY(!bench.page->openFile(folder.filePath(QStringLiteral("picture.png"))));
    }

    void anExportIsImportedAsItWas_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("CSV") << QStringLiteral("x.csv");
        QTest::newRow("TSV") << QStringLiteral("x.tsv");
        QTest::newRow("JSON Lines") << QStringLiteral("x.jsonl");
    }
    void anExportIsImportedAsItWas()
    {
        QFETCH(QString, name);
        Bench bench;
        PromptDocument document = bench.stored();
        document.fewShot.examples.rows
            = { { "a,\"b\"\tc", "line\nbreak" }, { "한국어 🙂", "" }, { "", " space " } };
        bench.page->showDocument(document);
        const QTemporaryDir folder;
        const QString path = folder.filePath(name);
        auto* panel = bench.page->findChild<ExamplePanel*>();
        panel->exportFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), kPatienceMs);
        bench.table()->selectAll();
        bench.action("Remove rows")->trigger();
        QCOMPARE(bench.part().examples.rows.size(), std::size_t { 0 });
        panel->importFile(path);
        QTRY_COMPARE_WITH_TIMEOUT(bench.part().examples.rows, document.fewShot.examples.rows,
                                  kPatienceMs);
        QCOMPARE(bench.part().examples.columns, document.fewShot.examples.columns);
    }

    void anExportThatFailsIsSaid()
    {
        Bench bench;
        const QTemporaryDir folder;
        bench.page->findChild<ExamplePanel*>()->exportFile(
            folder.filePath(QStringLiteral("none/x.csv")));
        auto* banner = bench.page->findChild<fe::widgets::MessageBanner*>();
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatienceMs);
    }
};

QTEST_MAIN(BuilderPageTest)
#include "tst_builder_page.moc"
