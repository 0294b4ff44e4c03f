// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/job_strip.h"

#include "shell/job_text.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace fe::shell {

using widgets::scaled;

namespace {

constexpr int kPollMs = 100;
constexpr double kSecondsBeforeShown = 0.25; // shorter jobs would only flicker

} // namespace

JobStrip::JobStrip(jobs::JobRunner& runner, QWidget* parent)
    : QFrame(parent), m_runner(runner), m_message(new QLabel(this)), m_title(new QLabel(this)),
      m_bar(new QProgressBar(this)), m_progress(new QLabel(this)), m_cancel(new QPushButton(this)),
      m_waiting(new QLabel(this))
{
    setObjectName(QStringLiteral("jobStrip"));
    setProperty("kind", QStringLiteral("footer"));
    setFixedHeight(scaled(36));
    for (QLabel* label : { m_message, m_progress, m_waiting }) {
        label->setProperty("kind", QStringLiteral("secondary"));
    }
    m_message->setTextFormat(Qt::PlainText);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setTextFormat(Qt::PlainText);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(scaled(160));
    m_cancel->setProperty("size", QStringLiteral("small"));
    m_cancel->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(scaled(14), 0, scaled(14), 0);
    layout->setSpacing(scaled(12));
    layout->addWidget(m_title);
    layout->addWidget(m_bar);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_waiting);
    layout->addWidget(m_message, 1000);
    layout->addStretch(1); // takes the room while the message is hidden

    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &JobStrip::refresh);
    connect(&runner, &jobs::JobRunner::jobsChanged, this, &JobStrip::jobsChanged);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_runner.cancel(m_shownJob); });
    retranslate();
    refresh();
}

void JobStrip::showMessage(const QString& text)
{
    m_message->setText(text);
    m_message->setToolTip(text);
    m_message->setAccessibleName(text);
}

void JobStrip::jobsChanged()
{
    const bool any = !m_runner.jobs().isEmpty();
    if (any && !m_poll.isActive()) {
        m_poll.start();
    } else if (!any) {
        m_poll.stop();
        refresh();
    }
}

void JobStrip::refresh()
{
    const QList<jobs::JobInfo> jobs = m_runner.jobs();
    const auto shown = std::find_if(jobs.begin(), jobs.end(), [](const jobs::JobInfo& job) {
        return job.running && job.seconds >= kSecondsBeforeShown;
    });
    const bool any = shown != jobs.end();
    m_message->setVisible(!any);
    for (QWidget* part : QList<QWidget*> { m_title, m_bar, m_progress, m_cancel }) {
        part->setVisible(any);
    }
    m_waiting->setVisible(any && jobs.size() > 1);
    if (!any) {
        m_shownJob = 0;
        return;
    }
    m_shownJob = shown->id;
    m_title->setText(shown->title);
    const int permille = jobPermille(*shown);
    m_bar->setRange(0, permille < 0 ? 0 : 1000);
    m_bar->setValue(qMax(permille, 0));
    m_bar->setAccessibleName(tr("Progress of: %1").arg(shown->title));
    m_progress->setText(jobProgressText(*shown));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(shown->title));
    m_waiting->setText(tr("and %1 more").arg(jobs.size() - 1));
    QStringList others;
    for (const jobs::JobInfo& job : jobs) {
        if (job.id != shown->id) {
            others.append(job.title);
        }
    }
    m_waiting->setToolTip(others.join(QLatin1Char('\n')));
}

void JobStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void JobStrip::retranslate()
{
    m_cancel->setText(tr("Cancel"));
    if (m_message->text().isEmpty() || m_shownJob == 0) {
        showMessage(tr("Ready"));
    }
}

} // namespace fe::shell
