// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace fe::jobs {
class JobRunner;
}
namespace fe::workspace {
class Workspace;
}

namespace fe::prompting {

/// Stands where the answer will be and says what is missing: a model at all, or one that writes.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// Follows the workspace: no model, loading, ready. Both outlive this widget.
    void follow(workspace::Workspace& workspace, jobs::JobRunner& runner);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void showNoModel();
    void showProgress();

    workspace::Workspace* m_workspace = nullptr;
    jobs::JobRunner* m_runner = nullptr;
    QTimer m_poll;
    QLabel* m_headline;
    QLabel* m_text;
    QProgressBar* m_progress;
    QPushButton* m_choose;
    QPushButton* m_back;
};

} // namespace fe::prompting
