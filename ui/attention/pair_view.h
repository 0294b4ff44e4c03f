// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace fe::charts {
class ChartPicture;
class ExportButton;
class MatrixChart;
class PatchCanvas;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class PairTracer;

/// What makes a picture and a text alike for a dual encoder: the patches that speak for the text
/// and the tokens that speak for the picture, traced back in both towers.
class PairView : public QWidget
{
    Q_OBJECT
public:
    explicit PairView(AttentionState& state, QWidget* parent = nullptr);

    /// To be called when it is seen; the pass must have read both. Computes what is neither shown
    /// nor on its way.
    void refresh();
    /// What is on its way is of no more interest.
    void stop();
    void retranslate();
    /// Leaves the first token of the text out, which may outshine the others.
    void setWithoutFirst(bool without);
    /// Of the picture; null if there is nothing to see.
    [[nodiscard]] const charts::ChartPicture* chart() const;

private:
    void show();

    AttentionState& m_state;
    PairTracer* m_tracer;
    bool m_withoutFirst = false;
    QStackedWidget* m_stack;
    QWidget* m_page;
    QLabel* m_picturesCaption;
    charts::PatchCanvas* m_canvas;
    charts::ExportButton* m_exportCanvas;
    QLabel* m_tokensCaption;
    charts::MatrixChart* m_tokens;
    charts::ExportButton* m_exportTokens;
    QLabel* m_hint;
};

} // namespace fe::attention
