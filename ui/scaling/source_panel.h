// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace fe::scaling_tab {

class ScalingState;
class SourceListModel;

/// The data browser: choosing a row opens its table.
class SourcePanel : public QWidget
{
    Q_OBJECT
public:
    SourcePanel(ScalingState& state, QWidget* parent);

Q_SIGNALS:
    void fileWanted(); ///< "Open…"

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void openRow(int row);
    void showSource();
    void showOpening();
    void editImport();
    void retranslate();

    ScalingState& m_state;
    SourceListModel* m_model;
    QLabel* m_title;
    QTableView* m_list;
    QLabel* m_about;
    QPushButton* m_open;
    QPushButton* m_import;
    QPushButton* m_forget;
    QWidget* m_opening;
    QLabel* m_openingText;
    QPushButton* m_cancel;
};

} // namespace fe::scaling_tab
