// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files to vectors in batches; lists of files; nearest vectors.
#include "picture_bench.h"
#include "pictures/labelled_pictures.h"
#include "pictures/picture_search.h"
#include "pictures/pixel_files.h"

using namespace fe;
using namespace fe::pictures;
using namespace fe::test;
namespace fs = std::filesystem;

namespace {

} // namespace

class TestPictureEncoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_model = loadStarter();
        m_files = valueOf(listPictures(std::span(&kSamples, 1)));
        std::erase_if(m_files, [](const std::string& file) { return file.ends_with(".csv"); });
        QCOMPARE(m_files.size(), 24U);
    }

    void pixelsAreThoseOfOneThread()
    {
        std::vector<std::string> files = m_files;
        files.insert(files.begin() + 5, "/no/such/picture.jpg");
        for (const int threads : { -1, 1, 2, 7, 100 }) {
            const auto read = readPixels(files, m_model.processor, threads, m_cancel);
            QCOMPARE(read.size(), files.size());
            for (std::size_t i = 0; i < files.size(); ++i) {
                const auto alone = pixelsOf(files[i], m_model, m_cancel);
                QCOMPARE(read[i].hasValue(), i != 5);
                QCOMPARE(alone.hasValue(), i != 5);
                QVERIFY(!alone || read[i]->values == alone->values);
            }
        }
        QVERIFY(readPixels({}, m_model.processor, 4, m_cancel).empty());
        base::CancelToken cancelled;
        cancelled.cancel();
        for (const auto& one : readPixels(m_files, m_model.processor, 3, cancelled)) {
            QVERIFY(one.error().code == base::ErrorCode::Cancelled);
        }
    }

    /// So many patches that they take several passes, the last of which is not full.
    void manyPicturesEqualSinglePictures()
    {
        std::vector<models::Pixels> pictures;
        for (const auto& one : readPixels(m_files, m_model.processor, 1, m_cancel)) {
            pictures.push_back(valueOf(one));
        }
        const models::PictureInfo& info = m_model.model->info().picture;
        const std::int64_t side = pictures.front().height / info.patchSize;
        std::vector<models::Pixels> many;
        while (static_cast<std::int64_t>(many.size()) * side * side <= 2 * 512) {
            many.push_back(pictures[many.size() % pictures.size()]);
        }
        const auto together = valueOf(encodePixels(m_model, many, m_cancel));
        const auto singly = [&](std::size_t i) {
            return valueOf(valueOf(encodePixels(m_model, { pictures[i] }, m_cancel)).front());
        };
        QCOMPARE(together.size(), many.size());
        for (std::size_t i = 0; i < many.size(); ++i) {
            const auto expected = singly(i % pictures.size());
            const auto& vector = valueOf(together[i]);
            QCOMPARE(vector.size(), expected.size());
            for (std::size_t k = 0; k < vector.size(); ++k) {
                QVERIFY(std::abs(vector[k] - expected[k]) < 2e-6F);
            }
        }
    }

    /// Every batch size gives the vectors of single pictures: float32 sums in another order differ
    /// by some 1e-7.
    void batchesEqualSinglePictures_data()
    {
        QTest::addColumn<qulonglong>("batch");
        for (const qulonglong batch : { 0, 2, 7, 1000 }) {
            QTest::addRow("%llu", batch) << batch;
        }
    }
    void batchesEqualSinglePictures()
    {
        QFETCH(qulonglong, batch);
        std::vector<std::string> files = m_files;
        const fs::path bad = fs::path(m_place.path().toStdString()) / "bad.png";
        writeFile(bad, "no picture");
        files.insert(files.begin() + 3, bad.string());
        std::size_t next = 0;
        const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
            const auto single = pictureVector(m_model, files[index], m_cancel);
            bool isRight = index == next++ && vector.hasValue() == single.hasValue()
                && vector.hasValue() == (index != 3);
            for (std::size_t i = 0; isRight && vector && i < vector->size(); ++i) {
                isRight = std::abs((*vector)[i] - (*single)[i]) < 2e-6F;
            }
            return isRight;
        };
        base::Progress progress;
        QVERIFY(encodePictures(m_model, files, batch, took, m_cancel, progress));
        QCOMPARE(next, files.size());
        QCOMPARE(progress.done(), files.size());
        QCOMPARE(progress.total(), files.size());
    }

    void theSinkStopsTheRun()
    {
        std::size_t count = 0;
        QVERIFY(encodePictures(
            m_model, m_files, 2, [&](std::size_t, const auto&) { return ++count < 3; }, m_cancel,
            m_progress));
        QCOMPARE(count, 3U);
    }

    void cancelKeepsWhatWasTaken()
    {
        base::CancelToken cancel;
        std::size_t count = 0;
        const auto took = [&](std::size_t, const auto&) {
            if (++count == 4) {
                cancel.cancel();
            }
            return true;
        };
        const auto stopped = encodePictures(m_model, m_files, 2, took, cancel, m_progress);
        QVERIFY(!stopped && stopped.error().code == base::ErrorCode::Cancelled);
        QCOMPARE(count, 4U);
    }

    void picturesOfSeveralSizesGoTogether()
    {
        PictureModel model = m_model;
        std::vector<models::Pixels> pixels;
        pixels.push_back(valueOf(pixelsOf(m_files[0], model, m_cancel)));
        pixels.push_back({ 1, 3, 5, std::vector<float>(45, 0.5F) }); // which the model refuses
        pixels.push_back(valueOf(pixelsOf(m_files[1], model, m_cancel)));
        const auto vectors = valueOf(encodePixels(model, std::move(pixels), m_cancel));
        QCOMPARE(vectors.size(), 3U);
        QVERIFY(vectors[0] && !vectors[1] && vectors[2]);
        QVERIFY(*vectors[0] != *vectors[2]);
    }

    void modelsWithoutPicturesAreRefused()
    {
        const auto package = valueOf(formats::openPackage(FE_TEST_DATA "/models/gpt2/checkpoint"));
        const auto model = valueOf(models::loadModel(package, {}, m_cancel, m_progress));
        QVERIFY(!pictureModel(package, model, nullptr));
    }

    void foldersAreListedByNameWithoutHiddenFiles()
    {
        const fs::path root = fs::path(m_place.path().toStdString()) / "list";
        for (const char* name : { "b", "a", ".hidden", "sub/c", ".git/d", "sub/deep/e" }) {
            writeFile(root / name, "x");
        }
        fs::create_directory_symlink(root, root / "sub" / "circle");
        const auto under = [&](const std::vector<std::string>& names) {
            std::vector<std::string> paths;
            for (const std::string& name : names) {
                paths.push_back((root / name).string());
            }
            return paths;
        };
        const std::string name = root.string();
        QCOMPARE(valueOf(listPictures(std::span(&name, 1))), under({ "a", "b" }));
        QCOMPARE(valueOf(listPictures(std::span(&name, 1), { true, nullptr })),
                 under({ "a", "b", "sub/c", "sub/deep/e" }));
        QCOMPARE(valueOf(listFolders(root)), std::vector<std::string> { "sub" });
        const std::string gone = (root / "gone").string();
        QCOMPARE(valueOf(listPictures(std::span(&gone, 1))), std::vector { gone });
        QVERIFY(!listFolders(gone));
    }

    void answersArePairedOverThePicturesThatBothRead()
    {
        LabelledVectors first;
        first.pictures = { { "a", 0 }, { "b", 1 }, { "c", 1 } };
        LabelledVectors second;
        second.pictures = { { "b", 1 }, { "c", 1 }, { "d", 0 } };
        const auto said = [](std::size_t truth, std::size_t answer) {
            return analysis::Judged { truth, { { answer, 0, 1 } } };
        };
        const std::vector firstJudged { said(0, 0), said(1, 1), said(1, 0) };
        const std::vector secondJudged { said(1, 0), said(1, 0), said(0, 0) };
        const auto outcomes
            = valueOf(pairOutcomes({ first, firstJudged }, { second, secondJudged }));
        QCOMPARE(outcomes.count(), 2);
        QCOMPARE(outcomes.onlyFirst, 1);
        QCOMPARE(outcomes.neither, 1);
        second.pictures = { { "x", 1 }, { "y", 1 }, { "z", 0 } };
        QVERIFY(!pairOutcomes({ first, firstJudged }, { second, secondJudged }));
    }

    void nearestIsExactAndBreaksTiesByOrder()
    {
        FolderVectors vectors;
        vectors.dimensions = 2;
        vectors.files = { "a", "b", "c", "d" };
        vectors.values = { 0, 1, 0.6F, 0.8F, 1, 0, 0.6F, 0.8F };
        const std::vector<float> query { 0.6F, 0.8F };
        const auto best = nearest(vectors, query, 3);
        QCOMPARE(best.size(), 3U);
        QCOMPARE(best[0].file, 1U);
        QCOMPARE(best[1].file, 3U);
        QCOMPARE(best[2].file, 0U);
        QVERIFY(std::abs(best[0].similarity - 1) < 1e-6F);
        QVERIFY(std::abs(best[2].similarity - 0.8F) < 1e-6F);
        QCOMPARE(nearest(vectors, query, 100).size(), 4U);
        QVERIFY(nearest(vectors, std::vector<float> { 1 }, 3).empty());
        QVERIFY(nearest({}, query, 3).empty());
    }

    /// 37 dimensions: whole groups of lanes and a rest.
    void similaritiesAreSumsInDouble()
    {
        FolderVectors vectors;
        vectors.dimensions = 37;
        std::vector<float> query;
        double wanted = 0;
        for (int i = 0; i < 37; ++i) {
            vectors.values.push_back(std::sin(static_cast<float>(i)));
            query.push_back(std::cos(static_cast<float>(3 * i)));
            wanted
                += static_cast<double>(vectors.values.back()) * static_cast<double>(query.back());
        }
        vectors.files = { "a" };
        QVERIFY(std::abs(static_cast<double>(nearest(vectors, query, 1)[0].similarity) - wanted)
                < 1e-5);
    }

    void textsFindTheirPictures()
    {
        FolderVectors vectors;
        const auto took = [&](std::size_t index, const base::Result<std::vector<float>>& vector) {
            vectors.files.push_back(m_files[index]);
            vectors.dimensions = static_cast<std::int64_t>(vector->size());
            vectors.values.insert(vectors.values.end(), vector->begin(), vector->end());
            return true;
        };
        QVERIFY(encodePictures(m_model, m_files, 8, took, m_cancel, m_progress));
        const auto pizza = valueOf(textVector(m_model, "pizza", m_cancel, m_progress));
        QVERIFY(vectors.files[nearest(vectors, pizza, 1)[0].file].ends_with("noto_pizza.png"));
        const auto itself = valueOf(pictureVector(m_model, m_files[5], m_cancel));
        QCOMPARE(nearest(vectors, itself, 1)[0].file, 5U);
        PictureModel mute = m_model;
        mute.tokenizer = nullptr;
        QCOMPARE(textVector(mute, "pizza", m_cancel, m_progress).error().code,
                 base::ErrorCode::Unsupported);
    }

private:
    PictureModel m_model;
    std::vector<std::string> m_files;
    QTemporaryDir m_place;
    base::CancelToken m_cancel;
    base::Progress m_progress;
};

QTEST_GUILESS_MAIN(TestPictureEncoder)
#include "tst_picture_encoder.moc"
