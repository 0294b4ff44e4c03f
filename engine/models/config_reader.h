// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fe::models {

/// Reads typed fields of a config.json or of GGUF metadata; a field of the wrong type or outside
/// its range is refused by name, an absent one only where it is required. Nulls count as absent.
class ConfigReader
{
public:
    /// @param file for errors. The Json must outlive the reader.
    ConfigReader(const base::Json& config, std::string file)
        : m_config(&config), m_file(std::move(file))
    {
    }

    [[nodiscard]] bool has(std::string_view key) const
    {
        return m_config->findNonNull(key) != nullptr;
    }
    /// Whole number in [1, 2^31): sizes and counts.
    [[nodiscard]] base::Result<std::int64_t> size(std::string_view key) const;
    [[nodiscard]] base::Result<std::int64_t> sizeOr(std::string_view key,
                                                    std::int64_t fallback) const;
    /// Whole number in [0, 2^31).
    [[nodiscard]] base::Result<std::int64_t> countOr(std::string_view key,
                                                     std::int64_t fallback) const;
    /// Finite and above zero.
    [[nodiscard]] base::Result<double> positive(std::string_view key) const;
    [[nodiscard]] base::Result<double> positiveOr(std::string_view key, double fallback) const;
    [[nodiscard]] base::Result<bool> flagOr(std::string_view key, bool fallback) const;
    [[nodiscard]] base::Result<std::string> text(std::string_view key) const;
    [[nodiscard]] base::Result<std::string> textOr(std::string_view key,
                                                   std::string fallback) const;
    /// A member that is an object; an empty one if absent.
    [[nodiscard]] base::Result<ConfigReader> object(std::string_view key) const;

    /// "cannot use this file in config.json:rope_theta: why".
    [[nodiscard]] base::Error refuse(std::string_view key, std::string why) const;
    [[nodiscard]] const std::string& file() const { return m_file; }

private:
    const base::Json* m_config;
    std::string m_file;
    std::string m_prefix; ///< "rope_scaling." inside an object
};

} // namespace fe::models
