// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/vote_chart.h"

#include "prompting/exports.h"

#include <QLocale>

namespace fe::prompting {

namespace {

constexpr qsizetype kLongestLabel = 200;

} // namespace

void VoteChart::setVote(const evaluation::Vote& vote, const QString& provenance)
{
    m_vote = vote;
    charts::BarData data;
    data.text = { tr("Vote over %1 samples").arg(vote.samples), provenance };
    data.labels.name = tr("answer");
    data.values.name = tr("samples");
    data.values.format = charts::NumberFormat::Integer;
    data.high = 1;
    for (std::size_t i = 0; i < vote.counts.size(); ++i) {
        const evaluation::VoteCount& count = vote.counts[i];
        const bool wins = vote.tied ? count.count == vote.counts.front().count : i == 0;
        const QString answer
            = QString::fromStdString(count.answer).simplified().left(kLongestLabel);
        charts::BarRow row;
        row.label
            = wins ? (vote.tied ? QStringLiteral("= ") : QStringLiteral("★ ")) + answer : answer;
        row.value = static_cast<double>(count.count);
        row.toolTip = tr("%1 of those that answered; click to select them")
                          .arg(charts::numberText(count.share, charts::NumberFormat::Percent));
        row.series = wins ? -1 : 7;
        data.high = std::max(data.high, row.value);
        data.rows.append(row);
    }
    setData(data);
}

QByteArray VoteChart::csv() const
{
    std::string out = "answer,count,share,samples\n";
    for (const evaluation::VoteCount& count : m_vote.counts) {
        out += csvField(count.answer) + ',' + std::to_string(count.count) + ','
            + numberText(count.share) + ',';
        const char* space = "";
        for (const std::size_t sample : count.samples) {
            out += space + std::to_string(sample + 1);
            space = " ";
        }
        out += '\n';
    }
    return QByteArray::fromStdString(out);
}

} // namespace fe::prompting
