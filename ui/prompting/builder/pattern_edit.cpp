// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/pattern_edit.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QSyntaxHighlighter>

namespace fe::prompting {

namespace {

constexpr int kFewestLines = 2;
constexpr int kMostLines = 8;

} // namespace

/// A field holds no line break, so that every line can be coloured by itself.
class PatternEdit::Highlighter final : public QSyntaxHighlighter
{
public:
    explicit Highlighter(PatternEdit& edit) : QSyntaxHighlighter(edit.document()), m_edit(edit) { }

protected:
    void highlightBlock(const QString& line) override
    {
        const widgets::ThemeTokens& theme = widgets::themeTokens(m_edit.palette());
        QTextCharFormat field;
        field.setForeground(theme.accent);
        field.setBackground(theme.accentTint);
        for (qsizetype i = 0; i < line.size(); ++i) {
            if (line[i] != u'{' && line[i] != u'}') {
                continue;
            }
            if (i + 1 < line.size() && line[i + 1] == line[i]) {
                ++i; // a brace of the text itself
                continue;
            }
            const qsizetype close = line[i] == u'{' ? line.indexOf(u'}', i) : -1;
            const qsizetype nested = line.indexOf(u'{', i + 1);
            if (close > i + 1 && (nested < 0 || nested > close)) {
                setFormat(static_cast<int>(i), static_cast<int>(close - i + 1), field);
                i = close;
            }
        }
        markProblem(line, theme);
    }

private:
    void markProblem(const QString& line, const widgets::ThemeTokens& theme)
    {
        if (!m_edit.m_problem || m_edit.m_problem->position < 0) {
            return;
        }
        const int at = m_edit.m_problem->position - currentBlock().position();
        if (at >= 0 && at < line.size()) {
            QTextCharFormat mark = format(at);
            mark.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            mark.setUnderlineColor(theme.danger);
            mark.setForeground(theme.danger);
            mark.setBackground(theme.dangerTint);
            setFormat(at, 1, mark);
        }
    }

    PatternEdit& m_edit;
};

PatternEdit::PatternEdit(QWidget* parent)
    : GrowingEdit(kFewestLines, kMostLines, parent), m_highlighter(new Highlighter(*this))
{
    setProperty("mono", true);
    connect(this, &QPlainTextEdit::textChanged, this, &PatternEdit::check);
}

void PatternEdit::check()
{
    // Colouring a text counts as changing it, too.
    const QString text = toPlainText();
    if (text == m_text) {
        return;
    }
    m_text = text;
    std::optional<PatternProblem> problem = patternProblem(text);
    if (problem != m_problem) {
        m_problem = std::move(problem);
        m_highlighter->rehighlight();
    }
    Q_EMIT patternChanged();
}

void PatternEdit::changeEvent(QEvent* event)
{
    GrowingEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_highlighter->rehighlight();
    } else if (event->type() == QEvent::LanguageChange) {
        m_problem = patternProblem(m_text);
    }
}

} // namespace fe::prompting
