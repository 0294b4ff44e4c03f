// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/emergence_page.h"

#include "charts/chart_export.h"
#include "charts/strip_chart.h"
#include "scaling/emergence/order_exercise.h"
#include "scaling/emergence/rule_panel.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "scaling/sharpness.h"
#include "widgets/segmented_control.h"
#include "workspace/error_text.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace fe::scaling_tab {

namespace {

/// Scores of which less is more: by the column's name, or by the metric that the rows are of.
bool lowerIsBetter(const PlotChoice& choice)
{
    bool lower = false;
    if (scaling::isSmoothMetric(choice.y, &lower) && lower) {
        return true;
    }
    for (const scaling::Condition& each : choice.conditions) {
        if (scaling::isSmoothMetric(each.value, &lower) && lower) {
            return true;
        }
    }
    return false;
}

} // namespace

ScaleKind EmergencePage::scale() const
{
    return static_cast<ScaleKind>(m_scale->currentIndex());
}

void EmergencePage::readKnown()
{
    if (m_known || m_reading.isActive()) {
        return;
    }
    m_reading = m_state.runner().start<KnownScalesPtr>(
        { .title = tr("Reading published scales"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.knownScales") },
        readKnownScales,
        { .done =
              [this](KnownScalesPtr known) {
                  m_known = std::move(known);
                  m_exercise->setScales(m_known);
                  showAbilities();
              },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  m_note->setText(workspace::errorText(error).headline);
              } });
}

void EmergencePage::tableOpened()
{
    m_found.clear();
    // The scale that the table has.
    const PlotChoice& choice = m_state.choice();
    const scaling::DataTable& table = *m_state.table();
    if (scaleColumn(scale(), table, m_state.dataset(), choice).empty()) {
        for (const ScaleKind kind : { ScaleKind::Flops, ScaleKind::Params, ScaleKind::PlotX }) {
            if (!scaleColumn(kind, table, m_state.dataset(), choice).empty()) {
                m_scale->setCurrentIndex(int(kind));
                break;
            }
        }
    }
    m_rule->setTable(m_state.showsShares(), !choice.chance.empty(), lowerIsBetter(choice));
}

void EmergencePage::markStale()
{
    m_stale = true;
    if (isVisible()) {
        search();
    }
}

void EmergencePage::search()
{
    m_stale = false;
    if (!m_state.table()) {
        showAbilities();
        return;
    }
    const PlotChoice& choice = m_state.choice();
    EmergenceRequest request { m_state.measured(), m_state.rows(), {}, m_rule->rule() };
    request.columns = { scaleColumn(scale(), *m_state.table(), m_state.dataset(), choice),
                        choice.y,
                        choice.series,
                        choice.chance,
                        choice.error,
                        choice.instances };
    m_hasScale = !request.columns.x.empty();
    if (!m_hasScale || choice.y.empty()) {
        m_search = {};
        m_found.clear();
        m_problem.clear();
        showAbilities();
        return;
    }
    m_search = m_state.runner().start<FoundAbilities>(
        { .title = tr("Looking for emergence"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.emergence") },
        [request = std::move(request)](const base::CancelToken&, base::Progress&) {
            return findAbilities(request);
        },
        { .done =
              [this](FoundAbilities found) {
                  m_found = std::move(found);
                  m_problem.clear();
                  showAbilities();
              },
          .cancelled = {},
          .failed =
              [this](const base::Error& error) {
                  m_found.clear();
                  m_problem = error.why;
                  showAbilities();
              } });
}

QString EmergencePage::axisName() const
{
    switch (scale()) {
    case ScaleKind::Flops:
        return tr("training compute (FLOPs)");
    case ScaleKind::Params:
        return tr("parameters");
    case ScaleKind::PlotX:
        return QString::fromStdString(m_state.choice().x);
    }
    return {};
}

void EmergencePage::showAbilities()
{
    FoundAbilities shown;
    if (m_showPublished->isChecked() && m_known) {
        shown = publishedAbilities(*m_known, scale());
    }
    if (m_showFound->isChecked()) {
        shown.insert(shown.end(), m_found.begin(), m_found.end());
    }
    sortByScale(shown);
    charts::StripData strip;
    strip.text = { tr("Abilities by the scale at which they appear"),
                   QStringLiteral("Wei et al. 2022, arXiv:2206.07682 · ") + m_state.provenance() };
    strip.labels.name = tr("ability");
    strip.x.name = axisName();
    strip.x.log = scale() != ScaleKind::PlotX || m_state.choice().logX;
    strip.series = { tr("published: Wei et al. 2022"),
                     m_state.table() ? tr("found: %1").arg(m_state.title()) : tr("found") };
    strip.rows = stripRows(shown);
    m_strip->setData(strip);
    m_table.setAbilities(shown, m_state.showsShares(), strip.x.text());
    m_note->setText(noteText());
}

QString EmergencePage::noteText() const
{
    if (!m_state.table()) {
        return tr("Open a table at the left: the rule then looks for abilities in it.");
    }
    if (m_state.choice().y.empty()) {
        return tr("This table has no score. Choose another one at the left to look for abilities "
                  "in it.");
    }
    if (!m_hasScale) {
        return tr("This table has no column for this scale. Choose another scale.");
    }
    if (!m_problem.empty()) {
        return tr("The rule cannot be applied: %1").arg(QString::fromStdString(m_problem));
    }
    const auto appearing = std::count_if(m_found.begin(), m_found.end(), [](const auto& one) {
        return one.verdict == scaling::EmergenceVerdict::Appears;
    });
    QString text = tr("%1 of %2 series appear within the scales that were measured. A bar runs "
                      "from the last scale without the ability to the first with it.")
                       .arg(appearing)
                       .arg(m_found.size());
    if (m_state.choice().chance.empty()) {
        text += u' ' + tr("No column gives chance: the score of guessing is the one set above.");
    }
    return text;
}

void EmergencePage::showView(int view)
{
    m_stack->setCurrentIndex(view);
    const bool lists = view != ExerciseView;
    m_settings->setVisible(lists);
    m_note->setVisible(lists);
    m_export->setVisible(lists);
    m_copy->setVisible(view == TableView);
}

void EmergencePage::selectRow(const FoundAbility& ability)
{
    if (!ability.published && ability.row) {
        m_state.selectRow(ability.row);
    }
}

void EmergencePage::copyTable()
{
    QApplication::clipboard()->setText(tableText(m_sorted));
}

QList<QAction*> EmergencePage::paletteActions() const
{
    return m_actions;
}

bool EmergencePage::stop()
{
    const bool active = m_search.isActive();
    m_search.cancel();
    return active;
}

QJsonObject EmergencePage::saveState() const
{
    return { { QStringLiteral("view"), m_views->current() },
             { QStringLiteral("scale"), m_scale->currentIndex() },
             { QStringLiteral("published"), m_showPublished->isChecked() },
             { QStringLiteral("found"), m_showFound->isChecked() },
             { QStringLiteral("rule"), m_rule->saveState() },
             { QStringLiteral("exercise"), m_exercise->saveState() } };
}

void EmergencePage::restoreState(const QJsonObject& state)
{
    if (state.isEmpty()) {
        return;
    }
    m_views->setCurrent(qBound(0, state.value(QStringLiteral("view")).toInt(), int(ExerciseView)));
    m_scale->setCurrentIndex(qBound(0, state.value(QStringLiteral("scale")).toInt(), 2));
    m_showPublished->setChecked(state.value(QStringLiteral("published")).toBool(true));
    m_showFound->setChecked(state.value(QStringLiteral("found")).toBool(true));
    m_rule->restoreState(state.value(QStringLiteral("rule")).toObject());
    m_exercise->restoreState(state.value(QStringLiteral("exercise")).toObject());
}

void EmergencePage::showEvent(QShowEvent* event)
{
    ScalingPage::showEvent(event);
    readKnown();
    if (m_stale) {
        search();
    }
}

void EmergencePage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::scaling_tab
