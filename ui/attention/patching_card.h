// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/activation_patching.h"
#include "attention/examination.h"
#include "jobs/job_runner.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class PlaceBox;

/// Activation patching: which residual stream of the text brings its answer back into a corrupted
/// text.
class PatchingCard : public QWidget
{
    Q_OBJECT
public:
    explicit PatchingCard(AttentionState& state, QWidget* parent = nullptr);

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Outcome {
        analysis::PatchingMap map;
        QStringList tokens; ///< of the corrupted text
        QString clean; ///< empty: random tokens
        QString corrupted;
        QString place;
    };

    void build();
    void run();
    void showOutcome(const Outcome& outcome);
    void showReady();
    void explain();
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QLabel* m_explanation;
    QLineEdit* m_corrupted;
    QLineEdit* m_answer;
    QLineEdit* m_other;
    PlaceBox* m_place;
    QPushButton* m_run;
    QLabel* m_result;
    charts::MatrixChart* m_chart;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
