// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/model_list_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace fe;
using shell::ModelListFilter;
using shell::ModelListModel;
using workspace::CatalogEntry;

namespace {

CatalogEntry entry(const char* name, const char* kind, quint64 parameters, const char* licence)
{
    CatalogEntry made;
    made.name = QString::fromUtf8(name);
    made.path = QStringLiteral("/models/") + made.name;
    made.root = made.path;
    made.licence = QString::fromLatin1(licence);
    made.fileBytes = parameters * 2;
    if (*kind != '\0') {
        made.info.emplace();
        made.info->architecture = "arch";
        made.info->kind = kind;
        made.info->parameters = parameters;
        made.info->context = 512;
        made.info->vocabSize = 100;
        made.info->picture.imageSize = made.info->kind == "vision" ? 224 : 0;
    } else {
        made.problem = base::malformed("m.gguf", "byte 0", "it is broken");
    }
    return made;
}

QList<CatalogEntry> some()
{
    return { entry("big", "decoder", 7'000'000'000, "apache-2.0"),
             entry("Small", "decoder", 135'000'000, "mit"),
             entry("mini", "encoder", 22'700'000, ""),
             entry("vit", "vision", 86'000'000, "apache-2.0"), entry("broken", "", 5, "") };
}

struct Bench {
    Bench()
    {
        shown.setSourceModel(&model);
        model.setEntries(some());
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < shown.rowCount(); ++row) {
            names.append(shown.index(row, ModelListModel::Name).data().toString());
        }
        return names;
    }
    ModelListModel model;
    ModelListFilter shown;
    QAbstractItemModelTester modelTester { &model,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest };
    QAbstractItemModelTester shownTester { &shown,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest };
};

} // namespace

class TestModelList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cellsAreForPeople();
    void numbersSortAsNumbers();
    void namesSortWithoutCase();
    void everyWordMustFit_data();
    void everyWordMustFit();
    void rolesNarrowTheList();
    void badgesTellTheState();
    void entriesMayChange();
};

void TestModelList::cellsAreForPeople()
{
    const Bench bench;
    const auto text = [&bench](int row, int column) {
        return bench.model.index(row, column).data().toString();
    };
    QCOMPARE(text(0, ModelListModel::Parameters), QStringLiteral("7.0 B"));
    QCOMPARE(text(1, ModelListModel::Kind), QStringLiteral("decoder"));
    QCOMPARE(text(2, ModelListModel::Licence), QStringLiteral("–"));
    QCOMPARE(text(4, ModelListModel::Kind), QStringLiteral("–"));
    for (int column = 0; column < ModelListModel::ColumnCount; ++column) {
        QVERIFY(
            !bench.model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void TestModelList::numbersSortAsNumbers()
{
    Bench bench;
    const QStringList bySize { QStringLiteral("broken"), QStringLiteral("mini"),
                               QStringLiteral("vit"), QStringLiteral("Small"),
                               QStringLiteral("big") };
    bench.shown.sort(ModelListModel::Size);
    QCOMPARE(bench.names(), bySize);
    bench.shown.sort(ModelListModel::Parameters);
    QCOMPARE(bench.names(), bySize);
    bench.shown.sort(ModelListModel::Parameters, Qt::DescendingOrder);
    QCOMPARE(bench.names().constFirst(), QStringLiteral("big"));
}

void TestModelList::namesSortWithoutCase()
{
    Bench bench;
    bench.shown.sort(ModelListModel::Name);
    QCOMPARE(bench.names(),
             (QStringList { QStringLiteral("big"), QStringLiteral("broken"), QStringLiteral("mini"),
                            QStringLiteral("Small"), QStringLiteral("vit") }));
}

void TestModelList::everyWordMustFit_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<int>("rows");
    QTest::newRow("nothing") << QString() << 5;
    QTest::newRow("spaces") << QStringLiteral("  ") << 5;
    QTest::newRow("kind") << QStringLiteral("DECODER") << 2;
    QTest::newRow("kind and licence") << QStringLiteral("decoder mit") << 1;
    QTest::newRow("other order") << QStringLiteral("mit decoder") << 1;
    QTest::newRow("no such word") << QStringLiteral("decoder zebra") << 0;
}

void TestModelList::everyWordMustFit()
{
    QFETCH(const QString, search);
    Bench bench;
    bench.shown.setSearch(search);
    QTEST(bench.shown.rowCount(), "rows");
}

void TestModelList::rolesNarrowTheList()
{
    Bench bench;
    bench.shown.setRole(workspace::Role::Language);
    QCOMPARE(bench.shown.rowCount(), 2);
    bench.shown.setRole(workspace::Role::Encoder);
    QCOMPARE(bench.names(), QStringList { QStringLiteral("mini") });
    bench.shown.setRole(workspace::Role::Picture);
    QCOMPARE(bench.names(), QStringList { QStringLiteral("vit") });
    bench.shown.setRole(std::nullopt);
    QCOMPARE(bench.shown.rowCount(), 5);
}

void TestModelList::badgesTellTheState()
{
    Bench bench;
    QList<CatalogEntry> entries = some();
    entries[2].linked = true;
    bench.model.setEntries(entries);
    bench.model.setStates({ entries.at(0).path, entries.at(2).path }, QStringLiteral("Small"));
    const auto badges = [&bench](int row) {
        return bench.model.index(row, ModelListModel::State)
            .data(ModelListModel::BadgesRole)
            .value<QList<shell::Badge>>();
    };
    QCOMPARE(badges(0).size(), 1);
    QVERIFY(badges(0).constFirst().tone == shell::Badge::Tone::Good);
    QCOMPARE(badges(1).constFirst().text, QStringLiteral("loading"));
    QCOMPARE(badges(2).size(), 2);
    QVERIFY(badges(3).isEmpty());
    QVERIFY(badges(4).constFirst().tone == shell::Badge::Tone::Bad);
    // The reason is within reach.
    QVERIFY(bench.model.index(4, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("m.gguf")));
}

void TestModelList::entriesMayChange()
{
    Bench bench;
    bench.model.setEntries({});
    QCOMPARE(bench.shown.rowCount(), 0);
    bench.model.setStates({ QStringLiteral("/x") }, {});
    bench.model.setEntries(some());
    QCOMPARE(bench.shown.rowCount(), 5);
    bench.model.retranslate();
}

QTEST_MAIN(TestModelList)
#include "tst_model_list.moc"
