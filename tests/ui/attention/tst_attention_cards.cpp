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

class TestAttentionCards : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lensShowsEveryLayerAndIsSaved();
    void headsAreSwitchedOff();
    void importanceOfEveryHeadCanBeStopped();
    void encodersWithoutAHeadAreTakenCalmly();
    void placesCanBeChosen();
    void maskedTextsArePatchedAtTheirMask();
    void patchingShowsLayersByPositions();
    void patchingOfUnequalTextsSaysWhy();
    void queryTimesKeyAddsUpToTheWeight();
    void twoTextsAreCompared();
    void viewIsSavedAsAPageAndTensors();
};

void TestAttentionCards::lensShowsEveryLayerAndIsSaved()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    auto* lens = bench.tab->findChild<QTableView*>(QStringLiteral("lens"));
    QTRY_COMPARE_WITH_TIMEOUT(lens->model()->rowCount(), bench.grid()->gridLayout().layers() + 1,
                              kPatienceMs);
    QVERIFY(!lens->model()->index(0, 0).data().toString().isEmpty());
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lens.csv"));
    auto* card = bench.tab->findChild<attention::LensCard*>();
    card->saveTable(path);
    QFile file(path);
    QTRY_VERIFY_WITH_TIMEOUT(file.exists(), kPatienceMs);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'),
             lens->model()->rowCount() * lens->model()->columnCount() * 10 + 1);
    const auto* banner = bench.tab->findChild<widgets::MessageBanner*>();
    QVERIFY(banner->isHidden());
    card->saveTable(folder.filePath(QStringLiteral("no/such/folder.csv")));
    QTRY_VERIFY_WITH_TIMEOUT(!banner->isHidden(), kPatienceMs);
}

void TestAttentionCards::headsAreSwitchedOff()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 1);
    auto* table = bench.tab->findChild<QTableWidget*>(QStringLiteral("ablation"));
    QTRY_VERIFY_WITH_TIMEOUT(table->rowCount() >= 8, kPatienceMs);
    const auto differs = [table] {
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->item(row, 1)->text() != table->item(row, 2)->text()) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(!differs()); // nothing is off
    button(bench, "Layer")->click();
    QTRY_VERIFY_WITH_TIMEOUT(differs(), kPatienceMs);
    button(bench, "All on")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!differs(), kPatienceMs);
    button(bench, "Heads off or on")->click();
    const auto labels = bench.tab->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text() == QStringLiteral("Off: heads 0.0");
    }));
}

void TestAttentionCards::importanceOfEveryHeadCanBeStopped()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 1);
    button(bench, "Importance of every head")->click();
    auto* map = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("headImportance"));
    QTRY_VERIFY_WITH_TIMEOUT(!map->data().isEmpty(), kPatienceMs);
    QCOMPARE(map->data().rows.size(), bench.grid()->gridLayout().layers());
    QVERIFY(button(bench, "Importance of every head")); // ready for the next
}

/// Of an encoder that predicts no tokens nothing is tried that cannot be: hints say what there is.
void TestAttentionCards::encodersWithoutAHeadAreTakenCalmly()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("bert")));
    bench.text()->setPlainText(QStringLiteral("a cat sat"));
    QVERIFY(bench.analyse());
    const auto says = [&](const char* text) {
        const auto labels = bench.tab->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [text](const QLabel* label) {
            return label->isVisible() && label->text().contains(QLatin1String(text));
        });
    };
    const auto* banner = bench.tab->findChild<widgets::MessageBanner*>();
    QTRY_VERIFY(says("no layer can be asked"));
    view(bench, "attentionLower", 2);
    QTRY_VERIFY(says("no answer to bring back"));
    QVERIFY(!bench.tab->findChild<QPushButton*>(QStringLiteral("patch"))->isEnabled());
    view(bench, "attentionLower", 1);
    const auto* effect = bench.tab->findChild<QLabel*>(QStringLiteral("ablationEffect"));
    const QString zero = QLocale().toString(0.0, 'f', 4);
    QTRY_VERIFY_WITH_TIMEOUT(effect->text().contains(zero), kPatienceMs);
    QVERIFY(!bench.tab->findChild<QTableWidget*>(QStringLiteral("ablation"))->isVisible());
    button(bench, "Layer")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!effect->text().contains(zero), kPatienceMs);
    QVERIFY(!banner->isVisible());
    button(bench, "Importance of every head")->click();
    const auto* map = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("headImportance"));
    QTRY_VERIFY_WITH_TIMEOUT(!map->data().isEmpty(), kPatienceMs);
    QVERIFY(map->data().value(0, 0) > 0);
    QVERIFY(map->data().text.provenance.contains(QStringLiteral("mean of all tokens")));
    QVERIFY(!banner->isVisible());
}

void TestAttentionCards::placesCanBeChosen()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("bert_mlm_legacy")));
    bench.text()->setPlainText(QStringLiteral("a [MASK] sat [MASK]"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 1);
    QComboBox* places = nullptr;
    for (QComboBox* box : bench.tab->findChildren<QComboBox*>(QStringLiteral("predictedPlace"))) {
        places = box->isVisible() ? box : places;
    }
    QVERIFY(places);
    const auto* table = bench.tab->findChild<QTableWidget*>(QStringLiteral("ablation"));
    QTRY_VERIFY_WITH_TIMEOUT(table->rowCount() >= 8, kPatienceMs);
    // The first mask unless another place is chosen; the box says which.
    QCOMPARE(places->currentIndex(), 0);
    QVERIFY2(places->currentText().startsWith(QStringLiteral("at “[MASK]” (position 2)")),
             qPrintable(places->currentText()));
    const auto top
        = [table]() -> QString { return table->item(0, 0)->text() + table->item(0, 1)->text(); };
    const QString first = top();
    int second = -1;
    for (int i = 1; i < places->count(); ++i) {
        second = places->itemText(i).startsWith(QStringLiteral("at “[MASK]”")) ? i : second;
    }
    QVERIFY(second > 3);
    places->setCurrentIndex(second);
    Q_EMIT places->activated(second);
    QTRY_VERIFY_WITH_TIMEOUT(top() != first, kPatienceMs);
    QCOMPARE(places->currentIndex(), second); // and it is the selected token in all views
    auto* lines = bench.tab->findChild<attention::LinesView*>();
    QTRY_COMPARE(lines->currentQuery(), second - 1);
    places->setCurrentIndex(0);
    Q_EMIT places->activated(0);
    QTRY_VERIFY_WITH_TIMEOUT(top() == first, kPatienceMs);
    QCOMPARE(lines->currentQuery(), -1);
}

void TestAttentionCards::maskedTextsArePatchedAtTheirMask()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("bert_mlm_legacy")));
    bench.text()->setPlainText(QStringLiteral("a [MASK] sat"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 2);
    const auto edit = [&](const char* name, const char* text) {
        bench.tab->findChild<QLineEdit*>(QLatin1String(name))->setText(QLatin1String(text));
    };
    edit("corruptedText", "b [MASK] sat");
    edit("cleanAnswer", "a");
    edit("corruptedAnswer", "b");
    bench.tab->findChild<QPushButton*>(QStringLiteral("patch"))->click();
    const auto* map = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("patching"));
    QTRY_VERIFY_WITH_TIMEOUT(!map->data().isEmpty(), kPatienceMs);
    // At the end of the last layer the mask holds the whole answer, the separator nothing.
    const int layers = bench.grid()->gridLayout().layers();
    const int last = static_cast<int>(map->data().columns.size()) - 1;
    QVERIFY(std::abs(map->data().value(layers, 2) - 1) < 1e-3F);
    QVERIFY(std::abs(map->data().value(layers, last)) < 1e-3F);
    QVERIFY(map->data().text.provenance.contains(QStringLiteral("at “[MASK]” (position 2)")));
}

void TestAttentionCards::patchingShowsLayersByPositions()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 2);
    bench.tab->findChild<QLineEdit*>(QStringLiteral("corruptedText"))
        ->setText(QStringLiteral("two one three four"));
    bench.tab->findChild<QLineEdit*>(QStringLiteral("cleanAnswer"))->setText(QStringLiteral("a"));
    auto* run = bench.tab->findChild<QPushButton*>(QStringLiteral("patch"));
    QVERIFY(!run->isEnabled()); // the second answer is missing
    bench.tab->findChild<QLineEdit*>(QStringLiteral("corruptedAnswer"))
        ->setText(QStringLiteral("b"));
    run->click();
    auto* map = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("patching"));
    QTRY_VERIFY_WITH_TIMEOUT(!map->data().isEmpty(), kPatienceMs);
    QCOMPARE(map->data().rows.size(), bench.grid()->gridLayout().layers() + 1);
    // At the end of the last layer the last position holds the whole answer.
    const int last = static_cast<int>(map->data().columns.size()) - 1;
    QVERIFY(std::abs(map->data().value(bench.grid()->gridLayout().layers(), last) - 1) < 1e-3F);
    QVERIFY(std::abs(map->data().value(bench.grid()->gridLayout().layers(), 0)) < 1e-3F);
}

void TestAttentionCards::patchingOfUnequalTextsSaysWhy()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 2);
    for (const char* field : { "corruptedText", "cleanAnswer", "corruptedAnswer" }) {
        bench.tab->findChild<QLineEdit*>(QLatin1String(field))->setText(QLatin1String(field));
    }
    bench.tab->findChild<QPushButton*>(QStringLiteral("patch"))->click();
    const auto says = [&] {
        const auto labels = bench.tab->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QLatin1String("tokens"))
                && label->text().contains(QLatin1Char('\n'));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(), kPatienceMs);
}

void TestAttentionCards::queryTimesKeyAddsUpToTheWeight()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionViews", 1);
    view(bench, "attentionLower", 3);
    auto* matrix = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("attentionMatrix"));
    QTRY_VERIFY(!matrix->data().isEmpty());
    Q_EMIT matrix->cellActivated(3, 1);
    auto* detail = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("queryKey"));
    QTRY_VERIFY_WITH_TIMEOUT(!detail->data().isEmpty(), kPatienceMs);
    QCOMPARE(detail->data().rows, QStringList { QStringLiteral("0.0") });
    const models::ModelInfo& info = bench.workspace.current()->any->info();
    QCOMPARE(detail->data().columns.size(), info.headDim);
    auto* text = bench.tab->findChild<QLabel*>(QStringLiteral("queryKeyText"));
    const QString weight = QLocale().toString(double { matrix->data().value(3, 1) }, 'f', 2);
    QVERIFY2(text->text().contains(weight), qPrintable(text->text() + weight));
}

void TestAttentionCards::twoTextsAreCompared()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    view(bench, "attentionLower", 4);
    auto* read = bench.tab->findChild<QPushButton*>(QStringLiteral("readOther"));
    auto* difference = bench.tab->findChild<charts::MatrixChart*>(QStringLiteral("difference"));
    QTRY_VERIFY(read->isEnabled());
    // The same text differs in nothing.
    read->click();
    QTRY_VERIFY_WITH_TIMEOUT(!difference->data().isEmpty(), kPatienceMs);
    for (const float value : *difference->data().values) {
        QCOMPARE(value, 0.0F);
    }
    bench.text()->setPlainText(QStringLiteral("two one three four"));
    read->click();
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(difference->data().values->begin(),
                                         difference->data().values->end(),
                                         [](float value) { return value != 0; }),
                             kPatienceMs);
    bench.text()->setPlainText(QStringLiteral("one"));
    read->click();
    QTRY_VERIFY_WITH_TIMEOUT(!difference->isVisible(), kPatienceMs);
}

void TestAttentionCards::viewIsSavedAsAPageAndTensors()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    attention::Subject subject;
    subject.model = bench.workspace.current();
    subject.text = QStringLiteral("one <two> & three");
    const base::CancelToken cancel;
    base::Progress progress;
    const auto examined = attention::examine(subject, cancel, progress);
    QVERIFY(examined);
    const attention::ExaminedAttention& attention = (*examined)->attentions.front();
    const QList<HeadId> heads { { 0, 1 }, { 1, 0 } };

    const QByteArray html = attention::htmlOf({ *examined, 0, heads, {}, nullptr });
    QVERIFY(html.startsWith("<!DOCTYPE html>"));
    QVERIFY(html.contains("&lt;") && html.contains("&amp;")); // tokens are text, not markup
    QVERIFY(html.contains("<td>1.0</td>"));
    QVERIFY(!html.contains("<script") && !html.contains("src=") && !html.contains("href="));

    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.safetensors"));
    const auto tensorsOf = [&path] {
        QStringList names;
        const auto package = formats::openPackage(path.toStdString());
        for (const auto& tensor : (*package)->tensors()) {
            QString name = QString::fromStdString(tensor.name);
            for (const std::int64_t size : tensor.shape) {
                name += QStringLiteral(" %1").arg(size);
            }
            names.append(name);
        }
        return names;
    };
    const auto tokens = static_cast<int>(attention.info().queries);
    QVERIFY(attention::writeTensors(path, attention, heads, attention::TensorChoice::SelectedHeads,
                                    cancel, progress));
    QCOMPARE(tensorsOf(), QStringList { QStringLiteral("attention 2 %1 %1").arg(tokens) });
    QVERIFY(attention::writeTensors(path, attention, heads, attention::TensorChoice::Rollout,
                                    cancel, progress));
    QCOMPARE(tensorsOf(), QStringList { QStringLiteral("rollout %1 %1").arg(tokens) });
    QVERIFY(attention::writeTensors(path, attention, heads, attention::TensorChoice::WholeAttention,
                                    cancel, progress));
    QCOMPARE(tensorsOf().size(), attention.info().layers);
    QVERIFY(!attention::writeTensors(folder.filePath(QStringLiteral("no/where")), attention, heads,
                                     attention::TensorChoice::Rollout, cancel, progress));
}

QTEST_MAIN(TestAttentionCards)
#include "tst_attention_cards.moc"
