// SPDX-License-Identifier: GPL-3.0-or-later
// Where a prediction comes from, and where in a picture a token looks.
#include "card_bench.h"

#include "attention/patches_view.h"
#include "charts/chart_export.h"
#include "widgets/segmented_control.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

class TestAttentionPictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void relevanceIsTheEngines_data();
    void relevanceIsTheEngines();
    void relevanceFollowsTheSelectedToken();
    void anotherTokenCanBeTracedBack();
    void theFirstTokenCanBeLeftOut();
    void stoppedRelevanceSaysSoAndCanBeAskedForAgain();
    void inputsWithoutAPredictionSayWhy_data();
    void inputsWithoutAPredictionSayWhy();
    void patchesAreThoseOfTheHeads_data();
    void patchesAreThoseOfTheHeads();
    void aChosenPatchIsTheQueryEverywhere();
    void picturesWithoutAClassTokenShowTheMean();
    void eachPartHasItsOwnOrigin();
    void maskedModelsAreAskedAtTheirMask();
    void bothAreSaved();
};

void TestAttentionPictures::relevanceIsTheEngines_data()
{
    QTest::addColumn<bool>("causal");
    QTest::newRow("llama_tied") << true;
    QTest::newRow("gpt2") << true;
    QTest::newRow("bert_mlm_legacy") << false;
}

void TestAttentionPictures::relevanceIsTheEngines()
{
    QFETCH(const bool, causal);
    CardBench bench;
    QVERIFY(bench.examineText(QTest::currentDataTag()));
    QTRY_VERIFY_WITH_TIMEOUT(!bench.relevance()->data().isEmpty(), kPatienceMs);
    const base::CancelToken cancel;
    base::Progress progress;
    const attention::Examination& examination = *bench.state.examination();
    for (const int position : { 3, 1 }) {
        bench.state.setQuery(position);
        const auto wanted
            = analysis::textRelevance(*examination.subject.model->any, examination.input,
                                      { position, std::nullopt }, cancel, progress);
        QVERIFY(wanted);
        const QString token
            = attention::tokenText(examination.subject.model->tokenizer.get(), wanted->logit.token);
        const auto title = [&] { return bench.relevance()->data().text.title; };
        QTRY_VERIFY_WITH_TIMEOUT(title().contains(QStringLiteral("position %1").arg(position)),
                                 kPatienceMs);
        QVERIFY2(title().contains(QStringLiteral("“%1”").arg(token)), qPrintable(title()));
        QCOMPARE(title().contains(QStringLiteral("after")), causal);
        const charts::MatrixData& data = bench.relevance()->data();
        QCOMPARE(data.rows.size(), 1);
        QCOMPARE(data.columns.size(), 4);
        for (int i = 0; i < 4; ++i) {
            const double own = i == position ? 1 : 0;
            if (causal && i > position) {
                QVERIFY(std::isnan(data.value(0, i)));
            } else {
                const double expected = wanted->tokens[static_cast<std::size_t>(i)] - own;
                QVERIFY(std::abs(double { data.value(0, i) } - expected) < 1e-6);
            }
        }
    }
}

void TestAttentionPictures::relevanceFollowsTheSelectedToken()
{
    CardBench bench;
    QVERIFY(bench.examineText("gpt2"));
    const auto at = [&](int position) {
        return bench.relevance()->data().text.title.contains(
            QStringLiteral("position %1").arg(position));
    };
    QTRY_VERIFY_WITH_TIMEOUT(at(3), kPatienceMs); // none is selected: the last
    const auto titleIs = [&] {
        const auto labels = bench.card.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text() == bench.relevance()->data().text.title;
        });
    };
    QTRY_VERIFY(titleIs());
    // A token of the answer becomes the one that is asked about.
    Q_EMIT bench.relevance()->cellActivated(0, 2);
    QCOMPARE(bench.state.query(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(at(2), kPatienceMs);
    QTRY_VERIFY(titleIs());
    // Other heads change nothing: nothing is computed again.
    QSignalSpy jobs(&bench.runner, &jobs::JobRunner::jobsChanged);
    bench.state.setHeads({ { 1, 1 } });
    QTest::qWait(20);
    QCOMPARE(jobs.count(), 0);
}

void TestAttentionPictures::anotherTokenCanBeTracedBack()
{
    CardBench bench;
    QVERIFY(bench.examineText("llama_tied"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    const QString own = bench.relevance()->data().text.title;
    const tokenizers::Tokenizer& tokenizer = *bench.workspace.current()->tokenizer;
    constexpr models::TokenId kId = 100;
    auto* edit = bench.card.findChild<QLineEdit*>(QStringLiteral("relevanceToken"));
    edit->setFocus();
    edit->setText(QString::fromStdString(tokenizer.token(kId)));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    const base::CancelToken cancel;
    base::Progress progress;
    const attention::Examination& examination = *bench.state.examination();
    const auto wanted = analysis::textRelevance(*examination.subject.model->any, examination.input,
                                                { 3, kId }, cancel, progress);
    QVERIFY(wanted && bench.relevance()->data().text.title != own);
    QVERIFY(std::abs(double { bench.relevance()->data().value(0, 0) } - wanted->tokens[0]) < 1e-6);
    edit->setText(QStringLiteral("one two three four"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bench.hint("relevanceHint").contains(QStringLiteral(" tokens;")),
                             kPatienceMs);
    edit->clear();
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    QCOMPARE(bench.relevance()->data().text.title, own);
}

void TestAttentionPictures::theFirstTokenCanBeLeftOut()
{
    CardBench bench;
    QVERIFY(bench.examineText("gpt2"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    QVERIFY(bench.relevance()->data().value(0, 0) > 0);
    auto* without = bench.card.findChild<QCheckBox*>(QStringLiteral("withoutSink"));
    QVERIFY(without->isVisible());
    without->setChecked(true);
    QTRY_VERIFY(std::isnan(bench.relevance()->data().value(0, 0)));
    QVERIFY(bench.relevance()->data().value(0, 1) > 0);
    QVERIFY(bench.examinePicture("vit")); // whose first token is no column here
    QTRY_VERIFY(!without->isVisible());
}

void TestAttentionPictures::stoppedRelevanceSaysSoAndCanBeAskedForAgain()
{
    CardBench bench;
    QVERIFY(bench.examineText("gpt2"));
    // Keeps the lane busy until the job that waits behind it is stopped.
    jobs::JobHandle wall = bench.runner.start<int>(
        { .title = {}, .lane = jobs::Lane::Compute, .slot = {} },
        [](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
            while (!cancel.isCancelled()) {
                QThread::msleep(1);
            }
            return base::cancelled();
        },
        {});
    const auto waiting = [&] {
        for (const jobs::JobInfo& job : bench.runner.jobs()) {
            if (job.title.startsWith(QStringLiteral("Relevance"))) {
                return job.id;
            }
        }
        return quint64 { 0 };
    };
    QTRY_VERIFY(waiting() != 0);
    bench.runner.cancel(waiting());
    wall.cancel();
    QTRY_VERIFY(bench.hint("relevanceHint").contains(QStringLiteral("not computed")));
    QVERIFY(bench.card.chart() == nullptr);
    bench.state.setHeads({ { 1, 1 } });
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.relevance(), kPatienceMs);
}

void TestAttentionPictures::inputsWithoutAPredictionSayWhy_data()
{
    QTest::addColumn<QString>("says");
    QTest::newRow("bert") << QStringLiteral("no head that predicts tokens");
    QTest::newRow("t5") << QStringLiteral("come through two");
}

void TestAttentionPictures::inputsWithoutAPredictionSayWhy()
{
    QFETCH(const QString, says);
    CardBench bench;
    QVERIFY(bench.examineText(QTest::currentDataTag()));
    QTRY_VERIFY_WITH_TIMEOUT(bench.hint("relevanceHint").contains(says), kPatienceMs);
    QVERIFY(bench.card.chart() == nullptr);
    QVERIFY(bench.runner.jobs().empty()); // said beforehand: nothing was tried
}

void TestAttentionPictures::patchesAreThoseOfTheHeads_data()
{
    QTest::addColumn<int>("prefix");
    QTest::newRow("vit") << 1;
    QTest::newRow("clip") << 1;
    QTest::newRow("dinov2_registers") << 5;
}

void TestAttentionPictures::patchesAreThoseOfTheHeads()
{
    QFETCH(const int, prefix);
    CardBench bench;
    QVERIFY(bench.examinePicture(QTest::currentDataTag()));
    const auto* heads = bench.canvas("patchesOfHeads");
    const auto* rollout = bench.canvas("patchesOfRollout");
    QTRY_VERIFY_WITH_TIMEOUT(heads->map().hasMap(), kPatienceMs);
    const attention::ExaminedAttention& now = *bench.state.attention();
    QCOMPARE(int(now.grid->prefix), prefix);
    const QList<HeadId> chosen { { 0, 1 }, { 1, 0 } };
    bench.state.setHeads(chosen);
    const auto keys = static_cast<int>(now.info().keys);
    for (const int query : { -1, 0, prefix, keys - 1 }) {
        bench.state.setQuery(query);
        QTRY_COMPARE(heads->current(),
                     query >= prefix ? std::optional(query - prefix) : std::nullopt);
        QTRY_VERIFY(heads->map().text.provenance.contains(QStringLiteral("0.1, 1.0")));
        const int from = std::max(query, 0); // nothing selected: the class token
        for (int patch = 0; patch < heads->map().patches(); ++patch) {
            const float mean = (now.capture.value(0, 1, from, prefix + patch)
                                + now.capture.value(1, 0, from, prefix + patch))
                / 2;
            QVERIFY(std::abs(heads->map().value(patch) - mean) < 1e-6F);
            QCOMPARE(rollout->map().value(patch),
                     now.scores.rollout[static_cast<std::size_t>(from * keys + prefix + patch)]);
        }
    }
    QCOMPARE(heads->map().patches(), keys - prefix);
    // The picture is what the model saw, not the file.
    QCOMPARE(heads->map().picture.height(), int(bench.state.examination()->input.pixels.height));
    QCOMPARE(heads->map().patchSize * heads->map().rows, heads->map().picture.height());
}

void TestAttentionPictures::aChosenPatchIsTheQueryEverywhere()
{
    CardBench bench;
    QVERIFY(bench.examinePicture("vit"));
    auto* heads = bench.canvas("patchesOfHeads");
    auto* rollout = bench.canvas("patchesOfRollout");
    QTRY_VERIFY_WITH_TIMEOUT(heads->map().hasMap(), kPatienceMs);
    const std::vector<float> ofClass = heads->map().values;
    QTest::mouseClick(heads, Qt::LeftButton, {},
                      heads->patchLayout().patchRect(6).center().toPoint());
    QCOMPARE(bench.state.query(), 7);
    QTRY_COMPARE(rollout->current(), std::optional(6));
    QTRY_VERIFY(heads->map().values != ofClass);
    QVERIFY(heads->map().text.title.contains(QStringLiteral("row 2, column 3")));
    // Chosen in another view, it is framed here.
    bench.state.setCell(1, 0);
    QTRY_COMPARE(heads->current(), std::optional(0));
    auto* whole = bench.card.findChild<QPushButton*>(QStringLiteral("wholePicture"));
    QVERIFY(whole->isEnabled());
    whole->click();
    QTRY_COMPARE(heads->current(), std::nullopt);
    QCOMPARE(heads->map().values, ofClass);
    QVERIFY(!whole->isEnabled());
}

void TestAttentionPictures::picturesWithoutAClassTokenShowTheMean()
{
    CardBench bench;
    QVERIFY(bench.examinePicture("siglip"));
    const auto* heads = bench.canvas("patchesOfHeads");
    QTRY_VERIFY_WITH_TIMEOUT(heads->map().hasMap(), kPatienceMs);
    const attention::ExaminedAttention& now = *bench.state.attention();
    QCOMPARE(int(now.grid->prefix), 0);
    const auto queries = static_cast<int>(now.info().queries);
    for (int patch = 0; patch < queries; ++patch) {
        double sum = 0;
        for (int query = 0; query < queries; ++query) {
            sum += double { now.capture.value(0, 0, query, patch) };
        }
        QVERIFY(std::abs(double { heads->map().value(patch) } - sum / queries) < 1e-6);
    }
    QVERIFY(heads->map().text.title.contains(QStringLiteral("mean of all")));
    bench.state.setQuery(0);
    QTRY_COMPARE(heads->current(), std::optional(0));
}

void TestAttentionPictures::eachPartHasItsOwnOrigin()
{
    CardBench bench;
    attention::Subject subject;
    subject.picture = catPicture();
    subject.ids = { 3, 9, 4 };
    QVERIFY(bench.examine("clip", subject));
    QCOMPARE(bench.state.examination()->attentions.size(), std::size_t { 2 });
    for (const int part : { 1, 0, 1 }) {
        bench.state.setPart(part);
        const bool picture = bench.state.attention()->grid.has_value();
        QTRY_COMPARE(bench.segment(),
                     picture ? QStringLiteral("Patches") : QStringLiteral("Relevance"));
        if (picture) {
            QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.canvas("patchesOfHeads"),
                                     kPatienceMs);
        } else {
            QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.canvas("pairPatches"),
                                     kPatienceMs);
        }
    }
}

void TestAttentionPictures::maskedModelsAreAskedAtTheirMask()
{
    CardBench bench;
    attention::Subject subject;
    subject.text = QStringLiteral("a [MASK] sat");
    QVERIFY(bench.examine("bert_mlm_legacy", subject));
    QCOMPARE(bench.state.examination()->place, std::int64_t { 2 });
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    QVERIFY(bench.relevance()->data().text.title.contains(QStringLiteral("position 2")));
}

void TestAttentionPictures::bothAreSaved()
{
    const QTemporaryDir folder;
    CardBench bench;
    QVERIFY(bench.examinePicture("vit"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() != nullptr, kPatienceMs);
    QString error;
    for (const char* name : { "p.png", "p.svg", "p.pdf", "p.csv" }) {
        QVERIFY2(charts::saveChart(*bench.canvas("patchesOfRollout"),
                                   folder.filePath(QLatin1String(name)), &error),
                 qPrintable(error));
    }
    QVERIFY(bench.card.chart()->csv().startsWith("row,column,attention\r\n1,1,0."));
    QVERIFY(bench.examineText("gpt2"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.relevance(), kPatienceMs);
    QCOMPARE(bench.card.chart()->csv().count('\n'), 2);
}

QTEST_MAIN(TestAttentionPictures)
#include "tst_attention_pictures.moc"
