// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of the Prompt tab: from the button to the record.
#include "formats/model_package.h"
#include "prompting/answer_panel.h"
#include "prompting/chat_page.h"
#include "prompting/prompt_encoding.h"
#include "prompting/prompt_tab_widget.h"
#include "prompting/sampling_panel.h"
#include "widgets/themed_icon.h"

#include <QLocale>
#include <QPushButton>
#include <QRandomGenerator>
#include <QToolButton>

#include <cmath>

namespace fe::prompting {

namespace {

// A bubble lays out its whole text at each change: long ones grow in larger steps.
constexpr std::size_t kLongBubble = 4000;
constexpr qint64 kLongBubbleMs = 250;

} // namespace

void PromptTab::generate()
{
    if (!m_generate->isEnabled()) {
        return;
    }
    if (m_document.mode == Mode::Chat) {
        m_chat->commitDraft();
        m_document = currentDocument();
        if (m_document.messages.isEmpty()
            || m_document.messages.last().role != QLatin1String("user")) {
            m_chat->focusInput();
            return;
        }
    }
    startRun();
}

void PromptTab::startRun()
{
    const workspace::LoadedModelPtr model = m_workspace.languageModel();
    const EndpointChoicePtr endpoint = m_state.endpoint();
    if (!endpoint && (!model || !model->tokenizer)) {
        return;
    }
    m_document = currentDocument();
    if (m_document.sampling.newSeedEachRun) {
        // 32 bits: enough to be new, short enough to be read and typed again.
        m_document.sampling.seed = QRandomGenerator::system()->generate();
        m_sampling->setSettings(m_document.sampling);
    }
    showPage(0);
    m_dropsRun = false;
    m_run.start({ endpoint ? nullptr : model, m_document, m_document.sampling.seed, {}, endpoint });
}

void PromptTab::runStarted()
{
    const RunRequest& request = m_run.request();
    m_answer->beginRun([this, tokenizer = request.model ? request.model->tokenizer : nullptr](
                           generation::TokenId id) {
        if (tokenizer) {
            return QString::fromStdString(tokenLabel(*tokenizer, id));
        }
        const auto& labels = m_run.live().labels;
        const auto found = labels.find(id);
        return found == labels.end() ? QString() : QString::fromStdString(found->second);
    });
    m_answersChat = request.document.mode == Mode::Chat && !request.branch && m_run.sample() == 0;
    if (m_answersChat) {
        m_chat->setLiveAnswer({});
    }
    m_sinceBubble.start();
    showRunState();
}

void PromptTab::runAdvanced()
{
    const LiveAnswer& live = m_run.live();
    m_answer->showLive(live);
    if (m_answersChat
        && (live.text.size() < kLongBubble || m_sinceBubble.elapsed() > kLongBubbleMs)) {
        m_chat->setLiveAnswer(QString::fromStdString(live.text));
        m_sinceBubble.start();
    }
}

void PromptTab::runFinished(const RunRecordPtr& record)
{
    m_chat->endLiveAnswer();
    if (m_dropsRun) {
        m_dropsRun = m_run.isActive();
        m_answersChat = false;
        showTree();
        return;
    }
    const RunRequest& request = m_run.request();
    if (!record) {
        m_answer->showRecord(m_answer->record()); // nothing came: the last result stays
        if (!m_run.isActive() && m_run.sample() > 0) {
            keepTree(); // the samples before it
        }
        showRunState();
        return;
    }
    if (!request.branch && m_run.sample() == 0) {
        m_tree = AnswerTree(request.document);
        m_kept = { {}, false, false, m_kept.tree + 1 };
    }
    forgetPruned();
    m_tree.add({ record, request.branch ? request.branch->node : -1,
                 request.branch ? request.branch->at : 0 });
    if (m_answersChat && !record->generation.text.empty()) {
        m_chat->addMessage({ QStringLiteral("assistant"),
                             QString::fromStdString(record->generation.text),
                             record->generation.reason == generation::StopReason::Cancelled });
    }
    m_answersChat = false; // further samples are not part of the conversation
    if (!record->warnings.empty()) {
        m_workspace.reportMessage(QString::fromStdString(record->warnings.front()));
    }
    if (std::isfinite(record->tokensPerSecond())) {
        m_workspace.reportSpeed(
            tr("%1 tokens/s").arg(QLocale().toString(record->tokensPerSecond(), 'f', 0)));
    }
    if (!m_run.isActive()) {
        computeHash();
        keepTree();
    }
    showTree();
}

void PromptTab::runFailed(const base::Error& error)
{
    m_chat->endLiveAnswer();
    m_answersChat = false;
    m_dropsRun = false;
    m_answer->showRecord(m_answer->record());
    m_answer->showError(error);
    showRunState();
}

void PromptTab::showRunState()
{
    const workspace::LoadedModelPtr model = m_workspace.languageModel();
    const bool running = m_run.isActive();
    const EndpointChoicePtr endpoint = m_state.endpoint();
    const bool able = endpoint
        || (model && model->tokenizer && (m_document.mode != Mode::Chat || model->chatTemplate));
    m_generate->setEnabled(able && (!running || m_run.isStopping()));
    m_stop->setEnabled(running && !m_run.isStopping());
    m_primary->setEnabled(running || able);
    m_primary->setText(running ? tr("Stop") : tr("Generate"));
    m_primary->setIcon(
        widgets::themedIcon(running ? QStringLiteral("stop") : QStringLiteral("generate"),
                            widgets::IconRole::OnAccent));
    m_primary->setToolTip(running      ? tr("Stop generating (Esc); what came so far stays")
                              : !model ? tr("No model is loaded yet")
                              : able   ? tr("Run the prompt (Ctrl+Enter)")
                                       : tr("This model cannot run this kind of prompt"));
    m_primary->setAccessibleName(m_primary->text());
    m_copy->setEnabled(m_answer->hasText());
    for (QAction* action : m_exports) {
        action->setEnabled(m_answer->record() != nullptr && !running);
    }
    const RunRequest& request = m_run.request();
    m_answer->setRunning(running ? m_run.sample() + 1 : 0,
                         request.branch ? 1 : request.document.sampling.samples);
    m_answer->setBranchRefusal(branchRefusal());
}

/// Reading a model's file again takes seconds, so it is done once, after its first run.
void PromptTab::computeHash()
{
    const workspace::LoadedModelPtr model = m_workspace.languageModel();
    if (!model || m_run.request().endpoint) {
        return; // the weights of an endpoint cannot be seen
    }
    if (model == m_hashedModel) {
        setHash(m_sha256);
        return;
    }
    m_hashedModel = model;
    m_sha256.clear();
    jobs::JobOptions options;
    options.title = tr("Checksum of %1").arg(model->name);
    options.lane = jobs::Lane::Io;
    options.slot = QStringLiteral("prompt-checksum");
    m_hashJob = m_runner.start<std::string>(
        options,
        [package = model->package](const base::CancelToken& cancel, base::Progress& progress) {
            return formats::packageSha256(*package, cancel, progress);
        },
        { .done =
              [this](std::string sha256) {
                  m_sha256 = std::move(sha256);
                  setHash(m_sha256);
              },
          // Unknown then: the export says so.
          .cancelled = [this] { m_hashedModel.reset(); },
          .failed = [this](const base::Error&) { m_hashedModel.reset(); } });
}

void PromptTab::setHash(const std::string& sha256)
{
    const RunRecordPtr record = m_answer->record();
    if (sha256.empty() || !record || !record->modelSha256.empty() || m_run.isActive()
        || !m_hashedModel || record->modelPath != m_hashedModel->package->path().string()) {
        return;
    }
    for (int node = 0; node < static_cast<int>(m_tree.nodes().size()); ++node) {
        const RunRecord& old = *m_tree.nodes()[static_cast<std::size_t>(node)].record;
        if (old.modelSha256.empty() && old.modelPath == record->modelPath) {
            auto completed = std::make_shared<RunRecord>(old);
            completed->modelSha256 = sha256;
            m_tree.replace(node, std::move(completed));
        }
    }
    showTree();
    keepTree();
}

} // namespace fe::prompting
