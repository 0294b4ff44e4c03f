// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/attention_lines.h"
#include "attention/examination.h"
#include "attention/head_grid.h"
#include "attention/head_grid_layout.h"
#include "attention/head_table_model.h"
#include "attention/lens_model.h"
#include "attention/lines_view.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace fe::attention;
using fe::models::AttentionCapture;
using fe::models::AttentionCaptureBuilder;
using fe::models::AttentionInfo;

class TestAttentionViews : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headAtIsTheInverseOfRect();
    void gridFitsItsRoomWithinLimits();
    void shrinkingKeepsEveryPeak();
    void linesAreThoseAboveTheLimit();
    void linesCanLeaveOutTheFirstToken();
    void gridSelectsByMouseAndKeyboard();
    void filterTakesLayersHeadsAndScores();
    void whatIsNoNumberIsSortedLast();
    void lensTableReadsFromTheLastLayerDown();
    void linesViewWalksThroughTokens();
    void linesInSightAreTheHeaviestThatEndThere();
    void aPartIsDrawnAsInTheWhole();
};

namespace {

/// Two heads of three tokens, causal: the first looks at itself, the second at the first token.
AttentionCapture capture()
{
    AttentionCaptureBuilder builder(
        AttentionInfo { {}, fe::models::AttentionKind::Self, 1, 2, 3, 3, true });
    const std::vector<float> weights { 1, 0, 0, 0.25F, 0.75F, 0, 0.125F, 0.125F, 0.75F,
                                       1, 0, 0, 1,     0,     0, 0.5F,   0.25F,  0.25F };
    builder.add(0, weights);
    return builder.finish();
}

std::vector<ScoreColumn> twoScores()
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    return { { QStringLiteral("induction"), {}, { 0.1, 0.9, none, 0.4 } },
             { QStringLiteral("entropy"), {}, { 1, 2, 3, 4 } } };
}

} // namespace

void TestAttentionViews::headAtIsTheInverseOfRect()
{
    const HeadGridLayout layout(3, 5, QSizeF(400, 300), QSizeF(30, 18), 1);
    for (int layer = 0; layer < 3; ++layer) {
        for (int head = 0; head < 5; ++head) {
            const HeadId id { layer, head };
            QCOMPARE(layout.headAt(layout.rect(id).center()), id);
            QCOMPARE(layout.at(layout.index(id)), id);
        }
    }
    QVERIFY(!layout.headAt({ 5, 5 }).isValid()); // on the labels
    QVERIFY(!layout.headAt(layout.rect({ 0, 0 }).topRight() + QPointF(1, 1)).isValid()); // between
    QVERIFY(!layout.headAt({ 4000, 4000 }).isValid());
}

void TestAttentionViews::gridFitsItsRoomWithinLimits()
{
    // Twelve heads in 600 pixels: as wide as they can be.
    const HeadGridLayout wide(12, 12, QSizeF(600, 2000), QSizeF(30, 18), 1);
    QVERIFY(wide.size().width() <= 600);
    QVERIFY(wide.size().width() > 600 - 12);
    // Many heads in little room keep a size that can be seen; the rest scrolls.
    const HeadGridLayout narrow(2, 64, QSizeF(300, 300), QSizeF(30, 18), 1);
    QVERIFY(narrow.cell() >= 20);
    QVERIFY(narrow.size().width() > 300);
    const HeadGridLayout none(0, 0, QSizeF(300, 300), QSizeF(30, 18), 1);
    QCOMPARE(none.count(), 0);
    QVERIFY(!none.headAt({ 50, 50 }).isValid());
}

void TestAttentionViews::shrinkingKeepsEveryPeak()
{
    constexpr int kSide = 100;
    std::vector<float> weights(kSide * kSide, 0.001F);
    weights[37 * kSide + 91] = 0.9F;
    const std::vector<float> tile = shrunk(weights, kSide, kSide, 10, 10);
    QCOMPARE(tile.size(), std::size_t { 100 });
    QCOMPARE(tile[3 * 10 + 9], 0.9F);
    QCOMPARE(*std::max_element(tile.begin(), tile.end()), 0.9F);
    // A side that stays is copied.
    const std::vector<float> small { 1, 2, 3, 4, 5, 6 };
    QCOMPARE(shrunk(small, 2, 3, 2, 3), small);
}

void TestAttentionViews::linesAreThoseAboveTheLimit()
{
    const AttentionLines lines = linesOf(capture(), { { 0, 0 }, { 0, 1 } }, 0.2F);
    QCOMPARE(lines.firstOfQuery.size(), std::size_t { 4 });
    QCOMPARE(lines.of(0).size(), std::size_t { 2 });
    QCOMPARE(lines.of(1).size(), std::size_t { 3 });
    QCOMPARE(lines.of(2).size(), std::size_t { 4 });
    QCOMPARE(lines.of(1)[1].key, 1);
    QCOMPARE(lines.of(1)[1].weight, 0.75F);
    QCOMPARE(lines.of(1)[2].head, 1);
}

void TestAttentionViews::linesCanLeaveOutTheFirstToken()
{
    const AttentionLines lines = linesOf(capture(), { { 0, 1 } }, 0.2F, 1);
    QCOMPARE(lines.lines.size(), std::size_t { 2 });
    QVERIFY(lines.of(0).empty());
}

void TestAttentionViews::gridSelectsByMouseAndKeyboard()
{
    HeadGrid grid;
    grid.resize(300, 200);
    QImage map(4, 4, QImage::Format_ARGB32);
    map.fill(Qt::darkBlue);
    grid.setHeads(2, 3, std::vector<QImage>(6, map));
    grid.show();
    QSignalSpy changed(&grid, &HeadGrid::selectionChanged);
    QSignalSpy pinned(&grid, &HeadGrid::pinToggled);
    const auto click = [&grid](HeadId head, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, modifiers,
                          grid.headRect(head).center().toPoint());
    };
    click({ 1, 2 });
    QCOMPARE(grid.selection(), QList<HeadId>({ { 1, 2 } }));
    click({ 0, 0 }, Qt::ControlModifier);
    QCOMPARE(grid.selection(), QList<HeadId>({ { 1, 2 }, { 0, 0 } }));
    click({ 1, 2 }, Qt::ControlModifier);
    QCOMPARE(grid.selection(), QList<HeadId>({ { 0, 0 } }));
    QCOMPARE(changed.size(), 3);
    QTest::keyClick(&grid, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(grid.selection(), QList<HeadId>({ { 1, 2 } }));
    QTest::keyClick(&grid, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(grid.selection(), QList<HeadId>({ { 1, 2 }, { 1, 1 } }));
    QTest::keyClick(&grid, Qt::Key_P);
    QCOMPARE(pinned.size(), 1);
    QCOMPARE(pinned.front().front().value<HeadId>(), (HeadId { 1, 1 }));
    // Selecting from outside says nothing back.
    const auto before = changed.size();
    grid.select({ { 0, 1 }, { 7, 7 } });
    QCOMPARE(grid.selection(), QList<HeadId>({ { 0, 1 } }));
    QCOMPARE(changed.size(), before);
}

void TestAttentionViews::filterTakesLayersHeadsAndScores()
{
    HeadTableModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    HeadFilter filter;
    filter.setSourceModel(&model);
    model.setScores(2, 2, twoScores());
    const auto left = [&] {
        QStringList names;
        for (int row = 0; row < filter.rowCount(); ++row) {
            names.append(filter.index(row, 0).data().toString());
        }
        return names;
    };
    QVERIFY(filter.setText({}));
    QCOMPARE(filter.rowCount(), 4);
    QVERIFY(filter.setText(QStringLiteral("1")));
    QCOMPARE(left(), QStringList({ QStringLiteral("1.0"), QStringLiteral("1.1") }));
    QVERIFY(filter.setText(QStringLiteral(" 0.1 ")));
    QCOMPARE(left(), QStringList { QStringLiteral("0.1") });
    QVERIFY(filter.setText(QStringLiteral("ind > 0.3")));
    QCOMPARE(left(), QStringList({ QStringLiteral("0.1"), QStringLiteral("1.1") }));
    QVERIFY(filter.setText(QStringLiteral("entropy<2")));
    QCOMPARE(left(), QStringList { QStringLiteral("0.0") });
    for (const char* wrong : { "nonsense", "induction >", "colour > 1", "1.2.3" }) {
        QVERIFY2(!filter.setText(QLatin1String(wrong)), wrong);
        QCOMPARE(filter.rowCount(), 4); // what is not understood hides nothing
    }
}

void TestAttentionViews::whatIsNoNumberIsSortedLast()
{
    HeadTableModel model;
    HeadFilter filter;
    filter.setSourceModel(&model);
    filter.setSortRole(HeadTableModel::kSortRole);
    model.setScores(2, 2, twoScores());
    for (const Qt::SortOrder order : { Qt::AscendingOrder, Qt::DescendingOrder }) {
        filter.sort(1, order);
        QCOMPARE(filter.index(3, 0).data().toString(), QStringLiteral("1.0"));
        QCOMPARE(filter.index(3, 1).data().toString(), QStringLiteral("–"));
    }
    QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("0.1"));
    model.setMarks({ 2 }, { 1 });
    filter.sort(0, Qt::AscendingOrder);
    QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("1.0 •")); // pinned ones first
    QCOMPARE(filter.index(2, 0).data().toString(), QStringLiteral("0.1 ×"));
}

void TestAttentionViews::lensTableReadsFromTheLastLayerDown()
{
    auto table = std::make_shared<LensTable>();
    table->tokens = { QStringLiteral("a"), QStringLiteral("b") };
    table->layers = 3;
    for (int i = 0; i < 6; ++i) {
        table->cells.push_back({ { { QStringLiteral("t%1").arg(i), 0.1 * i } }, 1.0 * i, 5.0 - i });
    }
    LensModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable(table);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("t5")); // the last layer on top
    QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("t0"));
    QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("2"));
    QCOMPARE(model.index(0, 1).data(LensModel::kShareRole).toDouble(), 0.5);
    model.setColour(LensModel::Colour::Entropy);
    QCOMPARE(model.index(0, 1).data(LensModel::kShareRole).toDouble(), 1.0);
    model.setColour(LensModel::Colour::Divergence);
    QCOMPARE(model.index(2, 0).data(LensModel::kShareRole).toDouble(), 1.0);
    QCOMPARE(csvOf(*table).count("\r\n"), 7);
    QVERIFY(csvOf(*table).contains("2,1,b,1,t5,0.5,5,0"));
}

void TestAttentionViews::linesViewWalksThroughTokens()
{
    LinesView view;
    view.resize(400, 200);
    view.setData({ {},
                   { QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z") },
                   { QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z") },
                   linesOf(capture(), { { 0, 0 } }, 0.02F),
                   { QStringLiteral("0.0") } });
    view.show();
    QSignalSpy current(&view, &LinesView::currentQueryChanged);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.queryRect(1).center().toPoint());
    QCOMPARE(view.currentQuery(), 1);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(view.currentQuery(), 2);
    QTest::keyClick(&view, Qt::Key_Down); // the last stays
    QCOMPARE(view.currentQuery(), 2);
    QTest::keyClick(&view, Qt::Key_Escape);
    QCOMPARE(view.currentQuery(), -1);
    QCOMPARE(current.size(), 3);
    QVERIFY(view.csv().contains("2,z,2,z,0.0,0.75"));
}

void TestAttentionViews::linesInSightAreTheHeaviestThatEndThere()
{
    constexpr int kTokens = 1000;
    AttentionLines lines;
    for (int query = 0; query < kTokens; ++query) { // all look at the first, at themselves, ahead
        lines.firstOfQuery.push_back(lines.lines.size());
        lines.lines.push_back({ query, 0, 0.25F, 0 });
        lines.lines.push_back({ query, query, query == 505 ? 0.75F : 0.5F, 0 });
        lines.lines.push_back({ query, kTokens - 1, 0.125F, 0 });
    }
    lines.firstOfQuery.push_back(lines.lines.size());
    const auto count = [&](int first, int last, std::size_t most) {
        return linesInSight(lines, first, last, most).size();
    };
    // From above to below pass nearly a thousand lines; ten queries have three each.
    QCOMPARE(count(500, 509, 10'000), std::size_t { 30 });
    // At the first token end as many as there are.
    QCOMPARE(count(0, 9, 10'000), std::size_t { kTokens + 20 });
    for (const int first : { 0, 400, kTokens - 10 }) {
        QCOMPARE(count(first, first + 9, 25), std::size_t { 25 });
    }
    QCOMPARE(count(0, 9, 0), std::size_t { 0 });
    const std::vector<AttentionLine> heaviest = linesInSight(lines, 500, 509, 3);
    QCOMPARE(heaviest.size(), std::size_t { 3 });
    QVERIFY(std::ranges::all_of(heaviest, [](const auto& line) { return line.weight >= 0.5F; }));
    QCOMPARE(std::ranges::max(heaviest, {}, &AttentionLine::weight).query, 505);
}

void TestAttentionViews::aPartIsDrawnAsInTheWhole()
{
    constexpr int kTokens = 60;
    auto data = std::make_shared<LinesData>();
    for (int query = 0; query < kTokens; ++query) {
        data->queries.append(QString::number(query));
        data->lines.firstOfQuery.push_back(data->lines.lines.size());
        data->lines.lines.push_back({ query, (query * 7) % kTokens, 0.6F, query % 3 });
    }
    data->lines.firstOfQuery.push_back(data->lines.lines.size());
    data->keys = data->queries;
    const LinesPicture picture(data);
    const QSize size = picture.pictureSize().toSize();
    const auto drawn = [&](int top, int height, std::size_t most) {
        QImage image(size.width(), height, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.translate(0, -top);
        picture.paintPart(painter, picture.frame(size.width()),
                          { double(top), double(top + height), -1, most },
                          fe::widgets::lightTokens());
        return image;
    };
    // Only what ends there: the whole is drawn without the lines that pass by the part.
    const int top = size.height() / 3;
    const int height = size.height() / 4;
    const double row = picture.frame(size.width()).rowHeight;
    const std::vector<AttentionLine> seen = linesInSight(
        data->lines, int(top / row), int((top + height) / row), data->lines.lines.size());
    QVERIFY(seen.size() > 10 && seen.size() < std::size_t { kTokens });
    auto few = std::make_shared<LinesData>(*data);
    few->lines.lines = seen;
    const LinesPicture whole(few);
    QImage all(size, QImage::Format_RGB32);
    all.fill(Qt::white);
    QPainter painter(&all);
    whole.paintPart(painter, whole.frame(size.width()),
                    { 0, double(size.height()), -1, seen.size() }, fe::widgets::lightTokens());
    painter.end();
    const QImage part = drawn(top, height, seen.size());
    int different = 0;
    int inked = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const QColor a = part.pixelColor(x, y);
            const QColor b = all.pixelColor(x, top + y);
            inked += b != QColor(Qt::white);
            // Edges of a curve that is flattened in other pieces differ by a shade.
            different += std::abs(a.green() - b.green()) > 60;
        }
    }
    QVERIFY(inked > 1000);
    QVERIFY2(different * 100 < inked, qPrintable(QString::number(different)));
}

QTEST_MAIN(TestAttentionViews)
#include "tst_attention_views.moc"
