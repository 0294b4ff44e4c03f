// SPDX-License-Identifier: GPL-3.0-or-later
// The answer panel's samples and branches.
#include "prompting/answer/answer_tree_model.h"
#include "prompting/answer/samples_card.h"
#include "prompting/answer_panel.h"
#include "prompting/token_details.h"
#include "widgets/token_view.h"

#include <algorithm>

namespace fe::prompting {

void AnswerPanel::connectCards()
{
    connect(m_details, &TokenDetails::branchWanted, this,
            [this](std::size_t at, const generation::Step& step) {
                if (m_record) {
                    Q_EMIT branchWanted({ m_record, at, step });
                }
            });
    connect(m_samples, &SamplesCard::nodeChosen, this, &AnswerPanel::nodeChosen);
    connect(m_samples, &SamplesCard::pruneWanted, this, &AnswerPanel::pruneWanted);
    connect(m_samples, &SamplesCard::undoWanted, this, &AnswerPanel::undoWanted);
    connect(m_samples, &SamplesCard::compareWanted, this, &AnswerPanel::compareWanted);
    connect(m_samples, &SamplesCard::ruleEdited, this, &AnswerPanel::ruleEdited);
    connect(m_samples, &SamplesCard::exportWanted, this, &AnswerPanel::treeExportWanted);
}

void AnswerPanel::showTree(const AnswerTree& tree)
{
    showRecord(tree.currentRecord());
    m_samples->setTree(tree);
    m_shared = 0;
    if (const int node = tree.current(); node >= 0) {
        m_shared = sharedTokens(tree, node);
        const int parent = tree.nodes()[static_cast<std::size_t>(node)].parent;
        m_sharedWith = numberOf(tree, parent < 0 ? tree.samples().front() : parent);
    }
    markShared();
    if (m_shared > 0 && m_view->currentToken() < 0) {
        m_view->setCurrentToken(static_cast<int>(m_shared)); // where it went another way
    }
    showStatus();
}

/// What the answer has from the one that it left stands back; the token that differs is underlined.
void AnswerPanel::markShared()
{
    using Kind = widgets::TextMark::Kind;
    std::vector<widgets::TextMark> marks;
    if (m_record && m_shared > 0) {
        const generation::Generation& generation = m_record->generation;
        const auto position = [&generation](std::size_t byte) {
            return static_cast<int>(
                QString::fromUtf8(generation.text.data(), static_cast<qsizetype>(byte)).size());
        };
        const std::size_t last = std::min(m_shared, generation.steps.size()) - 1;
        const int end = position(generation.steps[last].textEnd);
        marks.push_back({ 0, end, Kind::Quiet });
        if (m_shared < generation.steps.size()) {
            marks.push_back({ end, position(generation.steps[m_shared].textEnd), Kind::Underline });
        }
    }
    m_view->setMarks(std::move(marks));
}

void AnswerPanel::showSamples(const AnswerTree& tree)
{
    m_samples->setTree(tree);
}

void AnswerPanel::setRunning(int sample, int samples)
{
    m_samples->setRunning(sample, samples);
}

void AnswerPanel::setBranchRefusal(const QString& reason)
{
    m_details->setRefusal(reason);
}

void AnswerPanel::offerUndo(int removed)
{
    m_samples->offerUndo(removed);
}

QList<QAction*> AnswerPanel::paletteActions() const
{
    return m_samples->actions();
}

} // namespace fe::prompting
