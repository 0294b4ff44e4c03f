// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QFrame>
#include <QJsonObject>
#include <QList>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::scaling_tab {

class DataTableModel;
class FitTableModel;
class RefusedModel;
class ScalingState;

/// Under the plot: the fitted parameters, the rows themselves, and what of a file was refused.
class DetailCard : public QFrame
{
    Q_OBJECT
public:
    DetailCard(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    [[nodiscard]] QList<QAction*> paletteActions() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Page { FitsPage, DataPage, RefusedPage };

    void build();
    void connectParts();
    [[nodiscard]] QTableView* addTable(const char* name);
    void showFits();
    void showRows();
    void showRefused();
    void showSelected();
    void showButtons();
    void copy() const;
    void save();
    void saveFit();
    void openFitFile();
    void retranslate();

    ScalingState& m_state;
    widgets::SegmentedControl* m_pages = nullptr;
    QStackedWidget* m_stack = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    QLabel* m_status = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_open = nullptr;
    FitTableModel* m_fits;
    DataTableModel* m_rows;
    RefusedModel* m_refused;
    QTableView* m_fitTable = nullptr;
    QTableView* m_rowTable = nullptr;
    QTableView* m_refusedTable = nullptr;
    QAction* m_openAction = nullptr;
    QAction* m_saveAction = nullptr;
    bool m_showing = false;
};

} // namespace fe::scaling_tab
