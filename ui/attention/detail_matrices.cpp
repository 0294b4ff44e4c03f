// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/detail_matrices.h"

#include "analysis/token_flow.h"
#include "attention/head_means.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <limits>

namespace fe::attention {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr int kNamedHeads = 6;
constexpr float kLeastLine = 0.02F; // weights below are hardly to be seen

/// The texts belong to the card that shows the tables.
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::attention::DetailCard)
};

void shareValues(charts::MatrixData& matrix, std::vector<float> values)
{
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
}

/// The mean over a layer's heads of the weights from, or to, one token.
void addLayer(const models::AttentionCapture& capture, std::int64_t layer, TokenSide side,
              int token, std::span<float> out)
{
    const models::AttentionInfo& info = capture.info();
    std::vector<float> row(static_cast<std::size_t>(info.keys));
    for (std::int64_t head = 0; head < info.heads; ++head) {
        if (side == TokenSide::LooksAt) {
            capture.row(layer, head, token, row);
            std::transform(row.begin(), row.end(), out.begin(), out.begin(), std::plus<>());
            continue;
        }
        for (std::size_t query = 0; query < out.size(); ++query) {
            out[query] += capture.value(layer, head, static_cast<std::int64_t>(query), token);
        }
    }
    for (float& weight : out) {
        weight /= static_cast<float>(info.heads);
    }
}

void nameToken(charts::ChartText& text, const DetailQuestion& question, TokenSide side, int token)
{
    const ExaminedAttention& attention = question.attention();
    const bool looksAt = side == TokenSide::LooksAt;
    const QString name = looksAt || attention.info().kind == models::AttentionKind::Self
        ? attention.queries.value(token)
        : attention.keys.value(token);
    text.title = looksAt ? Texts::tr("What “%1” (position %2) looks at").arg(name).arg(token)
                         : Texts::tr("Who looks at “%1” (position %2)").arg(name).arg(token);
    text.provenance
        = Texts::tr("%1 · %2 · mean over heads")
              .arg(question.examination->subject.model->name, attentionTitle(attention.info()));
}

} // namespace

int DetailQuestion::queryOrLast() const
{
    return query >= 0 ? query : static_cast<int>(attention().info().queries) - 1;
}

QString DetailQuestion::headsText() const
{
    QStringList names;
    for (const HeadId head : heads) {
        names.append(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
    }
    const QString list = names.mid(0, kNamedHeads).join(QStringLiteral(", "));
    return names.size() > kNamedHeads
        ? Texts::tr("%1 and %2 more").arg(list).arg(names.size() - kNamedHeads)
        : list;
}

QString DetailQuestion::provenance() const
{
    return Texts::tr("%1 · %2 · heads %3")
        .arg(examination->subject.model->name, attentionTitle(attention().info()), headsText());
}

base::Result<LinesData> linesData(const DetailQuestion& question, const base::CancelToken& cancel)
{
    const ExaminedAttention& attention = question.attention();
    LinesData data { { Texts::tr("Attention"), question.provenance() },
                     attention.queries,
                     attention.keys,
                     linesOf(attention.capture, question.heads, kLeastLine,
                             question.withoutFirst ? 1 : 0, cancel),
                     {} };
    for (const HeadId head : question.heads) {
        data.heads.append(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
    }
    if (cancel.isCancelled()) {
        return base::cancelled(); // incomplete
    }
    return data;
}

base::Result<charts::MatrixData> headMatrix(const DetailQuestion& question,
                                            const base::CancelToken& cancel)
{
    const ExaminedAttention& attention = question.attention();
    const models::AttentionInfo& info = attention.info();
    FE_TRY(std::vector<float> values, meanOfHeads(attention.capture, question.heads, cancel));
    for (std::int64_t query = 0; query < info.queries; ++query) {
        float* row = values.data() + query * info.keys;
        if (question.withoutFirst) {
            row[0] = kNothing;
        }
        if (info.causal) { // what a query may not see is no 0, it is nothing
            std::fill(row + query + 1, row + info.keys, kNothing);
        }
    }
    charts::MatrixData matrix;
    matrix.text = { Texts::tr("Attention"), question.provenance() };
    matrix.rowAxis.name = Texts::tr("query");
    matrix.columnAxis.name = Texts::tr("key");
    matrix.valueAxis.name = Texts::tr("weight");
    matrix.rows = attention.queries;
    matrix.columns = attention.keys;
    shareValues(matrix, std::move(values));
    return matrix;
}

base::Result<charts::MatrixData> tokenMatrix(const DetailQuestion& question, TokenSide side,
                                             const base::CancelToken& cancel)
{
    const ExaminedAttention& attention = question.attention();
    const models::AttentionInfo& info = attention.info();
    const bool looksAt = side == TokenSide::LooksAt;
    const int token = std::min(question.queryOrLast(),
                               static_cast<int>(looksAt ? info.queries : info.keys) - 1);
    const auto columns = static_cast<std::size_t>(looksAt ? info.keys : info.queries);
    charts::MatrixData matrix;
    std::vector<float> values(static_cast<std::size_t>(info.layers) * columns);
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const auto row
            = std::span(values).subspan(static_cast<std::size_t>(layer) * columns, columns);
        addLayer(attention.capture, layer, side, token, row);
        if (info.causal) { // never seen: no number
            const auto unseen = looksAt ? row.subspan(static_cast<std::size_t>(token) + 1)
                                        : row.first(static_cast<std::size_t>(token));
            std::ranges::fill(unseen, kNothing);
        }
        if (question.withoutFirst && looksAt) {
            row.front() = kNothing;
        }
        matrix.rows.append(QString::number(layer));
    }
    nameToken(matrix.text, question, side, token);
    matrix.rowAxis.name = Texts::tr("layer");
    matrix.columnAxis.name = looksAt ? Texts::tr("key") : Texts::tr("query");
    matrix.valueAxis.name = Texts::tr("weight");
    matrix.columns = looksAt ? attention.keys : attention.queries;
    shareValues(matrix, std::move(values));
    return matrix;
}

base::Result<charts::MatrixData> rolloutMatrix(const DetailQuestion& question)
{
    const ExaminedAttention& attention = question.attention();
    charts::MatrixData matrix;
    matrix.text
        = { Texts::tr("Rollout: how much each token reaches each position after the last layer"),
            Texts::tr("%1 · %2 · Abnar & Zuidema 2020, half residual")
                .arg(question.examination->subject.model->name, attentionTitle(attention.info())) };
    matrix.rowAxis.name = Texts::tr("position");
    matrix.columnAxis.name = Texts::tr("input");
    matrix.valueAxis.name = Texts::tr("share");
    matrix.rows = attention.queries;
    matrix.columns = attention.keys;
    // The pass has the numbers; they are shared, not copied.
    matrix.values = { question.examination, &attention.scores.rollout };
    return matrix;
}

base::Result<charts::MatrixData> flowMatrix(const DetailQuestion& question,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress)
{
    const ExaminedAttention& attention = question.attention();
    const int target = question.queryOrLast();
    FE_TRY(const std::vector<double> flow,
           analysis::tokenFlow(attention.capture, target, cancel, progress));
    charts::MatrixData matrix;
    matrix.text = {
        Texts::tr("Flow to “%1” (position %2)").arg(attention.queries.value(target)).arg(target),
        Texts::tr("%1 · %2 · maximum flow and rollout, Abnar & Zuidema 2020")
            .arg(question.examination->subject.model->name, attentionTitle(attention.info()))
    };
    matrix.columnAxis.name = Texts::tr("input");
    matrix.valueAxis.name = Texts::tr("flow");
    matrix.rows = { Texts::tr("maximum flow"), Texts::tr("rollout") };
    matrix.columns = attention.keys;
    std::vector<float> values(flow.begin(), flow.end());
    const auto keys = static_cast<std::ptrdiff_t>(attention.info().keys);
    const auto row = attention.scores.rollout.begin() + target * keys;
    values.insert(values.end(), row, row + keys);
    shareValues(matrix, std::move(values));
    return matrix;
}

} // namespace fe::attention
