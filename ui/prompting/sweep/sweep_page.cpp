// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_page.h"

#include "prompting/prompt_state.h"
#include "prompting/sweep/sweep_results.h"
#include "prompting/sweep/sweep_setup_panel.h"
#include "prompting/sweep/sweep_work.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace fe::prompting {

namespace {

QString number(qlonglong value)
{
    return QLocale().toString(value);
}

bool isExampleList(const QString& suffix)
{
    return suffix == QLatin1String("jsonl") || suffix == QLatin1String("ndjson");
}

bool isTable(const QString& suffix)
{
    return suffix == QLatin1String("csv") || suffix == QLatin1String("tsv");
}

/// The places of a sweep before it began, a model each.
std::vector<Sweep> newSweeps(const evaluation::SweepPlan& plan, const SweepData& data,
                             const std::vector<std::pair<QString, QString>>& models)
{
    const QString group = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::vector<Sweep> sweeps;
    for (const auto& [name, path] : models) {
        auto document = std::make_shared<SweepDocument>();
        document->group = group;
        document->data = data.name;
        document->modelPath = path;
        document->record.plan = plan;
        evaluation::SweepProvenance& provenance = document->record.provenance;
        provenance.model = name.toStdString();
        provenance.dataFile = data.name.toStdString();
        provenance.version = QCoreApplication::applicationVersion().toStdString();
        provenance.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
        sweeps.push_back(
            { document, std::make_shared<const std::vector<evaluation::SweepCell>>() });
    }
    return sweeps;
}

} // namespace

SweepPage::SweepPage(PromptState& state, QWidget* parent)
    : PromptPage(parent), m_state(state), m_preparation(state.runner()), m_run(state.runner())
{
    build();
    connectParts();
    modelChanged();
    m_preparation.setSetup(m_setup->setup());
    documentChanged();
    retranslate();
}

void SweepPage::connectParts()
{
    connect(&m_state, &PromptState::documentChanged, this, &SweepPage::documentChanged);
    connect(&m_state, &PromptState::documentReplaced, this, &SweepPage::documentChanged);
    connect(&m_state, &PromptState::modelChanged, this, &SweepPage::modelChanged);
    connect(m_setup, &SweepSetupPanel::edited, this, [this] {
        m_preparation.setSetup(m_setup->setup());
        showPreparation();
    });
    connect(m_setup, &SweepSetupPanel::reloadWanted, &m_preparation, &SweepPreparation::refresh);
    connect(&m_preparation, &SweepPreparation::changed, this, &SweepPage::showPreparation);
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_run.isActive() ? m_run.cancel() : static_cast<void>(run()); });
    connect(m_resume, &QPushButton::clicked, this, &SweepPage::resume);
    connect(&m_run, &SweepRunner::started, this, [this] {
        m_preparation.setBusy(true);
        showProgress();
    });
    connect(&m_run, &SweepRunner::advanced, this, [this] {
        m_results->setSweeps(m_run.sweeps());
        showProgress();
    });
    connect(&m_run, &SweepRunner::finished, this, &SweepPage::runEnded);
    connect(&m_run, &SweepRunner::failed, this,
            [this](const QString& model, const base::Error& error) {
                showError(tr("The sweep with %1 failed").arg(model), error);
            });
    connect(&m_run, &SweepRunner::notKept, this, [this](const base::Error& error) {
        showError(tr("The history does not keep this sweep; it goes on all the same"), error);
    });
    connect(m_results, &SweepResults::failed, this, [this](const base::Error& error) {
        showError(workspace::errorText(error).headline, error);
    });
    connect(m_results, &SweepResults::scalingWanted, this, &SweepPage::sendToScaling);
    connect(m_offerResume, &QPushButton::clicked, this, [this] { openGroup(m_offer->id, true); });
    connect(m_offerOpen, &QPushButton::clicked, this, [this] { openGroup(m_offer->id, false); });
    connect(m_offerDismiss, &QPushButton::clicked, this, &SweepPage::dismissOffer);
}

void SweepPage::documentChanged()
{
    m_setup->setDocument(m_state.document());
    m_preparation.setDocument(m_state.document());
}

void SweepPage::modelChanged()
{
    const EndpointChoicePtr endpoint = m_state.endpoint();
    m_setup->setModel(m_state.model(), endpoint ? endpoint->title() : QString());
    // What an endpoint takes cannot be told beforehand.
    m_preparation.setModel(endpoint ? nullptr : m_state.model());
    showPreparation();
}

bool SweepPage::hasOwnModel() const
{
    return m_setup->setup().loadedModel && (m_state.endpoint() || m_state.model());
}

bool SweepPage::run()
{
    if (m_run.isActive() || !m_preparation.plan()) {
        return true; // Ctrl+Enter means the sweep all the same
    }
    std::vector<std::pair<QString, QString>> models;
    if (const EndpointChoicePtr endpoint = m_state.endpoint(); endpoint && hasOwnModel()) {
        models.emplace_back(endpoint->title(), endpointPath(*endpoint));
    } else if (hasOwnModel()) {
        const workspace::LoadedModelPtr model = m_state.model();
        models.emplace_back(model->name, workspace::toText(model->package->path()));
    }
    for (const workspace::CatalogEntry& entry : m_setup->chosenModels()) {
        models.emplace_back(entry.name, entry.path);
    }
    startTasks(newSweeps(*m_preparation.plan(), *m_preparation.data(), models));
    return true;
}

void SweepPage::resume()
{
    startTasks(m_results->sweeps());
}

void SweepPage::startTasks(const std::vector<Sweep>& sweeps)
{
    if (m_run.isActive() || sweeps.empty()) {
        return;
    }
    m_banner->dismiss();
    const workspace::LoadedModelPtr loaded = m_state.model();
    const EndpointChoicePtr endpoint = m_state.endpoint();
    std::vector<SweepTask> tasks;
    for (const Sweep& sweep : sweeps) {
        const QString& path = sweep.document->modelPath;
        const bool isLoaded = loaded && workspace::toText(loaded->package->path()) == path;
        const bool isThere = endpoint && endpointPath(*endpoint) == path;
        tasks.push_back({ sweep, isLoaded ? loaded : nullptr, isThere ? endpoint : nullptr });
    }
    ++m_opening; // what is still being opened is no longer wanted
    m_shown.reset();
    m_results->setSweeps(sweeps);
    m_right->setCurrentWidget(m_results);
    m_run.start(std::move(tasks), m_state.workspace().options());
    showOffer();
}

void SweepPage::runEnded()
{
    m_results->setSweeps(m_run.sweeps());
    for (const Sweep& sweep : m_run.sweeps()) {
        m_preparation.setSpeed(sweep.document->modelPath, m_run.speedOf(sweep.document->modelPath));
        m_shown = sweep.id ? sweep.id : m_shown;
    }
    m_preparation.setBusy(false);
    Q_EMIT m_state.store().changed(); // it was written to by another connection
    const SweepRunner::Pace pace = m_run.pace();
    m_state.workspace().reportMessage(tr("Sweep: %1 of %2 prompts")
                                          .arg(number(static_cast<qlonglong>(pace.done)),
                                               number(static_cast<qlonglong>(pace.total))));
    showProgress();
    showOffer();
}

void SweepPage::showError(const QString& headline, const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { headline, text.advice, text.details, text.reason });
}

bool SweepPage::openFile(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    // A table is for the Scaling tab unless the user sees this page.
    if (!isExampleList(suffix) && !(isTable(suffix) && isVisible())) {
        return false;
    }
    m_setup->chooseFile(path);
    return true;
}

QJsonObject SweepPage::saveState() const
{
    return { { QStringLiteral("setup"), toJson(m_setup->setup()) },
             { QStringLiteral("results"), m_results->saveState() },
             { QStringLiteral("columns"), QString::fromLatin1(m_columns->saveState().toBase64()) },
             { QStringLiteral("dismissed"), static_cast<double>(m_dismissed) },
             { QStringLiteral("shown"), static_cast<double>(m_shown.value_or(0)) } };
}

void SweepPage::restoreState(const QJsonObject& state)
{
    if (state.contains(QStringLiteral("setup"))) { // else what follows from the document stays
        m_setup->setSetup(sweepSetupFromJson(state.value(QStringLiteral("setup")).toObject()));
    }
    m_results->restoreState(state.value(QStringLiteral("results")).toObject());
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    m_dismissed = static_cast<history::RunId>(state.value(QStringLiteral("dismissed")).toDouble());
    if (const double shown = state.value(QStringLiteral("shown")).toDouble(); shown >= 1) {
        m_shown = static_cast<history::RunId>(shown);
    }
}

void SweepPage::changeEvent(QEvent* event)
{
    PromptPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SweepPage::showEvent(QShowEvent* event)
{
    PromptPage::showEvent(event);
    m_preparation.setActive(true);
    if (!m_looked) {
        m_looked = true;
        lookForUnfinished();
        if (m_shown && m_results->sweeps().empty() && !m_run.isActive()) {
            openGroup(*m_shown, false);
        }
    }
}

void SweepPage::hideEvent(QHideEvent* event)
{
    PromptPage::hideEvent(event);
    m_preparation.setActive(false);
}

} // namespace fe::prompting
