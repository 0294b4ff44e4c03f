// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/message_card.h"

#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

namespace {

QToolButton* iconButton(const QString& icon, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setProperty("kind", QStringLiteral("quiet"));
    button->setIcon(widgets::themedIcon(icon, widgets::IconRole::Secondary));
    button->setIconSize(QSize(scaled(14), scaled(14)));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

MessageCard::MessageCard(const ChatMessage& message, QWidget* parent)
    : QFrame(parent), m_role(new QLabel(this)), m_text(new QLabel(this)),
      m_editor(new QPlainTextEdit(this)), m_edit(iconButton(QStringLiteral("edit"), this)),
      m_again(iconButton(QStringLiteral("refresh"), this)),
      m_delete(iconButton(QStringLiteral("trash"), this)), m_save(new QPushButton(this)),
      m_discard(new QPushButton(this))
{
    setProperty("kind", QStringLiteral("card"));
    m_role->setProperty("kind", QStringLiteral("title"));
    m_text->setTextFormat(Qt::PlainText); // what a model writes is text, never markup
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    // Long words wrap nowhere in a label; they are cut rather than widening the column.
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_editor->setTabChangesFocus(true);
    m_editor->installEventFilter(this);
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(2));
    head->addWidget(m_role, 1);
    for (QToolButton* button : { m_again, m_edit, m_delete }) {
        head->addWidget(button);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_save);
    buttons->addWidget(m_discard);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(10), scaled(4), scaled(4), scaled(8));
    column->setSpacing(scaled(4));
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_editor);
    column->addLayout(buttons);
    connect(m_edit, &QToolButton::clicked, this, &MessageCard::beginEditing);
    connect(m_again, &QToolButton::clicked, this, &MessageCard::regenerateRequested);
    connect(m_delete, &QToolButton::clicked, this, &MessageCard::deleteRequested);
    connect(m_save, &QPushButton::clicked, this, [this] { endEditing(true); });
    connect(m_discard, &QPushButton::clicked, this, [this] { endEditing(false); });
    m_editor->hide();
    setMessage(message);
}

void MessageCard::setMessage(const ChatMessage& message)
{
    m_message = message;
    m_text->setText(message.content);
    retranslate();
    showState();
}

void MessageCard::setLive(bool live)
{
    m_live = live;
    showState();
}

bool MessageCard::isEditing() const
{
    return !m_editor->isHidden();
}

void MessageCard::beginEditing()
{
    m_editor->setPlainText(m_message.content);
    const int lines = std::clamp(static_cast<int>(m_message.content.size()) / 36 + 2, 3, 10);
    m_editor->setFixedHeight(fontMetrics().lineSpacing() * lines + scaled(14));
    m_editor->show();
    m_editor->moveCursor(QTextCursor::End);
    m_editor->setFocus();
    showState();
}

void MessageCard::endEditing(bool save)
{
    m_editor->hide();
    showState();
    m_edit->setFocus();
    if (save && m_editor->toPlainText() != m_message.content) {
        Q_EMIT edited(m_editor->toPlainText());
    }
}

bool MessageCard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_editor
        && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            event->accept();
            if (event->type() == QEvent::KeyPress) {
                endEditing(false);
            }
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void MessageCard::showState()
{
    const bool editing = isEditing();
    m_text->setVisible(!editing);
    m_save->setVisible(editing);
    m_discard->setVisible(editing);
    m_edit->setVisible(!editing && !m_live);
    m_delete->setVisible(!editing && !m_live);
    m_again->setVisible(!editing && !m_live && m_message.role == QLatin1String("assistant"));
}

void MessageCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MessageCard::retranslate()
{
    QString role = m_message.role;
    if (role == QLatin1String("user")) {
        role = tr("You");
    } else if (role == QLatin1String("assistant")) {
        role = tr("Model");
    } else if (role == QLatin1String("system")) {
        role = tr("System");
    }
    m_role->setText(m_message.stopped ? tr("%1 · stopped").arg(role) : role);
    m_text->setAccessibleName(role);
    setAccessibleName(tr("Message from %1").arg(role));
    const auto name = [](QAbstractButton* button, const QString& text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(m_edit, tr("Edit this message"));
    name(m_again, tr("Answer again from here"));
    name(m_delete, tr("Delete this message"));
    m_save->setText(tr("Save"));
    m_save->setAccessibleName(tr("Save"));
    m_discard->setText(tr("Discard"));
    m_discard->setAccessibleName(tr("Discard"));
    m_editor->setAccessibleName(tr("Text of the message"));
}

} // namespace fe::prompting
