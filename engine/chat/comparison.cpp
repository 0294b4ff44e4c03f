// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/operators.h"
#include "chat/runtime.h"
#include "chat/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fe::chat {
namespace {

enum class Order { Less, Equal, Greater, Unordered };

template<typename T>
Order orderOf(const T& a, const T& b)
{
    return a < b ? Order::Less : a > b ? Order::Greater : a == b ? Order::Equal : Order::Unordered;
}

Order reversed(Order order)
{
    return order == Order::Less ? Order::Greater : order == Order::Greater ? Order::Less : order;
}

/// Exact, unlike a conversion of the integer to double.
Order orderOf(std::int64_t a, double b)
{
    constexpr double kTwo63 = 9223372036854775808.0;
    if (std::isnan(b)) {
        return Order::Unordered;
    }
    if (b >= kTwo63) {
        return Order::Less;
    }
    if (b < -kTwo63) {
        return Order::Greater;
    }
    const double whole = std::trunc(b);
    const Order order = orderOf(a, static_cast<std::int64_t>(whole));
    return order == Order::Equal ? orderOf(whole, b) : order;
}

Order numberOrder(const Value& left, const Value& right)
{
    const auto a = left.integer();
    const auto b = right.integer();
    if (a && b) {
        return orderOf(*a, *b);
    }
    if (a) {
        return orderOf(*a, *right.number());
    }
    if (b) {
        return reversed(orderOf(*b, *left.number()));
    }
    return orderOf(*left.number(), *right.number());
}

bool equalLists(Runtime& runtime, const List& a, const List& b)
{
    return a.isTuple == b.isTuple && a.items.size() == b.items.size()
        && std::equal(a.items.begin(), a.items.end(), b.items.begin(),
                      [&runtime](const Value& x, const Value& y) {
                          return x.isSameAs(y) || equals(runtime, x, y);
                      });
}

bool equalDicts(Runtime& runtime, const Dict& a, const Dict& b)
{
    if (a.entries.size() != b.entries.size()) {
        return false;
    }
    return std::all_of(a.entries.begin(), a.entries.end(), [&](const Dict::Entry& entry) {
        const Value other = b.find(runtime, entry.first);
        return !other.isMissing() && equals(runtime, entry.second, other);
    });
}

Order order(Runtime& runtime, const Value& left, const Value& right, std::string_view symbol);

Order listOrder(Runtime& runtime, const List& a, const List& b, std::string_view symbol)
{
    const std::size_t common = std::min(a.items.size(), b.items.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (!equals(runtime, a.items[i], b.items[i])) {
            return order(runtime, a.items[i], b.items[i], symbol);
        }
    }
    return orderOf(a.items.size(), b.items.size());
}

Order order(Runtime& runtime, const Value& left, const Value& right, std::string_view symbol)
{
    runtime.charge(1);
    for (const Value& side : { left, right }) {
        if (side.undefined() != nullptr) {
            runtime.fail(side.undefined()->message);
        }
    }
    if (left.isNumber() && right.isNumber()) {
        return numberOrder(left, right);
    }
    const Text* a = left.text();
    const Text* b = right.text();
    if (a != nullptr && b != nullptr) {
        runtime.chargeBytes(std::min(a->bytes.size(), b->bytes.size()));
        // The order of UTF-8 bytes is the order of code points.
        return orderOf(a->bytes, b->bytes);
    }
    const List* x = left.list();
    const List* y = right.list();
    if (x != nullptr && y != nullptr && x->isTuple == y->isTuple) {
        return listOrder(runtime, *x, *y, symbol);
    }
    runtime.fail("'" + std::string(symbol) + "' not supported between instances of '"
                 + std::string(typeName(left)) + "' and '" + std::string(typeName(right)) + "'");
}

} // namespace

bool equals(Runtime& runtime, const Value& left, const Value& right)
{
    runtime.charge(1);
    if (left.isNumber() && right.isNumber()) {
        return numberOrder(left, right) == Order::Equal;
    }
    if (left.text() != nullptr && right.text() != nullptr) {
        runtime.chargeBytes(std::min(left.text()->bytes.size(), right.text()->bytes.size()));
        return left.text()->bytes == right.text()->bytes;
    }
    if (left.list() != nullptr && right.list() != nullptr) {
        return equalLists(runtime, *left.list(), *right.list());
    }
    if (left.dict() != nullptr && right.dict() != nullptr) {
        return equalDicts(runtime, *left.dict(), *right.dict());
    }
    if (left.undefined() != nullptr || right.undefined() != nullptr) {
        return left.undefined() != nullptr && right.undefined() != nullptr;
    }
    return left.isSameAs(right);
}

bool isLess(Runtime& runtime, const Value& left, const Value& right)
{
    return order(runtime, left, right, "<") == Order::Less;
}

bool compare(Runtime& runtime, Operator op, const Value& left, const Value& right)
{
    switch (op) {
    case Operator::Equal:
        return equals(runtime, left, right);
    case Operator::NotEqual:
        return !equals(runtime, left, right);
    case Operator::In:
        return contains(runtime, right, left);
    case Operator::NotIn:
        return !contains(runtime, right, left);
    case Operator::Less:
        return isLess(runtime, left, right);
    case Operator::Greater:
        return order(runtime, left, right, ">") == Order::Greater;
    case Operator::LessEqual: {
        const Order found = order(runtime, left, right, "<=");
        return found == Order::Less || found == Order::Equal;
    }
    default: {
        const Order found = order(runtime, left, right, ">=");
        return found == Order::Greater || found == Order::Equal;
    }
    }
}

bool contains(Runtime& runtime, const Value& container, const Value& item)
{
    if (const Text* text = container.text()) {
        if (item.text() == nullptr) {
            runtime.fail("'in <string>' requires string as left operand, not "
                         + std::string(typeName(item)));
        }
        chargeSearch(runtime, text->bytes, item.text()->bytes);
        return text->bytes.find(item.text()->bytes) != std::string::npos;
    }
    if (const Dict* dict = container.dict()) {
        runtime.requireHashable(item);
        return !dict->find(runtime, item).isMissing();
    }
    Iterator* iterator = tryIterate(runtime, container);
    if (iterator == nullptr) {
        runtime.fail("argument of type '" + std::string(typeName(container)) + "' is not iterable");
    }
    for (Value element; iterator->next(runtime, element);) {
        if (element.isSameAs(item) || equals(runtime, element, item)) {
            return true;
        }
    }
    return false;
}

std::vector<std::size_t> sortedOrder(Runtime& runtime, const Values& keys, bool descending)
{
    std::vector<std::size_t> positions(keys.size());
    std::iota(positions.begin(), positions.end(), std::size_t { 0 });
    runtime.charge(keys.size());
    std::stable_sort(positions.begin(), positions.end(), [&](std::size_t a, std::size_t b) {
        return descending ? isLess(runtime, keys[b], keys[a]) : isLess(runtime, keys[a], keys[b]);
    });
    return positions;
}

} // namespace fe::chat
