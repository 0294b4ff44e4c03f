// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/scaling_state.h"

#include "scaling/fit_work.h"
#include "scaling/shipped_tables.h"
#include "workspace/path_text.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <utility>

namespace fe::scaling_tab {

namespace {

constexpr int kMostRecent = 12;

base::Error nothingMeasured()
{
    return { .code = base::ErrorCode::NotFound,
             .what = "nothing was measured yet",
             .file = {},
             .field = {},
             .why = "no sweep and no evaluation has been run",
             .fix = "run a sweep in the Prompt tab or an evaluation in the Vision tab" };
}

/// Files with the same columns are shown alike.
QString keyOfColumns(const scaling::DataTable& table)
{
    QStringList names;
    for (const scaling::Column& column : table.columns) {
        names.append(QString::fromStdString(column.name));
    }
    return QStringLiteral("columns:") % names.join(QChar(0x1f));
}

/// Series of models whose scale is not known are no sight for the start.
bool hasPoint(const scaling::DataTable& table, const PlotChoice& choice,
              const scaling::Series& series)
{
    const scaling::Column* x = table.find(choice.x);
    const scaling::Column* y = table.find(choice.y);
    return x && y && std::any_of(series.rows.begin(), series.rows.end(), [&](std::size_t row) {
               return !x->isMissing(row) && !y->isMissing(row);
           });
}

} // namespace

ScalingState::ScalingState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                           QObject* parent)
    : QObject(parent), m_workspace(workspace), m_runner(runner)
{
}

ScalingState::~ScalingState() = default;

const scaling::Dataset* ScalingState::dataset() const
{
    return m_table && m_source.kind == DataSource::Kind::Shipped
        ? scaling::findDataset(m_source.id.toStdString())
        : nullptr;
}

void ScalingState::open(const DataSource& source, std::function<void()> then)
{
    m_awaited = {};
    if (source.kind == DataSource::Kind::Measurements) {
        m_opening = {};
        if (m_awaiting) {
            m_awaited = [this, source, then = std::move(then)] { open(source, then); };
            return;
        }
        if (TablePtr table = measurements()) {
            opened(source, std::move(table), then);
        } else {
            Q_EMIT openFailed(nothingMeasured());
        }
        return;
    }
    m_openingSource = source;
    jobs::JobRunner::Work<TablePtr> work;
    if (source.kind == DataSource::Kind::Shipped) {
        work = [id = source.id](const base::CancelToken& cancel, base::Progress& progress) {
            return readShipped(id, cancel, progress);
        };
    } else {
        work = [path = workspace::toPath(source.id),
                options = tableOptionsFrom(m_imports.value(source.id))](
                   const base::CancelToken& cancel,
                   base::Progress& progress) -> base::Result<TablePtr> {
            FE_TRY(scaling::DataTable table,
                   scaling::readDataTable(path, options, cancel, progress));
            return std::make_shared<const scaling::DataTable>(std::move(table));
        };
    }
    m_opening = m_runner.start<TablePtr>(
        { .title = tr("Reading %1")
                       .arg(source.kind == DataSource::Kind::File ? QFileInfo(source.id).fileName()
                                                                  : source.id),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("scaling.open") },
        std::move(work),
        { .done = [this, source, then = std::move(then)](
                      TablePtr table) { opened(source, std::move(table), then); },
          .cancelled = [this] { Q_EMIT openCancelled(); },
          .failed = [this](const base::Error& error) { Q_EMIT openFailed(error); } });
    Q_EMIT openStarted();
}

void ScalingState::cancelOpen()
{
    m_opening.cancel();
}

void ScalingState::opened(const DataSource& source, TablePtr table,
                          const std::function<void()>& then)
{
    m_source = source;
    m_table = std::move(table);
    m_selectedRow.reset();
    const std::optional<PlotChoice> remembered = rememberedChoice(source, *m_table);
    m_choice = remembered ? *remembered : firstChoice(*m_table, dataset());
    derive();
    FitSettings settings = m_fitSettings;
    if (!remembered) {
        settings.law = firstLaw(m_choice, m_shares);
    }
    if (source.kind == DataSource::Kind::File) {
        m_recent.removeAll(source.id);
        m_recent.prepend(source.id);
        m_recent = m_recent.mid(0, kMostRecent);
        Q_EMIT filesChanged();
    }
    m_fitting = {};
    const bool hadFits = std::exchange(m_fits, nullptr) != nullptr;
    Q_EMIT tableChanged();
    Q_EMIT choiceChanged();
    Q_EMIT selectedRowChanged();
    setFitSettings(settings);
    if (hadFits) {
        Q_EMIT fitsChanged();
    }
    if (then) {
        then();
    }
}

std::optional<PlotChoice> ScalingState::rememberedChoice(const DataSource& source,
                                                         const scaling::DataTable& table) const
{
    for (const QString& key : { source.key(), keyOfColumns(table) }) {
        if (const auto found = m_choices.constFind(key); found != m_choices.cend()) {
            return fitting(PlotChoice::fromJson(*found), table);
        }
    }
    return std::nullopt;
}

void ScalingState::remember()
{
    m_choices.insert(m_source.key(), m_choice.toJson());
    if (m_source.kind == DataSource::Kind::File) {
        m_choices.insert(keyOfColumns(*m_table), m_choice.toJson());
    }
}

scaling::TableOptions ScalingState::importOptions() const
{
    return tableOptionsFrom(m_imports.value(m_source.id));
}

void ScalingState::setImportOptions(const scaling::TableOptions& options)
{
    if (m_source.kind == DataSource::Kind::File) {
        m_imports.insert(m_source.id, toJson(options));
        open(m_source);
    }
}

void ScalingState::forgetFile(const QString& path)
{
    if (m_recent.removeAll(path) > 0) {
        m_imports.remove(path);
        m_choices.remove(DataSource { DataSource::Kind::File, path }.key());
        Q_EMIT filesChanged();
    }
}

void ScalingState::setMeasurements(Measurements measurements)
{
    m_measurements = std::move(measurements);
    m_awaiting = false;
    measurementsChanged();
    if (const auto awaited = std::exchange(m_awaited, {})) {
        awaited();
    }
}

TablePtr ScalingState::measurements() const
{
    return m_measurements ? m_measurements() : nullptr;
}

void ScalingState::measurementsChanged()
{
    Q_EMIT measurementsUpdated();
    if (m_table && m_source.kind == DataSource::Kind::Measurements && measurements()) {
        open(m_source);
    }
}

void ScalingState::setChoice(const PlotChoice& choice)
{
    if (!m_table) {
        return;
    }
    PlotChoice wanted = fitting(choice, *m_table);
    if (wanted == m_choice) {
        return;
    }
    m_choice = std::move(wanted);
    derive();
    remember();
    Q_EMIT choiceChanged();
}

/// Everything that follows from table and choice.
void ScalingState::derive()
{
    m_rows.clear();
    m_series.clear();
    m_shown.clear();
    m_measured = m_choice.percent
        ? std::make_shared<const scaling::DataTable>(asShares(*m_table, m_choice))
        : m_table;
    if (auto rows = scaling::matchingRows(*m_table, m_choice.conditions)) {
        m_rows = *std::move(rows);
    }
    if (auto series = scaling::seriesBy(*m_table, m_choice.series, m_rows)) {
        m_series = *std::move(series);
    }
    const QSet<QString> wanted(m_choice.shown.cbegin(), m_choice.shown.cend());
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if (wanted.isEmpty()
                ? m_shown.size() < kFirstShown && hasPoint(*m_table, m_choice, m_series[i])
                : wanted.contains(QString::fromStdString(m_series[i].name))) {
            m_shown.push_back(i);
        }
    }
    m_shares = isShare(*m_measured, m_choice.y, m_rows);
}

void ScalingState::selectRow(std::optional<std::size_t> row)
{
    if (row && (!m_table || *row >= m_table->rows())) {
        row.reset();
    }
    if (row != m_selectedRow) {
        m_selectedRow = row;
        Q_EMIT selectedRowChanged();
    }
}

void ScalingState::setFitSettings(const FitSettings& settings)
{
    if (settings != m_fitSettings) {
        m_fitSettings = settings;
        Q_EMIT fitSettingsChanged();
    }
}

void ScalingState::fit()
{
    if (!m_table) {
        return;
    }
    FitRequest request { m_measured, m_choice, m_fitSettings, {} };
    for (const std::size_t index : m_shown) {
        request.series.push_back(m_series[index]);
    }
    m_fitting = m_runner.start<FitSetPtr>(
        { .title = tr("Fitting"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("scaling.fit") },
        [request = std::move(request)](const base::CancelToken& cancel, base::Progress& progress) {
            return fitSeries(request, cancel, progress);
        },
        { .done =
              [this](FitSetPtr fits) {
                  setFits(std::move(fits));
                  Q_EMIT fitEnded();
              },
          .cancelled = [this] { Q_EMIT fitEnded(); },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT fitFailed(error);
                  Q_EMIT fitEnded();
              } });
    Q_EMIT fitStarted();
}

void ScalingState::cancelFit()
{
    m_fitting.cancel();
}

void ScalingState::setFits(FitSetPtr fits)
{
    m_fits = std::move(fits);
    Q_EMIT fitsChanged();
}

} // namespace fe::scaling_tab
