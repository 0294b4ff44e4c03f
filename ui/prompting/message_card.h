// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/prompt_document.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace fe::prompting {

/// One message of a conversation: role, text, and what can be done with it.
class MessageCard : public QFrame
{
    Q_OBJECT
public:
    explicit MessageCard(const ChatMessage& message, QWidget* parent = nullptr);

    [[nodiscard]] const ChatMessage& message() const { return m_message; }
    void setMessage(const ChatMessage& message);
    /// While an answer streams into it nothing can be done with the card.
    void setLive(bool live);
    [[nodiscard]] bool isEditing() const;

Q_SIGNALS:
    void edited(const QString& content);
    void deleteRequested();
    void regenerateRequested();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void beginEditing();
    void endEditing(bool save);
    void showState();
    void retranslate();

    ChatMessage m_message;
    bool m_live = false;
    QLabel* m_role;
    QLabel* m_text;
    QPlainTextEdit* m_editor;
    QToolButton* m_edit;
    QToolButton* m_again;
    QToolButton* m_delete;
    QPushButton* m_save;
    QPushButton* m_discard;
};

} // namespace fe::prompting
