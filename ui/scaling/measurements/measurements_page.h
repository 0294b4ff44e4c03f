// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_table_model.h"
#include "scaling/measurements/measurement_store.h"
#include "scaling/scaling_page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::scaling_tab {

/// What the user measured in the Prompt and Vision tabs: a table like any other, which can be
/// plotted and fitted.
class MeasurementsPage : public ScalingPage
{
    Q_OBJECT
public:
    MeasurementsPage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;

    [[nodiscard]] const MeasurementStore& store() const { return m_store; }
    /// Opens them as the table of the Plot page, and shows it.
    void plot();
    /// Without asking. @param rows of the table.
    void remove(const std::vector<std::size_t>& rows) { m_store.remove(rows); }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildHint();
    void connectParts();
    void showMeasurements();
    void showButtons();
    void askToRemove();
    void exportTable();
    void copyTable();
    [[nodiscard]] std::vector<std::size_t> selectedRows() const;
    void retranslate();

    ScalingState& m_state;
    MeasurementStore m_store;
    DataTableModel m_model;
    widgets::MessageBanner* m_banner = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_title = nullptr;
    QPushButton* m_plot = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_remove = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_hintHeadline = nullptr;
    QLabel* m_hintText = nullptr;
    QPushButton* m_reload = nullptr;
    QAction* m_plotAction = nullptr;
};

} // namespace fe::scaling_tab
