// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"

#include <QElapsedTimer>
#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;

class TestMalformed : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hostileFileIsRefusedWithItsReason_data();
    void hostileFileIsRefusedWithItsReason();
};

void TestMalformed::hostileFileIsRefusedWithItsReason_data()
{
    QTest::addColumn<QByteArray>("expectation");
    QTest::addColumn<QByteArray>("reason");
    for (const QByteArray& line : dataFile("malformed/expectations.tsv").split('\n')) {
        if (!line.isEmpty() && !line.startsWith('#')) {
            const QList<QByteArray> columns = line.split('\t');
            QTest::newRow(columns[1].constData()) << columns[0] << columns.value(2);
        }
    }
}

void TestMalformed::hostileFileIsRefusedWithItsReason()
{
    QFETCH(QByteArray, expectation);
    QFETCH(QByteArray, reason);
    const QByteArray name(QTest::currentDataTag());
    const QString path
        = QStringLiteral(FE_TEST_DATA "/formats/malformed/") + QString::fromUtf8(name);
    QVERIFY2(QFileInfo::exists(path), "missing test data");

    QElapsedTimer timer;
    timer.start();
    const auto package = openPackage(pathOf(path));
    QVERIFY(timer.elapsed() < 5000);
    if (package) {
        QVERIFY2(expectation != "refuse", "it was opened");
        QVERIFY(isSound(**package));
        return;
    }
    QVERIFY2(expectation != "accept", package.error().oneLine().c_str());
    const QByteArray line = QByteArray::fromStdString(package.error().oneLine());
    QVERIFY2(line.contains(reason), line.constData());
    QVERIFY2(line.contains(name), line.constData());
    QVERIFY(!line.contains('\n'));
}

QTEST_GUILESS_MAIN(TestMalformed)
#include "tst_malformed.moc"
