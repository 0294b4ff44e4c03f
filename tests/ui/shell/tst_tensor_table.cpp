// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/tensor_page.h"
#include "shell/library/tensor_table_model.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using shell::TensorTableModel;

namespace {

constexpr int kMany = 12'000;

/// A file of that many small tensors.
formats::PackagePtr manyTensors(const QTemporaryDir& folder)
{
    const std::array<std::byte, 8> data {};
    std::vector<formats::OutputTensor> tensors;
    for (int i = 0; i < kMany; ++i) {
        tensors.push_back({ "layer." + std::to_string(i) + ".weight",
                            i % 2 == 0 ? base::DType::F32 : base::DType::F16,
                            i % 2 == 0 ? base::Shape { 2, 1 } : base::Shape { 2 },
                            std::span(data).first(i % 2 == 0 ? 8 : 4) });
    }
    const std::string path = folder.filePath(QStringLiteral("many.safetensors")).toStdString();
    if (!formats::writeSafetensors(path, tensors)) {
        return nullptr;
    }
    const auto package = formats::openPackage(path);
    return package ? *package : nullptr;
}

} // namespace

class TestTensorTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void keepsTheRulesOfModels();
    void sortsNumbersAsNumbers();
    void manyRowsStayFluid();
    void tsvHasWhatIsShown();
    void noPackageIsAnEmptyTable();

private:
    QTemporaryDir m_folder;
    formats::PackagePtr m_many;
};

void TestTensorTable::initTestCase()
{
    m_many = manyTensors(m_folder);
    QVERIFY(m_many);
}

void TestTensorTable::keepsTheRulesOfModels()
{
    TensorTableModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPackage(m_many);
    QCOMPARE(model.rowCount(), kMany);
    model.setPackage(nullptr);
    QCOMPARE(model.rowCount(), 0);
    model.setPackage(m_many);
    model.retranslate();
}

void TestTensorTable::sortsNumbersAsNumbers()
{
    TensorTableModel model;
    model.setPackage(m_many);
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(TensorTableModel::kSortRole);
    sorted.sort(TensorTableModel::Bytes, Qt::DescendingOrder);
    const auto bytes = [&sorted](int row) {
        return sorted.index(row, TensorTableModel::Bytes).data(Qt::EditRole).toULongLong();
    };
    QCOMPARE(bytes(0), 8ULL);
    QCOMPARE(bytes(kMany - 1), 4ULL);
}

void TestTensorTable::manyRowsStayFluid()
{
    shell::TensorPage page;
    page.resize(600, 400);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QElapsedTimer clock;
    clock.start();
    page.setPackage(m_many);
    auto* table = page.findChild<QTableView*>();
    table->scrollToBottom();
    page.repaint();
    // A view that asked every row for its height takes tens of seconds; a busy machine gets time.
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(table->verticalHeader()->sectionResizeMode(0), QHeaderView::Fixed);
}

void TestTensorTable::tsvHasWhatIsShown()
{
    shell::TensorPage page;
    page.setPackage(m_many);
    page.findChild<QLineEdit*>(QStringLiteral("tensorFilter"))
        ->setText(QStringLiteral("LAYER.11999."));
    page.findChild<QPushButton*>(QStringLiteral("copyTensors"))->click();
    const QStringList lines
        = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0), QStringLiteral("Tensor\tType\tShape\tBytes"));
    QCOMPARE(lines.at(1), QStringLiteral("layer.11999.weight\tF16\t[2]\t4"));
}

void TestTensorTable::noPackageIsAnEmptyTable()
{
    shell::TensorPage page;
    page.setPackage(nullptr);
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("copyTensors"))->isEnabled());
}

QTEST_MAIN(TestTensorTable)
#include "tst_tensor_table.moc"
