// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/optimal_page.h"

#include "charts/plot_chart.h"
#include "scaling/optimal/budget_panel.h"
#include "scaling/optimal/optimal_plot.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "scaling/shipped_tables.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

namespace fe::scaling_tab {

namespace {

constexpr const char* kRuns = "chinchilla_points";
constexpr qint64 kLargestFit = 64 * 1024 * 1024; // bytes of a file

base::Result<scaling::LossLaw> readFit(const QString& path)
{
    const std::string name = QFileInfo(path).fileName().toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return base::Error { base::ErrorCode::Unreadable,      "cannot read the fit", name, {},
                             file.errorString().toStdString(), "choose another file" };
    }
    if (file.size() > kLargestFit) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot read the fit",
                             name,
                             {},
                             "it is larger than any fit",
                             "choose a file that was saved as a fit" };
    }
    FE_TRY(const base::Json json, base::parseJson(file.readAll().toStdString(), name));
    return scaling::LossLaw::fromJson(json, name);
}

} // namespace

void OptimalPage::readRuns()
{
    if (m_runs || m_reading.isActive()) {
        return;
    }
    m_reading = m_state.runner().start<TablePtr>(
        { .title = tr("Reading the Chinchilla runs"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.chinchillaRuns") },
        [](const base::CancelToken& cancel, base::Progress& progress) {
            return readShipped(QLatin1String(kRuns), cancel, progress);
        },
        { .done =
              [this](TablePtr runs) {
                  m_runs = std::move(runs);
                  showPlot();
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

void OptimalPage::chooseFit()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a fit of Chinchilla's law"),
                                                      QFileInfo(m_ownPath).absolutePath(),
                                                      tr("Fits (*.json);;All files (*)"));
    if (!path.isEmpty()) {
        openFit(path);
    }
}

void OptimalPage::openFit(const QString& path)
{
    using Law = scaling::LossLaw;
    m_opening = m_state.runner().start<Law>(
        { .title = tr("Reading %1").arg(QFileInfo(path).fileName()),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.ownFit") },
        [path](const base::CancelToken&, base::Progress&) { return readFit(path); },
        { .done =
              [this, path](const Law& law) {
                  m_banner->dismiss();
                  setOwn(law, QFileInfo(path).fileName(), path);
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

/// A Chinchilla fit of the Plot page is the own law, as soon as there is one.
void OptimalPage::followFits()
{
    const FitSetPtr& fits = m_state.fits();
    if (!fits || fits->settings.law != scaling::Law::Chinchilla) {
        return;
    }
    for (const SeriesFit& one : fits->series) {
        if (one.fit) {
            if (const auto law = scaling::LossLaw::fromFit(*one.fit, "fit")) {
                setOwn(*law, QString::fromStdString(fits->table), {});
                return;
            }
        }
    }
}

/// Opens the runs on the Plot page and fits them.
void OptimalPage::fitRuns()
{
    FitSettings settings = m_state.fitSettings();
    settings.law = scaling::Law::Chinchilla;
    m_state.setFitSettings(settings);
    m_state.open({ DataSource::Kind::Shipped, QLatin1String(kRuns) }, [this] { m_state.fit(); });
}

void OptimalPage::setOwn(const std::optional<scaling::LossLaw>& law, const QString& name,
                         const QString& path)
{
    m_own = law;
    m_ownName = name;
    m_ownPath = path;
    retranslate();
    compute();
    if (law) {
        m_view->setCurrentIndex(m_table.index(m_table.rowCount() - 1, 0));
    }
}

void OptimalPage::compute()
{
    m_table.setOptima(optimaOf(m_own, m_budget->flops()));
    if (!m_view->currentIndex().isValid()) {
        m_view->setCurrentIndex(m_table.index(2, 0)); // the latest of the published laws
    }
    showPlot();
}

void OptimalPage::showPlot()
{
    const OptimalPlotRequest request { m_table.optima(),
                                       std::size_t(qMax(0, m_view->currentIndex().row())),
                                       m_budget->flops(), m_runs };
    m_plot->setData(optimalPlot(request));
    const LawOptimum& law = request.optima[std::min(request.law, request.optima.size() - 1)];
    m_plotTitle->setText(
        tr("Equal loss under %1, equal compute, and the best model for any budget").arg(law.name));
}

void OptimalPage::copyTable()
{
    QApplication::clipboard()->setText(tableText(m_table));
}

QString OptimalPage::placeHint() const
{
    return tr("Point at the plane to read N, D, compute and the loss under each law.");
}

/// The numbers of the place under the mouse.
bool OptimalPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot->viewport() && event->type() == QEvent::MouseMove) {
        const QPointF place
            = m_plot->mapToScene(static_cast<QMouseEvent*>(event)->position().toPoint());
        const charts::PlotLayout& layout = m_plot->plotLayout();
        const QPointF value = layout.valueAt(place);
        m_place->setText(layout.plot().contains(place)
                             ? placeText(m_table.optima(), value.x(), value.y())
                             : placeHint());
    } else if (watched == m_plot->viewport() && event->type() == QEvent::Leave) {
        m_place->setText(placeHint());
    }
    return ScalingPage::eventFilter(watched, event);
}

void OptimalPage::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

QList<QAction*> OptimalPage::paletteActions() const
{
    return m_actions;
}

QJsonObject OptimalPage::saveState() const
{
    return { { QStringLiteral("budget"), m_budget->saveState() },
             { QStringLiteral("law"), m_view->currentIndex().row() },
             { QStringLiteral("fit"), m_ownPath },
             { QStringLiteral("columns"),
               QString::fromLatin1(m_columns->saveState().toBase64()) } };
}

void OptimalPage::restoreState(const QJsonObject& state)
{
    if (state.isEmpty()) {
        return;
    }
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    m_budget->restoreState(state.value(QStringLiteral("budget")).toObject());
    const int law = state.value(QStringLiteral("law")).toInt(2);
    m_view->setCurrentIndex(m_table.index(qBound(0, law, m_table.rowCount() - 1), 0));
    if (const QString path = state.value(QStringLiteral("fit")).toString();
        !path.isEmpty() && QFileInfo(path).isFile()) {
        openFit(path);
    }
}

void OptimalPage::showEvent(QShowEvent* event)
{
    ScalingPage::showEvent(event);
    readRuns();
}

void OptimalPage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        compute();
    }
}

} // namespace fe::scaling_tab
