// SPDX-License-Identifier: GPL-3.0-or-later
// Every task of the gallery, as it opens, on the starter model in the tab.
#include "evaluation/answer.h"
#include "evaluation/gallery.h"
#include "formats/model_library.h"
#include "prompt_bench.h"
#include "prompting/builder/part_rules.h"
#include "prompting/builder/task_document.h"

#include <QtTest>

using namespace fe;
using namespace fe::prompting;

class GalleryRunsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Before the bench gives the program other folders.
        const auto model = formats::resolveModel("SmolLM2-135M-Instruct");
        QVERIFY2(model, model ? "" : model.error().oneLine().c_str());
        m_bench = std::make_unique<Bench>();
        QVERIFY(m_bench->load(QString::fromStdString(model->string())));
    }
    void cleanupTestCase() { m_bench.reset(); }

    void runsAsItOpens_data()
    {
        QTest::addColumn<QString>("id");
        for (const evaluation::GalleryTask& task : evaluation::gallery()) {
            QTest::newRow(task.id.c_str()) << QString::fromStdString(task.id);
        }
    }
    void runsAsItOpens()
    {
        QFETCH(QString, id);
        const evaluation::GalleryTask& task = *evaluation::findTask(id.toStdString());
        const PromptDocument document = withTask(exampleDocument(), task);
        m_bench->tab->restoreState({ { QStringLiteral("document"), toJson(document) } });
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->button()->isEnabled(), kPatienceMs);
        m_bench->button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->isIdle(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->isIdle(), kPatienceMs);
        const QJsonObject result = m_bench->result();
        const QString text = result.value(QStringLiteral("text")).toString();
        QVERIFY2(!text.trimmed().isEmpty(), qPrintable(m_bench->status()));
        const auto extractor = evaluation::AnswerExtractor::make(document.rule());
        QVERIFY(extractor);
        const auto found = extractor->extract(text.toStdString());
        QVERIFY(found);
        const std::optional<std::string>& answer = *found;
        qInfo("%s: %s -> %s (expected %s)", qPrintable(id), qPrintable(text.simplified()),
              answer ? answer->c_str() : "-", task.expected.c_str());
        // A task that stops at a line never writes the next example.
        for (const std::string& stop : task.stop) {
            QVERIFY2(!text.contains(QString::fromStdString(stop)), qPrintable(text));
        }
    }

private:
    std::unique_ptr<Bench> m_bench;
};

QTEST_MAIN(GalleryRunsTest)
#include "tst_gallery_runs.moc"
