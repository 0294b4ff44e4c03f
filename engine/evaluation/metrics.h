// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fe::evaluation {

/// An interval of a share or a mean.
struct Interval {
    double low = 0;
    double high = 0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Wilson's 95 % score interval of a share (Wilson 1927), z = 1.959964. It takes the trials as
/// independent. [0, 1] for no trials.
/// @param successes <= trials.
[[nodiscard]] Interval wilson95(std::size_t successes, std::size_t trials);

/// How a value differs between seeds.
struct SeedSpread {
    std::size_t seeds = 0;
    double mean = 0; ///< NaN for none
    double deviation = 0; ///< of the sample (n - 1); NaN below two seeds
    /// Student's 95 % interval of the mean over seeds, mean +- t(0.975, n - 1) s / sqrt(n), cut to
    /// [0, 1]; NaN below two seeds. It says how far the mean would move with other seeds (other
    /// examples in another order), on the same queries.
    Interval interval;
};
[[nodiscard]] SeedSpread seedSpread(std::span<const double> accuracies);

/// The 0.975 quantile of Student's t, `degrees` >= 1 of freedom; relative error below 1e-6.
[[nodiscard]] double studentT975(std::size_t degrees);

/// Truth by prediction over `labels` labels; a last column counts answers that were no label.
class Confusion
{
public:
    explicit Confusion(std::size_t labels);

    /// @param truth < labels(). @param predicted < labels(), or anything else: no label.
    void add(std::size_t truth, std::size_t predicted);
    /// @param other of as many labels.
    void add(const Confusion& other);

    [[nodiscard]] std::size_t labels() const { return m_labels; }
    /// @param predicted labels() asks for those that were no label.
    [[nodiscard]] std::int64_t count(std::size_t truth, std::size_t predicted) const;
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] std::int64_t correct() const;
    /// NaN if it never occurred / was never predicted.
    [[nodiscard]] double recall(std::size_t label) const;
    [[nodiscard]] double precision(std::size_t label) const;
    /// 2 tp / (2 tp + fp + fn); NaN if the label was neither true nor predicted anywhere.
    [[nodiscard]] double f1(std::size_t label) const;
    /// Mean of f1 over the labels that have one; NaN if none has.
    [[nodiscard]] double macroF1() const;

    friend bool operator==(const Confusion&, const Confusion&) = default;

private:
    [[nodiscard]] std::int64_t occurrences(std::size_t label) const;
    [[nodiscard]] std::int64_t predictions(std::size_t label) const;

    std::size_t m_labels;
    std::vector<std::int64_t> m_counts; ///< [labels][labels + 1]
};

} // namespace fe::evaluation
