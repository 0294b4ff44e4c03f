// SPDX-License-Identifier: GPL-3.0-or-later
// The answer's samples and branches in the Prompt tab.
#include "prompting/answer_panel.h"
#include "prompting/prompt_tab_widget.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace fe::prompting {

void PromptTab::connectTree()
{
    connect(m_answer, &AnswerPanel::branchWanted, this, [this](BranchPoint point) {
        point.node = m_tree.current();
        branch(point);
    });
    connect(m_answer, &AnswerPanel::nodeChosen, this, &PromptTab::chooseNode);
    connect(m_answer, &AnswerPanel::pruneWanted, this, &PromptTab::prune);
    connect(m_answer, &AnswerPanel::undoWanted, this, &PromptTab::undoPrune);
    connect(m_answer, &AnswerPanel::compareWanted, this, &PromptTab::compareNodes);
    connect(m_answer, &AnswerPanel::ruleEdited, this, &PromptTab::setRule);
    connect(m_answer, &AnswerPanel::treeExportWanted, this, &PromptTab::exportTree);
}

/// Why the answer that is shown cannot be branched from now; empty: it can.
QString PromptTab::branchRefusal() const
{
    const workspace::LoadedModelPtr model = m_workspace.languageModel();
    const RunRecordPtr record = m_tree.currentRecord();
    if (m_run.isActive()) {
        return tr("While an answer is being written nothing branches.");
    }
    if (const EndpointChoicePtr endpoint = m_state.endpoint()) {
        if (record && record->modelPath != endpoint->endpoint.baseUrl) {
            return tr("%1 wrote this answer: choose it to branch from here.")
                .arg(QString::fromStdString(record->modelName));
        }
        return record && (record->mode == Mode::Chat || !endpoint->server.abilities.completes)
            ? tr("This endpoint answers messages and cannot go on with a text.")
            : QString();
    }
    if (!model || !model->tokenizer) {
        return tr("Open the model that wrote this answer to branch from it.");
    }
    if (record && record->modelPath != model->package->path().string()) {
        return tr("%1 wrote this answer: open it to branch from here.")
            .arg(QString::fromStdString(record->modelName));
    }
    return {};
}

void PromptTab::branch(const BranchPoint& point)
{
    if (!point.record || !branchRefusal().isEmpty()) {
        return;
    }
    PromptDocument document = m_tree.document();
    document.sampling.samples = 1;
    m_answer->hideError();
    m_dropsRun = false;
    const EndpointChoicePtr endpoint = m_state.endpoint();
    m_run.start({ endpoint ? nullptr : m_workspace.languageModel(), document,
                  point.record->options.sampling.seed, point, endpoint });
}

/// Shows the tree's current node.
void PromptTab::showTree()
{
    m_answer->showTree(m_tree);
    showRunState();
}

void PromptTab::chooseNode(int node)
{
    if (!m_run.isActive() && node != m_tree.current()) {
        m_tree.setCurrent(node);
        showTree();
    }
}

void PromptTab::prune(std::vector<int> nodes)
{
    if (m_run.isActive()) {
        return;
    }
    AnswerTree before = m_tree;
    // From the last one on: what is removed comes after what stays, whose numbers stay so.
    std::sort(nodes.rbegin(), nodes.rend());
    for (const int node : nodes) {
        m_tree.prune(node);
    }
    if (m_tree.isEmpty()) {
        m_tree = std::move(before);
        return;
    }
    const std::size_t removed = before.nodes().size() - m_tree.nodes().size();
    m_beforePrune = std::move(before);
    m_answer->offerUndo(static_cast<int>(removed));
    showTree();
    keepTree();
}

void PromptTab::undoPrune()
{
    if (m_beforePrune && !m_run.isActive()) {
        const evaluation::AnswerRule rule = m_tree.document().rule();
        m_tree = *std::move(m_beforePrune);
        m_tree.setRule(rule);
        forgetPruned();
        showTree();
        keepTree();
    }
}

void PromptTab::forgetPruned()
{
    m_beforePrune.reset();
    m_answer->offerUndo(0);
}

void PromptTab::compareNodes(const std::vector<int>& nodes)
{
    std::vector<AnswerTree> answers;
    for (const int node : nodes) {
        answers.push_back(m_tree);
        answers.back().setCurrent(node);
    }
    Q_EMIT m_state.pageWanted(QStringLiteral("compare"));
    Q_EMIT m_state.comparisonWanted(answers);
}

/// The rule of the answers that are there, and of the next ones unless the builder has another.
void PromptTab::setRule(const evaluation::AnswerRule& rule)
{
    const evaluation::AnswerRule before = m_tree.document().rule();
    m_tree.setRule(rule);
    if (m_document.mode == m_tree.document().mode && m_document.rule() == before) {
        PromptDocument document = m_document;
        PatternPart* part = document.part();
        (part == nullptr ? document.textRule : part->rule) = rule;
        showDocument(document);
    }
    if (m_run.isActive()) {
        m_answer->showSamples(m_tree);
        return;
    }
    m_answer->showTree(m_tree);
    keepTree();
}

void PromptTab::exportTree()
{
    if (m_tree.isEmpty()) {
        return;
    }
    QString path = QFileDialog::getSaveFileName(this, tr("Export samples and branches"),
                                                tr("answers") + QStringLiteral(".json"),
                                                QStringLiteral("*.json"));
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += QStringLiteral(".json");
    }
    const auto written = writeExport(path, exportText(m_tree));
    if (written) {
        m_workspace.reportMessage(tr("Exported to %1").arg(path));
    } else {
        m_answer->showError(written.error());
    }
}

} // namespace fe::prompting
