// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/alternatives_model.h"
#include "prompting/logit_bias_model.h"
#include "widgets/bar_delegate.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace fe::prompting;

namespace {

QString labelOf(fe::generation::TokenId id)
{
    return QStringLiteral(" t%1").arg(id);
}

fe::generation::Step step(fe::generation::TokenId drawn)
{
    return { drawn, std::log(0.125F), 4, 1.0F, { { 1, std::log(0.5F) }, { 2, std::log(0.25F) } }, 0,
             1 };
}

} // namespace

class PromptModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alternativesKeepTheRulesOfModels()
    {
        AlternativesModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStep(step(2), labelOf);
        QCOMPARE(model.rowCount(), 2);
        model.setStep(step(9), labelOf);
        QCOMPARE(model.rowCount(), 3);
        model.retranslate();
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void theDrawnTokenIsMarkedAndNeverMissing()
    {
        AlternativesModel model;
        model.setStep(step(2), labelOf);
        const auto isBold = [&model](int row) {
            return model.data(model.index(row, AlternativesModel::Token), Qt::FontRole)
                .value<QFont>()
                .bold();
        };
        QVERIFY(!isBold(0));
        QVERIFY(isBold(1));
        model.setStep(step(9), labelOf);
        QVERIFY(isBold(2));
        QCOMPARE(model.data(model.index(2, AlternativesModel::Token), Qt::DisplayRole).toString(),
                 QStringLiteral("·t9"));
        QCOMPARE(
            model.data(model.index(2, AlternativesModel::Probability), Qt::DisplayRole).toString(),
            QLocale().toString(0.125, 'f', 4));
        const double bar
            = model.data(model.index(0, AlternativesModel::Bar), fe::widgets::kBarRole).toDouble();
        QVERIFY(std::abs(bar - 0.5) < 1e-6);
    }

    void biasesKeepTheRulesOfModels()
    {
        LogitBiasModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy edited(&model, &LogitBiasModel::edited);
        QVERIFY(model.setData(model.index(0, LogitBiasModel::Token), QStringLiteral(" Paris"),
                              Qt::EditRole));
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.setData(model.index(0, LogitBiasModel::Bias), QLocale().toString(2.5),
                              Qt::EditRole));
        QCOMPARE(model.entries(), (QList<BiasEntry> { { QStringLiteral(" Paris"), 2.5 } }));
        QVERIFY(model.setData(model.index(0, LogitBiasModel::Bias), QStringLiteral("-inf"),
                              Qt::EditRole));
        QVERIFY(std::isinf(model.entries().first().bias));
        QCOMPARE(edited.size(), 3);
        QVERIFY(model.setData(model.index(0, LogitBiasModel::Token), QString(), Qt::EditRole));
        QVERIFY(model.entries().isEmpty());
    }

    void nonsenseIsNoBias_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("text");
        QTest::newRow("word") << 0 << int { LogitBiasModel::Bias } << QStringLiteral("much");
        QTest::newRow("infinity") << 0 << int { LogitBiasModel::Bias } << QStringLiteral("inf");
        QTest::newRow("bias of the empty row")
            << 1 << int { LogitBiasModel::Bias } << QStringLiteral("1");
        QTest::newRow("empty token in the empty row")
            << 1 << int { LogitBiasModel::Token } << QString();
    }
    void nonsenseIsNoBias()
    {
        QFETCH(int, row);
        QFETCH(int, column);
        QFETCH(QString, text);
        LogitBiasModel model;
        const QList<BiasEntry> before { { QStringLiteral("a"), 1 } };
        model.setEntries(before);
        QVERIFY(!model.setData(model.index(row, column), text, Qt::EditRole));
        QCOMPARE(model.entries(), before);
    }

    void tokensAreShownOnOneLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("word") << QStringLiteral("word");
        QTest::newRow("space in front") << QStringLiteral(" word") << QStringLiteral("·word");
        QTest::newRow("only a space") << QStringLiteral(" ") << QStringLiteral("·");
        QTest::newRow("line break") << QStringLiteral("\n\n") << QStringLiteral("↵↵");
        QTest::newRow("inner space") << QStringLiteral("a b") << QStringLiteral("a b");
        QTest::newRow("control") << QStringLiteral("\x01") << QStringLiteral("\u2401");
        QTest::newRow("Korean") << QStringLiteral(" 안녕") << QStringLiteral("·안녕");
    }
    void tokensAreShownOnOneLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleToken(text), shown);
    }
};

QTEST_MAIN(PromptModelsTest)
#include "tst_prompt_models.moc"
