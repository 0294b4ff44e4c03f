// SPDX-License-Identifier: Apache-2.0
#include "scaling/catalogue.h"

#include <algorithm>

namespace fe::scaling {

std::string_view Dataset::column(ColumnRole role) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [role](const auto& one) { return one.role == role; });
    return found == columns.end() ? std::string_view() : found->name;
}

const Dataset* findDataset(std::string_view id)
{
    const auto all = datasets();
    const auto found
        = std::find_if(all.begin(), all.end(), [id](const Dataset& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace fe::scaling
