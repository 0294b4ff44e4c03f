// SPDX-License-Identifier: GPL-3.0-or-later
// What the sweep page finds in the history and keeps there.
#include "prompting/sweep/sweep_page.h"

#include "prompting/prompt_state.h"
#include "prompting/sweep/sweep_export.h"
#include "prompting/sweep/sweep_results.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"

#include <QDateTime>
#include <QFrame>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QStackedWidget>

#include <algorithm>

namespace fe::prompting {

void SweepPage::lookForUnfinished()
{
    const QPointer<SweepPage> alive(this);
    using Found = std::optional<Offer>;
    m_state.store().read<Found>(
        [after = m_dismissed](history::RunHistory& history) -> base::Result<Found> {
            FE_TRY(const auto entries, history.find({ {}, { "sweep" }, {}, 200 }));
            for (const history::RunEntry& entry : entries) {
                if (entry.summary.finished || entry.id <= after) {
                    continue;
                }
                // One that cannot be read any more is none to go on with.
                const auto sweeps = readSweeps(history, entry.id);
                if (!sweeps) {
                    continue;
                }
                Offer offer { entry.id, dataName(*sweeps->front().document) };
                for (const Sweep& sweep : *sweeps) {
                    offer.done += sweep.cells->size();
                    offer.total += sweep.total();
                }
                if (offer.done < offer.total) {
                    return Found(offer);
                }
            }
            return Found();
        },
        [this, alive](const base::Result<Found>& found) {
            // A history that cannot be read says so on its own page.
            if (alive && found) {
                m_offer = *found;
                showOffer();
            }
        });
}

void SweepPage::showOffer()
{
    // What is running or shown need not be offered.
    const std::vector<Sweep>& shown = m_results->sweeps();
    const bool isShown = m_offer
        && std::any_of(shown.begin(), shown.end(),
                       [this](const Sweep& sweep) { return sweep.id == m_offer->id; });
    m_offerBar->setVisible(m_offer && !isShown && !m_run.isActive());
    if (m_offer) {
        const QLocale locale;
        m_offerText->setText(tr("A sweep of %1 stopped at %2 of %3.")
                                 .arg(m_offer->data,
                                      locale.toString(static_cast<qulonglong>(m_offer->done)),
                                      locale.toString(static_cast<qulonglong>(m_offer->total))));
    }
}

void SweepPage::dismissOffer()
{
    m_dismissed = std::max(m_dismissed, m_offer ? m_offer->id : 0);
    m_offer.reset();
    showOffer();
}

bool SweepPage::openRun(qint64 id, const QByteArray& document)
{
    // Whether it can be read is found out in the io lane: it holds the whole table.
    if (!isSweepDocument(document)) {
        return false;
    }
    openGroup(id, false);
    return true;
}

void SweepPage::openGroup(history::RunId id, bool goOn)
{
    if (m_run.isActive()) {
        m_banner->showMessage(widgets::MessageBanner::Kind::Notice,
                              { tr("A sweep is running"), tr("Stop it to open another one."), {} });
        return;
    }
    const QPointer<SweepPage> alive(this);
    m_state.store().read<std::vector<Sweep>>(
        [id](history::RunHistory& history) { return readSweeps(history, id); },
        [this, alive, id, goOn,
         opening = ++m_opening](const base::Result<std::vector<Sweep>>& sweeps) {
            if (!alive || opening != m_opening || m_run.isActive()) {
                return;
            }
            if (!sweeps) {
                m_shown.reset();
                showError(tr("The sweep cannot be opened"), sweeps.error());
                return;
            }
            if (goOn) {
                m_offer.reset();
                startTasks(*sweeps);
                return;
            }
            m_shown = id;
            m_results->setSweeps(*sweeps);
            m_right->setCurrentWidget(m_results);
            showButtons();
            showOffer();
        });
}

void SweepPage::sendToScaling()
{
    const SweepViews& views = m_results->views();
    if (views.empty()) {
        return;
    }
    const std::vector<SweepLine> lines = m_results->lines();
    QStringList models;
    qsizetype points = 0;
    for (const SweepViewPtr& view : views) {
        models.append(view->sweep.model());
    }
    for (const SweepLine& line : lines) {
        for (const evaluation::SweepPoint& point :
             views[line.view]->summary(line.scoring)->points) {
            points += point.count > 0 ? 1 : 0;
        }
    }
    const QString title
        = tr("%1 points of %2").arg(points).arg(dataName(*views.front()->sweep.document));
    history::RunSummary summary {
        "measurement",
        QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString(),
        models.join(QStringLiteral(", ")).toStdString(),
        title.toStdString(),
        {},
        true,
    };
    const QPointer<SweepPage> alive(this);
    m_state.store().add(
        std::move(summary), {}, [views, lines] { return base::toText(measurements(views, lines)); },
        [this, alive, title](const base::Result<history::RunId>& kept) {
            if (!alive) {
                return;
            }
            if (kept) {
                m_state.workspace().reportMessage(tr("Kept for the Scaling tab: %1").arg(title));
            } else {
                showError(tr("The points cannot be kept"), kept.error());
            }
        });
}

} // namespace fe::prompting
