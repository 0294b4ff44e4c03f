// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sweep/sweep_view.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace fe::prompting {

/// Every prompt of a sweep with its answer: row, shots, seed, the query's fields, truth, prediction
/// and a number a label.
class SweepExamplesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Row, Shots, Seed, Truth, Prediction, FirstField };
    enum Role {
        SortRole = Qt::UserRole, ///< numbers as numbers
        WrongRole, ///< whether it is wrong
        ShotsRole,
    };
    enum class Numbers { LogLikelihood, Probability };

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows are added where the view is the same sweep and has grown. Null: no rows.
    void setView(const SweepViewPtr& view, evaluation::SweepScoring scoring);
    void setNumbers(Numbers numbers);
    [[nodiscard]] const SweepViewPtr& view() const { return m_view; }
    /// @param row of this model.
    [[nodiscard]] const evaluation::SweepCell& cell(int row) const;
    [[nodiscard]] const evaluation::SweepJudgement& judgement(int row) const;
    /// Column of the first label, or of the generated text.
    [[nodiscard]] int firstLabel() const { return FirstField + static_cast<int>(m_fields.size()); }
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QVariant valueOf(int row, int column) const;
    [[nodiscard]] QString textOf(int row, int column) const;
    [[nodiscard]] const std::string& cellText(int row, std::size_t column) const;
    [[nodiscard]] bool isNumber(int column) const;

    SweepViewPtr m_view;
    const evaluation::SweepSummary* m_summary = nullptr; ///< of m_view
    evaluation::SweepScoring m_scoring = evaluation::SweepScoring::Sum;
    std::vector<std::size_t> m_fields; ///< columns of the table without the answer
    std::size_t m_answer = 0; ///< column of the table
    Numbers m_numbers = Numbers::LogLikelihood;
};

/// Only wrong ones, only those of a number of shots.
class SweepExamplesFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit SweepExamplesFilter(QObject* parent = nullptr);
    void setOnlyWrong(bool only);
    void setShots(std::optional<std::int64_t> shots);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    bool m_onlyWrong = false;
    std::optional<std::int64_t> m_shots;
};

} // namespace fe::prompting
