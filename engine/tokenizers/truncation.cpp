// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/truncation.h"

#include <algorithm>
#include <utility>

namespace fe::tokenizers {
namespace {

base::Error tooShort(const Truncation& truncation, std::string why)
{
    return base::invalidArgument("cannot cut the text to " + base::grouped(truncation.maxLength)
                                     + " tokens",
                                 std::move(why));
}

template<typename T>
void cutVector(std::vector<T>& items, std::size_t length, Side side)
{
    const auto count = static_cast<std::ptrdiff_t>(items.size() - length);
    if (side == Side::Left) {
        items.erase(items.begin(), items.begin() + count);
    } else {
        items.erase(items.end() - count, items.end());
    }
}

void cut(Encoding& encoding, std::size_t length, Side side)
{
    if (length < encoding.ids.size()) {
        cutVector(encoding.ids, length, side);
        cutVector(encoding.tokens, length, side);
        cutVector(encoding.ranges, length, side);
        cutVector(encoding.typeIds, length, side);
    }
}

/// The lengths of two texts that share `room`: the longer gives first, then both have half.
std::pair<std::size_t, std::size_t> shared(std::size_t first, std::size_t second, std::size_t room)
{
    auto [shorter, longer] = std::minmax(first, second);
    std::size_t small = shorter;
    std::size_t large = small > room ? small : std::max(small, room - small);
    if (small + large > room) {
        small = room / 2;
        large = small + room % 2;
    }
    return first > second ? std::pair(large, small) : std::pair(small, large);
}

} // namespace

base::Result<void> truncate(std::vector<Segment>& segments, const Truncation& truncation,
                            std::size_t added)
{
    if (truncation.maxLength < added) {
        return tooShort(truncation, base::grouped(added) + " special tokens are added alone");
    }
    const std::size_t room = truncation.maxLength - added;
    std::size_t total = 0;
    for (const Segment& segment : segments) {
        total += segment.encoding.ids.size();
    }
    if (total <= room) {
        return {};
    }
    if (room == 0) {
        for (Segment& segment : segments) {
            cut(segment.encoding, 0, truncation.side);
        }
        return {};
    }
    if (truncation.strategy == Truncation::Strategy::LongestFirst && segments.size() == 2) {
        const auto [first, second]
            = shared(segments[0].encoding.ids.size(), segments[1].encoding.ids.size(), room);
        cut(segments[0].encoding, first, truncation.side);
        cut(segments[1].encoding, second, truncation.side);
        return {};
    }
    const std::size_t index = truncation.strategy == Truncation::Strategy::OnlySecond ? 1 : 0;
    if (index >= segments.size()) {
        return tooShort(truncation, "only a second text may be cut and there is none");
    }
    Encoding& target = segments[index].encoding;
    const std::size_t surplus = total - room;
    if (target.ids.size() <= surplus) {
        return tooShort(truncation, "the other text alone is too long");
    }
    cut(target, target.ids.size() - surplus, truncation.side);
    return {};
}

} // namespace fe::tokenizers
