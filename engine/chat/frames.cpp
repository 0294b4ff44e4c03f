// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/interpreter.h"
#include "chat/namespace.h"

namespace fe::chat {

void Interpreter::requireNamespaces(const Expression& target)
{
    if (target.kind == Expression::Kind::NamespaceAttribute
        && slotOf(*m_frame, target.slot).objectAs<Namespace>() == nullptr) {
        m_runtime.fail("cannot assign attribute on non-namespace object");
    }
    for (const ExpressionPtr& part : target.parts) {
        requireNamespaces(*part);
    }
}

void Interpreter::assign(const Expression& target, const Value& value)
{
    switch (target.kind) {
    case Expression::Kind::Name:
        slotOf(*m_frame, target.slot) = value;
        return;
    case Expression::Kind::NamespaceAttribute:
        slotOf(*m_frame, target.slot).objectAs<Namespace>()->set(m_runtime, target.constant, value);
        return;
    default:
        break;
    }
    if (tryIterate(m_runtime, value) == nullptr) {
        m_runtime.fail("cannot unpack non-iterable " + std::string(typeName(value)) + " object");
    }
    Iterator& iterator = iterate(m_runtime, value);
    std::size_t count = 0;
    for (Value item; iterator.next(m_runtime, item); ++count) {
        if (count == target.parts.size()) {
            m_runtime.fail("too many values to unpack (expected "
                           + std::to_string(target.parts.size()) + ")");
        }
        assign(*target.parts[count], item);
    }
    if (count < target.parts.size()) {
        m_runtime.fail("not enough values to unpack (expected "
                       + std::to_string(target.parts.size()) + ", got " + std::to_string(count)
                       + ")");
    }
}

Frame& Interpreter::newFrame(const FrameLayout& layout, Frame* outer)
{
    m_runtime.charge(layout.slots.size());
    return m_runtime.make<Frame>(outer, layout.slots.size());
}

void Interpreter::enter(const FrameLayout& layout, Frame& frame)
{
    for (std::size_t i = 0; i < layout.slots.size(); ++i) {
        const SlotStart& slot = layout.slots[i];
        switch (slot.from) {
        case SlotStart::From::Parameter:
            break;
        case SlotStart::From::Missing:
            frame.values[i] = {};
            break;
        case SlotStart::From::Outer:
            frame.values[i] = slotOf(frame, slot.outer);
            break;
        case SlotStart::From::Context: {
            const auto found = m_context.find(slot.name);
            frame.values[i] = found != m_context.end() ? found->second : Value();
            break;
        }
        }
    }
}

Value& Interpreter::slotOf(Frame& frame, const Slot& slot)
{
    Frame* found = &frame;
    for (int i = 0; i < slot.hops; ++i) {
        found = found->outer;
    }
    return found->values[static_cast<std::size_t>(slot.index)];
}

} // namespace fe::chat
