// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/lens_model.h"
#include "jobs/job_runner.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::attention {

class AttentionState;
class FileSaver;

/// The logit lens: what each layer would say next at each position.
class LensCard : public QWidget
{
    Q_OBJECT
public:
    explicit LensCard(AttentionState& state, QWidget* parent = nullptr);

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    /// Null while there is none.
    [[nodiscard]] const LensTablePtr& lens() const { return m_model.table(); }
    /// Writes the table as CSV in a job; nothing while there is none.
    void saveTable(const QString& path);
    /// Null, as at first: no files are written. Must outlive the card.
    void setSaver(FileSaver* saver);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void refresh();
    void compute();
    void showHint(const QString& text);
    void exportTable();
    void showSaving(int change);
    void retranslate();

    AttentionState& m_state;
    FileSaver* m_saver = nullptr;
    int m_saving = 0; ///< files being written
    jobs::JobHandle m_job;
    ExaminationPtr m_computed; ///< whose lens is shown
    LensModel m_model;
    QLabel* m_title;
    widgets::SegmentedControl* m_colours;
    QPushButton* m_export;
    QStackedWidget* m_stack;
    QTableView* m_table;
    QLabel* m_hint;
};

} // namespace fe::attention
