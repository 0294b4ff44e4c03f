// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"

#include <QFrame>
#include <QJsonObject>
#include <QTimer>

class QCheckBox;
class QLabel;
class QStackedWidget;

namespace fe::charts {
class ChartPicture;
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::attention {

class AttentionState;
class LinesView;
class PatchesView;
class RelevanceView;
struct ExaminedAttention;

/// The selected heads in detail: the same selection as lines, as a matrix, as what one token looks
/// at and is looked at by through all layers, as flow to the input, and as where a prediction comes
/// from or where in the picture a token looks.
class DetailCard : public QFrame
{
    Q_OBJECT
public:
    explicit DetailCard(AttentionState& state, QWidget* parent = nullptr);

    /// What is seen; null if that is no chart.
    [[nodiscard]] const charts::ChartPicture* chart() const;
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void failed(const fe::base::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// Origin: relevance of a text's tokens, patches of a picture.
    enum View { Lines, Matrix, LooksAt, SeenBy, Rollout, Flow, Origin, kViews };

    void build();
    void refresh();
    void show();
    void showLines(const ExaminedAttention& attention);
    void showMatrix(const ExaminedAttention& attention);
    void showToken(const ExaminedAttention& attention);
    void showRollout(const ExaminedAttention& attention);
    void computeFlow(const ExaminedAttention& attention);
    void showFlow(const ExaminedAttention& attention, const std::vector<double>& flow, int target);
    void showOrigin(const ExaminedAttention& attention);
    void nameOrigin();
    /// The selected token, else the last.
    [[nodiscard]] int queryOrLast(const ExaminedAttention& attention) const;
    [[nodiscard]] QString headsText() const;
    [[nodiscard]] QString provenance() const;
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QTimer m_refresh;
    QLabel* m_title;
    widgets::SegmentedControl* m_views;
    QCheckBox* m_withoutSink;
    QStackedWidget* m_stack;
    LinesView* m_lines;
    charts::MatrixChart* m_matrix;
    charts::MatrixChart* m_table; ///< token, rollout and flow
    RelevanceView* m_relevance;
    PatchesView* m_patches;
    charts::ExportButton* m_exportLines;
    charts::ExportButton* m_exportMatrix;
    charts::ExportButton* m_exportTable;
    QLabel* m_hint;
};

} // namespace fe::attention
