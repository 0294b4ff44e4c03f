// SPDX-License-Identifier: GPL-3.0-or-later
//
// The heat map card and the page Features with the starter model, and where patches are drawn.
#include "charts/chart_export.h"
#include "charts/patch_canvas.h"
#include "imaging/maps/colour_strip.h"
#include "imaging/maps/features_page.h"
#include "imaging/maps/heat_map_view.h"
#include "imaging/maps/map_work.h"
#include "vision_bench.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QThread>

#include <atomic>
#include <set>

using namespace fe::imaging;
using namespace fe::charts;
using analysis::HeatMethod;

namespace {

/// The card with its state, as the page holds it.
struct MapBench {
    QTemporaryDir home;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    VisionState state { workspace, runner };

    [[nodiscard]] bool load(const char* model = "starterclip-64")
    {
        return openModel(workspace, resource(model));
    }
    [[nodiscard]] bool label(const QStringList& labels)
    {
        state.setLabels(labels);
        return QTest::qWaitFor([&] { return state.weights() != nullptr; }, kPatienceMs);
    }
};

/// Keeps the models' lane busy until it is released.
class LaneBlock
{
public:
    explicit LaneBlock(jobs::JobRunner& runner)
        : m_job(runner.start<int>(
            { .title = QStringLiteral("block"), .lane = jobs::Lane::Compute, .slot = {} },
            [free = m_free](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
                while (!*free && !cancel.isCancelled()) {
                    QThread::msleep(1);
                }
                return 0;
            },
            { .done = {}, .cancelled = {}, .failed = {} }))
    {
    }
    void release() { *m_free = true; }

private:
    std::shared_ptr<std::atomic<bool>> m_free = std::make_shared<std::atomic<bool>>(false);
    jobs::JobHandle m_job;
};

QString text(const QWidget& card, const char* name)
{
    const auto* label = card.findChild<QLabel*>(QLatin1String(name));
    return label != nullptr ? label->text() : QString();
}

bool shown(HeatMapView& view)
{
    QSignalSpy spy(&view, &HeatMapView::mapShown);
    return spy.wait(kPatienceMs);
}

PatchMap smallMap()
{
    PatchMap map;
    map.text.title = QStringLiteral("a");
    map.valueName = QStringLiteral("relevance");
    map.picture = QImage(50, 32, QImage::Format_RGB32);
    map.picture.fill(Qt::gray);
    map.rows = 2;
    map.columns = 3;
    map.patchSize = 16;
    map.values = { 0, 1, 2, 3, 4, 5 };
    return map;
}

} // namespace

class TestPatchMaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patchesLieWhereThePictureIs();
    void interpolationIsStraightBetweenMiddles();
    void tablesHaveARowAPatch();
    void mapsAreComparedWithOtherLabels();
    void canvasTellsClickedAndTypedPatches();
    void labelsGiveDifferentMaps();
    void aNewQuestionReplacesTheOld();
    void mapsKeepTheNameOfTheirMethod();
    void attentionNeedsNoWords();
    void cardSaysWhatIsMissing();
    void damagedPicturesAreToldInPlace();
    void mapsAreExported();
    void stateIsFoundAgain();
    void picturesShareTheirColours();
    void attentionFollowsPatchLayerAndHead();
    void cancelledMapsSaySo();
};

/// 50 pixels hold 3 patches of 16 and two pixels that belong to none.
void TestPatchMaps::patchesLieWhereThePictureIs()
{
    const PatchLayout layout(smallMap(), QRectF(10, 20, 100, 100));
    QCOMPARE(layout.picture(), QRectF(10, 38, 100, 64));
    QCOMPARE(layout.covered(), QRectF(10, 38, 96, 64));
    QCOMPARE(layout.patchRect(5), QRectF(74, 70, 32, 32));
    for (int patch = 0; patch < 6; ++patch) {
        QCOMPARE(layout.patchAt(layout.patchRect(patch).center()), std::optional(patch));
    }
    QVERIFY(!layout.patchAt({ 108, 50 }));
    QVERIFY(!layout.patchAt({ 9, 50 }));
    QVERIFY(!layout.patchAt({ 50, 37 }));
    QVERIFY(layout.patchRect(6).isNull());
    QVERIFY(!PatchLayout({}, QRectF(0, 0, 10, 10)).patchAt({ 5, 5 }));
}

void TestPatchMaps::interpolationIsStraightBetweenMiddles()
{
    const auto line = interpolated({ 0, 1 }, 1, 2, 2);
    QCOMPARE(line, std::vector<float>({ 0, 0.25F, 0.75F, 1, 0, 0.25F, 0.75F, 1 }));
    QCOMPARE(interpolated({ 3, 5, 7, 9 }, 2, 2, 1), std::vector<float>({ 3, 5, 7, 9 }));
}

void TestPatchMaps::tablesHaveARowAPatch()
{
    QCOMPARE(csvOf(smallMap()).split('\n').size(), 8);
    QVERIFY(csvOf(smallMap()).startsWith("row,column,relevance\r\n1,1,0\r\n1,2,1\r\n"));
    PatchMap colours = smallMap();
    colours.values.clear();
    colours.colours = QImage(3, 2, QImage::Format_RGB32);
    colours.colours.fill(qRgb(1, 2, 3));
    QVERIFY(csvOf(colours).startsWith("row,column,red,green,blue\r\n1,1,1,2,3\r\n"));
}

void TestPatchMaps::mapsAreComparedWithOtherLabels()
{
    using Labels = std::vector<std::size_t>;
    QCOMPARE(comparedWith(0, 1), Labels {});
    QCOMPARE(comparedWith(1, 3), Labels({ 2, 0 }));
    QCOMPARE(comparedWith(0, 5), Labels({ 1, 2, 3, 4 }));
    for (std::size_t label = 0; label < 100; ++label) {
        const Labels others = comparedWith(label, 100);
        QCOMPARE(std::set(others.begin(), others.end()).size(), std::size_t { 4 });
        QVERIFY(std::find(others.begin(), others.end(), label) == others.end());
    }
}

void TestPatchMaps::canvasTellsClickedAndTypedPatches()
{
    PatchCanvas canvas;
    canvas.resize(200, 200);
    canvas.setMap(smallMap());
    canvas.show();
    QSignalSpy spy(&canvas, &PatchCanvas::patchActivated);
    QTest::mouseClick(&canvas, Qt::LeftButton, {},
                      canvas.patchLayout().patchRect(4).center().toPoint());
    QCOMPARE(spy.takeFirst().at(0).toInt(), 4);
    QTest::keyClick(&canvas, Qt::Key_Up);
    QTest::keyClick(&canvas, Qt::Key_Right);
    QTest::keyClick(&canvas, Qt::Key_Right); // stays at the edge
    QTest::keyClick(&canvas, Qt::Key_Return);
    QCOMPARE(spy.takeFirst().at(0).toInt(), 2);
    QVERIFY(canvas.accessibleDescription().contains(QLatin1Char('3')));
    canvas.setMap({}); // nothing is left to be current
    QVERIFY(!canvas.current());
    QTest::keyClick(&canvas, Qt::Key_Return);
    QVERIFY(spy.isEmpty());
}

void TestPatchMaps::labelsGiveDifferentMaps()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("guitar"), QStringLiteral("cat") }));
    HeatMapView view(bench.state);
    view.resize(500, 500);
    view.show();
    view.setPicture(resource("samples/noto_cat.png"), {});
    QVERIFY(shown(view));
    // Nobody chose a label: the best one.
    QVERIFY(view.canvas().chartText().title.contains(QStringLiteral("cat")));
    QCOMPARE(view.canvas().map().rows, 8);
    const auto cat = view.canvas().map().values;
    QVERIFY(text(view, "heatNote").contains(QStringLiteral("Depends on the label (0.")));
    QCOMPARE(view.findChild<QComboBox*>(QStringLiteral("heatLabel"))->currentText(),
             QStringLiteral("best: cat"));
    view.setLabel(0);
    QVERIFY(shown(view));
    QVERIFY(view.canvas().chartText().title.contains(QStringLiteral("guitar")));
    QVERIFY(view.canvas().map().values != cat);
    view.setLabel(1);
    QVERIFY(shown(view));
    QCOMPARE(view.canvas().map().values, cat);
    view.setMethod(HeatMethod::Similarity);
    QVERIFY(shown(view));
    QVERIFY(view.canvas().map().values != cat);
}

void TestPatchMaps::aNewQuestionReplacesTheOld()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("guitar"), QStringLiteral("cat") }));
    HeatMapView view(bench.state);
    view.show();
    QSignalSpy spy(&view, &HeatMapView::mapShown);
    for (int i = 0; i < 20; ++i) {
        view.setPicture(
            resource(i % 2 == 0 ? "samples/openmoji_guitar.png" : "samples/noto_cat.png"), {});
        view.setLabel(i % 2);
        QCoreApplication::processEvents();
    }
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    QVERIFY(view.canvas().chartText().title.contains(QStringLiteral("cat")));
    QVERIFY(view.canvas().chartText().provenance.contains(QStringLiteral("noto_cat.png")));
    // While it is hidden it computes nothing.
    view.hide();
    spy.clear();
    view.setLabel(0);
    QTest::qWait(50);
    QVERIFY(bench.runner.jobs().isEmpty());
    view.show();
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), kPatienceMs);
    QVERIFY(view.canvas().chartText().title.contains(QStringLiteral("guitar")));
}

/// While another method is computed, the map that is there is not named after it; if that is
/// cancelled, no map is left, and none can be exported.
void TestPatchMaps::mapsKeepTheNameOfTheirMethod()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("guitar"), QStringLiteral("cat") }));
    HeatMapView view(bench.state);
    view.show();
    view.setPicture(resource("samples/noto_cat.png"), {});
    QVERIFY(shown(view));
    const auto relevance = view.canvas().map().values;
    const auto* exporting = view.findChild<ExportButton*>();
    QVERIFY(exporting->isEnabled());
    LaneBlock block(bench.runner);
    view.setMethod(HeatMethod::Attention);
    QTRY_COMPARE_WITH_TIMEOUT(bench.runner.jobs().size(), 2, kPatienceMs);
    QCOMPARE(view.canvas().map().values, relevance);
    QCOMPARE(view.canvas().map().valueName, QStringLiteral("relevance"));
    QVERIFY(view.canvas().chartText().title.contains(QStringLiteral("cat")));
    QVERIFY(view.canvas().chartText().provenance.endsWith(QStringLiteral("relevance")));
    bench.runner.cancel(bench.runner.jobs().at(1).id);
    block.release();
    QTRY_VERIFY_WITH_TIMEOUT(!view.canvas().map().hasMap(), kPatienceMs);
    QVERIFY(!view.canvas().map().picture.isNull());
    QVERIFY(!exporting->isEnabled());
    QCOMPARE(text(view, "heatNote"), QStringLiteral("The map was not computed."));
    view.setMethod(HeatMethod::Similarity);
    QVERIFY(shown(view));
    QCOMPARE(view.canvas().map().valueName, QStringLiteral("similarity"));
}

void TestPatchMaps::attentionNeedsNoWords()
{
    MapBench bench;
    QVERIFY(openModel(bench.workspace, QStringLiteral(FE_TEST_DATA "/models/dinov2/checkpoint")));
    HeatMapView view(bench.state);
    view.resize(500, 500);
    view.show();
    view.setPicture(resource("samples/noto_cat.png"), {});
    QPushButton* button = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (button = view.findChild<QPushButton*>()) != nullptr && button->isVisible(), kPatienceMs);
    button->click(); // "Show attention"
    QCOMPARE(view.method(), HeatMethod::Attention);
    QVERIFY(shown(view));
    QVERIFY(view.canvas().map().hasMap());
    QVERIFY(!view.findChild<QComboBox*>(QStringLiteral("heatLabel"))->isEnabled());
}

void TestPatchMaps::cardSaysWhatIsMissing()
{
    MapBench bench;
    HeatMapView view(bench.state);
    view.show();
    const auto says = [&](const char* what) {
        return QTest::qWaitFor(
            [&] {
                for (const QLabel* label : view.findChildren<QLabel*>()) {
                    if (label->isVisible() && label->text().contains(QLatin1String(what))) {
                        return true;
                    }
                }
                return false;
            },
            kPatienceMs);
    };
    QVERIFY(says("No picture model is open"));
    QVERIFY(bench.load());
    QVERIFY(says("No picture is selected"));
    view.setPicture(resource("samples/noto_cat.png"), {});
    QVERIFY(says("No labels yet"));
}

void TestPatchMaps::damagedPicturesAreToldInPlace()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("cat") }));
    const QString broken = bench.home.filePath(QStringLiteral("broken.png"));
    QFile file(broken);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    HeatMapView view(bench.state);
    view.show();
    view.setPicture(broken, {});
    QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty() && !view.canvas().isVisible(),
                             kPatienceMs);
    QStringList texts;
    for (const QLabel* label : view.findChildren<QLabel*>()) {
        texts.append(label->isVisible() ? label->text() : QString());
    }
    QVERIFY2(texts.join(u' ').contains(QStringLiteral("broken.png")), qPrintable(texts.join(u' ')));
    view.setPicture(resource("samples/noto_cat.png"), {});
    QVERIFY(shown(view));
    QVERIFY(view.canvas().isVisible());
}

void TestPatchMaps::mapsAreExported()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("cat"), QStringLiteral("guitar") }));
    HeatMapView view(bench.state);
    view.resize(500, 500);
    view.show();
    view.setPicture(resource("samples/noto_cat.png"), {});
    QVERIFY(shown(view));
    QString error;
    for (const char* name : { "map.png", "map.svg", "map.csv" }) {
        const QString path = bench.home.filePath(QLatin1String(name));
        QVERIFY2(charts::saveChart(view.canvas(), path, &error), qPrintable(error));
        QVERIFY(QFileInfo(path).size() > 100);
    }
    const QImage image(bench.home.filePath(QStringLiteral("map.png")));
    QVERIFY(image.width() > 300);
    QSet<QRgb> colours;
    for (int x = 0; x < image.width(); x += 5) {
        for (int y = 0; y < image.height(); y += 5) {
            colours.insert(image.pixel(x, y));
        }
    }
    QVERIFY(colours.size() > 100);
    // The map follows its slider.
    const QImage before = view.grab().toImage();
    view.findChild<QSlider*>(QStringLiteral("heatOpacity"))->setValue(0);
    QVERIFY(view.grab().toImage() != before);
    QCOMPARE(view.canvas().look().opacity, 0.0);
}

void TestPatchMaps::stateIsFoundAgain()
{
    MapBench bench;
    QVERIFY(bench.load());
    QVERIFY(bench.label({ QStringLiteral("cat"), QStringLiteral("guitar") }));
    HeatMapView view(bench.state);
    view.setMethod(HeatMethod::Similarity);
    view.setLabel(1);
    view.findChild<QSlider*>(QStringLiteral("heatOpacity"))->setValue(30);
    view.findChild<QCheckBox*>(QStringLiteral("heatBlocks"))->setChecked(true);
    HeatMapView other(bench.state);
    other.restoreState(view.saveState());
    QCOMPARE(other.saveState(), view.saveState());
    QCOMPARE(other.method(), HeatMethod::Similarity);
    QVERIFY(!other.canvas().look().smooth);
    QCOMPARE(other.findChild<QComboBox*>(QStringLiteral("heatLabel"))->currentText(),
             QStringLiteral("guitar"));
    other.restoreState({ { QStringLiteral("method"), 7 }, { QStringLiteral("opacity"), 1e9 } });
    QCOMPARE(other.method(), HeatMethod::Relevance);
}

void TestPatchMaps::picturesShareTheirColours()
{
    MapBench bench;
    QVERIFY(bench.load());
    FeaturesPage page(bench.state);
    page.resize(900, 500);
    page.show();
    page.setPicture(resource("samples/noto_cat.png"));
    auto* strip = page.findChild<ColourStrip*>(QStringLiteral("featureColours"));
    QTRY_VERIFY_WITH_TIMEOUT(strip->canvases().size() == 1 && strip->isVisible(), kPatienceMs);
    const QImage alone = strip->canvases().front()->map().colours;
    QCOMPARE(alone.size(), QSize(8, 8));
    QVERIFY(page.openPaths({ resource("samples/twemoji_dog.png"), resource("starterclip-64"),
                             resource("samples/noto_cat.png") }));
    QCOMPARE(page.paths().size(), 2); // a folder is no picture, and the cat is there
    QTRY_COMPARE_WITH_TIMEOUT(strip->canvases().size(), std::size_t { 2 }, kPatienceMs);
    QVERIFY(strip->canvases().front()->map().colours != alone);
    QVERIFY(!page.openPaths({ resource("samples/noto_cat.png") }));
    const QByteArray csv = strip->csv();
    QVERIFY(csv.startsWith("picture,row,column,red,green,blue\r\nnoto_cat.png,1,1,"));
    QVERIFY(csv.contains("twemoji_dog.png,8,8,"));
    QCOMPARE(csv.count('\n'), 1 + 2 * 64);
    QString error;
    QVERIFY(charts::saveChart(*strip, bench.home.filePath(QStringLiteral("a.png")), &error));
    // Another layer has other features.
    const QImage last = strip->canvases().front()->map().colours;
    page.findChild<QSpinBox*>(QStringLiteral("featureLayer"))->setValue(1);
    QTRY_VERIFY_WITH_TIMEOUT(strip->canvases().front()->map().colours != last, kPatienceMs);
    FeaturesPage other(bench.state);
    other.restoreState(page.saveState());
    QCOMPARE(other.paths(), page.paths());
}

void TestPatchMaps::attentionFollowsPatchLayerAndHead()
{
    MapBench bench;
    QVERIFY(bench.load());
    FeaturesPage page(bench.state);
    page.resize(900, 500);
    page.show();
    page.setPicture(resource("samples/noto_cat.png"));
    auto* canvas = page.findChild<PatchCanvas*>(QStringLiteral("attentionMap"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas->map().hasMap() && canvas->isVisible(), kPatienceMs);
    const auto rollout = canvas->map().values;
    auto* layer = page.findChild<QSpinBox*>(QStringLiteral("attentionLayer"));
    auto* head = page.findChild<QSpinBox*>(QStringLiteral("attentionHead"));
    QCOMPARE(layer->maximum(), 6);
    QCOMPARE(head->maximum(), 6);
    QVERIFY(!head->isEnabled());
    layer->setValue(3);
    const auto mean = canvas->map().values;
    QVERIFY(mean != rollout);
    head->setValue(2);
    QVERIFY(canvas->map().values != mean);
    const auto classToken = canvas->map().values;
    QTest::mouseClick(canvas, Qt::LeftButton, {},
                      canvas->patchLayout().patchRect(20).center().toPoint());
    QVERIFY(canvas->map().values != classToken);
    QVERIFY(canvas->chartText().title.contains(QStringLiteral("row 3, column 5")));
    QCOMPARE(canvas->current(), std::optional(20));
    page.findChild<QPushButton*>(QStringLiteral("classToken"))->click();
    QCOMPARE(canvas->map().values, classToken);
    QVERIFY(!canvas->current());
}

void TestPatchMaps::cancelledMapsSaySo()
{
    MapBench bench;
    QVERIFY(bench.load());
    FeaturesPage page(bench.state);
    page.resize(900, 500);
    page.show();
    LaneBlock block(bench.runner);
    page.setPicture(resource("samples/noto_cat.png"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.runner.jobs().size(), 3, kPatienceMs);
    for (const jobs::JobInfo& job : bench.runner.jobs().mid(1)) {
        bench.runner.cancel(job.id);
    }
    block.release();
    const auto retries = [&] {
        QList<QPushButton*> found;
        for (QPushButton* button : page.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Compute")) {
                found.append(button);
            }
        }
        return found;
    };
    QTRY_COMPARE_WITH_TIMEOUT(retries().size(), 2, kPatienceMs);
    retries().front()->click();
    auto* canvas = page.findChild<PatchCanvas*>(QStringLiteral("attentionMap"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas->map().hasMap() && canvas->isVisible(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        page.findChild<ColourStrip*>(QStringLiteral("featureColours"))->isVisible(), kPatienceMs);
}

QTEST_MAIN(TestPatchMaps)
#include "tst_patch_maps.moc"
