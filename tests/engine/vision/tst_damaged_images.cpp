// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include <QTemporaryFile>

#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

using namespace fe;
using namespace fe::tests;

namespace {

/// Standard error as a file while it lives: the libraries below write to the descriptor.
class CaughtErrors
{
public:
    CaughtErrors()
    {
        if (!m_file.open()) {
            qFatal("no temporary file");
        }
        std::fflush(stderr);
        m_kept = dup(STDERR_FILENO);
        dup2(m_file.handle(), STDERR_FILENO);
    }
    ~CaughtErrors() { restore(); }
    CaughtErrors(const CaughtErrors&) = delete;
    CaughtErrors& operator=(const CaughtErrors&) = delete;

    QByteArray text()
    {
        restore();
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    void restore()
    {
        if (m_kept >= 0) {
            std::fflush(stderr);
            dup2(m_kept, STDERR_FILENO);
            close(m_kept);
            m_kept = -1;
        }
    }

    QTemporaryFile m_file;
    int m_kept = -1;
};

/// The most memory that this process ever had, in bytes.
std::int64_t peakMemory()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return std::int64_t { usage.ru_maxrss } * 1024;
}

void putBigEndian(std::vector<std::uint8_t>& bytes, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
}

/// A PNG with its IHDR changed and the CRC made right again.
std::vector<std::uint8_t> resizedPng(std::uint32_t width, std::uint32_t height)
{
    auto bytes = bytesOf(visionData("decode/rgb.png"));
    putBigEndian(bytes, 16, width);
    putBigEndian(bytes, 20, height);
    putBigEndian(bytes, 29, crc32(std::span(bytes).subspan(12, 17)));
    return bytes;
}

} // namespace

class TestDamagedImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileFiles_data()
    {
        QTest::addColumn<QByteArray>("expectation");
        for (const auto& row : tableRows("malformed.tsv")) {
            QTest::newRow(row[1].constData()) << row[0];
        }
    }
    void hostileFiles()
    {
        QFETCH(QByteArray, expectation);
        const std::string name = QTest::currentDataTag();
        CaughtErrors errors;
        const auto image
            = vision::decodeImage(std::filesystem::path(visionData("malformed/" + name)), m_live);
        QCOMPARE(errors.text(), QByteArray());
        if (expectation == "accept") {
            VERIFY_OK(image);
        } else if (!image) {
            const std::string line = image.error().oneLine();
            QVERIFY2(line.find(name) != std::string::npos, line.c_str());
            QVERIFY2(!image.error().why.empty(), line.c_str());
        } else {
            QCOMPARE(expectation, QByteArray("either"));
        }
    }

    /// Guessed pixels are no picture: whatever is missing at the end, the file is refused.
    void aCutFileIsRefusedAtEveryByte_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             { "rgb.png", "interlaced.png", "p_transparent.png", "q90.jpg", "progressive.jpg",
               "restarts.jpg", "cmyk.jpg", "lossless.webp", "lossy.webp", "lossy_alpha.webp",
               "rgb.bmp", "runs8.bmp", "runs4.bmp", "os2.bmp", "rgb_tiff_lzw.tif", "jpeg.tif" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void aCutFileIsRefusedAtEveryByte()
    {
        QFETCH(QString, name);
        const auto whole = bytesOf(visionData("decode/" + name.toStdString()));
        VERIFY_OK(vision::decodeImage(whole, "whole", m_live));
        CaughtErrors errors;
        std::size_t accepted = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto image = vision::decodeImage(std::span(whole).first(size), "cut", m_live);
            accepted += image ? 1 : 0;
        }
        QCOMPARE(errors.text(), QByteArray());
        // What a TIFF's writer puts behind the pixels may be needless (strings, padding), and so
        // may the end mark behind the last run of a BMP.
        const bool hasTail
            = name.endsWith(QStringLiteral(".tif")) || name.startsWith(QStringLiteral("runs"));
        QVERIFY2(accepted <= (hasTail ? 4U : 0U),
                 QByteArray::number(qulonglong(accepted)).constData());
    }

    void aChangedByteNeverPrintsOrCrashes_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& row : tableRows("decode.tsv")) {
            QTest::newRow(row[0].constData()) << QString::fromUtf8(row[0]);
        }
    }
    void aChangedByteNeverPrintsOrCrashes()
    {
        QFETCH(QString, name);
        const auto whole = bytesOf(visionData("decode/" + name.toStdString()));
        vision::DecodeLimits limits;
        limits.pixels = 1'000'000; // a changed size may be sound; it need not be waited for
        CaughtErrors errors;
        std::uint32_t state = 1;
        for (int i = 0; i < 200; ++i) {
            auto bytes = whole;
            for (int changes = 0; changes <= i % 3; ++changes) {
                state = state * 1664525 + 1013904223;
                // Most changes go to the header, where most of the meaning is.
                const std::size_t range
                    = i % 2 == 0 ? std::min<std::size_t>(96, bytes.size()) : bytes.size();
                bytes[(state >> 8U) % range] = static_cast<std::uint8_t>(state >> 24U);
            }
            const auto image = vision::decodeImage(bytes, "changed", m_live, limits);
            QVERIFY(image || !image.error().why.empty());
        }
        QCOMPARE(errors.text(), QByteArray());
    }

    void everyByteOfAPngIsGuarded()
    {
        const auto whole = bytesOf(visionData("decode/rgb.png"));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            auto bytes = whole;
            bytes[at] ^= 0x10;
            QVERIFY2(!vision::decodeImage(bytes, "changed", m_live),
                     QByteArray::number(qulonglong(at)).constData());
        }
    }

    void smallFilesCannotAskForMuch_data()
    {
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char* name, const std::vector<std::uint8_t>& bytes) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<qsizetype>(bytes.size()));
        };
        row("PNG of 13,000 x 13,000", resizedPng(13000, 13000));
        row("PNG of 1 x 1,000,000", resizedPng(1, 1000000));
        auto jpeg = bytesOf(visionData("decode/q90.jpg"));
        const std::array<std::uint8_t, 4> sof { 0xFF, 0xC0, 0x00, 0x11 };
        const auto at = std::search(jpeg.begin(), jpeg.end(), sof.begin(), sof.end());
        QVERIFY(at != jpeg.end());
        at[5] = 0x32; // height 12,8xx
        at[7] = 0x32;
        row("JPEG of 12,800 x 12,800", jpeg);
        auto bmp = bytesOf(visionData("decode/runs8.bmp"));
        bmp[19] = 0x32;
        bmp[23] = 0x32;
        row("BMP of 12,800 x 12,800 in runs", bmp);
        bmp = bytesOf(visionData("decode/rgb.bmp"));
        bmp[19] = 0x32;
        bmp[23] = 0x32;
        row("BMP of 12,800 x 12,800", bmp);
    }
    void smallFilesCannotAskForMuch()
    {
        QFETCH(QByteArray, content);
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(content.constData()),
                              static_cast<std::size_t>(content.size()));
        const std::int64_t before = peakMemory();
        const auto image = vision::decodeImage(bytes, "small", m_live);
        QVERIFY(!image);
        QVERIFY2(image.error().why.find("pixels") != std::string::npos,
                 image.error().oneLine().c_str());
        QVERIFY(peakMemory() - before < 50'000'000); // the pictures would have 500 MB
    }

    void otherKindsAreCalledByTheirName_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("kind");
        const auto row = [](const char* kind, const QByteArray& content) {
            QTest::newRow(kind) << content << QByteArray(kind);
        };
        row("GIF", "GIF89a\1\0\1\0");
        row("SVG", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        row("AVIF", QByteArray("\0\0\0\x1c", 4) + "ftypavif");
        row("HEIC", QByteArray("\0\0\0\x1c", 4) + "ftypheic");
        row("film", QByteArray("\0\0\0\x1c", 4) + "ftypisom");
        row("JPEG 2000", QByteArray("\0\0\0\x0c", 4) + "jP  \r\n\x87\n");
        row("Photoshop", "8BPS\0\1");
        row("icon", QByteArray("\0\0\1\0\1\0", 6));
        row("PDF", "%PDF-1.7\n");
        row("GGUF", "GGUF\3\0\0\0");
        row("ZIP", "PK\3\4");
        row("web page", "<!DOCTYPE html>\n<html><body>Not found</body></html>");
        row("Git LFS", "version https://git-lfs.github.com/spec/v1\n");
        row("text", "Hello");
        row("empty", "");
        row("no picture", "\1\2\3\4\5");
    }
    void otherKindsAreCalledByTheirName()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, kind);
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(content.constData()),
                              static_cast<std::size_t>(content.size()));
        const auto image = vision::decodeImage(bytes, "a.png", m_live);
        QVERIFY(!image);
        QVERIFY2(image.error().why.find(kind.toStdString()) != std::string::npos,
                 image.error().oneLine().c_str());
        QCOMPARE(image.error().code, base::ErrorCode::Unsupported);
    }

private:
    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestDamagedImages)
#include "tst_damaged_images.moc"
