// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/ast.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fe::chat {

/// The names of one frame while a template is compiled, by jinja2's rules: which exist, and what
/// each holds when the frame is entered. Scopes inside (loop bodies, macros ...) are not entered.
class Scope
{
public:
    /// @param layout receives the slots; @param parent is finished.
    Scope(const Scope* parent, FrameLayout& layout) : m_parent(parent), m_layout(layout) { }

    /// A name that is given from outside: loop variables, parameters. Returns its slot.
    int declare(std::string_view name);
    void declareTarget(const Expression& target);
    /// Takes note of all names that are read or set.
    void collect(const Block& block);
    void collect(const ExpressionPtr& expression);
    void collectAll(const std::vector<ExpressionPtr>& expressions);
    /// Resolves what was collected; find() works from here on.
    void finish();

    [[nodiscard]] bool owns(std::string_view name) const
    {
        return m_slots.count(std::string(name)) > 0;
    }
    [[nodiscard]] Slot find(std::string_view name) const;

private:
    void collect(const Statement& statement);
    void collectIf(const Statement& statement);
    void load(const std::string& name);
    void store(const std::string& name);
    void storeTarget(const ExpressionPtr& target);
    int define(const std::string& name, SlotStart::From from);
    [[nodiscard]] bool knownOutside(const std::string& name) const;

    const Scope* m_parent;
    FrameLayout& m_layout;
    std::unordered_map<std::string, int> m_slots;
    std::unordered_map<std::string, bool> m_stored;
    std::vector<std::string> m_storeLog; ///< names in the order of their first store
};

/// Whether a body (nested ones included) reads a name before it sets it.
[[nodiscard]] bool readsFirst(const Block& block, std::string_view name);

} // namespace fe::chat
