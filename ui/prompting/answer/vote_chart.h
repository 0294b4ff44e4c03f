// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/bar_chart.h"
#include "evaluation/answer.h"

namespace fe::prompting {

/// The bars of a vote. Its CSV has the shares and the samples beside the counts.
class VoteChart : public charts::BarChart
{
    Q_OBJECT
public:
    using BarChart::BarChart;

    void setVote(const evaluation::Vote& vote, const QString& provenance);
    [[nodiscard]] const evaluation::Vote& vote() const { return m_vote; }
    /// answer,count,share,samples: samples counted from 1, with spaces between them.
    [[nodiscard]] QByteArray csv() const override;

private:
    evaluation::Vote m_vote;
};

} // namespace fe::prompting
