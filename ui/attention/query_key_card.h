// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/query_key_detail.h"
#include "attention/head_grid_layout.h"
#include "jobs/job_runner.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;

/// Why the selected heads look from one token at another: what each dimension of query times key
/// adds to the score before the softmax.
class QueryKeyCard : public QWidget
{
    Q_OBJECT
public:
    explicit QueryKeyCard(AttentionState& state, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct HeadDetail {
        HeadId head;
        analysis::QueryKeyDetail detail;
    };
    using Details = std::vector<HeadDetail>;

    void refresh();
    void compute();
    void showDetails(const Details& details, int query, int key);
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QTimer m_refresh;
    QLabel* m_text;
    charts::MatrixChart* m_chart;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
