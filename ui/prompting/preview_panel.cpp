// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/preview_panel.h"

#include "prompting/token_count.h"
#include "widgets/theme.h"
#include "widgets/token_view.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
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
    : QWidget(parent), m_runner(runner), m_title(new QLabel(this)),
      m_view(new widgets::TokenView(this))
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_view->setShading(widgets::TokenView::Shading::Alternating);
    m_view->setObjectName(QStringLiteral("promptPreview"));
    m_view->setToolTipSource([this](const widgets::TokenUnit& unit) {
        QStringList lines;
        int index = 0;
        for (std::size_t i = 0; m_preview && i < m_preview->tokens.size(); ++i) {
            if (m_preview->tokens[i].gap) {
                continue;
            }
            if (static_cast<int>(i) >= unit.firstToken && static_cast<int>(i) <= unit.lastToken) {
                lines.append(tr("token %1 of the prompt, id %2")
                                 .arg(index + 1)
                                 .arg(m_preview->ids[static_cast<std::size_t>(index)]));
            }
            ++index;
        }
        return lines.join(u'\n');
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::scaled(4));
    column->addWidget(m_title);
    column->addWidget(m_view, 1);
    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &PreviewPanel::encode);
    retranslate();
}

void PreviewPanel::setPrompt(workspace::LoadedModelPtr model, const PromptDocument& document)
{
    m_input = { std::move(model), document };
    m_wait.start();
}

base::Result<std::shared_ptr<PreviewPanel::Preview>> PreviewPanel::work(const Input& input)
{
    FE_TRY(EncodedPrompt prompt, encodePrompt(*input.model, input.document));
    auto preview = std::make_shared<Preview>();
    preview->tokens = promptTokens(prompt, *input.model->tokenizer);
    preview->ids = std::move(prompt.encoding.ids);
    return preview;
}

void PreviewPanel::encode()
{
    m_job = {};
    if (!m_input.model) {
        m_preview.reset();
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
    m_view->clear();
    m_view->append(items);
    m_view->finish();
    showSummary();
}

void PreviewPanel::showProblem(const base::Error& error)
{
    m_preview.reset();
    m_view->clear();
    // An empty prompt is no failure but a beginning.
    m_view->setPlaceholder(error.code == base::ErrorCode::InvalidArgument
                               ? tr("Write something to see it as the model reads it.")
                               : workspace::errorText(error).details);
    showSummary();
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
    }
}

void PreviewPanel::retranslate()
{
    m_title->setText(tr("Exact prompt"));
    m_title->setToolTip(tr("What is sent to the model, token by token; special tokens are framed"));
    m_view->setAccessibleName(tr("Exact prompt, token by token"));
}

} // namespace fe::prompting
