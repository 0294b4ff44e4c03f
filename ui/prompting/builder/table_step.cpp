// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/table_step.h"

#include <algorithm>

namespace fe::prompting {

bool TableStep::isEmpty() const
{
    return !changesColumns() && before.empty() && after.empty();
}

TableStep TableStep::reversed() const
{
    return { columnsAfter, columnsBefore, first, after, before, shotsAfter, shotsBefore };
}

TableStep stepBetween(const evaluation::ExampleTable& before, const evaluation::ExampleTable& after)
{
    TableStep step;
    step.columnsBefore = before.columns;
    step.columnsAfter = after.columns;
    const auto& from = before.rows;
    const auto& to = after.rows;
    if (step.changesColumns()) {
        step.before = from;
        step.after = to;
        return step;
    }
    const auto [firstFrom, firstTo] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
    step.first = static_cast<std::size_t>(firstFrom - from.begin());
    // The common end must not reach into the common beginning.
    const auto most = static_cast<std::ptrdiff_t>(std::min(from.size(), to.size()) - step.first);
    std::ptrdiff_t same = 0;
    while (same < most && *(from.rbegin() + same) == *(to.rbegin() + same)) {
        ++same;
    }
    step.before.assign(firstFrom, from.end() - same);
    step.after.assign(firstTo, to.end() - same);
    return step;
}

} // namespace fe::prompting
