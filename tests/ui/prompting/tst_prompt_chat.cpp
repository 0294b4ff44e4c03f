// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt_bench.h"

#include <QtTest>

class PromptChatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aModelWithoutTemplateCannotChatAndSaysSo()
    {
        Bench bench;
        QVERIFY(bench.load());
        auto* modes
            = bench.tab->findChild<fe::widgets::SegmentedControl*>(QStringLiteral("promptModes"));
        modes->setCurrent(3); // Chat
        QVERIFY(!bench.button()->isEnabled());
        QPushButton* back = nullptr;
        for (QPushButton* button : bench.tab->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QLatin1String("Switch to free text")) {
                back = button;
            }
        }
        QVERIFY(back != nullptr);
        back->click();
        QCOMPARE(modes->current(), 0);
        QVERIFY(bench.button()->isEnabled());
    }

    void aConversationIsSentAnsweredAndEdited()
    {
        QTemporaryDir folder;
        QVERIFY(makeChatModel(folder));
        Bench bench;
        QVERIFY(bench.load(folder.path()));
        bench.setSampling(greedy(8));
        bench.tab->findChild<fe::widgets::SegmentedControl*>(QStringLiteral("promptModes"))
            ->setCurrent(3); // Chat
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bench.messages().size(), 0);
        QVERIFY(bench.chatInput()->toPlainText().contains(u'\n'));
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return);
        QVERIFY(bench.chatInput()->toPlainText().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        const QString answer = bench.messages().last()[QStringLiteral("content")].toString();
        QCOMPARE(bench.messages().last()[QStringLiteral("role")].toString(),
                 QStringLiteral("assistant"));
        QCOMPARE(answer, bench.answer()->text());
        QVERIFY(bench.result()
                    .value(QStringLiteral("run"))
                    .toObject()
                    .value(QStringLiteral("prompt"))
                    .toString()
                    .endsWith(QStringLiteral("user: Hi assistant:")));

        // The same prompt and greedy: the answer comes again, and only once.
        bench.named("Answer again from here")->click();
        QCOMPARE(bench.messages().size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        QCOMPARE(bench.messages().last()[QStringLiteral("content")].toString(), answer);

        bench.named("Edit this message")->click();
        for (QPlainTextEdit* editor : bench.tab->findChildren<QPlainTextEdit*>()) {
            if (editor->isVisible()
                && editor->accessibleName() == QLatin1String("Text of the message")) {
                QCOMPARE(editor->toPlainText(), answer);
                editor->setPlainText(QStringLiteral("Mine"));
            }
        }
        bench.named("Save")->click();
        QCOMPARE(bench.messages().last()[QStringLiteral("content")].toString(),
                 QStringLiteral("Mine"));
        bench.named("Delete this message")->click();
        QCOMPARE(bench.messages().size(), 1);
        // The user's message waits for an answer: Generate gives one without a draft.
        QTRY_VERIFY(bench.button()->isEnabled());
        bench.button()->click();
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        bench.named("New chat")->click();
        QCOMPARE(bench.messages().size(), 0);
        QVERIFY(bench.isIdle());
    }

    void aNewChatForgetsTheRunningAnswer()
    {
        QTemporaryDir folder;
        QVERIFY(makeChatModel(folder));
        Bench bench;
        QVERIFY(bench.load(folder.path()));
        bench.setSampling(greedy(100));
        bench.tab->findChild<fe::widgets::SegmentedControl*>(QStringLiteral("promptModes"))
            ->setCurrent(3); // Chat
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return);
        bench.named("New chat")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        QCOMPARE(bench.messages().size(), 0);
    }
};

QTEST_MAIN(PromptChatTest)
#include "tst_prompt_chat.moc"
