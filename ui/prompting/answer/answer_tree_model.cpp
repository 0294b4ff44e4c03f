// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/answer_tree_model.h"

#include "prompting/alternatives_model.h"
#include "prompting/answer_status.h"
#include "widgets/plain_tool_tip.h"

#include <QFont>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

namespace {

constexpr qsizetype kShownText = 120; // characters of a row
constexpr qsizetype kShownToolTip = 1500;

const AnswerNode& nodeAt(const AnswerTree& tree, int node)
{
    return tree.nodes()[static_cast<std::size_t>(node)];
}

/// The text from the token that differs on; what was left out before it as an ellipsis. Empty: it
/// ends there.
QString differingText(const AnswerTree& tree, int node)
{
    const generation::Generation& generation = nodeAt(tree, node).record->generation;
    const std::size_t shared = sharedTokens(tree, node);
    std::size_t from = 0;
    if (shared < generation.steps.size()) {
        from = generation.steps[shared].textBegin;
    } else if (nodeAt(tree, node).parent >= 0) {
        return {};
    } // else the same text as another sample's
    const QString rest = QString::fromUtf8(generation.text.data() + from,
                                           static_cast<qsizetype>(generation.text.size() - from));
    const QString line = visibleToken(rest.left(kShownText));
    return from == 0 ? line : QStringLiteral("…") + line;
}

} // namespace

QString numberOf(const AnswerTree& tree, int node)
{
    QString number;
    for (int at = node; at >= 0; at = nodeAt(tree, at).parent) {
        const std::vector<int> siblings = tree.childrenOf(nodeAt(tree, at).parent);
        const auto place = std::find(siblings.begin(), siblings.end(), at) - siblings.begin() + 1;
        number.prepend(at == node ? QString::number(place) : QString::number(place) + u'.');
    }
    return number;
}

std::size_t sharedTokens(const RunRecord& a, const RunRecord& b)
{
    const auto& x = a.generation.steps;
    const auto& y = b.generation.steps;
    std::size_t count = 0;
    while (count < x.size() && count < y.size() && x[count].id == y[count].id) {
        ++count;
    }
    return count;
}

std::size_t sharedTokens(const AnswerTree& tree, int node)
{
    const AnswerNode& at = nodeAt(tree, node);
    if (at.parent >= 0) {
        return std::min(at.branchAt, at.record->generation.steps.size());
    }
    const int first = tree.samples().front();
    return node == first ? 0 : sharedTokens(*nodeAt(tree, first).record, *at.record);
}

bool AnswerTreeModel::continues(const AnswerTree& tree) const
{
    const auto& old = m_tree.nodes();
    const auto& now = tree.nodes();
    if (old.empty() || now.size() < old.size()) {
        return false;
    }
    for (std::size_t i = 0; i < old.size(); ++i) {
        // A record that was completed with its model's hash is another object with the same answer.
        if (old[i].parent != now[i].parent
            || (old[i].record != now[i].record
                && (old[i].record->time != now[i].record->time
                    || old[i].record->generation.text != now[i].record->generation.text))) {
            return false;
        }
    }
    return true;
}

void AnswerTreeModel::setTree(const AnswerTree& tree)
{
    if (!continues(tree)) {
        beginResetModel();
        m_tree = tree;
        m_samples.clear();
        m_items.clear();
        for (int node = 0; node < static_cast<int>(tree.nodes().size()); ++node) {
            addItem(node);
        }
        refreshAnswers();
        endResetModel();
        return;
    }
    for (int node = static_cast<int>(m_items.size()); node < static_cast<int>(tree.nodes().size());
         ++node) {
        const int parent = nodeAt(tree, node).parent;
        const int row = static_cast<int>(childrenOf(parent).size());
        beginInsertRows(indexOf(parent), row, row);
        m_tree = tree;
        addItem(node);
        endInsertRows();
    }
    m_tree = tree;
    refreshAnswers();
    if (!m_items.empty()) {
        for (int node = 0; node < static_cast<int>(m_items.size()); ++node) {
            Q_EMIT dataChanged(indexOf(node), indexOf(node, Columns - 1));
        }
    }
}

void AnswerTreeModel::addItem(int node)
{
    const int parent = nodeAt(m_tree, node).parent;
    Item item;
    auto& siblings = parent < 0 ? m_samples : m_items[static_cast<std::size_t>(parent)].children;
    siblings.push_back(node);
    item.number = QString::number(siblings.size());
    if (parent >= 0) {
        item.number.prepend(m_items[static_cast<std::size_t>(parent)].number + u'.');
    }
    item.text = differingText(m_tree, node);
    m_items.push_back(std::move(item));
}

/// The rule may be another one now.
void AnswerTreeModel::refreshAnswers()
{
    const auto extractor = evaluation::AnswerExtractor::make(m_tree.document().rule());
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        m_items[i].answer.clear();
        if (!extractor) {
            continue;
        }
        const auto answer = extractor->extract(m_tree.nodes()[i].record->generation.text);
        if (answer && *answer) {
            m_items[i].answer = QString::fromStdString(**answer).simplified().left(kShownText);
        }
    }
}

int AnswerTreeModel::nodeOf(const QModelIndex& index)
{
    return index.isValid() ? static_cast<int>(index.internalId()) : -1;
}

const std::vector<int>& AnswerTreeModel::childrenOf(int node) const
{
    return node < 0 ? m_samples : m_items[static_cast<std::size_t>(node)].children;
}

int AnswerTreeModel::rowOf(int node) const
{
    const auto& siblings = childrenOf(nodeAt(m_tree, node).parent);
    return static_cast<int>(std::find(siblings.begin(), siblings.end(), node) - siblings.begin());
}

QModelIndex AnswerTreeModel::indexOf(int node, int column) const
{
    if (node < 0 || node >= static_cast<int>(m_items.size())) {
        return {};
    }
    return createIndex(rowOf(node), column, static_cast<quintptr>(node));
}

void AnswerTreeModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
    for (int node = 0; node < static_cast<int>(m_items.size()); ++node) {
        Q_EMIT dataChanged(indexOf(node), indexOf(node, Columns - 1));
    }
}

QModelIndex AnswerTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (parent.isValid() && parent.column() != 0) {
        return {};
    }
    const auto& children = childrenOf(nodeOf(parent));
    if (row < 0 || row >= static_cast<int>(children.size()) || column < 0 || column >= Columns) {
        return {};
    }
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex AnswerTreeModel::parent(const QModelIndex& child) const
{
    const int node = nodeOf(child);
    return node < 0 ? QModelIndex() : indexOf(nodeAt(m_tree, node).parent);
}

int AnswerTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(nodeOf(parent)).size());
}

int AnswerTreeModel::columnCount(const QModelIndex& /*parent*/) const
{
    return Columns;
}

QString AnswerTreeModel::display(int node, int column) const
{
    const Item& item = m_items[static_cast<std::size_t>(node)];
    const RunRecord& record = *nodeAt(m_tree, node).record;
    switch (column) {
    case Text:
        return item.number + QStringLiteral("  ")
            + (item.text.isEmpty() ? tr("(ends here)") : item.text);
    case Answer:
        return item.answer.isEmpty() ? QStringLiteral("–") : item.answer;
    case LogProbability:
        return std::isfinite(record.meanLogProb())
            ? QLocale().toString(record.meanLogProb(), 'f', 2)
            : QStringLiteral("–");
    case Tokens:
        return QLocale().toString(static_cast<qulonglong>(record.generation.steps.size()));
    case End:
        return endText(record.generation.reason);
    default:
        return {};
    }
}

QString AnswerTreeModel::toolTip(int node) const
{
    const AnswerNode& at = nodeAt(m_tree, node);
    QString text = QString::fromStdString(at.record->generation.text);
    if (text.size() > kShownToolTip) {
        text = text.left(kShownToolTip) + QStringLiteral("…");
    }
    const QString origin = at.parent < 0
        ? tr("Sample %1, seed %2")
              .arg(m_items[static_cast<std::size_t>(node)].number)
              .arg(at.record->options.sampling.seed)
        : tr("Branch of %1 at token %2")
              .arg(m_items[static_cast<std::size_t>(at.parent)].number)
              .arg(at.branchAt + 1);
    const bool told = at.record->generation.steps.empty() || !std::isnan(at.record->meanLogProb());
    return widgets::plainToolTip(
        origin + (told ? QString() : u'\n' + tr("Its log-probability is not available."))
        + QStringLiteral("\n\n") + text);
}

QVariant AnswerTreeModel::data(const QModelIndex& index, int role) const
{
    const int node = nodeOf(index);
    if (node < 0 || node >= static_cast<int>(m_items.size())) {
        return {};
    }
    const bool number = index.column() == LogProbability || index.column() == Tokens;
    switch (role) {
    case Qt::DisplayRole:
        return display(node, index.column());
    case Qt::ToolTipRole:
        return toolTip(node);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant AnswerTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == LogProbability || section == Tokens;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        return section == Text  ? tr("From the first token that differs")
            : section == Answer ? tr("What the answer rule takes out of it")
            : section == LogProbability
            ? tr("Mean natural logarithm of the probabilities of its tokens")
            : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Text:
        return tr("text");
    case Answer:
        return tr("answer");
    case LogProbability:
        return tr("ln p");
    case Tokens:
        return tr("tokens");
    case End:
        return tr("end");
    default:
        return {};
    }
}

} // namespace fe::prompting
