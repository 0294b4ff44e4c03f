// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tab with an endpoint chosen: what it does not tell is said to be missing, and never guessed.
#include "endpoint_bench.h"
#include "prompt_bench.h"
#include "prompting/answer/answer_tree_model.h"
#include "prompting/compare/comparison_export.h"
#include "prompting/preview_panel.h"
#include "prompting/token_details.h"

#include <QTableView>
#include <QTreeView>
#include <QtTest>

using namespace fe::prompting;
using fe::test::ScriptedServer;
using fe::test::WebReply;
using fe::test::WebRequest;

namespace {

// A server that completes prompts and says nothing of probabilities.
ScriptedServer::Handler completingServer()
{
    return [](const WebRequest& request) {
        if (request.path == "/v1/models") {
            return WebReply::whole(200, R"({"data":[{"id":"small"}]})");
        }
        if (request.path == "/v1/completions") {
            return WebReply::whole(200, R"({"choices":[{"text":" blue","finish_reason":"stop"}]})");
        }
        return WebReply::whole(404, "no");
    };
}

QPlainTextEdit* sent(const Bench& bench)
{
    return bench.tab->findChild<QPlainTextEdit*>(QStringLiteral("sentPrompt"));
}

QLabel* note(const Bench& bench)
{
    return bench.tab->findChild<QLabel*>(QStringLiteral("sentNote"));
}

// Chooses the server for all prompts.
bool choose(Bench& bench, const ScriptedServer& server)
{
    const EndpointEntry entry = entryAt(server);
    const QJsonObject endpoints { { QStringLiteral("entries"), toJson({ entry }) },
                                  { QStringLiteral("chosen"), entry.id } };
    bench.tab->restoreState({ { QStringLiteral("document"), bench.document() },
                              { QStringLiteral("endpoints"), endpoints } });
    return QTest::qWaitFor([&] { return sent(bench)->isVisible(); }, kPatienceMs);
}

void show(Bench& bench, Mode mode)
{
    PromptDocument document = exampleDocument();
    document.mode = mode;
    document.freeText = QStringLiteral("The sky is");
    bench.tab->restoreState({ { QStringLiteral("document"), toJson(document) },
                              { QStringLiteral("endpoints"),
                                bench.tab->saveState().value(QStringLiteral("endpoints")) } });
}

} // namespace

class PromptEndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePreviewShowsWhatIsSent()
    {
        ScriptedServer server(completingServer());
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(!sent(bench)->isVisible());
        QVERIFY(choose(bench, server));
        QVERIFY(!bench.tab->findChild<TokenView*>(QStringLiteral("promptPreview"))->isVisible());
        bench.freeText()->setPlainText(QStringLiteral("The sky is"));
        QTRY_COMPARE_WITH_TIMEOUT(sent(bench)->toPlainText(), QStringLiteral("The sky is"),
                                  kPatienceMs);
        QVERIFY2(note(bench)->text().contains(QLatin1String("splits texts into tokens")),
                 qPrintable(note(bench)->text()));
        const QLabel* summary = bench.tab->findChild<QLabel*>(QStringLiteral("promptSummary"));
        QCOMPARE(summary->text(), QStringLiteral("Prompt")); // no count is guessed
        bench.freeText()->clear();
        QTRY_COMPARE_WITH_TIMEOUT(sent(bench)->toPlainText(), QString(), kPatienceMs);
        QVERIFY(!sent(bench)->placeholderText().isEmpty());
    }

    void patternsAndMessagesAreShownWhole()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        QVERIFY(choose(bench, server));
        show(bench, Mode::FewShot);
        const auto built = buildPrompt(documentFromJson(bench.document()).fewShot);
        QVERIFY(built);
        QTRY_COMPARE_WITH_TIMEOUT(sent(bench)->toPlainText().toStdString(), built->text,
                                  kPatienceMs);
        show(bench, Mode::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(
            sent(bench)->toPlainText().startsWith(QLatin1String("system: You are a helpful")),
            kPatienceMs);
        QVERIFY(sent(bench)->toPlainText().contains(QLatin1String("user: Why is the sky blue?")));
        QVERIFY2(note(bench)->text().contains(QLatin1String("lays messages out")),
                 qPrintable(note(bench)->text()));
    }

    void probabilitiesThatAreNotGivenAreNotAvailable()
    {
        ScriptedServer server(completingServer());
        Bench bench;
        QVERIFY(choose(bench, server));
        bench.freeText()->setPlainText(QStringLiteral("The sky is"));
        bench.button()->click();
        QTRY_COMPARE_WITH_TIMEOUT(bench.answer()->text(), QStringLiteral(" blue"), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        QVERIFY2(bench.status().contains(QLatin1String("mean ln p not available")),
                 qPrintable(bench.status()));
        QVERIFY2(!bench.status().contains(QLatin1String("prompt 0")), qPrintable(bench.status()));
        QVERIFY(!bench.status().contains(QLatin1String("perplexity")));

        bench.answer()->setCurrentToken(0);
        const auto* table = bench.tab->findChild<QTableView*>(QStringLiteral("alternatives"));
        const auto* model = qobject_cast<const AlternativesModel*>(table->model());
        QCOMPARE(model->rowCount(), 1);
        const auto cell = [model](int column, int role = Qt::DisplayRole) {
            return model->data(model->index(0, column), role).toString();
        };
        QCOMPARE(cell(AlternativesModel::Probability), QStringLiteral("–"));
        QCOMPARE(cell(AlternativesModel::LogProbability), QStringLiteral("–"));
        QVERIFY(cell(0, Qt::ToolTipRole).startsWith(QLatin1String("The endpoint does not give")));
        const auto labels = bench.tab->findChild<TokenDetails*>()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().endsWith(QLatin1String("probability not available"));
        }));
        for (const QLabel* label : bench.tab->findChildren<QLabel*>()) {
            QVERIFY2(!label->text().contains(QLatin1String("nan"), Qt::CaseInsensitive),
                     qPrintable(label->text()));
        }
    }
};

QTEST_MAIN(PromptEndpointTest)
#include "tst_prompt_endpoint.moc"
