// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_examples_model.h"

#include "widgets/plain_tool_tip.h"

#include <QFont>
#include <QLocale>

#include <cmath>

namespace fe::prompting {

namespace {

constexpr qsizetype kLongestCell = 200; // characters shown; the tool tip has more
constexpr qsizetype kLongestToolTip = 2000;

QString oneLine(const std::string& text)
{
    return QString::fromStdString(text).simplified().left(kLongestCell);
}

} // namespace

void SweepExamplesModel::setView(const SweepViewPtr& view, evaluation::SweepScoring scoring)
{
    const evaluation::SweepSummary* summary = view ? view->summary(scoring) : nullptr;
    const bool grows = m_summary != nullptr && summary != nullptr && scoring == m_scoring
        && view->key() == m_view->key()
        && summary->judgements.size() >= m_summary->judgements.size();
    if (grows) {
        const auto before = static_cast<int>(m_summary->judgements.size());
        const auto now = static_cast<int>(summary->judgements.size());
        if (now > before) {
            beginInsertRows({}, before, now - 1);
        }
        m_view = view;
        m_summary = summary;
        if (now > before) {
            endInsertRows();
        }
        return;
    }
    beginResetModel();
    m_view = summary != nullptr ? view : nullptr;
    m_summary = summary;
    m_scoring = scoring;
    m_fields.clear();
    if (m_view) {
        const evaluation::SweepPlan& plan = m_view->sweep.plan();
        m_answer = plan.table.column(plan.prompt.answerField).value_or(0);
        for (std::size_t column = 0; column < plan.table.columns.size(); ++column) {
            if (column != m_answer) {
                m_fields.push_back(column);
            }
        }
    }
    endResetModel();
}

void SweepExamplesModel::setNumbers(Numbers numbers)
{
    m_numbers = numbers;
    if (rowCount() > 0 && columnCount() > firstLabel()) {
        Q_EMIT dataChanged(index(0, firstLabel()), index(rowCount() - 1, columnCount() - 1));
    }
}

const evaluation::SweepJudgement& SweepExamplesModel::judgement(int row) const
{
    return m_summary->judgements[static_cast<std::size_t>(row)];
}

const evaluation::SweepCell& SweepExamplesModel::cell(int row) const
{
    return (*m_view->sweep.cells)[judgement(row).cell];
}

void SweepExamplesModel::retranslate()
{
    if (columnCount() > 0) {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

int SweepExamplesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_summary == nullptr
        ? 0
        : static_cast<int>(m_summary->judgements.size());
}

int SweepExamplesModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || m_summary == nullptr) {
        return 0;
    }
    const bool scored = m_scoring != evaluation::SweepScoring::Generated;
    return firstLabel() + (scored ? static_cast<int>(m_view->sweep.plan().labels.size()) : 1);
}

bool SweepExamplesModel::isNumber(int column) const
{
    return column <= Seed
        || (column >= firstLabel() && m_scoring != evaluation::SweepScoring::Generated);
}

const std::string& SweepExamplesModel::cellText(int row, std::size_t column) const
{
    return m_view->sweep.plan().table.rows[cell(row).query][column];
}

QVariant SweepExamplesModel::valueOf(int row, int column) const
{
    switch (column) {
    case Row:
        return qulonglong(cell(row).query) + 1;
    case Shots:
        return qlonglong(cell(row).shots);
    case Seed:
        return qulonglong(cell(row).seed);
    default:
        break;
    }
    if (column < firstLabel() || m_scoring == evaluation::SweepScoring::Generated) {
        return textOf(row, column);
    }
    const auto label = static_cast<std::size_t>(column - firstLabel());
    const std::vector<double>& numbers
        = m_numbers == Numbers::Probability ? judgement(row).probabilities : judgement(row).scores;
    return label < numbers.size() ? numbers[label] : std::nan("");
}

QString SweepExamplesModel::textOf(int row, int column) const
{
    if (column == Truth) {
        return QString::fromStdString(cellText(row, m_answer));
    }
    if (column == Prediction) {
        return judgement(row).answered ? QString::fromStdString(judgement(row).answer)
                                       : tr("(no answer)");
    }
    return QString::fromStdString(column < firstLabel() ? cellText(
                                      row, m_fields[static_cast<std::size_t>(column - FirstField)])
                                                        : cell(row).generated);
}

QVariant SweepExamplesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || m_summary == nullptr) {
        return {};
    }
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        if (column <= Seed) {
            return valueOf(row, column).toString();
        }
        if (isNumber(column)) {
            const double number = valueOf(row, column).toDouble();
            return std::isfinite(number) ? QLocale().toString(number, 'f', 3) : QStringLiteral("−");
        }
        return textOf(row, column).simplified().left(kLongestCell);
    case Qt::ToolTipRole:
        return isNumber(column)
            ? QVariant()
            : QVariant(widgets::plainToolTip(textOf(row, column).left(kLongestToolTip)));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole: {
        QFont font;
        font.setBold(column == Prediction && !judgement(row).correct);
        return font.bold() ? QVariant(font) : QVariant();
    }
    case Qt::AccessibleTextRole:
        return column == Prediction && !judgement(row).correct
            ? QVariant(tr("%1, wrong").arg(textOf(row, column)))
            : QVariant();
    case SortRole:
        return valueOf(row, column);
    case WrongRole:
        return !judgement(row).correct;
    case ShotsRole:
        return qlonglong(cell(row).shots);
    default:
        return {};
    }
}

QVariant SweepExamplesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || m_summary == nullptr
        || section >= columnCount()) {
        return {};
    }
    switch (section) {
    case Row:
        return tr("row");
    case Shots:
        return tr("shots");
    case Seed:
        return tr("seed");
    case Truth:
        return tr("truth");
    case Prediction:
        return tr("prediction");
    default:
        break;
    }
    const evaluation::SweepPlan& plan = m_view->sweep.plan();
    if (section < firstLabel()) {
        return oneLine(
            plan.table.columns[m_fields[static_cast<std::size_t>(section - FirstField)]]);
    }
    return m_scoring == evaluation::SweepScoring::Generated
        ? tr("written")
        : oneLine(plan.labels[static_cast<std::size_t>(section - firstLabel())]);
}

SweepExamplesFilter::SweepExamplesFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SweepExamplesModel::SortRole);
}

void SweepExamplesFilter::setOnlyWrong(bool only)
{
    m_onlyWrong = only;
    invalidateFilter();
}

void SweepExamplesFilter::setShots(std::optional<std::int64_t> shots)
{
    if (shots != m_shots) {
        m_shots = shots;
        invalidateFilter();
    }
}

bool SweepExamplesFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return (!m_onlyWrong || index.data(SweepExamplesModel::WrongRole).toBool())
        && (!m_shots || index.data(SweepExamplesModel::ShotsRole).toLongLong() == *m_shots);
}

} // namespace fe::prompting
