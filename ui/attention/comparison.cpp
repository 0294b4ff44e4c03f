// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/comparison.h"

#include "attention/head_means.h"
#include "attention/matrix_job.h"

#include <QCoreApplication>

#include <cmath>

namespace fe::attention {

namespace {

using Values = std::shared_ptr<const std::vector<float>>;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::attention::CompareCard)
};

base::Result<Values> meanOf(const ComparisonQuestion::Side& side, const QList<HeadId>& heads,
                            const base::CancelToken& cancel)
{
    FE_TRY(std::vector<float> mean, meanOfHeads(side.attention->capture, heads, cancel));
    return std::make_shared<const std::vector<float>>(std::move(mean));
}

base::Result<charts::ColoredMatrixPtr> sideMatrix(const ComparisonQuestion::Side& side,
                                                  const Values& values,
                                                  const base::CancelToken& cancel)
{
    charts::MatrixData matrix;
    matrix.text = { side.name, attentionTitle(side.attention->info()) };
    matrix.rowAxis.name = side.name;
    matrix.valueAxis.name = Texts::tr("weight");
    matrix.rows = side.attention->queries;
    matrix.columns = side.attention->keys;
    matrix.range = charts::ValueRange { 0, 1, false };
    matrix.values = values;
    return coloredMatrix(std::move(matrix), cancel);
}

base::Result<charts::ColoredMatrixPtr> differenceMatrix(const ComparisonQuestion& question,
                                                        std::vector<float> values,
                                                        const base::CancelToken& cancel)
{
    charts::MatrixData matrix;
    matrix.text = { Texts::tr("Difference of the two passes"),
                    Texts::tr("%1 minus %2")
                        .arg(question.a.examination->subject.model->name,
                             question.b.examination->subject.model->name) };
    matrix.rowAxis.name = Texts::tr("A minus B");
    matrix.valueAxis.name = Texts::tr("difference");
    matrix.palette = charts::Palette::Diverging;
    matrix.rows = question.a.attention->queries;
    matrix.columns = question.a.attention->keys;
    matrix.range = charts::symmetricRangeOf(values);
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    return coloredMatrix(std::move(matrix), cancel);
}

} // namespace

base::Result<Comparison> compared(const ComparisonQuestion& question,
                                  const base::CancelToken& cancel)
{
    FE_TRY(const Values a, meanOf(question.a, question.heads, cancel));
    FE_TRY(const Values b, meanOf(question.b, question.heads, cancel));
    Comparison result;
    FE_TRY(result.a, sideMatrix(question.a, a, cancel));
    FE_TRY(result.b, sideMatrix(question.b, b, cancel));
    const models::AttentionInfo& first = question.a.attention->info();
    const models::AttentionInfo& second = question.b.attention->info();
    if (first.queries != second.queries || first.keys != second.keys) {
        return result;
    }
    std::vector<float> difference(a->size());
    double sum = 0;
    for (std::size_t i = 0; i < difference.size(); ++i) {
        difference[i] = (*a)[i] - (*b)[i];
        sum += std::abs(double { (*a)[i] } - double { (*b)[i] });
    }
    result.distance = sum / 2 / static_cast<double>(first.queries);
    FE_TRY(result.difference, differenceMatrix(question, std::move(difference), cancel));
    return result;
}

} // namespace fe::attention
