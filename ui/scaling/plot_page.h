// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/scaling_page.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSplitter;
class QToolButton;

namespace fe::charts {
class ExportButton;
class PlotChart;
} // namespace fe::charts

namespace fe::scaling_tab {

class DetailCard;

/// Measurements against scale, and the laws fitted to them.
class PlotPage : public ScalingPage
{
    Q_OBJECT
public:
    PlotPage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* buildPlot();
    void connectParts();
    void showData();
    void showSelected();
    void followView(const QRectF& view);
    void setFlag(bool on);
    void retranslate();

    ScalingState& m_state;
    QLabel* m_title = nullptr;
    QCheckBox* m_joined = nullptr;
    QCheckBox* m_labels = nullptr;
    QPushButton* m_figure = nullptr;
    QToolButton* m_residualButton = nullptr;
    QToolButton* m_whole = nullptr;
    charts::PlotChart* m_chart = nullptr;
    charts::PlotChart* m_residuals = nullptr;
    charts::ExportButton* m_export = nullptr;
    QLabel* m_selected = nullptr;
    DetailCard* m_detail = nullptr;
    QSplitter* m_splitter = nullptr;
    QAction* m_resetAction = nullptr;
    QAction* m_residualAction = nullptr;
    bool m_showing = false;
};

} // namespace fe::scaling_tab
