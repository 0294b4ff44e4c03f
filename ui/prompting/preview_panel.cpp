// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/preview_panel.h"

#include "prompting/builder/part_rules.h"
#include "prompting/builder/pattern_problem.h"
#include "prompting/token_count.h"
#include "widgets/theme.h"
#include "widgets/token_view.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace fe::prompting {

namespace {

constexpr int kWaitMs = 150;
constexpr qsizetype kLongText = 20'000; // characters that are no longer tokenised on the UI thread

qsizetype lengthOf(const PromptDocument& document)
{
    if (document.mode == Mode::Free) {
        return document.freeText.size();
    }
    if (const PatternPart* part = document.part()) {
        qsizetype sum = part->instruction.size() + part->pattern.size() * (part->shots + 1);
        for (const auto& row : part->examples.rows) {
            for (const std::string& cell : row) {
                sum += static_cast<qsizetype>(cell.size());
            }
        }
        for (const QString& value : part->query) {
            sum += value.size();
        }
        return sum;
    }
    qsizetype sum = document.systemPrompt.size() + document.draft.size();
    for (const ChatMessage& message : document.messages) {
        sum += message.content.size();
    }
    return sum;
}

} // namespace

PreviewPanel::PreviewPanel(jobs::JobRunner& runner, QWidget* parent)
    : QWidget(parent), m_runner(runner), m_title(new QLabel(this)), m_legend(new QLabel(this)),
      m_view(new widgets::TokenView(this)), m_rules(new PartRules(*m_view, this)),
      m_sentNote(new QLabel(this)), m_sent(new QPlainTextEdit(this))
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_legend->setProperty("kind", QStringLiteral("secondary"));
    m_legend->setTextFormat(Qt::RichText);
    m_view->setShading(widgets::TokenView::Shading::Alternating);
    m_view->setObjectName(QStringLiteral("promptPreview"));
    m_view->setToolTipSource([this](const widgets::TokenUnit& unit) {
        return toolTipOf(unit.firstToken, unit.lastToken);
    });
    m_sentNote->setProperty("kind", QStringLiteral("secondary"));
    m_sentNote->setTextFormat(Qt::PlainText);
    m_sentNote->setWordWrap(true);
    m_sentNote->setObjectName(QStringLiteral("sentNote"));
    m_sent->setReadOnly(true);
    m_sent->setTabChangesFocus(true);
    m_sent->setObjectName(QStringLiteral("sentPrompt"));
    m_sentNote->hide();
    m_sent->hide();
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_legend);
    auto* text = new QHBoxLayout;
    text->setSpacing(0);
    text->addWidget(m_rules);
    text->addWidget(m_view, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::scaled(4));
    column->addLayout(head);
    column->addLayout(text, 1);
    column->addWidget(m_sentNote);
    column->addWidget(m_sent, 1);
    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &PreviewPanel::encode);
    retranslate();
    showLegend();
}

QString PreviewPanel::toolTipOf(int firstToken, int lastToken) const
{
    QStringList lines;
    int index = 0;
    for (std::size_t i = 0; m_preview && i < m_preview->tokens.size(); ++i) {
        if (m_preview->tokens[i].gap) {
            continue;
        }
        if (static_cast<int>(i) >= firstToken && static_cast<int>(i) <= lastToken) {
            lines.append(tr("token %1 of the prompt, id %2")
                             .arg(index + 1)
                             .arg(m_preview->ids[static_cast<std::size_t>(index)]));
        }
        ++index;
    }
    if (const TokenPart* part = m_rules->partOf(firstToken)) {
        lines.append(partName(*part));
    }
    return lines.join(u'\n');
}

void PreviewPanel::setPrompt(workspace::LoadedModelPtr model, EndpointChoicePtr endpoint,
                             const PromptDocument& document)
{
    m_input = { std::move(model), std::move(endpoint), document };
    m_wait.start();
}

base::Result<std::shared_ptr<PreviewPanel::Preview>> PreviewPanel::work(const Input& input)
{
    FE_TRY(EncodedPrompt prompt, encodePrompt(*input.model, input.document));
    auto preview = std::make_shared<Preview>();
    preview->tokens = promptTokens(prompt, *input.model->tokenizer);
    if (const PatternPart* part = input.document.part()) {
        FE_TRY(const evaluation::BuiltPrompt built, buildPrompt(*part));
        preview->parts = tokenParts(built.spans, prompt, preview->tokens);
    }
    preview->ids = std::move(prompt.encoding.ids);
    return preview;
}

/// What runAtEndpoint() sends, as it is.
void PreviewPanel::showSent()
{
    const auto text = sentText(m_input.document);
    const bool asMessages
        = m_input.document.mode == Mode::Chat || !m_input.endpoint->server.abilities.completes;
    m_sentNote->setText((asMessages ? tr("%1 lays messages out and splits them into tokens by "
                                         "itself. It is sent this:")
                                    : tr("%1 splits texts into tokens by itself. It is sent this:"))
                            .arg(m_input.endpoint->title()));
    m_sent->setPlaceholderText(text ? tr("Write something to see it as the model reads it.")
                                    : problemText(text.error()));
    const QString shown = text ? QString::fromStdString(*text) : QString();
    if (m_sent->toPlainText() != shown) { // else it would scroll back to its beginning
        m_sent->setPlainText(shown);
    }
}

void PreviewPanel::encode()
{
    m_job = {};
    const bool sent = m_input.endpoint != nullptr;
    m_view->setVisible(!sent);
    m_rules->setVisible(!sent);
    m_sentNote->setVisible(sent);
    m_sent->setVisible(sent);
    if (sent) {
        m_preview.reset();
        m_rules->setParts({});
        m_view->clear();
        showLegend();
        showSent();
        showSummary();
        return;
    }
    if (!m_input.model) {
        m_preview.reset();
        m_rules->setParts({});
        m_view->clear();
        m_view->setPlaceholder(tr("The tokens appear here as soon as a model is loaded."));
        showSummary();
        return;
    }
    if (lengthOf(m_input.document) < kLongText) {
        auto preview = work(m_input);
        if (preview) {
            showPreview(*std::move(preview));
        } else {
            showProblem(preview.error());
        }
        return;
    }
    jobs::JobOptions options;
    options.title = tr("Tokenise the prompt");
    options.lane = jobs::Lane::Io;
    options.slot = QStringLiteral("prompt-preview");
    m_job = m_runner.start<std::shared_ptr<Preview>>(
        options,
        [input = m_input](const base::CancelToken& cancel,
                          base::Progress&) -> base::Result<std::shared_ptr<Preview>> {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            return work(input);
        },
        { .done = [this](std::shared_ptr<Preview> preview) { showPreview(std::move(preview)); },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showProblem(error); } });
}

void PreviewPanel::showPreview(std::shared_ptr<Preview> preview)
{
    m_preview = std::move(preview);
    QList<widgets::TokenItem> items;
    for (const PromptToken& token : m_preview->tokens) {
        widgets::TokenItem item;
        item.text = QString::fromStdString(token.text);
        item.kind = token.gap ? widgets::TokenItem::Kind::Gap
            : token.special   ? widgets::TokenItem::Kind::Special
                              : widgets::TokenItem::Kind::Plain;
        items.append(item);
    }
    m_rules->setParts({}); // those of before are of other tokens
    m_view->clear();
    m_view->append(items);
    m_view->finish();
    m_rules->setParts(m_preview->parts);
    showLegend();
    showSummary();
}

void PreviewPanel::showProblem(const base::Error& error)
{
    m_preview.reset();
    m_rules->setParts({});
    m_view->clear();
    m_view->setPlaceholder(problemText(error));
    showLegend();
    showSummary();
}

/// An empty prompt is no failure but a beginning; a pattern says what it lacks.
QString PreviewPanel::problemText(const base::Error& error) const
{
    if (error.code != base::ErrorCode::InvalidArgument) {
        return workspace::errorText(error).details;
    }
    const PatternPart* part = m_input.document.part();
    return part == nullptr || part->pattern.trimmed().isEmpty()
        ? tr("Write something to see it as the model reads it.")
        : problemOf(error, part->pattern).words;
}

/// Only parts that are there, so that the line stays short.
void PreviewPanel::showLegend()
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(palette());
    QStringList entries;
    const auto add = [&](evaluation::PromptSpan::Kind kind, const QString& name) {
        for (const TokenPart& part : m_rules->parts()) {
            if (part.kind == kind) {
                entries.append(QStringLiteral("<span style=\"color:%1\">▌</span>%2")
                                   .arg(partColor(part, theme).name(), name.toHtmlEscaped()));
                return;
            }
        }
    };
    add(evaluation::PromptSpan::Kind::Instruction, tr("instruction"));
    add(evaluation::PromptSpan::Kind::Example, tr("examples"));
    add(evaluation::PromptSpan::Kind::Query, tr("query"));
    m_legend->setText(entries.join(QStringLiteral("&nbsp; ")));
    m_legend->setVisible(!entries.isEmpty());
}

void PreviewPanel::showSummary()
{
    m_summary.clear();
    m_tooLong = false;
    if (m_preview && m_input.model) {
        const QLocale locale;
        const auto count = static_cast<qint64>(m_preview->ids.size());
        const qint64 context = m_input.model->model->info().context;
        m_tooLong = count > context;
        m_summary = tr("%1 · %2 % of %3")
                        .arg(tokensText(m_preview->ids.size()),
                             locale.toString(100.0 * static_cast<double>(count)
                                                 / static_cast<double>(context),
                                             'f', 1),
                             locale.toString(context));
    }
    Q_EMIT summaryChanged();
}

void PreviewPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_wait.start();
    } else if (event->type() == QEvent::PaletteChange) {
        showLegend();
    }
}

void PreviewPanel::retranslate()
{
    m_title->setText(tr("Exact prompt"));
    m_title->setToolTip(tr("What is sent to the model, token by token; special tokens are framed"));
    m_view->setAccessibleName(tr("Exact prompt, token by token"));
    m_sent->setAccessibleName(tr("Exact prompt"));
}

} // namespace fe::prompting
