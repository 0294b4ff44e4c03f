// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/empty_state.h"

#include "jobs/job_runner.h"
#include "widgets/theme.h"
#include "workspace/model_text.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kPollMs = 100;
constexpr int kProgressSteps = 1000;

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent), m_headline(new QLabel(this)), m_text(new QLabel(this)),
      m_progress(new QProgressBar(this)), m_choose(new QPushButton(this)),
      m_back(new QPushButton(this))
{
    m_headline->setProperty("kind", QStringLiteral("heading"));
    m_text->setProperty("kind", QStringLiteral("secondary"));
    for (QLabel* label : { m_headline, m_text }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(scaled(240));
    m_choose->setObjectName(QStringLiteral("chooseLanguageModel"));
    m_back->setObjectName(QStringLiteral("lastLanguageModel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_choose);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(scaled(8));
    column->addStretch();
    column->addWidget(m_headline);
    column->addWidget(m_text);
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    column->addLayout(buttons);
    column->addStretch();
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &EmptyState::showProgress);
}

void EmptyState::follow(workspace::Workspace& workspace, jobs::JobRunner& runner)
{
    m_workspace = &workspace;
    m_runner = &runner;
    using workspace::Workspace;
    connect(&workspace, &Workspace::loadStarted, this, &EmptyState::refresh);
    connect(&workspace, &Workspace::modelsChanged, this, &EmptyState::refresh);
    connect(&workspace, &Workspace::loadFailed, this, &EmptyState::refresh);
    connect(&workspace, &Workspace::loadCancelled, this, &EmptyState::refresh);
    connect(&workspace, &Workspace::trustNeeded, this, &EmptyState::refresh);
    connect(m_choose, &QPushButton::clicked, this,
            [this] { m_workspace->askForModel(workspace::Role::Language); });
    connect(m_back, &QPushButton::clicked, this,
            [this] { m_workspace->openModel(m_workspace->lastPath(workspace::Role::Language)); });
    refresh();
}

void EmptyState::refresh()
{
    if (m_workspace == nullptr) {
        return;
    }
    const bool loading = m_workspace->isLoading();
    const bool ready = m_workspace->languageModel() != nullptr;
    m_progress->setVisible(loading && !ready);
    m_progress->setAccessibleName(tr("Loading the model"));
    const QString last = m_workspace->lastPath(workspace::Role::Language);
    m_choose->setText(tr("Choose a language model…"));
    m_back->setText(tr("Back to %1").arg(workspace::modelName(last)));
    m_choose->hide();
    m_back->hide();
    if (!loading || ready) {
        m_poll.stop();
    }
    if (ready) {
        m_headline->setText(tr("Ready"));
        m_text->setText(tr("Press Generate, or Ctrl+Enter. The answer streams in here; every token "
                           "is tinted by the "
                           "probability that the model gave it."));
    } else if (loading) {
        m_poll.start();
        m_headline->setText(tr("Loading %1…").arg(m_workspace->loadingName()));
        m_text->setText(tr("You can write your prompt meanwhile."));
        showProgress();
    } else {
        showNoModel();
    }
}

void EmptyState::showNoModel()
{
    const workspace::LoadedModelPtr other = m_workspace->current();
    if (!other) {
        m_headline->setText(tr("No model yet"));
        m_text->setText(tr("Open a model above, or drop a GGUF file or a model folder on the "
                           "window. You can write "
                           "your prompt meanwhile."));
        return;
    }
    m_headline->setText(tr("A prompt needs a model that writes text"));
    m_text->setText(workspace::purposeText(other->name, other->any->info()));
    m_choose->show();
    const QString last = m_workspace->lastPath(workspace::Role::Language);
    m_back->setVisible(!last.isEmpty() && QFileInfo::exists(last));
}

void EmptyState::showProgress()
{
    quint64 done = 0;
    quint64 total = 0;
    const QList<jobs::JobInfo> running = m_runner->jobs();
    for (const jobs::JobInfo& job : running) {
        if (job.running && job.total > total) {
            done = job.done;
            total = job.total;
        }
    }
    m_progress->setRange(0, total > 0 ? kProgressSteps : 0);
    if (total > 0) {
        m_progress->setValue(static_cast<int>(static_cast<double>(done) / static_cast<double>(total)
                                              * kProgressSteps));
    }
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
}

} // namespace fe::prompting
