// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint_bench.h"

#include "prompting/endpoints/endpoints_dialog.h"
#include "widgets/message_banner.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace fe::prompting;
using fe::jobs::JobRunner;
using fe::test::ScriptedServer;
using fe::test::WebReply;
using fe::test::WebRequest;
using fe::widgets::MessageBanner;

namespace {

constexpr int kPatienceMs = 30'000;

struct Bench {
    JobRunner runner;
    std::shared_ptr<FakeSecrets> secrets = std::make_shared<FakeSecrets>();
    EndpointBook book { runner, std::make_unique<FakeSecretStore>(secrets) };
    EndpointsDialog dialog { book };

    Bench() { dialog.show(); }
    template<typename T>
    [[nodiscard]] T* part(const char* name) const
    {
        return dialog.findChild<T*>(QString::fromLatin1(name));
    }
    [[nodiscard]] MessageBanner* banner() const { return dialog.findChild<MessageBanner*>(); }
    /// All that is written in labels.
    [[nodiscard]] QString said() const
    {
        QString all;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            all += label->text() + QLatin1Char('\n');
        }
        return all;
    }
};

void type(QLineEdit* edit, const QString& text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

} // namespace

class TestEndpointsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutEndpointsItSaysWhatTheyAre()
    {
        const Bench bench;
        QVERIFY(bench.said().contains(QStringLiteral("Ollama")));
        QVERIFY(!bench.part<QLineEdit>("endpointUrl")->isVisible());
        QVERIFY(!bench.part<QPushButton>("testEndpoint")->isEnabled());
    }

    void anEndpointIsAddedEditedAndRemoved()
    {
        Bench bench;
        QMenu* kinds = bench.part<QToolButton>("addEndpoint")->menu();
        for (QAction* kind : kinds->actions()) {
            kind->trigger();
        }
        QCOMPARE(bench.book.entries().size(), kinds->actions().size());
        auto* url = bench.part<QLineEdit>("endpointUrl");
        QVERIFY(url->isVisible());
        type(url, QStringLiteral("http://localhost:9/v1"));
        QCOMPARE(bench.book.entries().back().endpoint.baseUrl, "http://localhost:9/v1");
        QCOMPARE(bench.dialog.selected(), bench.book.entries().back().id);
        for (qsizetype left = bench.book.entries().size(); left > 0; --left) {
            bench.part<QToolButton>("removeEndpoint")->click();
            QCOMPARE(bench.book.entries().size(), left - 1);
        }
        QVERIFY(!url->isVisible());
    }

    void theConnectionIsTestedAndChosen()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        const EndpointEntry entry = entryAt(server);
        bench.book.add(entry);
        bench.dialog.select(entry.id);
        QSignalSpy tested(&bench.book, &EndpointBook::tested);
        bench.part<QPushButton>("testEndpoint")->click();
        QVERIFY(tested.wait(kPatienceMs));
        QVERIFY(bench.part<QLabel>("endpointServer")->isVisible());
        QVERIFY2(bench.said().contains(QStringLiteral("not available")), qPrintable(bench.said()));
        auto* models = bench.part<QComboBox>("endpointModel");
        QCOMPARE(models->count(), 2);
        QCOMPARE(models->currentText(), QString()); // offered, not chosen for the user
        models->setCurrentText(QStringLiteral("large"));
        QCOMPARE(bench.book.entries().front().endpoint.model, "large");
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        auto* use = bench.part<QPushButton>("useEndpoint");
        use->click();
        QVERIFY(chosen.wait(kPatienceMs));
        QCOMPARE(bench.book.choice()->server.model, "large");
        QVERIFY(!bench.dialog.isVisible()); // done with
        bench.dialog.show();
        QVERIFY(!use->isEnabled());
        bench.part<QPushButton>("useLocal")->click();
        QVERIFY(bench.book.choice() == nullptr);
        QVERIFY(!bench.dialog.isVisible());
    }

    void anEndpointThatIsDownIsSaidInTheDialog()
    {
        EndpointEntry entry;
        {
            ScriptedServer gone(plainServer());
            entry = entryAt(gone);
        }
        Bench bench;
        bench.book.add(entry);
        bench.dialog.select(entry.id);
        QSignalSpy failed(&bench.book, &EndpointBook::failed);
        bench.part<QPushButton>("testEndpoint")->click();
        QVERIFY(failed.wait(kPatienceMs));
        QVERIFY(bench.banner()->isVisible());
        QVERIFY(bench.banner()->text().headline.contains(QStringLiteral("127.0.0.1")));
        QVERIFY(!bench.banner()->text().advice.isEmpty());
    }

    void aTestIsCancelledByItsButton()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply {}.then({}, 20'000); });
        Bench bench;
        const EndpointEntry entry = entryAt(server);
        bench.book.add(entry);
        bench.dialog.select(entry.id);
        auto* test = bench.part<QPushButton>("testEndpoint");
        const QString before = test->text();
        test->click();
        QTRY_VERIFY_WITH_TIMEOUT(!server.requests().empty(), kPatienceMs);
        QVERIFY(test->text() != before);
        test->click();
        QVERIFY(bench.book.connecting().isEmpty());
        QCOMPARE(test->text(), before);
        QVERIFY(server.clientLeft());
        QVERIFY(!bench.banner()->isVisible());
    }

    void aKeyIsTypedBlindAndKeptInTheStore()
    {
        Bench bench;
        const EndpointEntry entry = entryFrom(endpointTemplates().front());
        bench.book.add(entry);
        bench.dialog.select(entry.id);
        auto* source = bench.part<QComboBox>("endpointKeySource");
        auto* key = bench.part<QLineEdit>("endpointKey");
        QVERIFY(!key->isVisible());
        source->setCurrentIndex(static_cast<int>(KeySource::Store));
        QVERIFY(key->isVisible());
        QCOMPARE(key->echoMode(), QLineEdit::Password);
        QSignalSpy kept(&bench.book, &EndpointBook::keyStored);
        type(key, QStringLiteral("sk-typed"));
        QTest::keyClick(key, Qt::Key_Return);
        QVERIFY(kept.wait(kPatienceMs));
        QCOMPARE(bench.secrets->keys.value(entry.id), QStringLiteral("sk-typed"));
        QVERIFY(key->text().isEmpty());
        QVERIFY(!bench.said().contains(QStringLiteral("sk-typed")));
        // Another source forgets it.
        source->setCurrentIndex(static_cast<int>(KeySource::None));
        QTRY_VERIFY(bench.secrets->keys.isEmpty());
    }

    void aStoreThatRefusesIsSaid()
    {
        Bench bench;
        bench.secrets->problem = QStringLiteral("no wallet");
        const EndpointEntry entry = entryFrom(endpointTemplates().front());
        bench.book.add(entry);
        bench.dialog.select(entry.id);
        bench.part<QComboBox>("endpointKeySource")
            ->setCurrentIndex(static_cast<int>(KeySource::Store));
        type(bench.part<QLineEdit>("endpointKey"), QStringLiteral("sk-typed"));
        QTest::keyClick(bench.part<QLineEdit>("endpointKey"), Qt::Key_Return);
        QTRY_VERIFY(bench.said().contains(QStringLiteral("no wallet")));
    }
};

QTEST_MAIN(TestEndpointsDialog)
#include "tst_endpoints_dialog.moc"
