// SPDX-License-Identifier: GPL-3.0-or-later
// What the sweep page says before and while a sweep runs.
#include "prompting/prompt_state.h"
#include "prompting/sweep/sweep_page.h"
#include "prompting/sweep/sweep_results.h"
#include "prompting/sweep/sweep_setup_panel.h"
#include "workspace/error_text.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

namespace {

QString number(qlonglong value)
{
    return QLocale().toString(value);
}

QString timeText(double seconds)
{
    constexpr double kMinute = 60;
    constexpr double kStillSeconds = 90;
    constexpr double kHour = 60 * kMinute;
    if (seconds < kStillSeconds) {
        return SweepPage::tr("%1 s").arg(number(std::llround(std::ceil(seconds))));
    }
    if (seconds < kHour) {
        return SweepPage::tr("%1 min").arg(number(std::llround(seconds / kMinute)));
    }
    const qint64 minutes = std::llround(seconds / kMinute);
    return SweepPage::tr("%1 h %2 min").arg(number(minutes / 60), number(minutes % 60));
}

} // namespace

void SweepPage::showPreparation()
{
    m_setup->setData(m_preparation.data());
    const auto& problem = m_preparation.problem();
    m_problem->setVisible(problem.has_value());
    if (problem) {
        const workspace::ErrorText text = workspace::errorText(*problem);
        m_problem->setText(text.reason.isEmpty() ? text.headline : text.reason);
        m_problem->setToolTip(text.details);
    }
    m_estimate->setText(estimateText());
    m_estimate->setVisible(!m_run.isActive() && !m_estimate->text().isEmpty());
    showButtons();
}

QString SweepPage::estimateText() const
{
    if (!m_preparation.plan()) {
        return m_preparation.problem() || !m_preparation.isWorking() ? QString() : tr("Preparing…");
    }
    const std::size_t models
        = static_cast<std::size_t>(m_setup->chosenModels().size()) + (hasOwnModel() ? 1U : 0U);
    const std::size_t prompts = evaluation::cellCount(*m_preparation.plan());
    QStringList parts { models > 1
                            ? tr("%1 prompts with each of %2 models")
                                  .arg(number(static_cast<qlonglong>(prompts)))
                                  .arg(models)
                            : tr("%1 prompts").arg(number(static_cast<qlonglong>(prompts))) };
    if (const auto& estimate = m_preparation.estimate()) {
        const QString tokens = number(estimate->tokens);
        const QString unique = number(estimate->uniqueTokens);
        parts.append(
            estimate->exact
                ? tr("%1 tokens, of which %2 have to be read").arg(tokens, unique)
                : tr("about %1 tokens, of which about %2 have to be read").arg(tokens, unique));
        if (estimate->writtenTokens > 0) {
            parts.append(tr("at most %1 are written").arg(number(estimate->writtenTokens)));
        }
        if (estimate->seconds > 0) {
            parts.append(
                tr("about %1 with %2").arg(timeText(estimate->seconds), m_state.model()->name));
        }
    }
    return parts.join(QStringLiteral(" · "));
}

void SweepPage::showProgress()
{
    const bool running = m_run.isActive();
    m_progress->setVisible(running);
    m_progressText->setVisible(running);
    if (running) {
        const SweepRunner::Pace pace = m_run.pace();
        constexpr int kSteps = 1000;
        m_progress->setRange(0, kSteps);
        m_progress->setValue(
            static_cast<int>(static_cast<double>(kSteps) * static_cast<double>(pace.done)
                             / static_cast<double>(std::max<std::size_t>(1, pace.total))));
        QString text = tr("%1 of %2")
                           .arg(number(static_cast<qlonglong>(pace.done)),
                                number(static_cast<qlonglong>(pace.total)));
        if (pace.perSecond > 0) {
            text += QStringLiteral(" · ")
                + tr("%1/s").arg(
                    QLocale().toString(pace.perSecond, 'f', pace.perSecond < 10 ? 1 : 0))
                + QStringLiteral(" · ") + tr("%1 left").arg(timeText(pace.secondsLeft));
        }
        m_progressText->setText(m_run.isStopping() ? tr("Stopping…") : text);
    }
    m_estimate->setVisible(!running && !m_estimate->text().isEmpty());
    showButtons();
}

void SweepPage::showButtons()
{
    const bool running = m_run.isActive();
    const bool hasModel = hasOwnModel() || !m_setup->chosenModels().isEmpty();
    const bool able = m_preparation.plan() && hasModel;
    m_button->setText(running ? tr("Stop") : tr("Run sweep"));
    m_button->setToolTip(running         ? tr("What is finished stays")
                             : !hasModel ? tr("No model is chosen")
                                         : tr("Ask every row of the data"));
    m_button->setEnabled(running ? !m_run.isStopping() : able);
    const std::vector<Sweep>& shown = m_results->sweeps();
    const bool unfinished = std::any_of(shown.begin(), shown.end(),
                                        [](const Sweep& sweep) { return !sweep.isComplete(); });
    m_resume->setVisible(!running && unfinished);
    m_runAction->setEnabled(!running && able);
    m_stopAction->setEnabled(running);
    m_resumeAction->setEnabled(!running && unfinished);
    m_scalingAction->setEnabled(!shown.empty());
}

} // namespace fe::prompting
