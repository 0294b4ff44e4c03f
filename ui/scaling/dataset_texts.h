// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace fe::scaling_tab {

/// Title or description of a shipped table (scaling::Dataset) in the user's language; as it is
/// where nobody has translated it.
[[nodiscard]] QString datasetText(std::string_view english);
/// Translators know it.
[[nodiscard]] bool hasDatasetText(std::string_view english);

} // namespace fe::scaling_tab
