// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_import.h"
#include "workspace/model_removal.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>

using namespace fe;
using workspace::ImportClash;
using workspace::ImportPlan;

namespace {

const QString kBert = QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint");
const QString kGguf = QStringLiteral(FE_TEST_DATA "/models/gguf/llama_Q4_1.gguf");

/// Two folders: one to take models from, one to bring them to.
struct Disk {
    QTemporaryDir root;
    QString sources = root.filePath(QStringLiteral("sources"));
    QString models = root.filePath(QStringLiteral("models"));
    base::CancelToken cancel;
    base::Progress progress;

    Disk() { QDir().mkpath(sources); }

    [[nodiscard]] base::Result<ImportPlan> plan(const QString& path) const
    {
        return workspace::planImport(workspace::toPath(path), workspace::toPath(models));
    }
    [[nodiscard]] base::Result<std::filesystem::path> import(const QString& path,
                                                             ImportClash clash
                                                             = ImportClash::Refuse)
    {
        FE_TRY(const ImportPlan planned, plan(path));
        return workspace::importModel(planned, clash, cancel, progress);
    }
    /// Every entry, hidden ones too.
    [[nodiscard]] QStringList entries() const
    {
        return QDir(models).entryList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
    QString copyOf(const QString& folder, const QString& name) const
    {
        const QString to = sources + QLatin1Char('/') + name;
        QDir().mkpath(to);
        for (const QString& file : QDir(folder).entryList(QDir::Files)) {
            QFile::copy(folder + QLatin1Char('/') + file, to + QLatin1Char('/') + file);
        }
        return to;
    }
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(content);
    }
}

} // namespace

class TestModelImport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void folderArrivesComplete();
    void fileArrivesComplete();
    void foreignWeightsStayBehind();
    void linksToFilesAreFollowed();
    void namesOfEntries_data();
    void namesOfEntries();
    void cancelledLeavesNothing();
    void cancelledReplacementKeepsTheOld();
    void failureLeavesNothing();
    void clashIsRefusedReplacedOrKept();
    void tooFullDiskIsSaidBefore();
    void wrongFilesAreRefused_data();
    void wrongFilesAreRefused();
    void installedModelIsNotImportedAgain();
    void abandonedStagingIsRemoved();
    void deletedForGoodIsGone();
    void deletingALinkKeepsItsTarget();
};

void TestModelImport::folderArrivesComplete()
{
    Disk disk;
    const QString source = disk.copyOf(kBert, QStringLiteral("모델 bert"));
    write(source + QStringLiteral("/1_Pooling/config.json"), "{}");
    const auto done = disk.import(source + QLatin1Char('/'));
    QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
    QCOMPARE(workspace::toText(*done), disk.models + QStringLiteral("/모델 bert"));
    QCOMPARE(disk.entries(), QStringList { QStringLiteral("모델 bert") });
    QDirIterator files(source, QDir::Files, QDirIterator::Subdirectories);
    int compared = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        const QString inside = QDir(source).relativeFilePath(path);
        QCOMPARE(contentOf(workspace::toText(*done) + QLatin1Char('/') + inside), contentOf(path));
        ++compared;
    }
    QCOMPARE(compared, 4);
    QCOMPARE(disk.progress.done(), disk.progress.total());
    QVERIFY(disk.progress.total() > 0);
}

void TestModelImport::fileArrivesComplete()
{
    Disk disk;
    const auto done = disk.import(kGguf);
    QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
    QCOMPARE(disk.entries(), QStringList { QStringLiteral("llama_Q4_1.gguf") });
    QCOMPARE(contentOf(workspace::toText(*done)), contentOf(kGguf));
}

void TestModelImport::foreignWeightsStayBehind()
{
    Disk disk;
    const QString source = disk.copyOf(kBert, QStringLiteral("bert"));
    for (const char* name : { "pytorch_model.bin", "tf_model.h5", ".git/objects/1", ".hidden",
                              "onnx/model.onnx", "a/b/deep.json" }) {
        write(source + QLatin1Char('/') + QLatin1String(name), "x");
    }
    const auto done = disk.import(source);
    QVERIFY(done);
    QCOMPARE(QDir(workspace::toText(*done))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList { QStringLiteral("config.json"), QStringLiteral("model.safetensors"),
                            QStringLiteral("tokenizer.json") }));
}

void TestModelImport::linksToFilesAreFollowed()
{
    Disk disk;
    // As the cache of a model hub has it.
    const QString blobs = disk.copyOf(kBert, QStringLiteral("models--me--Bert/blobs"));
    const QString snapshot
        = disk.sources + QStringLiteral("/models--me--Bert/snapshots/0123456789abcdef");
    QDir().mkpath(snapshot);
    for (const QString& file : QDir(blobs).entryList(QDir::Files)) {
        QVERIFY(QFile::link(blobs + QLatin1Char('/') + file, snapshot + QLatin1Char('/') + file));
    }
    // A link to a folder may lead anywhere, also round in a circle.
    QVERIFY(QFile::link(disk.sources, snapshot + QStringLiteral("/loop")));
    const auto done = disk.import(snapshot);
    QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
    QCOMPARE(disk.entries(), QStringList { QStringLiteral("Bert") });
    const QFileInfo weights(workspace::toText(*done) + QStringLiteral("/model.safetensors"));
    QVERIFY(weights.isFile() && !weights.isSymLink());
    QVERIFY(!QFileInfo::exists(workspace::toText(*done) + QStringLiteral("/loop")));
}

void TestModelImport::namesOfEntries_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << QStringLiteral("bert") << QStringLiteral("bert");
    QTest::newRow("version") << QStringLiteral("bert-v1.5") << QStringLiteral("bert-v1.5");
    QTest::newRow("hidden") << QStringLiteral("..bert") << QStringLiteral("bert");
}

void TestModelImport::namesOfEntries()
{
    QFETCH(const QString, source);
    QFETCH(const QString, name);
    Disk disk;
    const QString folder = disk.copyOf(kBert, source);
    QVERIFY(disk.import(folder));
    // A dot in a folder's name begins no ending.
    QVERIFY(disk.import(folder, ImportClash::KeepBoth));
    QCOMPARE(disk.entries(), (QStringList { name, name + QStringLiteral(" (2)") }));
}

void TestModelImport::cancelledLeavesNothing()
{
    Disk disk;
    disk.cancel.cancel();
    const auto done = disk.import(kBert);
    QVERIFY(!done && done.error().code == base::ErrorCode::Cancelled);
    QCOMPARE(disk.entries(), QStringList());
}

void TestModelImport::cancelledReplacementKeepsTheOld()
{
    Disk disk;
    write(disk.models + QStringLiteral("/llama_Q4_1.gguf"), "old");
    disk.cancel.cancel();
    QVERIFY(!disk.import(kGguf, ImportClash::Replace));
    QCOMPARE(disk.entries(), QStringList { QStringLiteral("llama_Q4_1.gguf") });
    QCOMPARE(contentOf(disk.models + QStringLiteral("/llama_Q4_1.gguf")), QByteArray("old"));
}

void TestModelImport::failureLeavesNothing()
{
    Disk disk;
    const QString source = disk.copyOf(kBert, QStringLiteral("bert"));
    const auto plan = disk.plan(source);
    QVERIFY(plan);
    // Between the plan and the copy a file goes, or becomes another.
    const QString config = source + QStringLiteral("/config.json");
    const QByteArray before = contentOf(config);
    QVERIFY(QFile::remove(config));
    const auto gone
        = workspace::importModel(*plan, ImportClash::Refuse, disk.cancel, disk.progress);
    QVERIFY(!gone && gone.error().code == base::ErrorCode::Unreadable);
    QCOMPARE(disk.entries(), QStringList());
    write(config, "{\"model_type\": \"oracle\"}");
    QVERIFY(!workspace::importModel(*plan, ImportClash::Refuse, disk.cancel, disk.progress));
    QCOMPARE(disk.entries(), QStringList());
    QVERIFY(QFile::remove(config));
    write(config, before);
    QVERIFY(workspace::importModel(*plan, ImportClash::Refuse, disk.cancel, disk.progress));
}

void TestModelImport::clashIsRefusedReplacedOrKept()
{
    Disk disk;
    const QString entry = disk.models + QStringLiteral("/llama_Q4_1.gguf");
    write(entry, "old");
    const auto plan = disk.plan(kGguf);
    QVERIFY(plan && plan->nameIsTaken());
    QCOMPARE(workspace::toText(plan->freeTarget.filename()), QStringLiteral("llama_Q4_1 (2).gguf"));
    const auto refused = disk.import(kGguf);
    QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    QVERIFY(disk.import(kGguf, ImportClash::KeepBoth));
    QCOMPARE(contentOf(entry), QByteArray("old"));
    QVERIFY(disk.import(kGguf, ImportClash::Replace));
    QCOMPARE(contentOf(entry), contentOf(kGguf));
    QCOMPARE(
        disk.entries(),
        (QStringList { QStringLiteral("llama_Q4_1 (2).gguf"), QStringLiteral("llama_Q4_1.gguf") }));
    // A folder replaces a folder, and nothing of the old one stays in it.
    const QString bert = disk.copyOf(kBert, QStringLiteral("bert"));
    write(disk.models + QStringLiteral("/bert/old.txt"), "old");
    QVERIFY(disk.import(bert, ImportClash::Replace));
    QVERIFY(!QFileInfo::exists(disk.models + QStringLiteral("/bert/old.txt")));
    QVERIFY(QFileInfo::exists(disk.models + QStringLiteral("/bert/config.json")));
}

void TestModelImport::tooFullDiskIsSaidBefore()
{
    Disk disk;
    auto plan = disk.plan(kGguf);
    QVERIFY(plan && plan->fits());
    QCOMPARE(plan->bytes, static_cast<quint64>(QFileInfo(kGguf).size()));
    QVERIFY(plan->freeBytes > 0);
    plan->freeBytes = plan->bytes - 1;
    const auto done
        = workspace::importModel(*plan, ImportClash::Refuse, disk.cancel, disk.progress);
    QVERIFY(!done && done.error().code == base::ErrorCode::LimitExceeded);
    QVERIFY(!QFileInfo::exists(disk.models));
}

void TestModelImport::wrongFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::newRow("text") << QByteArray("hello") << QStringLiteral("a.txt");
    QTest::newRow("cut GGUF") << contentOf(kGguf).left(2000) << QStringLiteral("m.gguf");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("m.gguf");
    QTest::newRow("weights alone") << contentOf(kBert + QStringLiteral("/model.safetensors"))
                                   << QStringLiteral("model.safetensors");
}

void TestModelImport::wrongFilesAreRefused()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, name);
    Disk disk;
    const QString path = disk.sources + QLatin1Char('/') + name;
    write(path, content);
    const auto plan = disk.plan(path);
    QVERIFY(!plan);
    QVERIFY2(plan.error().oneLine().find(name.toStdString()) != std::string::npos,
             plan.error().oneLine().c_str());
    QVERIFY(!QFileInfo::exists(disk.models));
}

void TestModelImport::installedModelIsNotImportedAgain()
{
    Disk disk;
    const auto done = disk.import(kGguf);
    QVERIFY(done);
    const auto again = disk.plan(workspace::toText(*done));
    QVERIFY(!again && again.error().code == base::ErrorCode::InvalidArgument);
}

void TestModelImport::abandonedStagingIsRemoved()
{
    Disk disk;
    const QString fresh = disk.models + QStringLiteral("/.importing-1-0");
    const QString old = disk.models + QStringLiteral("/.importing-2-0");
    const QString others = disk.models + QStringLiteral("/.mine");
    for (const QString& folder : { fresh, old, others }) {
        write(folder + QStringLiteral("/new/m.gguf"), "x");
    }
    const auto longAgo = std::filesystem::file_time_type::clock::now() - std::chrono::hours(30);
    for (const QString& folder : { old, others }) {
        for (const char* inside : { "/new/m.gguf", "/new", "" }) {
            std::filesystem::last_write_time(workspace::toPath(folder + QLatin1String(inside)),
                                             longAgo);
        }
    }
    QVERIFY(disk.import(kGguf));
    QVERIFY2(QFileInfo::exists(fresh), "another import may be writing there");
    QVERIFY(!QFileInfo::exists(old));
    QVERIFY2(QFileInfo::exists(others), "not ours");
}

void TestModelImport::deletedForGoodIsGone()
{
    Disk disk;
    const QString folder = disk.copyOf(kBert, QStringLiteral("bert"));
    QVERIFY(workspace::deleteForGood(folder));
    QVERIFY(!QFileInfo::exists(folder));
    const auto again = workspace::deleteForGood(folder);
    QVERIFY(!again && again.error().code == base::ErrorCode::NotFound);
}

void TestModelImport::deletingALinkKeepsItsTarget()
{
    Disk disk;
    const QString folder = disk.copyOf(kBert, QStringLiteral("bert"));
    const QString link = disk.sources + QStringLiteral("/link");
    QVERIFY(QFile::link(folder, link));
    QVERIFY(workspace::deleteForGood(link));
    QVERIFY(!QFileInfo(link).isSymLink());
    QVERIFY(QFileInfo::exists(folder + QStringLiteral("/config.json")));
}

QTEST_GUILESS_MAIN(TestModelImport)
#include "tst_model_import.moc"
