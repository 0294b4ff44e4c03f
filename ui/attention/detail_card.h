// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/detail_matrices.h"
#include "attention/matrix_job.h"
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
class FlowViews;
class LinesView;

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
    void connectAll();
    void refresh();
    void show();
    void showLines(const DetailQuestion& question);
    void showMatrix(const DetailQuestion& question);
    void showToken(const DetailQuestion& question);
    /// What is looked at from now on, once it is there: until then the last picture stays.
    void showPage(QWidget* page, const QString& title);
    void showHint(const QString& text);
    void sayStopped();
    /// What was on its way for the views that are not asked for any more.
    void stopOthers();
    void nameOrigin();
    [[nodiscard]] DetailQuestion question() const;
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_linesJob;
    QTimer m_refresh;
    QLabel* m_title;
    BusyMark* m_busy;
    widgets::SegmentedControl* m_views;
    QCheckBox* m_withoutSink;
    QStackedWidget* m_stack;
    LinesView* m_lines;
    charts::MatrixChart* m_matrix;
    charts::MatrixChart* m_table; ///< of one token
    FlowViews* m_flows;
    charts::ExportButton* m_exportLines;
    charts::ExportButton* m_exportMatrix;
    charts::ExportButton* m_exportTable;
    QLabel* m_hint;
    MatrixJob m_matrixJob;
    MatrixJob m_tableJob;
};

} // namespace fe::attention
