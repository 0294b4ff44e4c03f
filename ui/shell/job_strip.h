// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace fe::shell {

/// The bottom of the window: the job that runs, how far it is, and Cancel; how many wait; else the
/// last message. Looks at the jobs 10 times a second while there are any, and never otherwise.
class JobStrip : public QFrame
{
    Q_OBJECT
public:
    explicit JobStrip(jobs::JobRunner& runner, QWidget* parent = nullptr);

    void showMessage(const QString& text);
    [[nodiscard]] bool isPolling() const { return m_poll.isActive(); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void jobsChanged();
    void refresh();
    void retranslate();

    jobs::JobRunner& m_runner;
    QTimer m_poll;
    QLabel* m_message;
    QLabel* m_title;
    QProgressBar* m_bar;
    QLabel* m_progress;
    QPushButton* m_cancel;
    QLabel* m_waiting;
    quint64 m_shownJob = 0;
};

} // namespace fe::shell
