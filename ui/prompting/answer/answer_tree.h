// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/answer.h"
#include "prompting/prompt_document.h"
#include "prompting/run_record.h"

#include <cstddef>
#include <vector>

namespace fe::prompting {

/// One answer in a tree.
struct AnswerNode {
    RunRecordPtr record; ///< not null
    int parent = -1; ///< the answer it branched from; -1: a sample of the run itself
    std::size_t branchAt = 0; ///< tokens that it shares with its parent; the next one differs
};

/// What came of one prompt: samples, and branches of them, and branches of branches. A plain value.
class AnswerTree
{
public:
    AnswerTree() = default;
    /// @param document as it was run. It gives the rule that a vote counts by.
    explicit AnswerTree(PromptDocument document) : m_document(std::move(document)) { }

    [[nodiscard]] bool isEmpty() const { return m_nodes.empty(); }
    /// Parents before their children; indices stay until prune().
    [[nodiscard]] const std::vector<AnswerNode>& nodes() const { return m_nodes; }
    /// The node that is shown; -1 if there is none.
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int node);
    /// Its record; null if there is none.
    [[nodiscard]] RunRecordPtr currentRecord() const;
    [[nodiscard]] const PromptDocument& document() const { return m_document; }
    void setRule(const evaluation::AnswerRule& rule);

    /// Adds and shows it. @return its index.
    int add(AnswerNode node);
    /// The same record, completed (with its model's hash).
    void replace(int node, RunRecordPtr record);
    /// Removes a node and all that branched from it. What is shown then: its parent, else the first
    /// sample.
    void prune(int node);

    [[nodiscard]] std::vector<int> samples() const; ///< nodes without a parent
    [[nodiscard]] std::vector<int> childrenOf(int node) const;

    /// The rule's answers of the samples, and which one most agree on (Wang et al. 2022,
    /// arXiv:2203.11171). The error is about the rule.
    [[nodiscard]] base::Result<evaluation::Vote> vote() const;

private:
    PromptDocument m_document;
    std::vector<AnswerNode> m_nodes;
    int m_current = -1;
};

[[nodiscard]] base::Json toJson(const AnswerTree& tree);
/// Reads what toJson() wrote; anything else is Malformed.
[[nodiscard]] base::Result<AnswerTree> answerTreeFromJson(const base::Json& json);

} // namespace fe::prompting
