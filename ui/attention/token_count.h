// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "jobs/job_runner.h"

#include <QLabel>

namespace fe::attention {

/// "4.2 KB", of memory that attention takes.
[[nodiscard]] QString captureText(quint64 bytes);

/// How many tokens an input has and what the attention of every head over them will take.
class TokenCount : public QLabel
{
    Q_OBJECT
public:
    explicit TokenCount(jobs::JobRunner& runner, QWidget* parent = nullptr);

    /// Shows nothing where the input cannot be read. @param subject must have a model.
    void count(const Subject& subject);

private:
    struct Count {
        qint64 tokens = 0;
        quint64 bytes = 0; ///< of the captures
    };
    [[nodiscard]] static base::Result<Count> countOf(const Subject& subject,
                                                     const base::CancelToken& cancel);
    void showCount(const Count& count);

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
};

} // namespace fe::attention
