// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sweeps in the compute lane: several models, models that fail, endpoints.
#include "endpoint_bench.h"
#include "prompt_bench.h"
#include "prompting/sweep/sweep_runner.h"
#include "prompting/sweep/sweep_work.h"
#include "sweep_bench.h"

#include <QtTest>

using namespace fe;
using namespace fe::prompting;
using evaluation::SweepScoring;

class SweepRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void oneModelThatFailsDoesNotKeepTheNext()
    {
        const UserFolder folder;
        JobRunner jobs;
        SweepRunner runner(jobs);
        QSignalSpy failed(&runner, &SweepRunner::failed);
        QSignalSpy finished(&runner, &SweepRunner::finished);
        const evaluation::SweepPlan plan = parityPlan(6);
        runner.start({ { newSweep(plan, QStringLiteral("/no/such/model.gguf")) },
                       { newSweep(plan, kOther) } },
                     {});
        QVERIFY(finished.wait(kPatienceMs));
        QCOMPARE(failed.count(), 1);
        QVERIFY(runner.sweeps()[0].cells->empty());
        QVERIFY(runner.sweeps()[1].isComplete());
        QCOMPARE(kept("sweep").size(), 2U);
    }

    void otherWeightsAreNotMixed()
    {
        const UserFolder folder;
        JobRunner jobs;
        SweepRunner runner(jobs);
        QSignalSpy failed(&runner, &SweepRunner::failed);
        QSignalSpy finished(&runner, &SweepRunner::finished);
        Sweep sweep = newSweep(parityPlan(6), kTied);
        auto document = std::make_shared<SweepDocument>(*sweep.document);
        document->record.provenance.modelSha256 = std::string(64, '0');
        sweep.document = document;
        sweep.cells = std::make_shared<const std::vector<evaluation::SweepCell>>(
            1, measured(sweep.plan(), kTied)[0]);
        runner.start({ { sweep } }, {});
        QVERIFY(finished.wait(kPatienceMs));
        QCOMPARE(failed.count(), 1);
        QCOMPARE(runner.sweeps()[0].cells->size(), 1U);
    }

    void anEndpointAnswersInAModelsPlace()
    {
        const UserFolder folder;
        const test::ScriptedServer server([](const test::WebRequest& request) {
            if (request.path == "/v1/models") {
                return test::WebReply::whole(200, R"({"data":[{"id":"small"}]})");
            }
            if (request.path == "/v1/chat/completions") {
                return test::WebReply::whole(
                    200, R"({"choices":[{"message":{"content":"odd"},"finish_reason":"stop"}]})");
            }
            return test::WebReply::whole(404, "no");
        });
        auto choice = std::make_shared<EndpointChoice>();
        choice->entry = entryAt(server);
        choice->endpoint = choice->entry.endpoint;
        choice->endpoint.baseUrl += "/v1"; // as the book resolves it
        choice->endpoint.model = "small";
        base::Progress progress;
        const auto inspected
            = endpoints::inspectServer(choice->endpoint, base::CancelToken(), progress);
        QVERIFY2(inspected, inspected ? "" : inspected.error().oneLine().c_str());
        choice->server = *inspected;
        SweepSetup setup = paritySetup();
        setup.generated = true;
        setup.shots = QStringLiteral("0, 2");
        const PromptDocument document = parityDocument(6);
        const auto plan = sweepPlan(setup, document, { document.fewShot.examples, {} });
        QVERIFY(plan);
        JobRunner jobs;
        SweepRunner runner(jobs);
        QSignalSpy failed(&runner, &SweepRunner::failed);
        QSignalSpy finished(&runner, &SweepRunner::finished);
        const Sweep sweep = newSweep(*plan, endpointPath(*choice));
        runner.start({ { sweep, nullptr, choice } }, {});
        QVERIFY(finished.wait(kPatienceMs));
        QCOMPARE(failed.count(), 0);
        QVERIFY(runner.sweeps()[0].isComplete());
        const auto summary
            = evaluation::summarise(*plan, *runner.sweeps()[0].cells, SweepScoring::Generated);
        QCOMPARE(summary->points[0].accuracy, 0.5); // it says "odd" to all
        QCOMPARE(runner.sweeps()[0].document->record.provenance.device, choice->endpoint.baseUrl);
        // Another time it must be chosen again.
        runner.start({ { sweep } }, {});
        QVERIFY(finished.wait(kPatienceMs));
        QCOMPARE(failed.count(), 1);
        QVERIFY(runner.sweeps()[0].cells->empty());
    }
};

QTEST_MAIN(SweepRunnerTest)

#include "tst_sweep_runner.moc"
