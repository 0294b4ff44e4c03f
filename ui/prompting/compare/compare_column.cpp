// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/compare_column.h"

#include "prompting/answer_status.h"
#include "prompting/prompt_encoding.h"
#include "prompting/token_count.h"
#include "widgets/theme.h"
#include "widgets/token_view.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace fe::prompting {

using widgets::scaled;
using State = ComparisonColumn::State;

namespace {

void setKind(QLabel* label, const char* kind)
{
    label->setProperty("kind", QLatin1String(kind));
    label->style()->unpolish(label);
    label->style()->polish(label);
}

} // namespace

CompareColumn::CompareColumn(QWidget* parent)
    : QFrame(parent), m_title(new QLabel(this)), m_model(new QLabel(this)),
      m_promptButton(new QToolButton(this)), m_prompt(new QPlainTextEdit(this)),
      m_view(new widgets::TokenView(this)), m_answer(new QLabel(this)), m_status(new QLabel(this))
{
    build();
    retranslate();
}

void CompareColumn::build()
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    for (QLabel* label : { m_title, m_model }) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    m_model->setProperty("kind", QStringLiteral("secondary"));
    m_promptButton->setProperty("kind", QStringLiteral("quiet"));
    m_promptButton->setCheckable(true);
    m_promptButton->setFocusPolicy(Qt::StrongFocus);
    m_promptButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_prompt->setReadOnly(true);
    m_prompt->setProperty("mono", true);
    m_prompt->setTabChangesFocus(true);
    m_prompt->setObjectName(QStringLiteral("comparedPrompt"));
    m_prompt->setMinimumHeight(scaled(80));
    m_prompt->hide();
    m_view->setObjectName(QStringLiteral("comparedAnswer"));
    m_view->setMinimumHeight(scaled(60));
    m_view->setToolTipSource([this](const widgets::TokenUnit& unit) { return toolTipOf(unit); });
    for (QLabel* label : { m_answer, m_status }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_answer->setObjectName(QStringLiteral("comparedResult"));
    setKind(m_status, "secondary");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addWidget(m_model);
    column->addWidget(m_promptButton, 0, Qt::AlignLeft);
    column->addWidget(m_prompt, 1);
    column->addWidget(m_view, 2);
    column->addWidget(m_answer);
    column->addWidget(m_status);
    setMinimumWidth(scaled(190));
    connect(m_promptButton, &QToolButton::toggled, this, [this](bool shown) {
        m_prompt->setVisible(shown);
        m_promptButton->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    });
    m_promptButton->setArrowType(Qt::RightArrow);
}

void CompareColumn::showColumn(const ComparisonColumn& column)
{
    m_column = column;
    m_liveState.clear();
    if (column.state == State::Running || column.state == State::Waiting) {
        m_view->clear();
        m_steps.clear();
    }
    if (column.record) {
        m_labelOf = [record = column.record](generation::TokenId id) {
            return QString::fromStdString(record->label(id));
        };
        m_view->clear();
        m_steps.clear();
        appendSteps(column.record->generation.steps, column.record->generation.text);
        m_view->finish();
    }
    QString prompt;
    if (column.record) {
        prompt = QString::fromStdString(column.record->prompt);
    } else if (const auto text = plainText(column.document)) {
        prompt = QString::fromStdString(*text);
    }
    if (m_prompt->toPlainText() != prompt) {
        m_prompt->setPlainText(prompt);
    }
    mark();
    showTexts();
}

void CompareColumn::showLive(const LiveAnswer& live, const LabelOf& labelOf)
{
    m_labelOf = labelOf;
    appendSteps(live.steps, live.text);
    m_liveState = statusText(live.steps.size(), live.seconds);
    mark();
    showTexts();
}

void CompareColumn::appendSteps(const std::vector<generation::Step>& steps, const std::string& text)
{
    QList<widgets::TokenItem> items;
    for (std::size_t i = m_steps.size(); i < steps.size(); ++i) {
        const generation::Step& step = steps[i];
        if (step.textEnd > text.size()) {
            break; // its text may yet turn out to be a stop string
        }
        items.append({ QString::fromUtf8(text.data() + step.textBegin,
                                         static_cast<qsizetype>(step.textEnd - step.textBegin)),
                       std::exp(static_cast<double>(step.logProb)),
                       widgets::TokenItem::Kind::Plain });
        m_steps.push_back(step);
    }
    m_view->append(items);
}

QString CompareColumn::text() const
{
    return m_view->text();
}

void CompareColumn::setReference(const std::optional<QString>& reference)
{
    m_reference = reference;
    mark();
}

/// What is as in the first column stands back, what is not is underlined.
void CompareColumn::mark()
{
    m_differences.clear();
    std::vector<widgets::TextMark> marks;
    if (m_reference) {
        using Kind = widgets::TextMark::Kind;
        m_differences = differentWords(*m_reference, m_view->text());
        int begin = 0;
        for (const TextRange& range : m_differences) {
            marks.push_back({ begin, range.begin, Kind::Quiet });
            marks.push_back({ range.begin, range.end, Kind::Underline });
            begin = range.end;
        }
        marks.push_back({ begin, static_cast<int>(m_view->text().size()), Kind::Quiet });
    }
    m_view->setMarks(std::move(marks));
}

QString CompareColumn::toolTipOf(const widgets::TokenUnit& unit) const
{
    QStringList lines;
    for (int i = unit.firstToken;
         i <= unit.lastToken && static_cast<std::size_t>(i) < m_steps.size(); ++i) {
        const generation::Step& step = m_steps[static_cast<std::size_t>(i)];
        lines.append(stepText(step, visibleToken(m_labelOf(step.id))));
    }
    return lines.join(u'\n');
}

QString CompareColumn::stateText() const
{
    switch (m_column.state) {
    case State::Waiting:
        return tr("Waiting for its turn");
    case State::Loading:
        return tr("Loading the model…");
    case State::Running:
        return m_liveState.isEmpty() ? tr("Reading the prompt…") : m_liveState;
    case State::Failed:
        return {};
    case State::Cancelled:
        if (!m_column.record) {
            return tr("stopped before it began");
        }
        break;
    case State::Done:
        break;
    }
    const QLocale locale;
    const RunRecord& record = *m_column.record;
    QStringList parts;
    if (record.generation.reason == generation::StopReason::Cancelled) {
        parts.append(tr("stopped"));
    }
    parts.append(tokensText(record.generation.steps.size()));
    if (!record.generation.steps.empty()) {
        parts.append(meanText(record));
    }
    parts.append(tr("%1 s").arg(locale.toString(m_column.seconds(), 'f', 2)));
    return parts.join(QStringLiteral(" · "));
}

void CompareColumn::showTexts()
{
    m_title->setText(m_column.heading());
    m_title->setToolTip(m_column.heading());
    m_model->setText(m_column.model);
    m_model->setToolTip(m_column.modelPath);
    m_view->setAccessibleName(tr("Answer of %1, %2").arg(m_column.heading(), m_column.model));
    m_view->setPlaceholder(
        m_column.record ? tr("The model ended its answer at once, without a word.") : QString());
    m_status->setText(stateText());
    m_status->setVisible(!m_status->text().isEmpty());
    QString said;
    const char* kind = "secondary";
    if (m_column.state == State::Failed) {
        said = m_column.problem;
        kind = "error";
    } else if (m_column.record) {
        const auto answer = m_column.answer();
        const auto right = m_column.isRight();
        said = answer ? tr("answer: %1").arg(QString::fromStdString(*answer).simplified())
                      : tr("no answer found by the rule");
        if (right) {
            said += QStringLiteral(" · ") + (*right ? tr("✓ right") : tr("✗ wrong"));
            kind = *right ? "success" : "error";
        }
    }
    m_answer->setText(said);
    m_answer->setVisible(!said.isEmpty());
    setKind(m_answer, kind);
}

void CompareColumn::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void CompareColumn::retranslate()
{
    m_promptButton->setText(tr("Exact prompt"));
    m_promptButton->setAccessibleName(tr("Show the exact prompt"));
    m_prompt->setAccessibleName(tr("Exact prompt"));
    showTexts();
}

} // namespace fe::prompting
