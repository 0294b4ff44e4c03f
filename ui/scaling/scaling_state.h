// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"
#include "scaling/catalogue.h"
#include "scaling/data_source.h"
#include "scaling/fit_settings.h"
#include "scaling/plot_choice.h"
#include "scaling/selection.h"
#include "scaling/series_fit.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace fe::scaling_tab {

/// What the pages of the Scaling tab share: a table, what of it is shown, and laws fitted to it.
/// UI thread only.
class ScalingState : public QObject
{
    Q_OBJECT
public:
    ScalingState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                 QObject* parent = nullptr);
    ~ScalingState() override;

    [[nodiscard]] workspace::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] jobs::JobRunner& runner() const { return m_runner; }

    // -- The table ------------------------------------------------------------------------------
    /// Of table(); while another one is being opened, still the one before.
    [[nodiscard]] const DataSource& source() const { return m_source; }
    /// As it was read. Null until the first one is there.
    [[nodiscard]] const TablePtr& table() const { return m_table; }
    /// The same with y as a share where the choice says that it is given in percent: what is
    /// plotted and fitted. Null exactly if table() is.
    [[nodiscard]] const TablePtr& measured() const { return m_measured; }
    /// Of a shipped table; else null.
    [[nodiscard]] const scaling::Dataset* dataset() const;
    /// For headings: the catalogue's title or the file's name.
    [[nodiscard]] QString title() const;
    /// Where the numbers come from, one line for charts and exports.
    [[nodiscard]] QString provenance() const;

    /// Reads a table in the background; the one before stays until it is there, and if it fails.
    /// Emits openStarted, then tableChanged or openFailed or openCancelled.
    /// @param then is called once the table is there, after the signals.
    void open(const DataSource& source, std::function<void()> then = {});
    void cancelOpen();
    [[nodiscard]] bool isOpening() const { return m_opening.isActive(); }
    /// What is being opened; meaningless unless isOpening().
    [[nodiscard]] const DataSource& openingSource() const { return m_openingSource; }
    /// How a file is read; setting it reads the current one again.
    [[nodiscard]] scaling::TableOptions importOptions() const;
    void setImportOptions(const scaling::TableOptions& options);
    /// User's files, the last one first. They need not be there any more.
    [[nodiscard]] const QStringList& recentFiles() const { return m_recent; }
    void forgetFile(const QString& path);

    /// Gives the table of what was measured in other tabs; null while there is nothing. Called in
    /// open() of DataSource::Kind::Measurements.
    using Measurements = std::function<TablePtr()>;
    void setMeasurements(Measurements measurements);
    /// They are still being read: open() of them waits for setMeasurements().
    void awaitMeasurements() { m_awaiting = true; }
    [[nodiscard]] TablePtr measurements() const;
    /// They are others now: the browser's count, and the table if it is shown.
    void measurementsChanged();

    // -- What is shown --------------------------------------------------------------------------
    [[nodiscard]] const PlotChoice& choice() const { return m_choice; }
    /// Remembered for this source, and for files with the same columns.
    void setChoice(const PlotChoice& choice);
    /// Rows that fulfil the conditions, in order.
    [[nodiscard]] const std::vector<std::size_t>& rows() const { return m_rows; }
    /// rows() by the choice's columns.
    [[nodiscard]] const std::vector<scaling::Series>& series() const { return m_series; }
    /// Those of series() that are drawn and fitted: choice().shown, or the first kFirstShown
    /// that have a point.
    [[nodiscard]] const std::vector<std::size_t>& shownSeries() const { return m_shown; }
    static constexpr std::size_t kFirstShown = 8;
    /// Values are shares of 1: axes show percent.
    [[nodiscard]] bool showsShares() const { return m_shares; }
    /// A row that is marked in plot and table.
    [[nodiscard]] std::optional<std::size_t> selectedRow() const { return m_selectedRow; }
    void selectRow(std::optional<std::size_t> row);

    // -- Fits -----------------------------------------------------------------------------------
    [[nodiscard]] const FitSettings& fitSettings() const { return m_fitSettings; }
    void setFitSettings(const FitSettings& settings);
    /// Null without any. They may be of another choice: compare fits()->choice.
    [[nodiscard]] const FitSetPtr& fits() const { return m_fits; }
    /// Fits every series that is shown. Emits fitStarted, then fitsChanged, or fitFailed; after a
    /// cancel fitEnded alone. The fits before stay until new ones are there.
    void fit();
    void cancelFit();
    [[nodiscard]] bool isFitting() const { return m_fitting.isActive(); }
    void setFits(FitSetPtr fits);

    /// Sets up the figure of a first start: arithmetic of GPT-3 against compute, with its fits.
    void showEmergenceFigure();

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void openStarted();
    void openFailed(const fe::base::Error& error);
    void openCancelled();
    /// table() is another one (choice and fits, too; their signals follow).
    void tableChanged();
    void filesChanged(); ///< recentFiles()
    void measurementsUpdated();
    /// choice(), rows(), series(), shownSeries() or measured().
    void choiceChanged();
    void selectedRowChanged();
    void fitSettingsChanged();
    void fitStarted();
    void fitEnded(); ///< done, failed or cancelled
    void fitFailed(const fe::base::Error& error);
    void fitsChanged();

private:
    void opened(const DataSource& source, TablePtr table, const std::function<void()>& then);
    void derive();
    void remember();
    [[nodiscard]] std::optional<PlotChoice> rememberedChoice(const DataSource& source,
                                                             const scaling::DataTable& table) const;

    workspace::Workspace& m_workspace;
    jobs::JobRunner& m_runner;
    DataSource m_source;
    DataSource m_openingSource;
    TablePtr m_table;
    TablePtr m_measured;
    PlotChoice m_choice;
    std::vector<std::size_t> m_rows;
    std::vector<scaling::Series> m_series;
    std::vector<std::size_t> m_shown;
    bool m_shares = false;
    std::optional<std::size_t> m_selectedRow;
    FitSettings m_fitSettings;
    FitSetPtr m_fits;
    Measurements m_measurements;
    bool m_awaiting = false;
    std::function<void()> m_awaited; ///< the open() that waits
    QStringList m_recent;
    QHash<QString, QJsonObject> m_choices; ///< by DataSource::key() and by columns
    QHash<QString, QJsonObject> m_imports; ///< by path
    jobs::JobHandle m_opening;
    jobs::JobHandle m_fitting;
};

} // namespace fe::scaling_tab
