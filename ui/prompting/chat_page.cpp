// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/chat_page.h"

#include "prompting/message_card.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

ChatPage::ChatPage(QWidget* parent)
    : BuilderPage(parent), m_systemTitle(new QLabel(this)), m_system(new QPlainTextEdit(this)),
      m_chatTitle(new QLabel(this)), m_new(new QToolButton(this)), m_notice(new QFrame(this)),
      m_scroll(new QScrollArea(this)), m_empty(new QLabel(this)), m_input(new QPlainTextEdit(this))
{
    m_systemTitle->setProperty("kind", QStringLiteral("title"));
    m_systemTitle->setBuddy(m_system);
    m_chatTitle->setProperty("kind", QStringLiteral("title"));
    m_system->setTabChangesFocus(true);
    m_system->setFixedHeight(fontMetrics().lineSpacing() * 2 + scaled(14));
    m_new->setProperty("kind", QStringLiteral("quiet"));
    m_new->setIcon(widgets::themedIcon(QStringLiteral("plus"), widgets::IconRole::Secondary));
    m_new->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_new->setFocusPolicy(Qt::StrongFocus);
    m_empty->setProperty("kind", QStringLiteral("secondary"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* inside = new QWidget(m_scroll);
    m_column = new QVBoxLayout(inside);
    m_column->setContentsMargins(0, 0, scaled(4), 0);
    m_column->setSpacing(scaled(8));
    m_column->addWidget(m_empty);
    m_column->addStretch();
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumHeight(scaled(60));
    inside->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_input->setObjectName(QStringLiteral("chatInput"));
    m_input->setTabChangesFocus(true);
    m_input->installEventFilter(this);
    buildNotice();

    auto* chatRow = new QHBoxLayout;
    chatRow->addWidget(m_chatTitle, 1);
    chatRow->addWidget(m_new);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addWidget(m_notice);
    column->addWidget(m_systemTitle);
    column->addWidget(m_system);
    column->addLayout(chatRow);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_input);

    connect(m_system, &QPlainTextEdit::textChanged, this, &BuilderPage::edited);
    connect(m_input, &QPlainTextEdit::textChanged, this, [this] {
        fitInput();
        Q_EMIT edited();
    });
    connect(m_new, &QToolButton::clicked, this, &ChatPage::newChat);
    // Follows the end of a growing answer until the user scrolls away from it.
    QScrollBar* bar = m_scroll->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
        if (m_following) {
            bar->setValue(bar->maximum());
        }
    });
    connect(bar, &QScrollBar::valueChanged, this,
            [this, bar](int value) { m_following = value >= bar->maximum() - scaled(4); });
    retranslate();
    fitInput();
}

void ChatPage::buildNotice()
{
    m_notice->setProperty("kind", QStringLiteral("banner"));
    m_notice->setProperty("tone", QStringLiteral("notice"));
    m_noticeText = new QLabel(m_notice);
    m_noticeText->setWordWrap(true);
    m_noticeButton = new QPushButton(m_notice);
    auto* column = new QVBoxLayout(m_notice);
    column->setContentsMargins(scaled(10), scaled(8), scaled(10), scaled(8));
    column->setSpacing(scaled(6));
    column->addWidget(m_noticeText);
    column->addWidget(m_noticeButton, 0, Qt::AlignLeft);
    connect(m_noticeButton, &QPushButton::clicked, this, &ChatPage::freeModeRequested);
    m_notice->hide();
}

void ChatPage::showDocument(const PromptDocument& document)
{
    if (document.systemPrompt != m_system->toPlainText()) {
        m_system->setPlainText(document.systemPrompt);
    }
    if (document.draft != m_input->toPlainText()) {
        m_input->setPlainText(document.draft);
        m_input->moveCursor(QTextCursor::End);
    }
    if (document.messages != m_messages) {
        m_messages = document.messages;
        rebuildCards();
    }
}

void ChatPage::store(PromptDocument& document) const
{
    document.systemPrompt = m_system->toPlainText();
    document.draft = m_input->toPlainText();
    document.messages = m_messages;
}

void ChatPage::setModel(const workspace::LoadedModelPtr& model)
{
    m_notice->setVisible(model && !model->chatTemplate);
}

void ChatPage::focusInput()
{
    m_input->setFocus();
}

MessageCard* ChatPage::makeCard(const ChatMessage& message)
{
    auto* card = new MessageCard(message, m_scroll->widget());
    connect(card, &MessageCard::edited, this, [this, card](const QString& content) {
        ChatMessage& changed = m_messages[indexOf(card)];
        changed.content = content;
        changed.stopped = false;
        card->setMessage(changed);
        Q_EMIT edited();
    });
    connect(card, &MessageCard::deleteRequested, this, [this, card] {
        removeFrom(indexOf(card), 1);
        Q_EMIT edited();
    });
    connect(card, &MessageCard::regenerateRequested, this, [this, card] {
        const qsizetype index = indexOf(card);
        removeFrom(index, m_messages.size() - index);
        Q_EMIT edited();
        Q_EMIT regenerateRequested();
    });
    m_column->insertWidget(m_column->count() - 1, card);
    return card;
}

void ChatPage::rebuildCards()
{
    for (MessageCard* card : m_cards) {
        card->deleteLater();
    }
    m_cards.clear();
    for (const ChatMessage& message : m_messages) {
        m_cards.push_back(makeCard(message));
    }
    showEmpty();
    scrollToEnd();
}

void ChatPage::removeFrom(qsizetype index, qsizetype count)
{
    m_messages.remove(index, count);
    const auto first = m_cards.begin() + index;
    std::for_each(first, first + count, [](MessageCard* card) {
        card->hide();
        card->deleteLater();
    });
    m_cards.erase(first, first + count);
    showEmpty();
}

qsizetype ChatPage::indexOf(const MessageCard* card) const
{
    return std::find(m_cards.begin(), m_cards.end(), card) - m_cards.begin();
}

void ChatPage::commitDraft()
{
    const QString draft = m_input->toPlainText();
    if (!draft.trimmed().isEmpty()) {
        m_input->clear();
        addMessage({ QStringLiteral("user"), draft });
    }
}

void ChatPage::setLiveAnswer(const QString& text)
{
    if (m_live == nullptr) {
        m_live = makeCard({ QStringLiteral("assistant"), QString() });
        m_live->setLive(true);
        showEmpty();
        scrollToEnd();
    }
    m_live->setMessage(
        { QStringLiteral("assistant"), text.isEmpty() ? QStringLiteral("…") : text });
}

void ChatPage::endLiveAnswer()
{
    if (m_live != nullptr) {
        m_live->hide();
        m_live->deleteLater();
        m_live = nullptr;
        showEmpty();
    }
}

void ChatPage::addMessage(const ChatMessage& message)
{
    m_messages.append(message);
    m_cards.push_back(makeCard(message));
    showEmpty();
    scrollToEnd();
    Q_EMIT edited();
}

void ChatPage::newChat()
{
    Q_EMIT conversationReset();
    m_messages.clear();
    rebuildCards();
    m_input->clear();
    focusInput();
    Q_EMIT edited();
}

void ChatPage::scrollToEnd()
{
    m_following = true;
    m_scroll->verticalScrollBar()->setValue(m_scroll->verticalScrollBar()->maximum());
}

void ChatPage::fitInput()
{
    const int lines = std::clamp(static_cast<int>(m_input->document()->size().height()), 2, 7);
    m_input->setFixedHeight(m_input->fontMetrics().lineSpacing() * lines + scaled(18));
}

void ChatPage::showEmpty()
{
    m_empty->setVisible(m_messages.isEmpty() && m_live == nullptr);
    m_new->setEnabled(!m_messages.isEmpty());
}

bool ChatPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
            Q_EMIT generateRequested();
            return true;
        }
    }
    return BuilderPage::eventFilter(watched, event);
}

void ChatPage::changeEvent(QEvent* event)
{
    BuilderPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ChatPage::retranslate()
{
    m_systemTitle->setText(tr("System prompt"));
    m_system->setAccessibleName(tr("System prompt"));
    m_system->setPlaceholderText(tr("None: the template's own, if it has one"));
    m_chatTitle->setText(tr("Conversation"));
    m_new->setText(tr("New chat"));
    m_new->setAccessibleName(tr("New chat"));
    m_scroll->setAccessibleName(tr("Conversation"));
    m_empty->setText(tr("No messages yet. Write one below and press Enter."));
    m_input->setPlaceholderText(tr("Message: Enter sends, Shift+Enter begins a new line"));
    m_input->setAccessibleName(tr("Message to the model"));
    m_noticeText->setText(
        tr("This model was not made for chat: its files hold no chat template. It can continue "
           "free text."));
    m_noticeButton->setText(tr("Switch to free text"));
}

} // namespace fe::prompting
