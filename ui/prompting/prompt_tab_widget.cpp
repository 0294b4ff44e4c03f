// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_tab_widget.h"

#include "prompting/answer_panel.h"
#include "prompting/chat_page.h"
#include "prompting/empty_state.h"
#include "prompting/preview_panel.h"
#include "prompting/prompt_tab.h"
#include "prompting/sampling_panel.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

namespace {

// Widths of the columns on the first start, at 13 px text.
constexpr int kLeftWidth = 360;
constexpr int kSamplingWidth = 270;

QString splitterText(const QSplitter* splitter)
{
    return QString::fromLatin1(splitter->saveState().toBase64());
}

void restoreSplitter(QSplitter* splitter, const QJsonValue& text)
{
    const QByteArray state = QByteArray::fromBase64(text.toString().toLatin1());
    if (!state.isEmpty()) {
        splitter->restoreState(state);
    }
}

} // namespace

workspace::Tab* makePromptTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                              QWidget* parent)
{
    return new PromptTab(workspace, runner, parent);
}

PromptTab::PromptTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent)
    : Tab(parent), m_workspace(workspace), m_runner(runner), m_run(runner)
{
    m_answer = new AnswerPanel(this);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    QWidget* left = buildLeft();
    m_columns->addWidget(left);
    m_columns->addWidget(buildSampling());
    auto* right = new QWidget(m_columns);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(scaled(8), scaled(14), scaled(14), scaled(14));
    rightColumn->addWidget(m_answer);
    m_columns->addWidget(right);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 0);
    m_columns->setStretchFactor(2, 1);
    m_columns->setSizes({ scaled(kLeftWidth), scaled(kSamplingWidth), scaled(900) });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
    buildActions();
    connectParts();
    m_answer->emptyState()->follow(workspace, runner);
    showDocument(exampleDocument());
    retranslate();
    modelChanged();
    m_answer->setTinted(true);
    setFocusProxy(m_pages);
}

QWidget* PromptTab::buildLeft()
{
    auto* side = new QFrame(m_columns);
    side->setProperty("kind", QStringLiteral("side"));
    m_modes = new widgets::SegmentedControl(side);
    m_pages = new QStackedWidget(side);
    for (const ModeRow& mode : modeRows()) {
        m_modes->addSegment(mode.title(), mode.toolTip());
        BuilderPage* page = nullptr;
        if (mode.mode == Mode::Chat) {
            m_chat = new ChatPage(m_pages);
            page = m_chat;
        } else {
            page = makeFreePage(m_pages);
        }
        m_pages->addWidget(page);
        m_pageOfMode.push_back(page);
    }
    m_preview = new PreviewPanel(m_runner, side);
    m_preview->setMinimumHeight(scaled(70));
    m_left = new QSplitter(Qt::Vertical, side);
    m_left->setChildrenCollapsible(false);
    m_left->addWidget(m_pages);
    m_left->addWidget(m_preview);
    m_left->setStretchFactor(0, 3);
    m_left->setStretchFactor(1, 1);
    m_left->setSizes({ scaled(330), scaled(110) });
    m_promptSummary = new QLabel(side);
    m_promptSummary->setProperty("kind", QStringLiteral("secondary"));
    m_promptSummary->setObjectName(QStringLiteral("promptSummary"));
    m_samplingSummary = new QLabel(side);
    m_samplingSummary->setProperty("kind", QStringLiteral("secondary"));
    for (QLabel* label : { m_promptSummary, m_samplingSummary }) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setTextFormat(Qt::PlainText);
    }
    m_primary = new QPushButton(side);
    m_primary->setProperty("kind", QStringLiteral("primary"));
    m_primary->setObjectName(QStringLiteral("generate"));
    m_previewButton = new QToolButton(side);
    m_samplingButton = new QToolButton(side);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_primary, 1);
    for (QToolButton* button : { m_previewButton, m_samplingButton }) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        buttons->addWidget(button);
    }
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(scaled(14), scaled(14), scaled(14), scaled(14));
    column->setSpacing(scaled(8));
    column->addWidget(m_modes);
    column->addWidget(m_left, 1);
    column->addWidget(m_promptSummary);
    column->addWidget(m_samplingSummary);
    column->addLayout(buttons);
    side->setMinimumWidth(scaled(270));
    return side;
}

QWidget* PromptTab::buildSampling()
{
    m_samplingSide = new QFrame(m_columns);
    m_samplingSide->setProperty("kind", QStringLiteral("side"));
    m_sampling = new SamplingPanel;
    auto* area = new QScrollArea(m_samplingSide);
    area->setWidget(m_sampling);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The side's own surface shows through.
    area->viewport()->setAutoFillBackground(false);
    m_sampling->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(m_samplingSide);
    column->setContentsMargins(0, 0, 1, 0);
    column->addWidget(area);
    m_samplingSide->setMinimumWidth(m_sampling->minimumSizeHint().width() + scaled(14));
    m_samplingSide->hide();
    return m_samplingSide;
}

void PromptTab::connectParts()
{
    connect(m_modes, &widgets::SegmentedControl::currentChanged, this,
            [this](int index) { setMode(modeRows()[static_cast<std::size_t>(index)].mode); });
    for (BuilderPage* page : m_pageOfMode) {
        connect(page, &BuilderPage::edited, this, &PromptTab::documentEdited);
        connect(page, &BuilderPage::generateRequested, this, &PromptTab::generate);
    }
    connect(m_chat, &ChatPage::freeModeRequested, this, [this] { setMode(Mode::Free); });
    connect(m_chat, &ChatPage::regenerateRequested, this, [this] {
        m_answersChat = false; // a running answer is no longer wanted
        startRun();
    });
    connect(m_chat, &ChatPage::conversationReset, this, [this] {
        m_answersChat = false;
        m_run.cancel();
    });
    connect(m_sampling, &SamplingPanel::settingsChanged, this, &PromptTab::documentEdited);
    connect(m_preview, &PreviewPanel::summaryChanged, this, &PromptTab::refreshSummary);
    connect(m_primary, &QPushButton::clicked, this,
            [this] { m_run.isActive() ? m_run.cancel() : generate(); });
    connect(&m_run, &PromptRun::started, this, &PromptTab::runStarted);
    connect(&m_run, &PromptRun::advanced, this, &PromptTab::runAdvanced);
    connect(&m_run, &PromptRun::finished, this, &PromptTab::runFinished);
    connect(&m_run, &PromptRun::failed, this, &PromptTab::runFailed);
    connect(&m_workspace, &workspace::Workspace::loadStarted, this, [this] { m_run.cancel(); });
    connect(&m_workspace, &workspace::Workspace::languageModelChanged, this,
            &PromptTab::modelChanged);
}

void PromptTab::setMode(Mode mode)
{
    for (std::size_t i = 0; i < modeRows().size(); ++i) {
        if (modeRows()[i].mode == mode) {
            const QSignalBlocker quiet(m_modes);
            m_modes->setCurrent(static_cast<int>(i));
            m_pages->setCurrentIndex(static_cast<int>(i));
        }
    }
    m_document.mode = mode;
    documentEdited();
}

void PromptTab::showDocument(const PromptDocument& document)
{
    m_showing = true;
    m_document = document;
    for (BuilderPage* page : m_pageOfMode) {
        page->showDocument(document);
    }
    m_sampling->setSettings(document.sampling);
    m_showing = false;
    setMode(document.mode);
}

PromptDocument PromptTab::currentDocument() const
{
    PromptDocument document = m_document;
    for (const BuilderPage* page : m_pageOfMode) {
        page->store(document);
    }
    document.sampling = m_sampling->settings();
    return document;
}

void PromptTab::documentEdited()
{
    if (m_showing) {
        return;
    }
    m_document = currentDocument();
    m_preview->setPrompt(m_workspace.languageModel(), m_document);
    refreshSummary();
    showRunState();
}

void PromptTab::modelChanged()
{
    m_run.forgetModel();
    const workspace::LoadedModelPtr model = m_workspace.languageModel();
    for (BuilderPage* page : m_pageOfMode) {
        page->setModel(model);
    }
    m_sampling->setTokenizer(model ? model->tokenizer : nullptr);
    documentEdited();
    if (model && !model->tokenizer && model->tokenizerProblem) {
        m_answer->showError(*model->tokenizerProblem);
    }
}

void PromptTab::refreshSummary()
{
    const QString tokens = m_preview->summary();
    m_promptSummary->setText(tokens.isEmpty() ? tr("Prompt") : tr("Prompt %1").arg(tokens));
    m_promptSummary->setProperty(
        "kind", m_preview->isTooLong() ? QStringLiteral("error") : QStringLiteral("secondary"));
    m_promptSummary->setToolTip(m_preview->isTooLong()
                                    ? tr("The prompt does not fit the model's context. Shorten it.")
                                    : QString());
    m_promptSummary->style()->unpolish(m_promptSummary);
    m_promptSummary->style()->polish(m_promptSummary);
    const QString preset = m_sampling->presetName();
    const QString values = samplingSummary(m_document.sampling);
    m_samplingSummary->setText(preset.isEmpty() ? values : preset + QStringLiteral(" · ") + values);
    m_samplingSummary->setToolTip(m_samplingSummary->text());
}

QJsonObject PromptTab::saveState() const
{
    QJsonObject state { { QStringLiteral("document"), toJson(currentDocument()) },
                        { QStringLiteral("presets"), toJson(m_sampling->userPresets()) },
                        { QStringLiteral("tinted"), m_answer->isTinted() },
                        { QStringLiteral("preview"), m_showPreview->isChecked() },
                        { QStringLiteral("sampling"), m_showSampling->isChecked() },
                        { QStringLiteral("columns"), splitterText(m_columns) },
                        { QStringLiteral("left"), splitterText(m_left) },
                        { QStringLiteral("right"), splitterText(m_answer->splitter()) } };
    if (const RunRecordPtr record = m_answer->record()) {
        // As text: it keeps 64-bit seeds exact, which QJsonValue would round.
        state.insert(QStringLiteral("result"),
                     QString::fromStdString(base::toText(toJson(*record))));
    }
    return state;
}

void PromptTab::restoreState(const QJsonObject& state)
{
    if (state.value(QStringLiteral("document")).isObject()) {
        showDocument(documentFromJson(state.value(QStringLiteral("document")).toObject()));
    }
    m_sampling->setUserPresets(presetsFromJson(state.value(QStringLiteral("presets")).toArray()));
    m_tint->setChecked(state.value(QStringLiteral("tinted")).toBool(true));
    restoreSplitter(m_columns, state.value(QStringLiteral("columns")));
    restoreSplitter(m_left, state.value(QStringLiteral("left")));
    restoreSplitter(m_answer->splitter(), state.value(QStringLiteral("right")));
    m_showPreview->setChecked(state.value(QStringLiteral("preview")).toBool(true));
    m_showSampling->setChecked(state.value(QStringLiteral("sampling")).toBool(false));
    m_samplingSide->setVisible(m_showSampling->isChecked());
    m_preview->setVisible(m_showPreview->isChecked());
    const std::string result = state.value(QStringLiteral("result")).toString().toStdString();
    if (!result.empty() && !m_run.isActive()) {
        const auto json = base::parseJson(result, "state");
        const auto record = json ? recordFromJson(*json) : base::Result<RunRecord>(json.error());
        if (record) {
            m_answer->showRecord(std::make_shared<const RunRecord>(*record));
        }
    }
    refreshSummary();
    showRunState();
}

bool PromptTab::openFile(const QString& path)
{
    if (!isPromptFile(path)) {
        return false;
    }
    auto opened = openPromptFile(path, currentDocument());
    if (opened) {
        m_answer->hideError();
        showDocument(*opened);
        m_pageOfMode[static_cast<std::size_t>(m_pages->currentIndex())]->focusInput();
    } else {
        m_answer->showError(opened.error());
    }
    return true;
}

void PromptTab::changeEvent(QEvent* event)
{
    Tab::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void PromptTab::retranslate()
{
    for (std::size_t i = 0; i < modeRows().size(); ++i) {
        m_modes->setSegmentText(static_cast<int>(i), modeRows()[i].title(),
                                modeRows()[i].toolTip());
    }
    m_modes->setAccessibleName(tr("Kind of prompt"));
    m_exportMenu->setTitle(tr("Export"));
    translateActions();
    refreshSummary();
    showRunState();
}

} // namespace fe::prompting
