// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/ablation_run.h"
#include "jobs/job_runner.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

/// On request what every head is worth: each off in turn, as a map of layers by heads.
class ImportanceMap : public QWidget
{
    Q_OBJECT
public:
    /// What is measured.
    struct Subject {
        ExaminationPtr examination;
        analysis::AblationQuestion question;
        QString place; ///< "after “the” (position 4)"
    };

    explicit ImportanceMap(jobs::JobRunner& runner, QWidget* parent = nullptr);

    /// What the next press measures; nothing: it cannot be pressed. The map that is shown stays.
    void setSubject(std::optional<Subject> subject);
    /// Another pass: nothing is shown, nothing goes on.
    void clear();
    void retranslate();

Q_SIGNALS:
    void failed(const fe::base::Error& error);
    void headActivated(int layer, int head);

private:
    void compute();
    void showImportance(const analysis::HeadImportance& importance, const Subject& subject);

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    std::optional<Subject> m_subject;
    QPushButton* m_every;
    charts::MatrixChart* m_chart;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
