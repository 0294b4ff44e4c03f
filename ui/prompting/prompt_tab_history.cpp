// SPDX-License-Identifier: GPL-3.0-or-later
// The Prompt tab's runs in the history: kept, and opened again.
#include "base/json.h"
#include "prompting/answer_panel.h"
#include "prompting/prompt_tab_widget.h"

#include <QPointer>

namespace fe::prompting {

namespace {

constexpr qsizetype kLongestResult = 200;

QString oneLine(const std::string& text)
{
    return QString::fromStdString(text).simplified().left(kLongestResult);
}

history::RunSummary summaryOf(const AnswerTree& tree)
{
    const RunRecord& first = *tree.nodes().front().record;
    return { "answer",
             first.time,
             first.modelName,
             tree.document().title().toStdString(),
             oneLine(first.generation.text).toStdString(),
             true };
}

/// What it is found by.
std::string wordsOf(const AnswerTree& tree)
{
    std::string words = tree.nodes().front().record->prompt;
    for (const AnswerNode& node : tree.nodes()) {
        words += "\n" + node.record->generation.text;
    }
    return words;
}

} // namespace

/// One run of the history holds a tree, however it grows.
void PromptTab::keepTree()
{
    if (m_tree.isEmpty()) {
        return;
    }
    auto document = [tree = m_tree] { return base::toText(toJson(tree)); };
    if (m_kept.id) {
        m_state.store().replace(*m_kept.id, summaryOf(m_tree), wordsOf(m_tree),
                                std::move(document));
        return;
    }
    if (m_kept.writing) {
        m_kept.grown = true;
        return;
    }
    m_kept.writing = true;
    const QPointer<PromptTab> alive(this);
    m_state.store().add(summaryOf(m_tree), wordsOf(m_tree), std::move(document),
                        [this, alive, tree = m_kept.tree](const base::Result<history::RunId>& id) {
                            if (!alive || tree != m_kept.tree) {
                                return;
                            }
                            m_kept.writing = false;
                            if (id) {
                                m_kept.id = *id;
                                if (m_kept.grown) {
                                    m_kept.grown = false;
                                    keepTree();
                                }
                            }
                        });
}

void PromptTab::openRun(history::RunId id)
{
    const QPointer<PromptTab> alive(this);
    struct Opened {
        history::RunEntry entry;
        std::string document;
    };
    m_state.store().read<Opened>(
        [id](history::RunHistory& history) -> base::Result<Opened> {
            FE_TRY(history::RunEntry entry, history.entry(id));
            FE_TRY(std::string document, history.document(id));
            return Opened { std::move(entry), std::move(document) };
        },
        [this, alive, id](const base::Result<Opened>& opened) {
            if (!alive) {
                return;
            }
            if (!opened) {
                m_answer->showError(opened.error());
                showPage(0);
                return;
            }
            for (std::size_t i = 0; i < promptPageRows().size(); ++i) {
                if (opened->entry.summary.kind == promptPageRows()[i].kind
                    && m_viewPages[i]->openRun(id, QByteArray::fromStdString(opened->document))) {
                    showPage(static_cast<int>(i) + 1);
                    return;
                }
            }
            openAnswers(id, opened->document);
        });
}

void PromptTab::openAnswers(history::RunId id, const std::string& document)
{
    const auto json = base::parseJson(document, "history");
    auto tree = json ? answerTreeFromJson(*json) : base::Result<AnswerTree>(json.error());
    showPage(0);
    if (!tree) {
        m_answer->showError(tree.error());
        return;
    }
    if (m_run.isActive()) {
        m_run.cancel();
        m_dropsRun = true; // what it still brings belongs to the old tree
    }
    m_answer->hideError();
    forgetPruned();
    m_tree = *std::move(tree);
    m_kept = { id, false, false, m_kept.tree + 1 };
    showDocument(m_tree.document());
    showTree();
}

} // namespace fe::prompting
