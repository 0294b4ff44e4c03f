// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_text.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using workspace::Role;

class TestModelFamilies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachOpensAndNamesItself_data();
    void eachOpensAndNamesItself();
    void programIsAskedAboutOnce();
    void everyKindHasItsWords();
    void parametersAreShort_data();
    void parametersAreShort();
};

void TestModelFamilies::eachOpensAndNamesItself_data()
{
    QTest::addColumn<QString>("path");
    const QDir models(QStringLiteral(FE_TEST_DATA "/models"));
    int families = 0;
    for (const QString& name : models.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = models.filePath(name + QStringLiteral("/checkpoint"));
        if (QDir(path).exists()) {
            QTest::newRow(qPrintable(name)) << path;
            ++families;
        }
    }
    QVERIFY2(families >= 25, "the models of the tests are gone");
    const QDir ggufs(models.filePath(QStringLiteral("gguf")));
    for (const QString& file : ggufs.entryList({ QStringLiteral("*.gguf") }, QDir::Files)) {
        QTest::newRow(qPrintable(file)) << ggufs.filePath(file);
    }
}

void TestModelFamilies::eachOpensAndNamesItself()
{
    QFETCH(const QString, path);
    jobs::JobRunner runner;
    workspace::Workspace workspace(runner);
    QSignalSpy failed(&workspace, &workspace::Workspace::loadFailed);
    workspace.openModel(path);
    QVERIFY(QTest::qWaitFor([&runner] { return runner.jobs().isEmpty(); }, 60'000));
    QVERIFY2(failed.isEmpty(),
             failed.isEmpty() ? ""
                              : failed.constFirst().at(1).value<base::Error>().oneLine().c_str());
    const workspace::LoadedModelPtr loaded = workspace.current();
    QVERIFY(loaded && loaded->any);
    const models::ModelInfo& info = loaded->any->info();
    const Role role = workspace::roleOf(info);
    QCOMPARE(workspace.model(role), loaded);
    QCOMPARE(loaded->model != nullptr, role == Role::Language);
    // "bert · encoder · 98.5 M parameters"
    const QString summary = workspace::modelSummary(info);
    QVERIFY2(summary.startsWith(QString::fromStdString(info.architecture) + QStringLiteral(" · ")
                                + workspace::kindName(info.kind)),
             qPrintable(summary));
    QVERIFY(info.parameters > 0);
    QVERIFY2(summary.endsWith(QStringLiteral(" parameters")), qPrintable(summary));
    const QString purpose = workspace::purposeText(loaded->name, info);
    QVERIFY2(purpose.startsWith(loaded->name), qPrintable(purpose));
    QVERIFY2(purpose.contains(QString::fromStdString(info.architecture)), qPrintable(purpose));
    QVERIFY2(!purpose.contains(QStringLiteral("of the kind")), "a kind without words of its own");
}

void TestModelFamilies::programIsAskedAboutOnce()
{
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(settings.path()));
    const QString path = QStringLiteral(FE_TEST_DATA "/models/torchscript/clip_cuda_half.pt");
    jobs::JobRunner runner;
    const auto settle = [&runner] {
        return QTest::qWaitFor([&runner] { return runner.jobs().isEmpty(); }, 60'000);
    };
    workspace::Workspace workspace(runner);
    QSignalSpy asked(&workspace, &workspace::Workspace::trustNeeded);
    QSignalSpy failed(&workspace, &workspace::Workspace::loadFailed);
    workspace.openModel(path);
    QVERIFY(settle());
    QCOMPARE(asked.count(), 1);
    QVERIFY(!workspace.current() && !workspace.isLoading());
    const auto request = asked.constFirst().constFirst().value<workspace::TrustRequest>();
    QCOMPARE(request.path, path);
    QCOMPARE(request.sha256.size(), 64);
    QCOMPARE(request.bytes, static_cast<quint64>(QFile(path).size()));
    // Not answering is no answer: it is asked again.
    workspace.openModel(path);
    QVERIFY(settle());
    QCOMPARE(asked.count(), 2);
    workspace.trustAndOpen(request);
    QVERIFY(settle());
    QVERIFY(failed.isEmpty() && workspace.current());
    QCOMPARE(workspace.model(Role::Picture), workspace.current());
    // The content is what is trusted, under any name.
    const QString copy = settings.filePath(QStringLiteral("copy.pt"));
    QVERIFY(QFile::copy(path, copy));
    workspace.openModel(copy);
    QVERIFY(settle());
    QCOMPARE(asked.count(), 2);
    workspace.openModel(QStringLiteral(FE_TEST_DATA "/models/torchscript/gpt2_traced.pt"));
    QVERIFY(settle());
    QCOMPARE(asked.count(), 3);
}

void TestModelFamilies::everyKindHasItsWords()
{
    for (const models::ArchitectureRow& row : models::supportedArchitectures()) {
        models::ModelInfo info;
        info.architecture = row.id;
        info.kind = row.kind;
        const QString purpose = workspace::purposeText(QStringLiteral("M"), info);
        QVERIFY2(!purpose.contains(QStringLiteral("of the kind")), row.kind.c_str());
        QVERIFY2(!purpose.contains(QLatin1Char('%')), qPrintable(purpose));
    }
    models::ModelInfo unknown;
    unknown.kind = "oracle";
    QVERIFY(
        workspace::purposeText(QStringLiteral("M"), unknown).contains(QStringLiteral("oracle")));
}

void TestModelFamilies::parametersAreShort_data()
{
    QTest::addColumn<quint64>("parameters");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << quint64 { 0 } << QStringLiteral("0");
    QTest::newRow("few") << quint64 { 98'532 } << QStringLiteral("98,532");
    QTest::newRow("MiniLM") << quint64 { 22'713'216 } << QStringLiteral("22.7 M");
    QTest::newRow("just under") << quint64 { 999'960'000 } << QStringLiteral("1.0 B");
    QTest::newRow("7B") << quint64 { 7'241'732'096 } << QStringLiteral("7.2 B");
    QTest::newRow("trillion") << quint64 { 1'000'000'000'000 } << QStringLiteral("1.0 T");
}

void TestModelFamilies::parametersAreShort()
{
    QFETCH(const quint64, parameters);
    QLocale::setDefault(QLocale(QLocale::English));
    QTEST(workspace::parametersText(parameters), "text");
}

QTEST_GUILESS_MAIN(TestModelFamilies)
#include "tst_model_families.moc"
