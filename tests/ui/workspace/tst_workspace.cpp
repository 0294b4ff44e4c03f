// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/trust.h"
#include "workspace/model_catalog.h"
#include "workspace/path_text.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using workspace::Workspace;

namespace {

QString modelFile(const char* type)
{
    return QStringLiteral(FE_TEST_DATA "/models/gguf/llama_") + QLatin1String(type)
        + QStringLiteral(".gguf");
}

QString modelFolder(const char* name)
{
    return QStringLiteral(FE_TEST_DATA "/models/%1/checkpoint").arg(QLatin1String(name));
}

/// A workspace and everything that it tells.
struct Bench {
    jobs::JobRunner runner;
    Workspace workspace { runner };
    QSignalSpy started { &workspace, &Workspace::loadStarted };
    QSignalSpy changed { &workspace, &Workspace::languageModelChanged };
    QSignalSpy opened { &workspace, &Workspace::modelOpened };
    QSignalSpy failed { &workspace, &Workspace::loadFailed };
    QSignalSpy cancelled { &workspace, &Workspace::loadCancelled };

    [[nodiscard]] bool settle()
    {
        return QTest::qWaitFor([this] { return runner.jobs().isEmpty(); }, 20000);
    }
};

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsWithAllThatBelongsToIt();
    void failedLoadKeepsTheModel_data();
    void failedLoadKeepsTheModel();
    void secondOpenReplacesTheFirst();
    void cancelledLoadKeepsTheModel();
    void otherWeightsReload();
    void failedOptionFallsBack();
    void destroyedWhileLoading();
    void threadsActWithoutReload();
    void otherKindsKeepTheLanguageModel();
    void otherWeightsReloadEverySlot();
    void openingSeveralGoesOnAfterOneThatFails();
    void closingEmptiesTheSlot();
    void trustedFileIsOpened();
    void catalogueListsWhatCanBeUsed();
    void residentBytesAreKnown();
};

void TestWorkspace::loadsWithAllThatBelongsToIt()
{
    Bench bench;
    QVERIFY(!bench.workspace.languageModel());
    bench.workspace.openModel(modelFile("F32"));
    QVERIFY(bench.workspace.isLoading());
    QCOMPARE(bench.workspace.loadingName(), QStringLiteral("llama"));
    QCOMPARE(bench.started.count(), 1);
    QVERIFY(bench.settle());
    QCOMPARE(bench.changed.count(), 1);
    QCOMPARE(bench.failed.count() + bench.cancelled.count(), 0);
    QVERIFY(!bench.workspace.isLoading());
    QVERIFY(bench.workspace.loadingName().isEmpty());
    const workspace::LoadedModelPtr loaded = bench.workspace.languageModel();
    QVERIFY(loaded && loaded->model && loaded->package);
    QVERIFY2(loaded->tokenizer || loaded->tokenizerProblem,
             "without a tokenizer there must be a reason");
    QVERIFY(loaded->loadSeconds > 0);
}

void TestWorkspace::failedLoadKeepsTheModel_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("magic alone") << QByteArray("GGUF");
    QTest::newRow("text") << QByteArray("this is no model");
    QTest::newRow("cut header") << QByteArray(
        "GGUF\x03\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\x7f", 16);
}

void TestWorkspace::failedLoadKeepsTheModel()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("broken.gguf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    Bench bench;
    bench.workspace.openModel(modelFile("F32"));
    QVERIFY(bench.settle());
    const workspace::LoadedModelPtr before = bench.workspace.languageModel();
    bench.workspace.openModel(file.fileName());
    QVERIFY(bench.settle());
    QCOMPARE(bench.failed.count(), 1);
    QCOMPARE(bench.failed.constFirst().at(0).toString(), file.fileName());
    QCOMPARE(bench.changed.count(), 1);
    QCOMPARE(bench.workspace.languageModel(), before);
}

void TestWorkspace::secondOpenReplacesTheFirst()
{
    Bench bench;
    bench.workspace.openModel(modelFile("F32"));
    bench.workspace.openModel(modelFile("Q8_0"));
    QVERIFY(bench.settle());
    QCOMPARE(bench.started.count(), 2);
    QCOMPARE(bench.changed.count(), 1);
    QCOMPARE(workspace::toText(bench.workspace.languageModel()->package->path()),
             modelFile("Q8_0"));
}

void TestWorkspace::cancelledLoadKeepsTheModel()
{
    Bench bench;
    bench.workspace.openModel(modelFile("F32"));
    QVERIFY(bench.settle());
    const workspace::LoadedModelPtr before = bench.workspace.languageModel();
    bench.workspace.openModel(modelFile("Q8_0"));
    bench.workspace.cancelLoad();
    QVERIFY(bench.settle());
    QCOMPARE(bench.cancelled.count(), 1);
    QCOMPARE(bench.failed.count(), 0);
    QCOMPARE(bench.workspace.languageModel(), before);
    QVERIFY(!bench.workspace.isLoading());
}

void TestWorkspace::otherWeightsReload()
{
    Bench bench;
    bench.workspace.setWeights(models::WeightForm::BF16);
    QVERIFY2(!bench.workspace.isLoading(), "there is nothing to reload");
    bench.workspace.openModel(modelFile("Q8_0"));
    QVERIFY(bench.settle());
    QVERIFY(bench.workspace.languageModel()->model->options().weights == models::WeightForm::BF16);
    bench.workspace.setWeights(models::WeightForm::F32);
    QVERIFY(bench.workspace.isLoading());
    bench.workspace.setWeights(models::WeightForm::F32);
    QCOMPARE(bench.started.count(), 2);
    QVERIFY(bench.settle());
    QVERIFY(bench.workspace.languageModel()->model->options().weights == models::WeightForm::F32);
}

void TestWorkspace::failedOptionFallsBack()
{
    Bench bench;
    bench.workspace.openModel(modelFile("F32"));
    QVERIFY(bench.settle());
    bench.workspace.setDevice(QStringLiteral("cuda:97"));
    QVERIFY(bench.settle());
    QCOMPARE(bench.failed.count(), 1);
    QCOMPARE(bench.workspace.options().device, std::string("cpu"));
    QVERIFY(bench.workspace.languageModel());
}

void TestWorkspace::destroyedWhileLoading()
{
    jobs::JobRunner runner;
    auto workspace = std::make_unique<Workspace>(runner);
    workspace->openModel(modelFile("F32"));
    workspace.reset();
    QTRY_VERIFY_WITH_TIMEOUT(runner.jobs().isEmpty(), 20000);
}

void TestWorkspace::threadsActWithoutReload()
{
    Bench bench;
    const int before = models::threads();
    bench.workspace.setThreads(1);
    QCOMPARE(bench.workspace.threads(), 1);
    QVERIFY(bench.settle());
    QCOMPARE(models::threads(), 1);
    QCOMPARE(bench.started.count(), 0);
    models::setThreads(before);
}

void TestWorkspace::otherKindsKeepTheLanguageModel()
{
    Bench bench;
    bench.workspace.openModel(modelFile("F32"));
    QVERIFY(bench.settle());
    const workspace::LoadedModelPtr language = bench.workspace.languageModel();
    QCOMPARE(bench.workspace.current(), language);
    bench.workspace.openModel(modelFolder("bert"));
    QVERIFY(bench.settle());
    QCOMPARE(bench.workspace.languageModel(), language);
    QCOMPARE(bench.changed.count(), 1);
    QCOMPARE(bench.opened.count(), 2);
    const workspace::LoadedModelPtr encoder = bench.workspace.model(workspace::Role::Encoder);
    QVERIFY(encoder && !encoder->model && encoder->tokenizer);
    QCOMPARE(bench.workspace.current(), encoder);
    bench.workspace.openModel(modelFolder("clip"));
    QVERIFY(bench.settle());
    QCOMPARE(bench.workspace.model(workspace::Role::Encoder), encoder);
    QVERIFY(bench.workspace.model(workspace::Role::Picture));
    // A model that reads no text misses no tokenizer.
    bench.workspace.openModel(modelFolder("vit"));
    QVERIFY(bench.settle());
    const workspace::LoadedModelPtr vit = bench.workspace.model(workspace::Role::Picture);
    QVERIFY(vit && !vit->tokenizer && !vit->tokenizerProblem);
    // An encoder-decoder writes.
    bench.workspace.openModel(modelFolder("t5"));
    QVERIFY(bench.settle());
    QVERIFY(bench.workspace.languageModel() && bench.workspace.languageModel()->model);
    QVERIFY(bench.workspace.languageModel() != language);
    QCOMPARE(bench.workspace.lastPath(workspace::Role::Encoder), modelFolder("bert"));
}

void TestWorkspace::otherWeightsReloadEverySlot()
{
    Bench bench;
    bench.workspace.openModels({ modelFile("F32"), modelFolder("bert") });
    QVERIFY(bench.settle());
    bench.workspace.setWeights(models::WeightForm::BF16);
    QVERIFY(bench.settle());
    for (const auto role : { workspace::Role::Language, workspace::Role::Encoder }) {
        QVERIFY(bench.workspace.model(role)->any->options().weights == models::WeightForm::BF16);
    }
    QCOMPARE(bench.workspace.current(), bench.workspace.model(workspace::Role::Encoder));
}

void TestWorkspace::openingSeveralGoesOnAfterOneThatFails()
{
    Bench bench;
    bench.workspace.openModels(
        { QStringLiteral("/nowhere/m.gguf"), modelFolder("bert"), modelFile("F32") });
    QVERIFY(bench.workspace.isLoading());
    QVERIFY(bench.settle());
    QCOMPARE(bench.failed.count(), 1);
    QCOMPARE(bench.opened.count(), 2);
    QVERIFY(bench.workspace.model(workspace::Role::Encoder));
    QCOMPARE(bench.workspace.current(), bench.workspace.languageModel());
}

void TestWorkspace::closingEmptiesTheSlot()
{
    Bench bench;
    bench.workspace.openModels({ modelFile("F32"), modelFolder("bert") });
    QVERIFY(bench.settle());
    bench.workspace.closeModel(QStringLiteral("/another/one"));
    QVERIFY(bench.workspace.model(workspace::Role::Encoder));
    bench.workspace.closeModel(modelFolder("bert"));
    QVERIFY(!bench.workspace.model(workspace::Role::Encoder));
    QCOMPARE(bench.workspace.current(), bench.workspace.languageModel());
    bench.workspace.closeModel(modelFile("F32"));
    QVERIFY(!bench.workspace.current());
    QCOMPARE(bench.changed.count(), 2);
    QCOMPARE(bench.workspace.lastPath(workspace::Role::Language), modelFile("F32"));
}

void TestWorkspace::trustedFileIsOpened()
{
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(settings.path()));
    Bench bench;
    const QString sha256(64, QLatin1Char('a'));
    bench.workspace.trustAndOpen({ .path = modelFile("F32"),
                                   .bytes = 1,
                                   .sha256 = sha256,
                                   .options = { .weights = models::WeightForm::BF16 } });
    QVERIFY(bench.settle());
    QVERIFY(formats::isTrusted(sha256.toStdString()));
    QVERIFY(bench.workspace.languageModel()->any->options().weights == models::WeightForm::BF16);
}

void TestWorkspace::catalogueListsWhatCanBeUsed()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(modelFile("Q4_1"), folder.filePath(QStringLiteral("Tiny.gguf"))));
    QFile broken(folder.filePath(QStringLiteral("Broken.gguf")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("GGUF");
    broken.close();
    qputenv("FE_MODELS", QFile::encodeName(folder.path()));
    jobs::JobRunner runner;
    workspace::ModelCatalog catalog(runner);
    QVERIFY(!catalog.isReady());
    QSignalSpy changed(&catalog, &workspace::ModelCatalog::changed);
    catalog.refresh();
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(catalog.isReady());
    QCOMPARE(catalog.entries().size(), 2);
    QCOMPARE(catalog.languageModels().size(), 1);
    const workspace::CatalogEntry tiny = catalog.languageModels().constFirst();
    QCOMPARE(tiny.name, QStringLiteral("Tiny"));
    QCOMPARE(tiny.info->kind, std::string("decoder"));
    QCOMPARE(tiny.root, tiny.path);
    QVERIFY(!tiny.linked);
    QVERIFY(tiny.fileBytes > 0);
    QVERIFY(!tiny.weights.isEmpty());
    for (const workspace::CatalogEntry& entry : catalog.entries()) {
        QCOMPARE(entry.problem.has_value(), entry.name == QStringLiteral("Broken"));
    }
    // A link joins them, also one whose model is gone.
    QSignalSpy links(&catalog, &workspace::ModelCatalog::linksChanged);
    catalog.addLink(modelFolder("bert"));
    catalog.addLink(QStringLiteral("/nowhere/m.gguf"));
    QTRY_COMPARE(catalog.entries().size(), 4);
    QCOMPARE(links.count(), 2);
    const workspace::CatalogEntry* link = catalog.find(modelFolder("bert"));
    QVERIFY(link && link->linked && link->hasRole(workspace::Role::Encoder));
    QVERIFY(catalog.find(QStringLiteral("/nowhere/m.gguf"))->problem);
    catalog.removeLink(modelFolder("bert"));
    QTRY_COMPARE(catalog.entries().size(), 3);
}

void TestWorkspace::residentBytesAreKnown()
{
#if defined(__linux__)
    const quint64 before = Workspace::residentBytes();
    QVERIFY(before > 1'000'000);
    std::vector<char> block(64'000'000, 1);
    QVERIFY(Workspace::residentBytes() >= before + 32'000'000);
    QCOMPARE(block.at(63'999'999), 1);
#endif
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
