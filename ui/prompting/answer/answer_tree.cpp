// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/answer_tree.h"

#include <QJsonDocument>

#include <algorithm>

namespace fe::prompting {

namespace {

using base::Json;

constexpr const char* kFormat = "foundation-explorer-answers-1";

base::Error notOurs()
{
    return base::malformed({}, {}, "it is no saved answer of this program");
}

/// The document is Qt's JSON, which has no 64-bit integers: it passes as a text of its own.
std::string documentText(const PromptDocument& document)
{
    return QJsonDocument(toJson(document)).toJson(QJsonDocument::Compact).toStdString();
}

base::Result<AnswerNode> nodeFromJson(const Json& json, std::size_t before)
{
    const Json* parent = json.find("parent");
    const Json* at = json.find("branch_at");
    const Json* record = json.find("record");
    const std::int64_t parentIndex = parent == nullptr ? -2 : parent->asInt().value_or(-2);
    const std::int64_t tokens = at == nullptr ? -1 : at->asInt().value_or(-1);
    if (record == nullptr || parentIndex < -1 || tokens < 0
        || parentIndex >= static_cast<std::int64_t>(before)) {
        return notOurs();
    }
    FE_TRY(RunRecord read, recordFromJson(*record));
    return AnswerNode { std::make_shared<const RunRecord>(std::move(read)),
                        static_cast<int>(parentIndex), static_cast<std::size_t>(tokens) };
}

} // namespace

void AnswerTree::setCurrent(int node)
{
    if (node >= -1 && node < static_cast<int>(m_nodes.size())) {
        m_current = node;
    }
}

RunRecordPtr AnswerTree::currentRecord() const
{
    return m_current < 0 ? nullptr : m_nodes[static_cast<std::size_t>(m_current)].record;
}

void AnswerTree::setRule(const evaluation::AnswerRule& rule)
{
    PatternPart* part = m_document.part();
    (part == nullptr ? m_document.textRule : part->rule) = rule;
}

int AnswerTree::add(AnswerNode node)
{
    m_nodes.push_back(std::move(node));
    m_current = static_cast<int>(m_nodes.size()) - 1;
    return m_current;
}

void AnswerTree::replace(int node, RunRecordPtr record)
{
    m_nodes.at(static_cast<std::size_t>(node)).record = std::move(record);
}

void AnswerTree::prune(int node)
{
    if (node < 0 || node >= static_cast<int>(m_nodes.size())) {
        return;
    }
    const int parent = m_nodes[static_cast<std::size_t>(node)].parent;
    std::vector<int> now(m_nodes.size(), -1); // new index of each node that stays
    std::vector<AnswerNode> kept;
    for (int i = 0; i < static_cast<int>(m_nodes.size()); ++i) {
        AnswerNode& each = m_nodes[static_cast<std::size_t>(i)];
        const bool orphan = each.parent >= 0 && now[static_cast<std::size_t>(each.parent)] < 0;
        if (i == node || orphan) {
            continue;
        }
        now[static_cast<std::size_t>(i)] = static_cast<int>(kept.size());
        each.parent = each.parent < 0 ? -1 : now[static_cast<std::size_t>(each.parent)];
        kept.push_back(std::move(each));
    }
    const int shown = m_current < 0 ? -1 : now[static_cast<std::size_t>(m_current)];
    m_nodes = std::move(kept);
    const int above = parent < 0 ? -1 : now[static_cast<std::size_t>(parent)];
    m_current = shown >= 0 ? shown : above >= 0 ? above : m_nodes.empty() ? -1 : 0;
}

std::vector<int> AnswerTree::samples() const
{
    return childrenOf(-1);
}

std::vector<int> AnswerTree::childrenOf(int node) const
{
    std::vector<int> children;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (m_nodes[i].parent == node) {
            children.push_back(static_cast<int>(i));
        }
    }
    return children;
}

base::Result<evaluation::Vote> AnswerTree::vote() const
{
    FE_TRY(const auto extractor, evaluation::AnswerExtractor::make(m_document.rule()));
    std::vector<std::optional<std::string>> answers;
    for (const int node : samples()) {
        FE_TRY(auto answer,
               extractor.extract(m_nodes[static_cast<std::size_t>(node)].record->generation.text));
        answers.push_back(std::move(answer));
    }
    return evaluation::vote(extractor, answers);
}

base::Json toJson(const AnswerTree& tree)
{
    Json nodes = Json::array();
    for (const AnswerNode& node : tree.nodes()) {
        nodes.push(Json(Json::Object { { "parent", node.parent },
                                       { "branch_at", static_cast<std::uint64_t>(node.branchAt) },
                                       { "record", toJson(*node.record) } }));
    }
    return Json(Json::Object { { "format", kFormat },
                               { "document", documentText(tree.document()) },
                               { "current", tree.current() },
                               { "nodes", std::move(nodes) } });
}

base::Result<AnswerTree> answerTreeFromJson(const base::Json& json)
{
    const Json* format = json.find("format");
    const Json* document = json.find("document");
    const Json* current = json.find("current");
    const Json* nodes = json.find("nodes");
    if (format == nullptr || format->asString() == nullptr || *format->asString() != kFormat
        || document == nullptr || document->asString() == nullptr || current == nullptr
        || !current->asInt() || nodes == nullptr || nodes->asArray() == nullptr) {
        return notOurs();
    }
    const auto parsed = QJsonDocument::fromJson(QByteArray::fromStdString(*document->asString()));
    AnswerTree tree(documentFromJson(parsed.object()));
    for (const Json& item : *nodes->asArray()) {
        FE_TRY(AnswerNode node, nodeFromJson(item, tree.nodes().size()));
        tree.add(std::move(node));
    }
    const std::int64_t shown = *current->asInt();
    const auto count = static_cast<std::int64_t>(tree.nodes().size());
    tree.setCurrent(static_cast<int>(std::clamp(shown, std::int64_t { -1 }, count - 1)));
    return tree;
}

} // namespace fe::prompting
