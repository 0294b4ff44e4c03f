// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/fact_rows.h"
#include "shell/library/import_flow.h"
#include "shell/library/removal_flow.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using shell::ImportChoice;

namespace {

const QString kBert = QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint");
const QString kGguf = QStringLiteral(FE_TEST_DATA "/models/gguf/llama_Q4_1.gguf");

/// What the dialog has, without it; the model folder is a temporary one.
struct Bench {
    Bench() { qputenv("FE_MODELS", QFile::encodeName(models)); }
    [[nodiscard]] bool settle()
    {
        return QTest::qWaitFor([this] { return runner.jobs().isEmpty(); }, 30'000);
    }
    [[nodiscard]] QStringList installed() const
    {
        return QDir(models).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    QTemporaryDir root;
    QString models = root.filePath(QStringLiteral("models"));
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    workspace::ModelCatalog catalog { runner };
    shell::ImportFlow import { runner, catalog };
    QSignalSpy question { &import, &shell::ImportFlow::question };
    QSignalSpy imported { &import, &shell::ImportFlow::imported };
    QSignalSpy refused { &import, &shell::ImportFlow::refused };
    QSignalSpy failed { &import, &shell::ImportFlow::failed };
    QSignalSpy cancelled { &import, &shell::ImportFlow::cancelled };
};

} // namespace

class TestLibraryFlows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void importAsksThenCopies();
    void skippedImportDoesNothing();
    void usedInPlaceBecomesALink();
    void severalAreAskedOneAfterTheOther();
    void cancelledImportLeavesNothing();
    void wrongFileIsExplainedAndTheNextIsTaken();
    void nameClashIsAskedAndKept();
    void removalLetsGoOfTheModelFirst();
    void linkedModelIsOnlyForgotten();
    void withoutTrashDeletingIsAskedFor();
    void factsLeaveOutWhatDoesNotApply();
    void longMetadataIsShortened();
};

void TestLibraryFlows::importAsksThenCopies()
{
    Bench bench;
    bench.import.start({ kGguf });
    QVERIFY(bench.settle());
    QCOMPARE(bench.question.count(), 1);
    QVERIFY(bench.installed().isEmpty());
    bench.import.answer(ImportChoice::Copy);
    QVERIFY(bench.import.isActive());
    QVERIFY(bench.settle());
    QCOMPARE(bench.imported.count(), 1);
    QVERIFY(!bench.import.isActive());
    // The catalogue has read its folder anew.
    const QString path = bench.imported.constFirst().constFirst().toString();
    QVERIFY(bench.catalog.find(path));
}

void TestLibraryFlows::skippedImportDoesNothing()
{
    Bench bench;
    bench.import.start({ kBert });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::Skip);
    QVERIFY(bench.settle());
    QVERIFY(bench.installed().isEmpty() && bench.imported.isEmpty());
}

void TestLibraryFlows::usedInPlaceBecomesALink()
{
    Bench bench;
    bench.import.start({ kBert });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::UseInPlace);
    QVERIFY(bench.settle());
    QCOMPARE(bench.imported.constFirst().constFirst().toString(), kBert);
    QVERIFY(bench.installed().isEmpty());
    QCOMPARE(bench.catalog.links(), QStringList { kBert });
    QVERIFY(bench.catalog.find(kBert)->linked);
}

void TestLibraryFlows::severalAreAskedOneAfterTheOther()
{
    Bench bench;
    bench.import.start({ kBert, kGguf });
    QVERIFY(bench.settle());
    QCOMPARE(bench.question.count(), 1);
    bench.import.answer(ImportChoice::Skip);
    QVERIFY(bench.settle());
    QCOMPARE(bench.question.count(), 2);
    bench.import.answer(ImportChoice::Copy);
    QVERIFY(bench.settle());
    QCOMPARE(bench.installed(), QStringList { QStringLiteral("llama_Q4_1.gguf") });
}

void TestLibraryFlows::cancelledImportLeavesNothing()
{
    Bench bench;
    bench.import.start({ kBert });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::Copy);
    bench.import.cancel();
    QVERIFY(bench.settle());
    QCOMPARE(bench.cancelled.count() + bench.imported.count(), 1);
    QCOMPARE(bench.installed().isEmpty(), bench.imported.isEmpty());
    QVERIFY(!bench.import.isActive());
}

void TestLibraryFlows::wrongFileIsExplainedAndTheNextIsTaken()
{
    Bench bench;
    QFile picture(bench.root.filePath(QStringLiteral("cat.png")));
    QVERIFY(picture.open(QIODevice::WriteOnly));
    picture.write("\x89PNG\r\n\x1a\n");
    picture.close();
    QFile broken(bench.root.filePath(QStringLiteral("broken.gguf")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("GGUF");
    broken.close();
    bench.import.start({ picture.fileName(), broken.fileName(), kGguf });
    QVERIFY(bench.settle());
    QCOMPARE(bench.refused.count(), 1);
    QVERIFY(bench.refused.constFirst().constFirst().value<workspace::WrongFile>().headline.contains(
        QStringLiteral("cat.png")));
    QCOMPARE(bench.failed.count(), 1);
    QCOMPARE(bench.question.count(), 1);
}

void TestLibraryFlows::nameClashIsAskedAndKept()
{
    Bench bench;
    for (int copies = 1; copies <= 3; ++copies) {
        bench.import.start({ kGguf });
        QVERIFY(bench.settle());
        const auto plan = bench.question.constLast().constFirst().value<workspace::ImportPlan>();
        QCOMPARE(plan.nameIsTaken(), copies > 1);
        bench.import.answer(ImportChoice::Copy);
        QVERIFY(bench.settle());
        QCOMPARE(bench.installed().size(), copies);
    }
    bench.import.start({ kGguf });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::Replace);
    QVERIFY(bench.settle());
    QCOMPARE(bench.installed().size(), 3);
}

void TestLibraryFlows::removalLetsGoOfTheModelFirst()
{
    Bench bench;
    bench.import.start({ kGguf });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::Copy);
    QVERIFY(bench.settle());
    const workspace::CatalogEntry entry = bench.catalog.entries().constFirst();
    bench.workspace.openModel(entry.path);
    QVERIFY(bench.settle());
    QVERIFY(bench.workspace.languageModel());
    QStringList trashed;
    shell::RemovalFlow removal(bench.runner, bench.workspace, bench.catalog,
                               [&trashed](const QString& path) -> base::Result<void> {
                                   trashed.append(path);
                                   QFile::remove(path);
                                   return {};
                               });
    QSignalSpy removed(&removal, &shell::RemovalFlow::removed);
    removal.remove(entry);
    QVERIFY(!bench.workspace.languageModel());
    QVERIFY(bench.settle());
    QCOMPARE(removed.count(), 1);
    QCOMPARE(trashed, QStringList { entry.root });
    QVERIFY(bench.catalog.entries().isEmpty());
}

void TestLibraryFlows::linkedModelIsOnlyForgotten()
{
    Bench bench;
    bench.catalog.addLink(kBert);
    QVERIFY(bench.settle());
    bool touched = false;
    shell::RemovalFlow removal(bench.runner, bench.workspace, bench.catalog,
                               [&touched](const QString&) -> base::Result<void> {
                                   touched = true;
                                   return {};
                               });
    removal.remove(*bench.catalog.find(kBert));
    QVERIFY(bench.settle());
    QVERIFY(bench.catalog.entries().isEmpty() && bench.catalog.links().isEmpty());
    QVERIFY(!touched);
}

void TestLibraryFlows::withoutTrashDeletingIsAskedFor()
{
    Bench bench;
    bench.import.start({ kBert });
    QVERIFY(bench.settle());
    bench.import.answer(ImportChoice::Copy);
    QVERIFY(bench.settle());
    shell::RemovalFlow removal(bench.runner, bench.workspace, bench.catalog,
                               [](const QString& path) -> base::Result<void> {
                                   return base::unsupported(path.toStdString(), {}, "no trash");
                               });
    QSignalSpy asked(&removal, &shell::RemovalFlow::trashRefused);
    QSignalSpy removed(&removal, &shell::RemovalFlow::removed);
    removal.remove(bench.catalog.entries().constFirst());
    QVERIFY(bench.settle());
    QCOMPARE(asked.count(), 1);
    QCOMPARE(bench.installed().size(), 1);
    removal.removeForGood(asked.constFirst().constFirst().value<workspace::CatalogEntry>());
    QVERIFY(bench.settle());
    QCOMPARE(removed.count(), 1);
    QVERIFY(bench.installed().isEmpty());
}

void TestLibraryFlows::factsLeaveOutWhatDoesNotApply()
{
    const auto names = [](const QString& path) {
        QStringList found;
        const auto facts = workspace::readFacts(workspace::toPath(path));
        if (facts) {
            for (const shell::FactRow& row : shell::factRows(**facts)) {
                found.append(row.name);
            }
        }
        return found;
    };
    const QStringList bert = names(kBert);
    QVERIFY(bert.contains(QStringLiteral("Context")) && bert.contains(QStringLiteral("Layers")));
    QVERIFY(!bert.contains(QStringLiteral("Pictures")));
    const QStringList vit = names(QStringLiteral(FE_TEST_DATA "/models/vit/checkpoint"));
    QVERIFY(vit.contains(QStringLiteral("Pictures")));
    QVERIFY(!vit.contains(QStringLiteral("Context")));
    const QStringList clip = names(QStringLiteral(FE_TEST_DATA "/models/clip/checkpoint"));
    QCOMPARE(clip.count(QStringLiteral("Stack")), 2);
    QCOMPARE(clip.count(QStringLiteral("Layers")), 2);
}

void TestLibraryFlows::longMetadataIsShortened()
{
    base::Json metadata = base::Json::object();
    metadata.set("short", base::Json::arrayOf(std::vector<int> { 1, 2, 3 }));
    metadata.set("tokens", base::Json::arrayOf(std::vector<std::string>(50'000, "word")));
    metadata.set("template", std::string(100'000, 'x'));
    const QString text = shell::metadataText(metadata);
    QVERIFY2(text.size() < 2000, qPrintable(QString::number(text.size())));
    QVERIFY(text.contains(QStringLiteral("50,000")));
    QVERIFY(text.contains(QStringLiteral("short")));
}

QTEST_MAIN(TestLibraryFlows)
#include "tst_library_flows.moc"
