// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/comparison.h"
#include "jobs/job_runner.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class BusyMark;

/// Two passes side by side: the same heads of both and what differs. The texts or the models may
/// differ.
class CompareCard : public QWidget
{
    Q_OBJECT
public:
    explicit CompareCard(AttentionState& state, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The input as it is now is to be read as the second pass.
    void otherWanted();
    void failed(const fe::base::Error& error);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void show();
    void showHint(const QString& text);
    void compare(const ExaminedAttention& first, const ExaminedAttention& second,
                 const QList<HeadId>& heads);
    void showComparison(const Comparison& comparison);
    void showCharts(bool sides, bool difference);
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QTimer m_refresh;
    QPushButton* m_read;
    QPushButton* m_forget;
    QLabel* m_text;
    BusyMark* m_busy;
    charts::MatrixChart* m_first;
    charts::MatrixChart* m_second;
    charts::MatrixChart* m_difference;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
