// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace fe::chat {

/// Anything that values point to.
class HeapItem
{
public:
    HeapItem() = default;
    HeapItem(const HeapItem&) = delete;
    HeapItem& operator=(const HeapItem&) = delete;
    virtual ~HeapItem() = default;
};

/// Owns everything a render (or a compiled template's constants) creates, until its end. Values are
/// plain pointers into it: no cycle can leak and no long chain is destroyed recursively. The
/// budget of a render bounds its size.
class Heap
{
public:
    template<typename T, typename... Arguments>
    T& make(Arguments&&... arguments)
    {
        auto item = std::make_unique<T>(std::forward<Arguments>(arguments)...);
        T& reference = *item;
        m_items.push_back(std::move(item));
        return reference;
    }

private:
    std::vector<std::unique_ptr<HeapItem>> m_items;
};

} // namespace fe::chat
