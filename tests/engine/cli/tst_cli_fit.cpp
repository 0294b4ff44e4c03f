// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"

#include <cmath>
#include <csignal>

using namespace fe::test;

namespace {

const QString kPoints = QStringLiteral(FE_RESOURCES "/scaling/chinchilla_points.csv");

QStringList chinchilla()
{
    return { QStringLiteral("fit"),     kPoints,
             QStringLiteral("--law"),   QStringLiteral("chinchilla"),
             QStringLiteral("--x"),     QStringLiteral("params"),
             QStringLiteral("--x2"),    QStringLiteral("tokens"),
             QStringLiteral("--y"),     QStringLiteral("loss"),
             QStringLiteral("--where"), QStringLiteral("excluded_in_refit=0") };
}

double valueOf(const QJsonObject& report, const char* name)
{
    return report.value(QLatin1String("parameters"))[QLatin1String(name)][QLatin1String("value")]
        .toDouble(std::nan(""));
}

} // namespace

class TestCliFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chinchillaAndTheBudget();
    void bootstrapRepeats();
    void interruptedBootstrap();
    void logisticEnds();
    void badRowsAreListed();
    void notIdentifiedIsNull();
    void usage_data();
    void usage();
    void refused_data();
    void refused();
    void budgets();

private:
    QTemporaryDir m_folder;
};

void TestCliFit::chinchillaAndTheBudget()
{
    const Outcome fit = fexp(chinchilla());
    QVERIFY2(fit.status == 0, fit.story().constData());
    const QJsonObject report = fit.object();
    QVERIFY(std::abs(valueOf(report, "E") - 1.8172) < 0.01);
    QVERIFY(std::abs(valueOf(report, "alpha") - 0.3473) < 0.01);
    QVERIFY(report.value(QLatin1String("objective")).toDouble() <= 1.0183e-3);
    QCOMPARE(report.value(QLatin1String("n")).toInt(), 240);
    QCOMPARE(report.value(QLatin1String("residuals")).toArray().size(), 240);
    for (const char* key : { "r2", "aicc", "bic" }) {
        QVERIFY2(report.value(QLatin1String(key)).isDouble(), key);
    }
    const Outcome best
        = fexp({ QStringLiteral("optimal"), QStringLiteral("--flops"), QStringLiteral("1e22"),
                 QStringLiteral("--law"), written(m_folder, QStringLiteral("own.json"), fit.out) });
    QVERIFY2(best.status == 0, best.story().constData());
    const double params = best.object().value(QLatin1String("params")).toDouble();
    const double tokens = best.object().value(QLatin1String("tokens")).toDouble();
    QVERIFY(std::abs(6 * params * tokens / 1e22 - 1) < 1e-9);
    QVERIFY(std::abs(best.object().value(QLatin1String("tokens_per_param")).toDouble()
                     - tokens / params)
            < 1e-6);
}

void TestCliFit::bootstrapRepeats()
{
    const QStringList drawn = chinchilla()
        << QStringLiteral("--bootstrap") << QStringLiteral("20") << QStringLiteral("--seed");
    const Outcome first = fexp(QStringList(drawn) << QStringLiteral("5"));
    QVERIFY2(first.status == 0, first.story().constData());
    QCOMPARE(fexp(QStringList(drawn) << QStringLiteral("5")).out, first.out);
    QVERIFY(fexp(QStringList(drawn) << QStringLiteral("6")).out != first.out);
}

/// 100,000 replicates take minutes: it is still running when the signal comes.
void TestCliFit::interruptedBootstrap()
{
    QProcess process;
    process.start(fexpPath(), chinchilla() << QStringLiteral("--bootstrap=100000"));
    QVERIFY(process.waitForStarted());
    QVERIFY(!process.waitForFinished(2000));
    QVERIFY(::kill(static_cast<pid_t>(process.processId()), SIGINT) == 0);
    const Outcome outcome = outcomeOf(process, 10000);
    QVERIFY2(outcome.status == 4 && outcome.out.isEmpty(), outcome.story().constData());
    QVERIFY2(outcome.err.endsWith("fexp: cancelled\n"), outcome.story().constData());
}

/// y = chance + (1 - chance)/(1 + exp(-2 (u - 9))), chance by row; in percent for --top.
void TestCliFit::logisticEnds()
{
    QByteArray shares = "x,y,chance\n";
    QByteArray percent = "x,y\n";
    for (int i = 0; i < 12; ++i) {
        const double u = 6 + 0.5 * i;
        const double chance = i % 2 == 0 ? 0.25 : 0.5;
        const double rise = 1 / (1 + std::exp(-2 * (u - 9)));
        const QByteArray x = QByteArray::number(std::pow(10, u), 'g', 17) + ',';
        shares += x + QByteArray::number(chance + (1 - chance) * rise, 'g', 17) + ','
            + QByteArray::number(chance) + '\n';
        percent += x + QByteArray::number(5 + 75 * rise, 'g', 17) + '\n';
    }
    const auto fit = [&](const QByteArray& table, const QString& options) {
        const Outcome outcome
            = fexp(QStringList { QStringLiteral("fit"),
                                 written(m_folder, QStringLiteral("ends.csv"), table) }
                   << QStringLiteral("--law logistic --x x --y y ").append(options).split(u' '));
        return valueOf(outcome.object(), "midpoint");
    };
    QVERIFY(std::abs(fit(shares, QStringLiteral("--floor chance")) - 9) < 1e-6);
    QVERIFY(std::abs(fit(percent, QStringLiteral("--floor 5 --top 80")) - 9) < 1e-6);
    QVERIFY(!(std::abs(fit(percent, QStringLiteral("--floor 5 --top 100")) - 9) < 1e-3));
    // Huber's loss does not follow the row that is wrong.
    const QByteArray wrong = QByteArray(percent).replace("\n1000000000,42.5\n", "\n1000000000,0\n");
    QVERIFY(wrong != percent);
    QVERIFY(std::abs(fit(wrong, QStringLiteral("--floor 5 --top 80 --huber 0.1")) - 9) < 0.02);
    QVERIFY(!(std::abs(fit(wrong, QStringLiteral("--floor 5 --top 80")) - 9) < 0.05));
}

void TestCliFit::badRowsAreListed()
{
    const QString file = written(m_folder, QStringLiteral("bad.csv"),
                                 "x;y\n10;1,5\n100;2,5\n-1;3\n1000;3,5\n5\n;4\n1e4;inf\n1e5;5,5\n");
    const Outcome fit = fexp({ QStringLiteral("fit"), file, QStringLiteral("--law"),
                               QStringLiteral("linear"), QStringLiteral("--x"), QStringLiteral("x"),
                               QStringLiteral("--y"), QStringLiteral("y") });
    QVERIFY2(fit.status == 0, fit.story().constData());
    QVERIFY(std::abs(valueOf(fit.object(), "slope") - 1) < 1e-9);
    QCOMPARE(fit.object().value(QLatin1String("n")).toInt(), 4);
    const QJsonArray skipped = fit.object().value(QLatin1String("skipped")).toArray();
    QCOMPARE(skipped.size(), 3);
    QCOMPARE(skipped[0][QLatin1String("line")].toInt(), 4);
    QCOMPARE(skipped[1][QLatin1String("line")].toInt(), 6);
    QCOMPARE(skipped[2][QLatin1String("line")].toInt(), 8);
    QVERIFY(skipped[2][QLatin1String("why")].toString().contains(QLatin1String("not finite")));
}

void TestCliFit::notIdentifiedIsNull()
{
    const QString file
        = written(m_folder, QStringLiteral("flat.csv"),
                  "x,y\n1e6,0.01\n1e7,0.02\n1e8,0.01\n1e9,0.03\n1e10,0.02\n1e11,0.01\n");
    const Outcome fit = fexp({ QStringLiteral("fit"), file, QStringLiteral("--law"),
                               QStringLiteral("logistic"), QStringLiteral("--x"),
                               QStringLiteral("x"), QStringLiteral("--y"), QStringLiteral("y") });
    QVERIFY2(fit.status == 0, fit.story().constData());
    const QJsonValue midpoint
        = fit.object().value(QLatin1String("parameters"))[QLatin1String("midpoint")];
    QVERIFY(midpoint[QLatin1String("value")].isNull());
    QVERIFY(!midpoint[QLatin1String("why")].toString().isEmpty());
    QCOMPARE(fit.object().value(QLatin1String("residuals")).toArray().size(), 6);
}

void TestCliFit::usage_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const QString& words) {
        QTest::newRow(name) << QString(words).replace(QLatin1String("POINTS"), kPoints).split(u' ');
    };
    row("no law", QStringLiteral("fit POINTS --x params --y loss"));
    row("unknown law", QStringLiteral("fit POINTS --law cubic --x params --y loss"));
    row("no x2", QStringLiteral("fit POINTS --law chinchilla --x params --y loss"));
    row("x2 of a line", QStringLiteral("fit POINTS --law linear --x params --x2 tokens --y loss"));
    row("no condition", QStringLiteral("fit POINTS --law linear --x params --y loss --where abc"));
    row("no top", QStringLiteral("fit POINTS --law logistic --x params --y loss --top high"));
    row("no room for a top",
        QStringLiteral("fit POINTS --law logistic --x params --y loss --floor 2 --top free"));
    row("endless top", QStringLiteral("fit POINTS --law logistic --x params --y loss --top inf"));
    row("floor of a line", QStringLiteral("fit POINTS --law linear --x params --y loss --floor 0"));
    row("negative delta", QStringLiteral("fit POINTS --law linear --x params --y loss --huber -1"));
    row("no budget", QStringLiteral("optimal"));
    row("no positive budget", QStringLiteral("optimal --flops 0"));
    row("unknown law of loss", QStringLiteral("optimal --flops 1e20 --law hofmann"));
}

void TestCliFit::usage()
{
    QFETCH(QStringList, words);
    const Outcome outcome = fexp(words);
    QVERIFY2(outcome.status == 2 && outcome.isOneLine() && outcome.out.isEmpty(),
             outcome.story().constData());
}

void TestCliFit::refused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("y");
    QTest::newRow("no such column") << QByteArray("x,y\n1,2\n3,4\n") << QStringLiteral("z");
    QTest::newRow("texts") << QByteArray("x,y\n1,a\n3,b\n") << QStringLiteral("y");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("y");
    QTest::newRow("no row left") << QByteArray("x,y\n-1,2\n0,4\n") << QStringLiteral("y");
}

void TestCliFit::refused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, y);
    const QString file = written(m_folder, QStringLiteral("refused.csv"), content);
    const Outcome outcome
        = fexp({ QStringLiteral("fit"), file, QStringLiteral("--law"), QStringLiteral("linear"),
                 QStringLiteral("--x"), QStringLiteral("x"), QStringLiteral("--y"), y });
    QVERIFY2(outcome.status == 3 && outcome.isOneLine() && outcome.out.isEmpty(),
             outcome.story().constData());
    QVERIFY2(outcome.err.contains("refused.csv"), outcome.story().constData());
    const Outcome law = fexp({ QStringLiteral("optimal"), QStringLiteral("--flops"),
                               QStringLiteral("1e20"), QStringLiteral("--law"), file });
    QVERIFY2(law.status == 3 && law.isOneLine() && law.err.contains("refused.csv"),
             law.story().constData());
}

void TestCliFit::budgets()
{
    for (const char* law : { "kaplan", "hoffmann", "besiroglu" }) {
        const Outcome outcome
            = fexp({ QStringLiteral("optimal"), QStringLiteral("--flops"),
                     QStringLiteral("5.76e23"), QStringLiteral("--law"), QLatin1String(law) });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QVERIFY(outcome.object().value(QLatin1String("loss")).toDouble() > 1);
    }
}

QTEST_GUILESS_MAIN(TestCliFit)
#include "tst_cli_fit.moc"
