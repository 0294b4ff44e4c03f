// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder_page.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace fe::prompting {

/// Prompt editor of free text.
class FreePage final : public BuilderPage
{
    Q_OBJECT
public:
    explicit FreePage(QWidget* parent)
        : BuilderPage(parent), m_title(new QLabel(this)), m_editor(new QPlainTextEdit(this))
    {
        m_title->setProperty("kind", QStringLiteral("title"));
        m_title->setBuddy(m_editor);
        m_editor->setProperty("mono", true);
        m_editor->setTabChangesFocus(true);
        m_editor->setObjectName(QStringLiteral("freeText"));
        m_editor->setMinimumHeight(widgets::scaled(60));
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(widgets::scaled(4));
        column->addWidget(m_title);
        column->addWidget(m_editor, 1);
        setFocusProxy(m_editor);
        connect(m_editor, &QPlainTextEdit::textChanged, this, &BuilderPage::edited);
        retranslate();
    }

    void showDocument(const PromptDocument& document) override
    {
        if (document.freeText != m_editor->toPlainText()) {
            m_editor->setPlainText(document.freeText);
            m_editor->moveCursor(QTextCursor::End);
        }
    }
    void store(PromptDocument& document) const override
    {
        document.freeText = m_editor->toPlainText();
    }
    void setModel(const workspace::LoadedModelPtr&) override { }
    void focusInput() override { m_editor->setFocus(); }

protected:
    void changeEvent(QEvent* event) override
    {
        BuilderPage::changeEvent(event);
        if (event->type() == QEvent::LanguageChange) {
            retranslate();
        }
    }

private:
    void retranslate()
    {
        m_title->setText(tr("Text to continue"));
        m_editor->setPlaceholderText(tr("Write the beginning of a text; the model continues it."));
        m_editor->setAccessibleName(tr("Text to continue"));
    }

    QLabel* m_title;
    QPlainTextEdit* m_editor;
};

BuilderPage* makeFreePage(QWidget* parent)
{
    return new FreePage(parent);
}

} // namespace fe::prompting

#include "free_page.moc"
