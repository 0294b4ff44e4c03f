// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/detail_matrices.h"
#include "attention/matrix_job.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace fe::charts {
class ChartPicture;
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class PatchesView;
class RelevanceView;

/// How the input reaches a token through all layers: rollout and maximum flow, and where a
/// prediction comes from or where in the picture a token looks.
class FlowViews : public QWidget
{
    Q_OBJECT
public:
    /// Origin: relevance of a text's tokens, patches of a picture.
    enum class View { Rollout, Flow, Origin };

    explicit FlowViews(AttentionState& state, QWidget* parent = nullptr);

    /// To be called when it is seen and the question changed. ready() follows, unless what was
    /// asked for is stopped before.
    void show(View view, const DetailQuestion& question);
    /// What is on its way is of no more interest.
    void stop();
    /// Null if there is nothing to see.
    [[nodiscard]] const charts::ChartPicture* chart() const;
    /// "Save" of the tables; belongs into the header of the card.
    [[nodiscard]] charts::ExportButton* exportButton() const { return m_export; }
    [[nodiscard]] bool showsTable() const;
    [[nodiscard]] const QString& title() const { return m_title; }
    void retranslate();

Q_SIGNALS:
    /// There is something to see.
    void ready();
    void titleChanged(const QString& title);
    void busyChanged(bool busy);

private:
    void showTable(View view, const DetailQuestion& question);
    void showOrigin(const DetailQuestion& question);
    void showHint(const QString& text);
    void setTitle(const QString& title);

    AttentionState& m_state;
    QStackedWidget* m_stack;
    charts::MatrixChart* m_table; ///< rollout and flow
    charts::ExportButton* m_export;
    RelevanceView* m_relevance;
    PatchesView* m_patches;
    QLabel* m_hint;
    MatrixJob m_job;
    View m_view = View::Rollout; ///< that was asked for last
    QString m_title;
};

} // namespace fe::attention
