// SPDX-License-Identifier: GPL-3.0-or-later
#include "vision_bench.h"

#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "imaging/label_panel.h"
#include "imaging/label_presets.h"
#include "imaging/limits_note.h"
#include "imaging/model_card_dialog.h"
#include "workspace/model_catalog.h"

#include <QDir>
#include <QImage>
#include <QMenu>
#include <QTextBrowser>

#include <algorithm>

class TestVisionTab : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstLookOpensStarterAndSamples();
    void picturesOpenedBeforeTheFirstLookHaveLabels();
    void starterIsNotOpenedOverAModelOfTheUser();
    void limitsAreShownWhileTheStarterIsUsed();
    void presetsFillLabelsAndTemplates();
    void koreanPresetsHaveAWordForEachEnglishOne();
    void labelsAreTrimmedAndNoneIsTwice();
    void heatMapOfPicturesAndLabels();
    void chartsAreExported();
    void everyControlHasAName();
    void fitsTheSmallestWindow();
};

namespace {

/// A home as setup leaves it.
void install(const QString& home)
{
    const auto copyAll = [](const QString& from, const QString& to) {
        QVERIFY(QDir().mkpath(to));
        for (const QString& name : QDir(from).entryList(QDir::Files)) {
            QVERIFY(QFile::copy(from + QLatin1Char('/') + name, to + QLatin1Char('/') + name));
        }
    };
    const QString data = home + QStringLiteral("/foundation-explorer");
    copyAll(resource("starterclip-64"), data + QStringLiteral("/models/starterclip-64"));
    QVERIFY(QFile::copy(resource("MODEL_CARD.md"),
                        data + QStringLiteral("/models/starterclip-64/MODEL_CARD.md")));
    copyAll(resource("samples"), data + QStringLiteral("/pictures/samples"));
}

/// The tab as it is on the first start, not shown yet.
struct FirstStart {
    QTemporaryDir home;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    std::unique_ptr<workspace::Tab> tab;

    FirstStart()
    {
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        install(home.path());
        tab.reset(imaging::makeVisionTab(workspace, runner, nullptr));
        tab->resize(1200, 700);
    }
};

} // namespace

void TestVisionTab::firstLookOpensStarterAndSamples()
{
    FirstStart start;
    QVERIFY(start.tab->saveState().isEmpty()); // not looked at: the next start is still the first
    QVERIFY(!start.workspace.isLoading());
    start.tab->show();
    auto* grid = start.tab->findChild<QListView*>(QStringLiteral("pictures"));
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), 24, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(start.workspace.model(workspace::Role::Picture), kPatienceMs);
    auto* bars = start.tab->findChild<charts::BarChart*>(QStringLiteral("scores"));
    QTRY_COMPARE_WITH_TIMEOUT(bars->data().rows.size(), 24, kPatienceMs);
    QVERIFY(!start.tab->saveState().isEmpty());
}

void TestVisionTab::picturesOpenedBeforeTheFirstLookHaveLabels()
{
    FirstStart start;
    QVERIFY(start.tab->openFile(resource("samples/noto_cat.png")));
    start.tab->show();
    auto* bars = start.tab->findChild<charts::BarChart*>(QStringLiteral("scores"));
    QTRY_COMPARE_WITH_TIMEOUT(bars->data().rows.size(), 24, kPatienceMs);
    // The samples do not come on top of them.
    auto* grid = start.tab->findChild<QListView*>(QStringLiteral("pictures"));
    QCOMPARE(grid->model()->rowCount(), 1);
}

void TestVisionTab::starterIsNotOpenedOverAModelOfTheUser()
{
    FirstStart start;
    QVERIFY(openModel(start.workspace, QStringLiteral(FE_TEST_DATA "/models/clip/checkpoint")));
    const workspace::LoadedModelPtr mine = start.workspace.model(workspace::Role::Picture);
    start.tab->show();
    QTest::qWait(200);
    QVERIFY(!start.workspace.isLoading());
    QCOMPARE(start.workspace.model(workspace::Role::Picture), mine);
}

void TestVisionTab::limitsAreShownWhileTheStarterIsUsed()
{
    FirstStart start;
    start.tab->show();
    auto* note = start.tab->findChild<imaging::LimitsNote*>();
    QTRY_VERIFY_WITH_TIMEOUT(note->isVisible(), kPatienceMs);
    // One click shows the card, another asks for a real model.
    const QList<QPushButton*> buttons = note->findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 2);
    buttons.at(0)->click();
    auto* card = start.tab->findChild<imaging::ModelCardDialog*>();
    QVERIFY(card && card->isVisible());
    QVERIFY(card->findChild<QTextBrowser*>()->toPlainText().contains(
        QLatin1String("What it cannot do")));
    card->close();
    QVERIFY(openModel(start.workspace, QStringLiteral(FE_TEST_DATA "/models/clip/checkpoint")));
    QTRY_VERIFY(!note->isVisible());
}

void TestVisionTab::presetsFillLabelsAndTemplates()
{
    VisionBench bench;
    const auto menus = bench.tab->findChild<imaging::LabelPanel*>()->findChildren<QMenu*>();
    const auto trigger = [&menus](const QString& text) {
        for (QMenu* menu : menus) {
            Q_EMIT menu->aboutToShow();
            for (QAction* action : menu->actions()) {
                if (action->text() == text) {
                    action->trigger();
                    return true;
                }
            }
        }
        return false;
    };
    QVERIFY(trigger(QStringLiteral("CIFAR-10 classes")));
    QCOMPARE(bench.labels()->toPlainText().split(QLatin1Char('\n')).size(), 10);
    QVERIFY(trigger(QStringLiteral("Animals, in Korean")));
    QVERIFY(bench.labels()->toPlainText().startsWith(QStringLiteral("고양이\n개\n")));
    auto* templates = bench.tab->findChild<QPlainTextEdit*>(QStringLiteral("templates"));
    QVERIFY(trigger(QStringLiteral("Pictures of every kind")));
    QCOMPARE(templates->toPlainText().split(QLatin1Char('\n')).size(), 8);
    QVERIFY(templates->toPlainText().contains(QStringLiteral("a drawing of a/an {}")));
}

void TestVisionTab::koreanPresetsHaveAWordForEachEnglishOne()
{
    for (const imaging::LabelPreset& preset : imaging::labelPresets()) {
        const QStringList english = preset.labels(false);
        const QStringList korean = preset.labels(true);
        QCOMPARE(korean.size(), english.size());
        QVERIFY(english.size() > 4);
        for (const QStringList& labels : { english, korean }) {
            QCOMPARE(QSet<QString>(labels.begin(), labels.end()).size(), labels.size());
            QVERIFY(!labels.contains(QString()));
        }
    }
}

void TestVisionTab::labelsAreTrimmedAndNoneIsTwice()
{
    jobs::JobRunner runner;
    workspace::Workspace workspace(runner);
    imaging::VisionState state(workspace, runner);
    state.setLabels({ QStringLiteral(" cat "), QString(), QStringLiteral("dog"),
                      QStringLiteral("cat"), QStringLiteral("  ") });
    QCOMPARE(state.labels(), QStringList({ QStringLiteral("cat"), QStringLiteral("dog") }));
    state.setTemplates({ QString() });
    QCOMPARE(state.templates(), QStringList { QStringLiteral("{}") });
}

void TestVisionTab::heatMapOfPicturesAndLabels()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("car\numbrella"));
    QVERIFY(bench.tab->openFile(resource("samples/twemoji_car.png")));
    QVERIFY(bench.tab->openFile(resource("samples/fluent3d_umbrella.png")));
    for (auto* control : bench.tab->findChildren<widgets::SegmentedControl*>()) {
        if (control->accessibleName() == QLatin1String("What the scores are shown of")) {
            control->setCurrent(1);
        }
    }
    auto* matrix = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("scoreMatrix"));
    QTRY_COMPARE_WITH_TIMEOUT(matrix->data().rows.size(), 2, kPatienceMs);
    QCOMPARE(matrix->data().columns,
             QStringList({ QStringLiteral("car"), QStringLiteral("umbrella") }));
    QVERIFY(matrix->data().value(0, 0) > matrix->data().value(0, 1));
    QVERIFY(matrix->data().value(1, 1) > matrix->data().value(1, 0));
    QVERIFY(qAbs(matrix->data().value(0, 0) + matrix->data().value(0, 1) - 1) < 1e-6F);
    Q_EMIT matrix->cellActivated(1, 1);
    QCOMPARE(bench.grid()->currentIndex().row(), 1);
}

void TestVisionTab::chartsAreExported()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("car\n우산"));
    QVERIFY(bench.tab->openFile(resource("samples/twemoji_car.png")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.bars()->data().rows.size(), 2, kPatienceMs);
    const QTemporaryDir folder;
    QString error;
    for (const char* name : { "bars.png", "bars.svg", "bars.csv" }) {
        QVERIFY2(charts::saveChart(*bench.bars(), folder.filePath(QLatin1String(name)), &error),
                 qPrintable(error));
    }
    QVERIFY(!QImage(folder.filePath(QStringLiteral("bars.png"))).isNull());
    QFile csv(folder.filePath(QStringLiteral("bars.csv")));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(csv.readAll());
    QVERIFY(text.contains(QStringLiteral("우산")));
    QVERIFY(text.contains(QStringLiteral("car")));
    // What it was made with travels along.
    QVERIFY(bench.bars()->chartText().provenance.contains(QStringLiteral("starterclip-64")));
    QVERIFY(bench.bars()->chartText().provenance.contains(QStringLiteral("{}")));
}

void TestVisionTab::everyControlHasAName()
{
    VisionBench bench;
    for (const QWidget* widget : bench.tab->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
            || widget->objectName().startsWith(QLatin1String("qt_"))) {
            continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(QString::fromLatin1(widget->metaObject()->className())
                            + QLatin1Char(' ') + widget->objectName()));
    }
}

void TestVisionTab::fitsTheSmallestWindow()
{
    VisionBench bench;
    auto* pages = bench.tab->findChild<widgets::SegmentedControl*>(QStringLiteral("visionPages"));
    for (int page = 0; page < 4; ++page) {
        pages->setCurrent(page);
        QCoreApplication::processEvents();
        // The main window is 880 x 560 at least; its bars take about 120 of the height.
        QVERIFY2(bench.tab->minimumSizeHint().width() <= 880
                     && bench.tab->minimumSizeHint().height() <= 440,
                 qPrintable(QStringLiteral("page %1 wants %2 x %3")
                                .arg(page)
                                .arg(bench.tab->minimumSizeHint().width())
                                .arg(bench.tab->minimumSizeHint().height())));
    }
}

QTEST_MAIN(TestVisionTab)
#include "tst_vision_tab.moc"
