// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/attention_summary.h"
#include "base/json.h"
#include "cli/inside_input.h"
#include "models/attention_capture.h"

#include <string>
#include <vector>

namespace fe::cli {

/// What `attend` prints and dumps, gathered layer by layer.
class AttentionReport
{
public:
    struct Options {
        bool dump = false; ///< keep every tensor in float32
        std::vector<std::int64_t> flowOf; ///< positions whose attention flow is followed
        std::uint64_t budgetBytes = 4'000'000'000;
    };

    AttentionReport(const InsideInput& inside, Options options);

    /// LimitExceeded or OutOfMemory if what is gathered would not fit; InvalidArgument for a flow
    /// of a position that is not there.
    [[nodiscard]] base::Result<void> check() const;
    /// Runs the model and all that follows.
    [[nodiscard]] base::Result<void> run(Context& context);
    [[nodiscard]] base::Json document() const;
    /// Empty unless they were to be dumped.
    [[nodiscard]] const std::vector<models::NamedArray>& arrays() const { return m_arrays; }

private:
    struct Flow {
        std::vector<std::vector<float>> layers; ///< what flows go through
        std::vector<std::int64_t> of; ///< positions
        std::vector<std::vector<double>> rows;
    };

    [[nodiscard]] base::Result<void> add(const models::AttentionLayer& layer, Context& context);
    void keep(const models::AttentionLayer& layer, std::size_t index);
    [[nodiscard]] base::Result<void> followFlows(Context& context);
    /// "encoder_" where there are several stacks.
    [[nodiscard]] std::string prefixOf(const models::AttentionInfo& info) const;
    [[nodiscard]] bool isPicture(const models::AttentionInfo& info) const;
    [[nodiscard]] base::Json described(std::size_t index) const;
    void append(const std::string& name, const base::Shape& layer, std::span<const float> values);

    const InsideInput& m_inside;
    Options m_options;
    std::vector<models::AttentionInfo> m_attentions;
    analysis::AttentionSummary m_summary;
    std::vector<Flow> m_flows; ///< by attention
    std::vector<models::NamedArray> m_arrays;
};

} // namespace fe::cli
