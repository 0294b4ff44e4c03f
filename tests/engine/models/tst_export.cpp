// SPDX-License-Identifier: GPL-3.0-or-later
//
// A model written as a TorchScript archive loads again without its source and gives the same. That
// plain PyTorch runs a portable archive is proven by tests/reference/portable_archives.py.
#include "models/export.h"
#include "models/language_model.h"
#include "support/expected_tensors.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace fe;

namespace {

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

formats::PackagePtr opened(const std::string& path)
{
    const auto package = formats::openPackage(path);
    if (!package) {
        qWarning("%s", package.error().oneLine().c_str());
        return nullptr;
    }
    return *package;
}

models::ModelPtr loaded(const formats::PackagePtr& package, models::WeightForm form)
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = models::loadModel(package, { form, "cpu" }, cancel, progress);
    if (!model) {
        qWarning("%s", model.error().oneLine().c_str());
        return nullptr;
    }
    return *model;
}

/// Something that a model of this kind reads.
models::ForwardInput sample(const models::ModelInfo& info)
{
    models::ForwardInput input;
    if (info.readsText()) {
        input.ids = { { 5, 9, 40, 7, 3 }, { 8, 2, 6, 1, 4 } };
        input.attentionMask = { { 1, 1, 1, 1, 1 }, { 1, 1, 1, 0, 0 } };
    }
    if (info.kind == "encoder-decoder") {
        input.decoderIds = { { 0, 11, 12 }, { 0, 13, 14 } };
    }
    if (info.readsPictures()) {
        const std::int64_t side = info.picture.imageSize;
        input.pixels = { 2, side, side, {} };
        for (std::int64_t i = 0; i < 2 * 3 * side * side; ++i) {
            input.pixels.values.push_back(static_cast<float>(i * 37 % 101) / 50 - 1);
        }
    }
    return input;
}

void addModels()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("portable");
    const QDir folder(QString::fromStdString(kModels));
    QStringList paths;
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = folder.filePath(name + QStringLiteral("/checkpoint"));
        if (QFileInfo::exists(path)) {
            paths << path;
        }
    }
    for (const char* name : { "llama_Q4_1", "llama_Q4_K", "llama_BF16", "qwen2_Q8_0" }) {
        paths << folder.filePath(QStringLiteral("gguf/%1.gguf").arg(QLatin1String(name)));
    }
    for (const QString& path : paths) {
        const QString name = path.section(u'/', -2).remove(QStringLiteral("/checkpoint"));
        QTest::addRow("%s, stored", qPrintable(name)) << path << false;
        QTest::addRow("%s, portable", qPrintable(name)) << path << true;
    }
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsAgainAndGivesTheSame_data() { addModels(); }
    void loadsAgainAndGivesTheSame();
    void keepsTokenizerAndConfiguration();
    void cancelLeavesNoFile();
    void aWriteThatFailsLeavesNoFile();
    void hostileDescriptionIsRefused();

private:
    QTemporaryDir m_folder;
};

void TestExport::loadsAgainAndGivesTheSame()
{
    QFETCH(QString, path);
    QFETCH(bool, portable);
    const auto source = opened(path.toStdString());
    QVERIFY(source);
    const std::string out = m_folder.filePath(QStringLiteral("model.pt")).toStdString();
    base::CancelToken cancel;
    base::Progress progress;
    const auto written = models::exportTorchScript(
        source, out, { models::WeightForm::Stored, portable }, cancel, progress);
    QVERIFY2(written, written ? "" : written.error().oneLine().c_str());
    QCOMPARE(written->bytes,
             static_cast<std::uint64_t>(QFileInfo(QString::fromStdString(out)).size()));
    QCOMPARE(written->sha256.size(), 64U);

    const auto archive = opened(out);
    QVERIFY(archive);
    const auto described = models::describe(*archive);
    QVERIFY2(described, described ? "" : described.error().oneLine().c_str());
    const auto before = loaded(source, models::WeightForm::F32);
    const auto after = loaded(archive, models::WeightForm::F32);
    QVERIFY(before && after);
    QCOMPARE(described->architecture, before->info().architecture);
    QCOMPARE(described->parameters, before->info().parameters);
    QCOMPARE(after->info().kind, before->info().kind);

    const models::ForwardInput input = sample(before->info());
    const auto first = before->forward(input, cancel, progress);
    const auto second = after->forward(input, cancel, progress);
    QVERIFY2(first, first ? "" : first.error().oneLine().c_str());
    QVERIFY2(second, second ? "" : second.error().oneLine().c_str());
    QCOMPARE(second->size(), first->size());
    for (std::size_t i = 0; i < first->size(); ++i) {
        QCOMPARE((*second)[i].name, (*first)[i].name);
        QCOMPARE((*second)[i].values, (*first)[i].values); // the same numbers in the same products
    }
}

void TestExport::keepsTokenizerAndConfiguration()
{
    const auto source = opened(kModels + "gpt2/checkpoint");
    QVERIFY(source);
    const std::string out = m_folder.filePath(QStringLiteral("gpt2.pt")).toStdString();
    base::CancelToken cancel;
    base::Progress progress;
    QVERIFY(models::exportTorchScript(source, out, {}, cancel, progress));
    const auto archive = opened(out);
    QVERIFY(archive);
    QCOMPARE(*archive->readSideFile("tokenizer.json"), *source->readSideFile("tokenizer.json"));
    QVERIFY(archive->config() == source->config());
}

void TestExport::cancelLeavesNoFile()
{
    const auto source = opened(kModels + "gpt2/checkpoint");
    QVERIFY(source);
    const QString out = m_folder.filePath(QStringLiteral("cancelled.pt"));
    base::CancelToken cancel;
    cancel.cancel();
    base::Progress progress;
    const auto written = models::exportTorchScript(source, out.toStdString(), {}, cancel, progress);
    QVERIFY(!written);
    QVERIFY(written.error().code == base::ErrorCode::Cancelled);
    QVERIFY(QDir(m_folder.path())
                .entryList({ QStringLiteral("*cancelled*") }, QDir::AllEntries | QDir::Hidden)
                .isEmpty());
}

void TestExport::aWriteThatFailsLeavesNoFile()
{
    const auto source = opened(kModels + "gpt2/checkpoint");
    QVERIFY(source);
    const QString out = m_folder.filePath(QStringLiteral("stopped.pt"));
    // The file system takes 100 kB of the 500 that the archive has.
    rlimit before {};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 100'000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    base::CancelToken cancel;
    base::Progress progress;
    const auto written = models::exportTorchScript(source, out.toStdString(), {}, cancel, progress);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!written);
    QVERIFY(QDir(m_folder.path())
                .entryList({ QStringLiteral("*stopped*") }, QDir::AllEntries | QDir::Hidden)
                .isEmpty());
}

void TestExport::hostileDescriptionIsRefused()
{
    const auto source = opened(kModels + "gpt2/checkpoint");
    QVERIFY(source);
    const QString out = m_folder.filePath(QStringLiteral("hostile.pt"));
    base::CancelToken cancel;
    base::Progress progress;
    QVERIFY(models::exportTorchScript(source, out.toStdString(), {}, cancel, progress));
    // The description says 3 layers of 4 heads; each lie is of the same length, so that the archive
    // stays sound.
    QFile file(out);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    file.close();
    for (const auto& [truth, lie] :
         { std::pair<QByteArray, QByteArray> { "\"kv_heads\":4", "\"kv_heads\":3" },
           { "\"head_dim\":12", "\"head_dim\":99" },
           { "\"columns\":48", "\"columns\":49" },
           { "\"layers\":3", "\"layers\":4" } }) {
        QVERIFY(bytes.contains(truth));
        QByteArray changed = bytes;
        changed.replace(truth, lie);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(changed);
        file.close();
        const auto archive = formats::openPackage(out.toStdString());
        if (!archive) {
            continue; // the checksum of the entry gave it away
        }
        const auto model = models::loadModel(*archive, {}, cancel, progress);
        if (!model) {
            continue;
        }
        QVERIFY2(!(*model)->forward(sample((*model)->info()), cancel, progress), lie.constData());
    }
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
