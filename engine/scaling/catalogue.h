// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace fe::scaling {

enum class ColumnRole {
    Params, ///< x: parameters
    Flops, ///< x: floating-point operations of training
    Tokens, ///< x: tokens, samples or steps of training
    Date, ///< x
    Value, ///< y
    Error, ///< standard error of y
    Low, ///< end of an interval of y
    High,
    Chance, ///< y of guessing
    Ceiling, ///< best y there is
    Instances, ///< how many y was measured on
    Metric, ///< what y is, by row
    Unit, ///< unit of y, by row
    Task,
    Family, ///< models that belong together
    Model,
    Setting, ///< shots, prompts, data: what else tells series apart
    Note, ///< where it comes from, how sure it is
};

struct DatasetColumn {
    std::string_view name;
    ColumnRole role = ColumnRole::Note;
    std::string_view meaning; ///< with its unit
};

/// One table that is shipped (resources/scaling).
struct Dataset {
    std::string_view id; ///< "chinchilla_points": the file is this with .csv
    std::string_view title;
    std::string_view about; ///< one or two sentences
    std::span<const DatasetColumn> columns; ///< every column of the file, in its order
    /// What is shown first; x and y are columns, series by `series`, rows by `where` (COL=VALUE).
    std::string_view x;
    std::string_view y;
    std::span<const std::string_view> series;
    std::span<const std::string_view> where;
    std::string_view source; ///< repository or paper
    std::string_view licence; ///< of the numbers
    std::string_view citation;

    /// Name of the first column of a role; empty if there is none.
    [[nodiscard]] std::string_view column(ColumnRole role) const;
};

/// All of them, in the order of the data browser.
[[nodiscard]] std::span<const Dataset> datasets();
/// Null if there is none.
[[nodiscard]] const Dataset* findDataset(std::string_view id);

} // namespace fe::scaling
