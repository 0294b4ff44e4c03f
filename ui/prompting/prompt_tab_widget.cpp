// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_tab_widget.h"

#include "prompting/answer_panel.h"
#include "prompting/builder/task_document.h"
#include "prompting/chat_page.h"
#include "prompting/empty_state.h"
#include "prompting/preview_panel.h"
#include "prompting/sampling_panel.h"
#include "widgets/segmented_control.h"
#include "workspace/error_text.h"

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>

namespace fe::prompting {

namespace {

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

void PromptTab::connectParts()
{
    connect(m_modes, &widgets::SegmentedControl::currentChanged, this,
            [this](int index) { changeMode(modeRows()[static_cast<std::size_t>(index)].mode); });
    for (BuilderPage* page : m_pageOfMode) {
        connect(page, &BuilderPage::edited, this, &PromptTab::documentEdited);
        connect(page, &BuilderPage::generateRequested, this, &PromptTab::generate);
    }
    connect(m_chat, &ChatPage::freeModeRequested, this, [this] { changeMode(Mode::Free); });
    connect(m_chat, &ChatPage::regenerateRequested, this, [this] {
        m_answersChat = false; // a running answer is no longer wanted
        startRun();
    });
    connect(m_chat, &ChatPage::conversationReset, this, [this] {
        m_answersChat = false;
        m_run.cancel();
    });
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &PromptTab::showPage);
    connect(&m_state, &PromptState::documentReplaced, this, &PromptTab::showDocument);
    connect(&m_state, &PromptState::generateWanted, this, &PromptTab::generate);
    connect(&m_state, &PromptState::runWanted, this, &PromptTab::openRun);
    connect(&m_state.store(), &RunStore::failed, this, [this](const base::Error& error) {
        m_workspace.reportMessage(tr("The run could not be kept in the history: %1")
                                      .arg(workspace::errorText(error).headline));
    });
    connect(&m_state, &PromptState::pageWanted, this, &PromptTab::showPageOf);
    connect(m_sampling, &SamplingPanel::settingsChanged, this, &PromptTab::documentEdited);
    connect(m_preview, &PreviewPanel::summaryChanged, this, &PromptTab::refreshSummary);
    connect(m_primary, &QPushButton::clicked, this,
            [this] { m_run.isActive() ? m_run.cancel() : generate(); });
    connect(&m_run, &PromptRun::started, this, &PromptTab::runStarted);
    connect(&m_run, &PromptRun::advanced, this, &PromptTab::runAdvanced);
    connect(&m_run, &PromptRun::finished, this, &PromptTab::runFinished);
    connect(&m_run, &PromptRun::failed, this, &PromptTab::runFailed);
    connectTree();
    connect(&m_workspace, &workspace::Workspace::loadStarted, this, [this] { m_run.cancel(); });
    connect(&m_state, &PromptState::modelChanged, this, &PromptTab::modelChanged);
}

void PromptTab::showPage(int index)
{
    const QSignalBlocker quiet(m_views);
    m_views->setCurrent(index);
    m_viewStack->setCurrentIndex(index);
}

void PromptTab::showPageOf(const QString& id)
{
    int index = 0; // the answer
    for (std::size_t i = 0; i < promptPageRows().size(); ++i) {
        if (id == QLatin1String(promptPageRows()[i].id)) {
            index = static_cast<int>(i) + 1;
        }
    }
    showPage(index);
}

/// By the user: what samples well in one mode need not in another.
void PromptTab::changeMode(Mode mode)
{
    m_document = inMode(currentDocument(), mode);
    m_showing = true;
    m_sampling->setSettings(m_document.sampling);
    m_showing = false;
    setMode(mode);
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
    m_state.documentEdited(m_document);
    m_preview->setPrompt(m_workspace.languageModel(), m_state.endpoint(), m_document);
    refreshSummary();
    showRunState();
}

void PromptTab::modelChanged()
{
    m_run.forgetModel();
    // What a model here can and cannot do says nothing of one at an endpoint.
    const workspace::LoadedModelPtr model
        = m_state.endpoint() ? nullptr : m_workspace.languageModel();
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
                        { QStringLiteral("right"), splitterText(m_answer->splitter()) },
                        { QStringLiteral("lower"), splitterText(m_answer->lowerSplitter()) } };
    QJsonObject pages;
    for (std::size_t i = 0; i < m_viewPages.size(); ++i) {
        pages.insert(QLatin1String(promptPageRows()[i].id), m_viewPages[i]->saveState());
    }
    state.insert(QStringLiteral("pages"), pages);
    state.insert(QStringLiteral("endpoints"), m_state.endpoints().state());
    const int page = m_viewStack->currentIndex();
    state.insert(
        QStringLiteral("page"),
        page == 0 ? QStringLiteral("answer")
                  : QString::fromLatin1(promptPageRows()[static_cast<std::size_t>(page) - 1].id));
    if (!m_tree.isEmpty()) {
        // As text: it keeps 64-bit seeds exact, which QJsonValue would round.
        state.insert(QStringLiteral("result"),
                     QString::fromStdString(base::toText(toJson(m_tree))));
        if (m_kept.id) {
            state.insert(QStringLiteral("kept"), QString::number(*m_kept.id));
        }
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
    restoreSplitter(m_answer->lowerSplitter(), state.value(QStringLiteral("lower")));
    m_state.endpoints().restore(state.value(QStringLiteral("endpoints")).toObject());
    const QJsonObject pages = state.value(QStringLiteral("pages")).toObject();
    for (std::size_t i = 0; i < m_viewPages.size(); ++i) {
        const QString id = QLatin1String(promptPageRows()[i].id);
        m_viewPages[i]->restoreState(pages.value(id).toObject());
    }
    showPageOf(state.value(QStringLiteral("page")).toString());
    m_showPreview->setChecked(state.value(QStringLiteral("preview")).toBool(true));
    m_showSampling->setChecked(state.value(QStringLiteral("sampling")).toBool(false));
    m_samplingSide->setVisible(m_showSampling->isChecked());
    m_preview->setVisible(m_showPreview->isChecked());
    const std::string result = state.value(QStringLiteral("result")).toString().toStdString();
    if (!result.empty() && !m_run.isActive()) {
        const auto json = base::parseJson(result, "state");
        auto tree = json ? answerTreeFromJson(*json) : base::Result<AnswerTree>(json.error());
        if (tree) {
            m_tree = *std::move(tree);
            bool isId = false;
            const qint64 id = state.value(QStringLiteral("kept")).toString().toLongLong(&isId);
            m_kept.id = isId ? std::optional(id) : std::nullopt;
            m_answer->showTree(m_tree);
        }
    }
    refreshSummary();
    showRunState();
}

bool PromptTab::openFile(const QString& path)
{
    if (!isPromptFile(path)) {
        // A table of examples is for the builder only while the user sees it.
        if (isVisible()
            && m_pageOfMode[static_cast<std::size_t>(m_pages->currentIndex())]->openFile(path)) {
            return true;
        }
        for (PromptPage* page : m_viewPages) {
            if (page->openFile(path)) {
                return true;
            }
        }
        return false;
    }
    auto opened = openPromptFile(path, currentDocument());
    if (opened) {
        m_answer->hideError();
        m_state.setDocument(*opened);
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
    m_views->setSegmentText(0, tr("Answer"), tr("What the model writes, token by token"));
    for (std::size_t i = 0; i < promptPageRows().size(); ++i) {
        m_views->setSegmentText(static_cast<int>(i) + 1, promptPageRows()[i].title(),
                                promptPageRows()[i].toolTip());
    }
    m_views->setAccessibleName(tr("Page of the Prompt tab"));
    m_exportMenu->setTitle(tr("Export"));
    translateActions();
    refreshSummary();
    showRunState();
}

} // namespace fe::prompting
