// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/language.h"
#include "shell/library/import_question.h"
#include "shell/library/model_details.h"
#include "shell/library/models_dialog.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;

namespace {

const QString kBert = QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint");
const QString kGguf = QStringLiteral(FE_TEST_DATA "/models/gguf/llama_Q4_1.gguf");

/// The dialog over a model folder with one model.
struct Bench {
    Bench()
    {
        qputenv("FE_MODELS", QFile::encodeName(models));
        QDir().mkpath(models);
        QFile::copy(kGguf, models + QStringLiteral("/Tiny.gguf"));
        language.setChoice(shell::LanguageChoice::English);
        theme.setMode(widgets::ThemeMode::Light);
        dialog = std::make_unique<shell::ModelsDialog>(
            shell::LibraryParts { runner, workspace, catalog },
            [](const QString& path) -> base::Result<void> {
                return QFile::remove(path)
                    ? base::Result<void>()
                    : base::Result<void>(base::unsupported(path.toStdString(), {}, "no trash"));
            },
            nullptr);
        dialog->open(std::nullopt);
        (void)QTest::qWaitForWindowExposed(dialog.get());
    }
    [[nodiscard]] bool settle()
    {
        return QTest::qWaitFor([this] { return runner.jobs().isEmpty(); }, 30'000);
    }
    template<typename T>
    [[nodiscard]] T* find(const char* name) const
    {
        return dialog->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        const auto* model = find<QTableView>("modelTable")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            names.append(model->index(row, 0).data().toString());
        }
        return names;
    }
    void select(int row) const
    {
        auto* table = find<QTableView>("modelTable");
        table->setCurrentIndex(table->model()->index(row, 0));
    }

    QTemporaryDir root;
    QString models = root.filePath(QStringLiteral("models"));
    shell::Language language;
    widgets::Theme theme;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    workspace::ModelCatalog catalog { runner };
    std::unique_ptr<shell::ModelsDialog> dialog;
};

} // namespace

class TestModelsDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsAndTellsAll();
    void opensWithTheChosenWeights();
    void hashIsComputedOnRequest();
    void pastedPathIsImported();
    void droppedFolderIsImported();
    void wrongFileIsExplainedInPlace();
    void removalIsConfirmed();
    void brokenModelSaysWhy();
    void opensForOneRole();
    void everyControlHasAName();
    void switchesLanguage();
};

void TestModelsDialog::listsAndTellsAll()
{
    Bench bench;
    QVERIFY(bench.settle());
    QCOMPARE(bench.names(), QStringList { QStringLiteral("Tiny") });
    bench.select(0);
    QVERIFY(bench.settle());
    QVERIFY(bench.find<QPushButton>("openModel")->isVisible());
    QVERIFY(bench.find<QTableView>("factTable")->model()->rowCount() > 8);
    QVERIFY(bench.find<QTableView>("tensorTable")->model()->rowCount() > 8);
    const auto* forms = bench.find<QComboBox>("weightForm");
    QCOMPARE(forms->count(), 5);
    for (int i = 0; i < forms->count(); ++i) {
        QVERIFY2(forms->itemText(i).contains(QStringLiteral("needs about")),
                 qPrintable(forms->itemText(i)));
    }
    bench.find<QLineEdit>("modelSearch")->setText(QStringLiteral("zebra"));
    QVERIFY(bench.names().isEmpty());
}

void TestModelsDialog::opensWithTheChosenWeights()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    bench.find<QComboBox>("weightForm")->setCurrentIndex(1);
    bench.find<QPushButton>("openModel")->click();
    QVERIFY(bench.settle());
    QVERIFY(bench.workspace.languageModel());
    QVERIFY(bench.workspace.languageModel()->any->options().weights == models::WeightForm::F32);
}

void TestModelsDialog::hashIsComputedOnRequest()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    const auto* hash = bench.find<QLineEdit>("sha256");
    QVERIFY(hash->text().isEmpty());
    bench.find<QPushButton>("computeHash")->click();
    QVERIFY(bench.settle());
    QCOMPARE(hash->text().size(), 64);
    const QString known = hash->text();
    // It is still known after another model was looked at.
    bench.find<QTableView>("modelTable")->setCurrentIndex({});
    bench.select(0);
    QVERIFY(bench.settle());
    QCOMPARE(hash->text(), known);
}

void TestModelsDialog::pastedPathIsImported()
{
    Bench bench;
    QVERIFY(bench.settle());
    QGuiApplication::clipboard()->setText(QStringLiteral(" \"%1\"\n").arg(kBert));
    bench.find<QTableView>("modelTable")->setFocus();
    QTest::keyClick(bench.find<QTableView>("modelTable"), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(bench.find<QDialog>("importQuestion") != nullptr);
    bench.find<shell::ImportQuestion>("importQuestion")->accept();
    QVERIFY(bench.settle());
    QTRY_COMPARE(bench.names().size(), 2);
    QVERIFY(bench.names().contains(QStringLiteral("checkpoint")));
    QVERIFY(bench.settle());
    // ... and is selected.
    QCOMPARE(bench.dialog->findChild<shell::ModelDetails*>()->entry()->name,
             QStringLiteral("checkpoint"));
}

void TestModelsDialog::droppedFolderIsImported()
{
    Bench bench;
    QVERIFY(bench.settle());
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(kBert) });
    auto* target = bench.find<QTableView>("modelTable")->viewport();
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &drop);
    QTRY_VERIFY(bench.find<QDialog>("importQuestion") != nullptr);
    auto* question = bench.find<shell::ImportQuestion>("importQuestion");
    question->findChild<QAbstractButton*>(QStringLiteral("importInPlace"))->click();
    question->accept();
    QVERIFY(bench.settle());
    QCOMPARE(bench.catalog.links(), QStringList { kBert });
}

void TestModelsDialog::wrongFileIsExplainedInPlace()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.dialog->importPaths({ QStringLiteral("/nowhere/m.gguf") });
    const auto* banner = bench.dialog->findChild<widgets::MessageBanner*>();
    QVERIFY(banner->isVisible());
    QVERIFY(banner->text().headline.contains(QStringLiteral("/nowhere/m.gguf")));
}

void TestModelsDialog::removalIsConfirmed()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    bench.find<QPushButton>("removeModel")->click();
    auto* question = bench.find<QMessageBox>("removeQuestion");
    QVERIFY(question && question->isVisible());
    question->reject();
    QVERIFY(bench.settle());
    QCOMPARE(bench.names().size(), 1);
    QTRY_VERIFY(bench.find<QMessageBox>("removeQuestion") == nullptr);
    bench.find<QPushButton>("removeModel")->click();
    bench.find<QMessageBox>("removeQuestion")
        ->findChild<QPushButton*>(QStringLiteral("confirmRemoval"))
        ->click();
    QVERIFY(bench.settle());
    QVERIFY(bench.names().isEmpty());
    QVERIFY(QDir(bench.models).isEmpty());
}

void TestModelsDialog::brokenModelSaysWhy()
{
    Bench bench;
    QFile broken(bench.models + QStringLiteral("/Broken.gguf"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("GGUF\x03");
    broken.close();
    bench.catalog.refresh();
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    const auto* details = bench.dialog->findChild<shell::ModelDetails*>();
    QCOMPARE(details->entry()->name, QStringLiteral("Broken"));
    const QString why = details->findChild<QLabel*>(QStringLiteral("purpose"))->text();
    QVERIFY2(why.contains(QStringLiteral("Broken.gguf")), qPrintable(why));
    QVERIFY(!bench.find<QPushButton>("openModel")->isVisible());
    QVERIFY(bench.find<QPushButton>("removeModel")->isVisible());
}

void TestModelsDialog::opensForOneRole()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.dialog->open(workspace::Role::Encoder);
    QVERIFY(bench.settle());
    QVERIFY(bench.names().isEmpty());
    bench.dialog->open(workspace::Role::Language);
    QVERIFY(bench.settle());
    QCOMPARE(bench.names().size(), 1);
}

void TestModelsDialog::everyControlHasAName()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    for (const QAbstractButton* button : bench.dialog->findChildren<QAbstractButton*>()) {
        // The corner of a table and the cross of a field are Qt's own.
        const bool isOurs = !button->objectName().isEmpty() || button->isVisible();
        const bool isInner = qobject_cast<const QLineEdit*>(button->parent())
            || qobject_cast<const QTableView*>(button->parent());
        QVERIFY2(!isOurs || isInner || !button->text().isEmpty()
                     || !button->accessibleName().isEmpty(),
                 qPrintable(button->objectName()));
    }
}

void TestModelsDialog::switchesLanguage()
{
    Bench bench;
    QVERIFY(bench.settle());
    bench.select(0);
    QVERIFY(bench.settle());
    const QString english = bench.find<QPushButton>("openModel")->text();
    bench.language.setChoice(shell::LanguageChoice::Korean);
    QTRY_VERIFY(bench.find<QPushButton>("openModel")->text() != english);
    bench.language.setChoice(shell::LanguageChoice::English);
    QTRY_COMPARE(bench.find<QPushButton>("openModel")->text(), english);
}

QTEST_MAIN(TestModelsDialog)
#include "tst_models_dialog.moc"
