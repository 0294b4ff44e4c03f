// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/ablation_run.h"
#include "jobs/job_runner.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QTableWidget;

namespace fe::attention {

class AttentionState;
class ImportanceMap;
class KnockoutBar;
class PlaceBox;

/// Switches heads, layers and MLPs off and shows what becomes of the prediction at the selected
/// token (or where the text asks for one), of encoders that predict nothing of their output vector;
/// and on request what every head is worth.
class AblationCard : public QWidget
{
    Q_OBJECT
public:
    explicit AblationCard(AttentionState& state, QWidget* parent = nullptr);

Q_SIGNALS:
    void failed(const fe::base::Error& error);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Answer {
        BaselinePtr baseline;
        analysis::Ablation ablation;
    };
    /// What a baseline was read for.
    struct Asked {
        ExaminationPtr examination;
        std::optional<std::int64_t> position;
        std::optional<models::TokenId> target;
        bool operator==(const Asked&) const = default;
    };

    void build();
    void connectParts();
    void examinationChanged();
    void refresh();
    void compute();
    void showAnswer(const analysis::Ablation& ablation);
    void showTokens(const analysis::Ablation& ablation);
    void clearAnswer();
    /// Why nothing can be ablated; empty if something can.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] analysis::AblationQuestion question() const;
    /// Heads of the attention that is shown are those that are switched off here.
    [[nodiscard]] bool looksAtTheEnd() const;
    [[nodiscard]] bool predicts() const;
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QTimer m_refresh;
    BaselinePtr m_baseline;
    Asked m_baselineOf;
    std::optional<models::TokenId> m_target; ///< whose log-probability is followed
    std::vector<models::TokenId> m_rows; ///< tokens of the table

    KnockoutBar* m_knockout;
    PlaceBox* m_place;
    QTableWidget* m_table;
    QLabel* m_effect;
    ImportanceMap* m_importance;
};

} // namespace fe::attention
