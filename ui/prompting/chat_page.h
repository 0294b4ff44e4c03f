// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/builder_page.h"

#include <vector>

class QFrame;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace fe::prompting {

class MessageCard;

/// System prompt, conversation and input box.
class ChatPage : public BuilderPage
{
    Q_OBJECT
public:
    explicit ChatPage(QWidget* parent = nullptr);

    void showDocument(const PromptDocument& document) override;
    void store(PromptDocument& document) const override;
    void setModel(const workspace::LoadedModelPtr& model) override;
    void focusInput() override;

    /// Moves the draft into the conversation, as the user's message.
    void commitDraft();
    /// Shows an answer while it grows, below the messages; empty text: waiting for it.
    void setLiveAnswer(const QString& text);
    /// Takes the growing answer away; the finished one comes by addMessage().
    void endLiveAnswer();
    void addMessage(const ChatMessage& message);
    void newChat();
    [[nodiscard]] const QList<ChatMessage>& messages() const { return m_messages; }

Q_SIGNALS:
    /// The conversation was cut so that its last message waits for an answer.
    void regenerateRequested();
    void freeModeRequested();
    /// A new conversation began; an answer that is still growing belongs to the old one.
    void conversationReset();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildNotice();
    MessageCard* makeCard(const ChatMessage& message);
    void rebuildCards();
    void removeFrom(qsizetype index, qsizetype count);
    [[nodiscard]] qsizetype indexOf(const MessageCard* card) const;
    void scrollToEnd();
    void fitInput();
    void showEmpty();
    void retranslate();

    QList<ChatMessage> m_messages;
    std::vector<MessageCard*> m_cards;
    MessageCard* m_live = nullptr;
    bool m_following = true;
    QLabel* m_systemTitle;
    QPlainTextEdit* m_system;
    QLabel* m_chatTitle;
    QToolButton* m_new;
    QFrame* m_notice;
    QLabel* m_noticeText = nullptr;
    QPushButton* m_noticeButton = nullptr;
    QScrollArea* m_scroll;
    QVBoxLayout* m_column = nullptr;
    QLabel* m_empty;
    QPlainTextEdit* m_input;
};

} // namespace fe::prompting
