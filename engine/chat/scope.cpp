// SPDX-License-Identifier: Apache-2.0
#include "chat/scope.h"

namespace fe::chat {
namespace {

enum class Use { None, Read, Set };

Use firstUse(const Block& block, std::string_view name);

Use firstUse(const ExpressionPtr& expression, std::string_view name, bool isTarget)
{
    if (expression == nullptr) {
        return Use::None;
    }
    if (expression->kind == Expression::Kind::Name && expression->text == name) {
        return isTarget ? Use::Set : Use::Read;
    }
    for (const ExpressionPtr& part : expression->parts) {
        if (const Use use = firstUse(part, name, isTarget); use != Use::None) {
            return use;
        }
    }
    for (const ArgumentNode& argument : expression->arguments) {
        if (const Use use = firstUse(argument.value, name, isTarget); use != Use::None) {
            return use;
        }
    }
    return Use::None;
}

Use firstUse(const std::vector<ExpressionPtr>& expressions, std::string_view name, bool areTargets)
{
    for (const ExpressionPtr& expression : expressions) {
        if (const Use use = firstUse(expression, name, areTargets); use != Use::None) {
            return use;
        }
    }
    return Use::None;
}

Use firstUse(const Statement& statement, std::string_view name)
{
    if (const Use use = firstUse(statement.target, name, true); use != Use::None) {
        return use;
    }
    if (const Use use = firstUse(statement.targets, name, true); use != Use::None) {
        return use;
    }
    if (const Use use = firstUse(statement.expressions, name, false); use != Use::None) {
        return use;
    }
    if (statement.macro != nullptr) {
        for (const auto* expressions :
             { &statement.macro->parameters, &statement.macro->defaults }) {
            const Use use
                = firstUse(*expressions, name, expressions == &statement.macro->parameters);
            if (use != Use::None) {
                return use;
            }
        }
        return firstUse(statement.macro->body, name);
    }
    for (const Block& block : statement.blocks) {
        if (const Use use = firstUse(block, name); use != Use::None) {
            return use;
        }
    }
    return Use::None;
}

Use firstUse(const Block& block, std::string_view name)
{
    for (const StatementPtr& statement : block) {
        if (const Use use = firstUse(*statement, name); use != Use::None) {
            return use;
        }
    }
    return Use::None;
}

} // namespace

bool readsFirst(const Block& block, std::string_view name)
{
    return firstUse(block, name) == Use::Read;
}

int Scope::define(const std::string& name, SlotStart::From from)
{
    const auto [found, isNew] = m_slots.try_emplace(name, static_cast<int>(m_layout.slots.size()));
    if (isNew) {
        m_layout.slots.push_back({ name, from, {} });
    } else {
        m_layout.slots[static_cast<std::size_t>(found->second)].from = from;
    }
    return found->second;
}

int Scope::declare(std::string_view name)
{
    const std::string text(name);
    m_stored[text] = true;
    return define(text, SlotStart::From::Parameter);
}

void Scope::declareTarget(const Expression& target)
{
    if (target.kind == Expression::Kind::Name) {
        declare(target.text);
    }
    for (const ExpressionPtr& part : target.parts) {
        declareTarget(*part);
    }
}

bool Scope::knownOutside(const std::string& name) const
{
    for (const Scope* scope = m_parent; scope != nullptr; scope = scope->m_parent) {
        if (scope->owns(name)) {
            return true;
        }
    }
    return false;
}

void Scope::load(const std::string& name)
{
    if (!owns(name) && !knownOutside(name)) {
        define(name, SlotStart::From::Context);
    }
}

void Scope::store(const std::string& name)
{
    if (m_stored.try_emplace(name, true).second) {
        m_storeLog.push_back(name);
    }
    if (!owns(name)) {
        define(name, knownOutside(name) ? SlotStart::From::Outer : SlotStart::From::Missing);
    }
}

void Scope::storeTarget(const ExpressionPtr& target)
{
    if (target == nullptr) {
        return;
    }
    if (target->kind == Expression::Kind::Name) {
        store(target->text);
    } else if (target->kind == Expression::Kind::NamespaceAttribute) {
        load(target->text);
    }
    for (const ExpressionPtr& part : target->parts) {
        storeTarget(part);
    }
}

void Scope::collect(const ExpressionPtr& expression)
{
    if (expression == nullptr) {
        return;
    }
    if (expression->kind == Expression::Kind::Name) {
        load(expression->text);
    }
    collectAll(expression->parts);
    for (const ArgumentNode& argument : expression->arguments) {
        collect(argument.value);
    }
}

void Scope::collectAll(const std::vector<ExpressionPtr>& expressions)
{
    for (const ExpressionPtr& expression : expressions) {
        collect(expression);
    }
}

void Scope::collect(const Block& block)
{
    for (const StatementPtr& statement : block) {
        collect(*statement);
    }
}

void Scope::collect(const Statement& statement)
{
    switch (statement.kind) {
    case Statement::Kind::If:
        collectIf(statement);
        break;
    case Statement::Kind::For:
        collect(statement.expressions[0]);
        break;
    case Statement::Kind::SetBlock:
        storeTarget(statement.target);
        break;
    default:
        collectAll(statement.expressions);
        storeTarget(statement.target);
    }
}

/// A name that only some branches set keeps, in the others, the value that it has outside.
void Scope::collectIf(const Statement& statement)
{
    collect(statement.expressions.front());
    const std::size_t before = m_storeLog.size();
    for (std::size_t i = 0; i < statement.blocks.size(); ++i) {
        if (i > 0 && i < statement.expressions.size()) {
            collect(statement.expressions[i]);
        }
        collect(statement.blocks[i]);
    }
    for (std::size_t i = before; i < m_storeLog.size(); ++i) {
        const std::string name = m_storeLog[i];
        define(name, knownOutside(name) ? SlotStart::From::Outer : SlotStart::From::Context);
    }
}

void Scope::finish()
{
    for (SlotStart& slot : m_layout.slots) {
        if (slot.from == SlotStart::From::Outer) {
            slot.outer = m_parent->find(slot.name);
            ++slot.outer.hops;
        }
    }
}

Slot Scope::find(std::string_view name) const
{
    const std::string text(name);
    int hops = 0;
    for (const Scope* scope = this; scope != nullptr; scope = scope->m_parent, ++hops) {
        if (const auto found = scope->m_slots.find(text); found != scope->m_slots.end()) {
            return { hops, found->second };
        }
    }
    // Every name in a scope has been collected.
    return { -1, 0 };
}

} // namespace fe::chat
