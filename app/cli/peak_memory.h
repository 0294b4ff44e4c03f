// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace fe::cli {

/// How much more memory the process comes to hold than it held when this was made.
class PeakMemory
{
public:
    /// Begins anew: peaks of earlier times are forgotten, by every PeakMemory.
    PeakMemory();
    /// Bytes of the highest peak above the beginning; nothing where the system does not say.
    [[nodiscard]] std::optional<std::uint64_t> added() const;

private:
    std::optional<std::uint64_t> m_before;
};

} // namespace fe::cli
