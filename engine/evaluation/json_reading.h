// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// Reads the members of a JSON object that must be what they were when they were written: the
/// first one that is not is remembered, and every later read gives an empty value.
class JsonReading
{
public:
    /// @param json borrowed; may be null. @param path of the object, for the error.
    JsonReading(const base::Json* json, std::string file, std::string path);

    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key);
    [[nodiscard]] std::uint64_t natural(std::string_view key);
    [[nodiscard]] double number(std::string_view key); ///< null: NaN
    [[nodiscard]] bool boolean(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] std::vector<std::uint64_t> naturals(std::string_view key);
    [[nodiscard]] std::vector<double> numbers(std::string_view key);
    /// Borrowed; null if there is none.
    [[nodiscard]] const base::Json* array(std::string_view key);
    [[nodiscard]] JsonReading object(std::string_view key);
    [[nodiscard]] bool has(std::string_view key) const;

    /// Takes over what an inner reading found wrong.
    void merge(const JsonReading& inner);
    void fail(std::string_view key, std::string why);
    /// The first thing that was wrong.
    [[nodiscard]] const base::Result<void>& result() const { return m_result; }

private:
    [[nodiscard]] const base::Json* member(std::string_view key);

    const base::Json* m_json;
    std::string m_file;
    std::string m_path;
    base::Result<void> m_result;
};

} // namespace fe::evaluation
