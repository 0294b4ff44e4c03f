// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention_bench.h"

#include "attention/attention_state.h"
#include "attention/detail_card.h"
#include "attention/lens_card.h"
#include "attention/lines_view.h"
#include "attention/view_exports.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "formats/model_package.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

using attention::HeadId;

class TestAttentionTab : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFamilyIsRead_data();
    void everyFamilyIsRead();
    void selectionIsTheSameInEveryView();
    void matrixShowsTheCapturedWeights();
    void filterDimsHeads();
    void randomTokensSaidTwiceHaveInductionScores();
    void textOfAnotherTabIsLookedInto();
    void answerGoesToTheDecoderAlone();
    void cellOfALongerTextIsNotTaken();
    void emptyTextIsRefusedAndTheOldStays();
    void everyControlHasAName();
    void stateComesBack();
};

void TestAttentionTab::everyFamilyIsRead_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("parts");
    QTest::addColumn<int>("role"); // the segment of the model to look into
    QTest::newRow("decoder") << QStringLiteral("llama_tied") << 1 << 0;
    QTest::newRow("decoder, learnt positions") << QStringLiteral("gpt2") << 1 << 0;
    QTest::newRow("encoder") << QStringLiteral("bert") << 1 << 1;
    QTest::newRow("encoder-decoder") << QStringLiteral("t5") << 3 << 0;
    QTest::newRow("picture") << QStringLiteral("vit") << 1 << 2;
    QTest::newRow("both towers") << QStringLiteral("clip") << 2 << 2;
}

void TestAttentionTab::everyFamilyIsRead()
{
    QFETCH(const QString, model);
    QFETCH(const int, parts);
    QFETCH(const int, role);
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel(qPrintable(model))));
    const models::ModelInfo& info = bench.workspace.current()->any->info();
    bench.tab->restoreState(
        { { QStringLiteral("subject"),
            QJsonObject { { QStringLiteral("text"), QStringLiteral("a cat sat") },
                          { QStringLiteral("role"), role },
                          // Fixtures without a tokenizer still read ids.
                          { QStringLiteral("repeat"), !bench.workspace.current()->tokenizer },
                          { QStringLiteral("repeatLength"), 3 },
                          { QStringLiteral("picture"),
                            info.readsPictures() ? QStringLiteral(
                                FE_TEST_DATA "/../../resources/models/samples/noto_cat.png")
                                                 : QString() } } } });
    QVERIFY(bench.analyse());
    auto* choice = bench.tab->findChild<QComboBox*>(QStringLiteral("attentionPart"));
    QCOMPARE(choice->count(), parts);
    for (int part = 0; part < parts; ++part) {
        choice->setCurrentIndex(part);
        Q_EMIT choice->activated(part);
        QVERIFY(bench.grid()->gridLayout().count() > 0);
        QCOMPARE(bench.heads()->model()->rowCount(), bench.grid()->gridLayout().count());
    }
    QVERIFY(!bench.tab->findChild<widgets::MessageBanner*>()->isVisible());
}

void TestAttentionTab::selectionIsTheSameInEveryView()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    const HeadId last { bench.grid()->gridLayout().layers() - 1,
                        bench.grid()->gridLayout().heads() - 1 };
    QTest::mouseClick(bench.grid()->viewport(), Qt::LeftButton, {},
                      bench.grid()->headRect(last).center().toPoint());
    const QString name = QStringLiteral("%1.%2").arg(last.layer).arg(last.head);
    const QModelIndexList rows = bench.heads()->selectionModel()->selectedRows();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.front().data().toString(), name);
    auto* lines = bench.tab->findChild<attention::LinesView*>();
    QTRY_COMPARE(lines->data().heads, QStringList { name });
    // And back: a row of the list selects in the grid.
    bench.heads()->selectRow(0);
    const QString first = bench.heads()->model()->index(0, 0).data().toString();
    QCOMPARE(bench.grid()->selection().size(), 1);
    QCOMPARE(QStringLiteral("%1.%2")
                 .arg(bench.grid()->selection().front().layer)
                 .arg(bench.grid()->selection().front().head),
             first);
    // A token chosen in the lines is the one whose attention the table shows.
    QTRY_COMPARE(lines->data().heads, QStringList { first });
    lines->setCurrentQuery(2);
    view(bench, "attentionViews", 2);
    auto* table = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("attentionTable"));
    QTRY_VERIFY(table->data().text.title.contains(QStringLiteral("position 2")));
    QCOMPARE(table->data().rows.size(), bench.grid()->gridLayout().layers());
}

void TestAttentionTab::matrixShowsTheCapturedWeights()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionViews", 1);
    auto* matrix = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("attentionMatrix"));
    QTRY_VERIFY(!matrix->data().isEmpty());
    const int tokens = static_cast<int>(matrix->data().rows.size());
    for (int query = 0; query < tokens; ++query) {
        double sum = 0;
        for (int key = 0; key <= query; ++key) {
            sum += double { matrix->data().value(query, key) };
        }
        QVERIFY(std::abs(sum - 1) < 2e-3); // float16
        if (query + 1 < tokens) {
            QVERIFY(std::isnan(matrix->data().value(query, query + 1))); // never seen: no number
        }
    }
    const QTemporaryDir folder;
    QString error;
    for (const char* name : { "m.png", "m.svg", "m.csv" }) {
        QVERIFY2(charts::saveChart(*matrix, folder.filePath(QLatin1String(name)), &error),
                 qPrintable(error));
    }
}

void TestAttentionTab::filterDimsHeads()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    auto* filter = bench.tab->findChild<QLineEdit*>(QStringLiteral("headFilter"));
    QTest::keyClicks(filter, QStringLiteral("1"));
    QCOMPARE(bench.heads()->model()->rowCount(), bench.grid()->gridLayout().heads());
    filter->clear();
    QCOMPARE(bench.heads()->model()->rowCount(), bench.grid()->gridLayout().count());
}

void TestAttentionTab::randomTokensSaidTwiceHaveInductionScores()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("gpt2")));
    bench.tab->findChild<QToolButton*>(QStringLiteral("attentionRepeat"))->setChecked(true);
    QVERIFY(bench.analyse());
    QCOMPARE(bench.heads()->model()->headerData(1, Qt::Horizontal).toString(),
             QStringLiteral("induction"));
    QVERIFY(bench.heads()->model()->index(0, 1).data().toString() != QStringLiteral("–"));
}

void TestAttentionTab::textOfAnotherTabIsLookedInto()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    // Ids that no text gives: exactly these are read.
    bench.workspace.lookInside(
        { QStringLiteral("one two"), QStringLiteral(" three"), { 5, 7, 7, 9, 11, 13, 5 } });
    QVERIFY(QTest::qWaitFor([&] { return bench.grid()->gridLayout().count() > 0; }, kPatienceMs));
    QCOMPARE(bench.text()->toPlainText(), QStringLiteral("one two three"));
    auto* lines = bench.tab->findChild<attention::LinesView*>();
    QTRY_COMPARE(lines->data().queries.size(), 7);
    // Once it is edited the text counts.
    bench.text()->setPlainText(QStringLiteral("one"));
    bench.tab->findChild<QPushButton*>(QStringLiteral("analyse"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(lines->data().queries.size() < 7, kPatienceMs);
}

void TestAttentionTab::answerGoesToTheDecoderAlone()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("t5")));
    attention::Subject subject;
    subject.model = bench.workspace.current();
    QVERIFY(subject.model->tokenizer);
    subject.text = QStringLiteral("one two");
    const base::CancelToken cancel;
    const auto without = attention::inputOf(subject, cancel);
    subject.second = QStringLiteral("three");
    const auto with = attention::inputOf(subject, cancel);
    QVERIFY(without && with);
    QCOMPARE(with->ids, without->ids);
    QCOMPARE(without->decoderIds.front().size(), std::size_t { 1 });
    QVERIFY(with->decoderIds.front().size() > 1);
}

void TestAttentionTab::cellOfALongerTextIsNotTaken()
{
    AttentionBench bench;
    attention::AttentionState state(bench.workspace, bench.runner);
    state.setCell(3, 1);
    QCOMPARE(state.query(), -1); // nothing is looked at yet
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    attention::Subject subject;
    subject.model = bench.workspace.current();
    subject.ids = { 5, 6, 7 };
    const base::CancelToken cancel;
    base::Progress progress;
    const auto examined = attention::examine(subject, cancel, progress);
    QVERIFY(examined);
    state.setExamination(*examined);
    state.setCell(2, 1);
    QCOMPARE(state.query(), 2);
    state.setCell(250, 1);
    state.setCell(1, 250);
    state.setQuery(3);
    QCOMPARE(state.query(), 2);
    // Marks of heads do not become other heads.
    state.togglePinned({ 0, 1 });
    QCOMPARE(state.pinned().size(), 1);
    state.setExamination(*examined);
    QCOMPARE(state.pinned().size(), 1);
}

void TestAttentionTab::emptyTextIsRefusedAndTheOldStays()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    const int heads = bench.grid()->gridLayout().count();
    bench.text()->clear();
    auto* banner = bench.tab->findChild<widgets::MessageBanner*>();
    bench.tab->findChild<QPushButton*>(QStringLiteral("analyse"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatienceMs);
    QVERIFY(!banner->text().reason.isEmpty());
    QCOMPARE(bench.grid()->gridLayout().count(), heads);
    QTRY_COMPARE(bench.tab->findChild<QPushButton*>(QStringLiteral("analyse"))->text(),
                 QStringLiteral("Analyse"));
}

void TestAttentionTab::everyControlHasAName()
{
    AttentionBench bench;
    for (const QWidget* widget : bench.tab->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
            || widget->objectName().startsWith(QLatin1String("qt_"))) {
            continue;
        }
        const auto* named = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (named && !named->text().isEmpty()),
                 qPrintable(QString::fromLatin1(widget->metaObject()->className())
                            + QLatin1Char(' ') + widget->objectName()));
    }
}

void TestAttentionTab::stateComesBack()
{
    QJsonObject state;
    {
        AttentionBench bench;
        bench.text()->setPlainText(QStringLiteral("두 번째 시작"));
        view(bench, "attentionViews", 3);
        view(bench, "attentionLower", 1);
        state = bench.tab->saveState();
    }
    AttentionBench bench;
    bench.tab->restoreState(state);
    QCOMPARE(bench.text()->toPlainText(), QStringLiteral("두 번째 시작"));
    QCOMPARE(bench.tab->saveState(), state);
}

QTEST_MAIN(TestAttentionTab)
#include "tst_attention_tab.moc"
