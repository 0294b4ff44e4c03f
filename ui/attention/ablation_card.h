// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/ablation.h"
#include "attention/examination.h"
#include "jobs/job_runner.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QTableWidget;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;

/// Switches heads, layers and MLPs off and shows what becomes of the prediction after the selected
/// token (or the last), and on request what every head is worth.
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
    using BaselinePtr = std::shared_ptr<const analysis::AblationBaseline>;
    struct Answer {
        BaselinePtr baseline;
        analysis::Ablation ablation;
    };

    void build();
    void toggleHeads();
    void toggle(QSet<int>& layers);
    void allOn();
    void examinationChanged();
    void refresh();
    void compute();
    void computeImportance();
    void showAnswer(const Answer& answer);
    void showImportance(const analysis::HeadImportance& importance, const ExaminationPtr& of,
                        int position);
    void showKnockout();
    /// Why nothing can be ablated; empty if something can.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] analysis::Knockout knockout() const;
    [[nodiscard]] analysis::AblationQuestion question() const;
    /// The stack that gives logits is the one that is looked at.
    [[nodiscard]] bool looksAtLogits() const;
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    jobs::JobHandle m_importanceJob;
    QTimer m_refresh;
    BaselinePtr m_baseline;
    ExaminationPtr m_baselineOf;
    std::optional<std::int64_t> m_baselinePosition;
    std::optional<models::TokenId> m_target; ///< whose log-probability is followed
    std::optional<models::TokenId> m_baselineTarget;
    QSet<int> m_layersOff;
    QSet<int> m_mlpsOff;
    std::vector<models::TokenId> m_rows; ///< tokens of the table

    QPushButton* m_heads;
    QPushButton* m_layers;
    QPushButton* m_mlps;
    QPushButton* m_reset;
    QLabel* m_off;
    QTableWidget* m_table;
    QLabel* m_effect;
    QPushButton* m_every;
    charts::MatrixChart* m_importance;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
