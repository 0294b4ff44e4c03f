// SPDX-License-Identifier: Apache-2.0
#include "models/script_rewrite.h"

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <unordered_map>
#include <vector>

namespace fe::models {
namespace {

using torch::jit::Node;
using torch::jit::Value;

bool isHalf(at::ScalarType type)
{
    return type == at::kHalf || type == at::kBFloat16;
}

/// Moves tensors; one that is reached twice stays one.
class TensorMover
{
public:
    explicit TensorMover(const ScriptTarget& target) : m_target(target) { }

    at::Tensor moved(const at::Tensor& tensor)
    {
        if (!tensor.defined()) {
            return tensor;
        }
        const auto known = m_moved.find(tensor.unsafeGetTensorImpl());
        if (known != m_moved.end()) {
            return known->second.second;
        }
        at::Tensor result = tensor.to(m_target.device);
        if (m_target.singlePrecision && isHalf(result.scalar_type())) {
            result = result.to(at::kFloat);
        }
        // The original is kept, so that no other tensor gets its address meanwhile.
        m_moved.emplace(tensor.unsafeGetTensorImpl(), std::pair(tensor, result));
        return result;
    }

    /// A value with all tensors in it moved; containers are copied.
    c10::IValue moved(const c10::IValue& value)
    {
        if (value.isTensor()) {
            return moved(value.toTensor());
        }
        if (value.isList()) {
            const auto list = value.toList();
            auto copy = c10::impl::GenericList(list.elementType());
            for (const c10::IValue& item : list) {
                copy.push_back(moved(item));
            }
            return copy;
        }
        if (value.isGenericDict()) {
            const auto dict = value.toGenericDict();
            auto copy = c10::impl::GenericDict(dict.keyType(), dict.valueType());
            for (const auto& item : dict) {
                copy.insert(item.key(), moved(item.value()));
            }
            return copy;
        }
        return value;
    }

private:
    ScriptTarget m_target;
    std::unordered_map<const void*, std::pair<at::Tensor, at::Tensor>> m_moved;
};

bool holdsTensors(const c10::TypePtr& type)
{
    if (type->isSubtypeOf(*c10::TensorType::get())) {
        return true;
    }
    for (const c10::TypePtr& contained : type->containedTypes()) {
        if (type->kind() != c10::TypeKind::ClassType && holdsTensors(contained)) {
            return true;
        }
    }
    return false;
}

void moveAttributes(const torch::jit::Module& module, TensorMover& mover)
{
    for (torch::jit::Module each : module.modules()) {
        const auto type = each.type();
        for (std::size_t i = 0; i < type->numAttributes(); ++i) {
            if (holdsTensors(type->getAttribute(i))) {
                each._ivalue()->setSlot(i, mover.moved(each._ivalue()->getSlot(i)));
            }
        }
    }
}

/// Rewrites one graph.
class GraphRewriter
{
public:
    GraphRewriter(torch::jit::Graph& graph, const ScriptTarget& target, TensorMover& mover)
        : m_graph(graph), m_target(target), m_mover(mover)
    {
    }

    void run() { rewrite(*m_graph.block()); }

private:
    void rewrite(torch::jit::Block& block)
    {
        // Rewriting adds nodes: what is there now is what there is to look at.
        const std::vector<Node*> nodes(block.nodes().begin(), block.nodes().end());
        for (Node* node : nodes) {
            for (torch::jit::Block* inner : node->blocks()) {
                rewrite(*inner);
            }
            if (node->kind() == c10::prim::Constant) {
                rewriteConstant(*node);
            } else if (node->kind() == c10::Symbol::fromQualString("aten::device")) {
                replace(*node, m_target.device);
            } else if (node->kind() == c10::Symbol::fromQualString("aten::cuda")) {
                rewriteCuda(*node);
            } else if (m_target.singlePrecision) {
                rewriteTypes(*node);
            }
        }
    }

    /// Puts a constant in a node's place.
    void replace(Node& node, const c10::IValue& value)
    {
        const torch::jit::WithInsertPoint here(&node);
        node.output()->replaceAllUsesWith(m_graph.insertConstant(value));
        node.destroy();
    }

    void rewriteConstant(Node& node)
    {
        const auto value = torch::jit::toIValue(node.output());
        if (!value) {
            return;
        }
        if (value->isDevice()) {
            replace(node, m_target.device);
        } else if (value->isTensor()) {
            const at::Tensor moved = m_mover.moved(value->toTensor());
            if (!moved.is_same(value->toTensor())) {
                replace(node, moved);
            }
        }
    }

    void rewriteCuda(Node& node)
    {
        const torch::jit::WithInsertPoint here(&node);
        Value* device = m_graph.insertConstant(m_target.device);
        node.output()->replaceAllUsesWith(m_graph.insert(
            c10::aten::to,
            { torch::jit::NamedValue(node.input(0)), torch::jit::NamedValue(device) }));
        node.destroy(); // unused, it would still run
    }

    /// Number types are plain integers in a graph: only an argument that means one is looked at.
    void rewriteTypes(Node& node)
    {
        const c10::FunctionSchema* schema = node.maybeSchema();
        if (schema == nullptr) {
            return;
        }
        for (std::size_t i = 0; i < node.inputs().size() && i < schema->arguments().size(); ++i) {
            if (schema->arguments()[i].name() != "dtype") {
                continue;
            }
            const auto value = torch::jit::toIValue(node.input(i));
            if (value && value->isInt() && isHalf(static_cast<at::ScalarType>(value->toInt()))) {
                const torch::jit::WithInsertPoint here(&node);
                node.replaceInput(i, m_graph.insertConstant(static_cast<std::int64_t>(at::kFloat)));
            }
        }
    }

    torch::jit::Graph& m_graph;
    ScriptTarget m_target;
    TensorMover& m_mover;
};

} // namespace

void retarget(torch::jit::Module& module, const ScriptTarget& target)
{
    TensorMover mover(target);
    moveAttributes(module, mover);
    const auto unit = module._ivalue()->compilation_unit();
    // Defining a function may bring others with it.
    for (std::size_t i = 0; i < unit->get_functions().size(); ++i) {
        if (auto* function = torch::jit::tryToGraphFunction(*unit->get_functions()[i])) {
            function->ensure_defined();
            GraphRewriter(*function->graph(), target, mover).run();
        }
    }
}

} // namespace fe::models
