// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/compare_page.h"

#include "prompting/compare/compare_column.h"
#include "prompting/prompt_encoding.h"
#include "widgets/message_banner.h"
#include "widgets/plain_tool_tip.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QAction>
#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>

namespace fe::prompting {

using State = ComparisonColumn::State;

ComparePage::ComparePage(PromptState& state, QWidget* parent)
    : PromptPage(parent), m_state(state), m_run(state.runner()), m_catalog(state.runner()),
      m_models({ QString() })
{
    build();
    connectParts();
    retranslate();
    showComparison(m_shown);
}

ComparePage::~ComparePage() = default;

void ComparePage::connectParts()
{
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_run.isActive() ? m_run.cancel() : startRun(); });
    connect(&m_run, &ComparisonRun::columnChanged, this, &ComparePage::columnChanged);
    connect(&m_run, &ComparisonRun::advanced, this, &ComparePage::advanced);
    connect(&m_run, &ComparisonRun::finished, this, &ComparePage::runFinished);
    connect(&m_catalog, &workspace::ModelCatalog::changed, this, &ComparePage::fillModels);
    connect(m_modelMenu, &QMenu::aboutToShow, &m_catalog, &workspace::ModelCatalog::refresh);
    for (const WayBox& way : m_ways) {
        connect(way.box, &QCheckBox::toggled, this, &ComparePage::refresh);
    }
    connect(&m_state, &PromptState::documentChanged, this, &ComparePage::refreshWays);
    connect(&m_state, &PromptState::modelChanged, this, &ComparePage::fillModels);
    connect(&m_state, &PromptState::comparisonWanted, this,
            [this](const std::vector<AnswerTree>& answers) {
                m_follows = false;
                m_banner->dismiss();
                showComparison(comparisonOf(answers));
            });
    // The window's model is about to need the memory.
    connect(&m_state.workspace(), &workspace::Workspace::loadStarted, &m_run,
            &ComparisonRun::cancel);
}

void ComparePage::showEvent(QShowEvent* event)
{
    PromptPage::showEvent(event);
    if (!m_catalog.isReady()) {
        m_catalog.refresh();
    }
}

bool ComparePage::run()
{
    startRun();
    return true;
}

void ComparePage::startRun()
{
    const std::vector<Way> ways = chosenWays();
    const std::vector<ComparedModel> models = chosenModels();
    if (m_run.isActive() || ways.empty() || models.empty()) {
        return;
    }
    const PromptDocument& document = m_state.document();
    const quint64 seed = document.sampling.newSeedEachRun ? QRandomGenerator::system()->generate()
                                                          : document.sampling.seed;
    m_banner->dismiss();
    m_follows = true;
    const Comparison comparison = makeComparison(document, ways, models, seed);
    showComparison(comparison);
    m_run.start(comparison, { m_state.model(), m_state.workspace().options(), m_state.endpoint() });
    refresh();
}

void ComparePage::columnChanged(int column)
{
    if (m_follows) {
        m_shown = m_run.comparison();
        m_columns[static_cast<std::size_t>(column)]->showColumn(
            m_shown.columns[static_cast<std::size_t>(column)]);
        if (m_run.current() == column) {
            m_area->ensureWidgetVisible(m_columns[static_cast<std::size_t>(column)], 0, 0);
        }
        showReferences();
    }
    refresh();
}

void ComparePage::advanced(int column)
{
    if (!m_follows || column < 0) {
        return;
    }
    const workspace::LoadedModelPtr& model = m_run.model();
    m_columns[static_cast<std::size_t>(column)]->showLive(
        m_run.live(),
        [tokenizer = model ? model->tokenizer : nullptr,
         labels = m_run.live().labels](generation::TokenId id) {
            if (tokenizer) {
                return QString::fromStdString(tokenLabel(*tokenizer, id));
            }
            const auto found = labels.find(id);
            return found == labels.end() ? QString() : QString::fromStdString(found->second);
        });
}

void ComparePage::runFinished()
{
    keep(m_run.comparison());
    refresh();
}

void ComparePage::showComparison(const Comparison& comparison)
{
    m_shown = comparison;
    for (CompareColumn* column : m_columns) {
        column->hide();
        column->deleteLater();
    }
    m_columns.clear();
    for (const ComparisonColumn& column : comparison.columns) {
        auto* view = new CompareColumn(m_splitter);
        view->showColumn(column);
        m_splitter->addWidget(view);
        m_columns.push_back(view);
        view->show();
    }
    QList<int> even;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        even.append(1000);
    }
    m_splitter->setSizes(even);
    showReferences();
    refresh();
}

void ComparePage::showReferences()
{
    std::optional<QString> reference;
    if (m_differences->isChecked() && m_columns.size() > 1 && m_shown.columns.front().record) {
        reference = m_columns.front()->text();
    }
    for (std::size_t i = 1; i < m_columns.size(); ++i) {
        m_columns[i]->setReference(reference);
    }
}

QString ComparePage::summaryText() const
{
    if (m_shown.isEmpty()) {
        return {};
    }
    QStringList parts;
    const auto ended
        = std::count_if(m_shown.columns.begin(), m_shown.columns.end(), [](const auto& column) {
              return column.state == State::Done || column.state == State::Failed
                  || column.state == State::Cancelled;
          });
    if (m_follows && m_run.isActive()) {
        parts.append(tr("%1 of %2 done").arg(ended).arg(m_shown.columns.size()));
    }
    if (!m_shown.given) {
        parts.append(tr("seed %1").arg(m_shown.seed));
    }
    if (const PatternPart* part = m_shown.document.part();
        part != nullptr && !part->expected.isEmpty()) {
        parts.append(tr("expected: %1").arg(part->expected));
    }
    return parts.join(QStringLiteral(" · "));
}

void ComparePage::refresh()
{
    const bool running = m_run.isActive();
    const std::size_t models = chosenModels().size();
    const bool able = models > 0 && !chosenWays().empty();
    m_button->setText(running ? tr("Stop") : tr("Compare"));
    m_button->setAccessibleName(m_button->text());
    m_button->setEnabled(running || able);
    m_button->setToolTip(running    ? tr("Stop; columns that are done stay")
                             : able ? tr("Ask in every chosen way, with one seed (Ctrl+Enter)")
                             : models == 0 ? tr("Choose a model")
                                           : tr("Choose a way of prompting"));
    m_runAction->setEnabled(able && !running);
    m_stopAction->setEnabled(running);
    m_modelButton->setText(models == 1 ? tr("1 model") : tr("%1 models").arg(models));
    m_modelButton->setAccessibleName(tr("Models that are asked"));
    m_modelButton->setEnabled(!running);
    for (QAction* action : m_exports) {
        action->setEnabled(m_shown.hasAnswers() && !running);
    }
    m_exportButton->setEnabled(m_shown.hasAnswers() && !running);
    m_summary->setText(summaryText());
    m_summary->setToolTip(m_summary->text());
    m_area->setVisible(!m_columns.empty());
    m_empty->setVisible(m_columns.empty());
}

/// Offers the ways that the document knows.
void ComparePage::refreshWays()
{
    const PromptDocument& document = m_state.document();
    const bool pattern = document.part() != nullptr;
    for (const WayBox& way : m_ways) {
        way.box->setVisible(pattern == (way.way != Way::AsItIs));
        const auto asked = documentOf(document, way.way);
        way.box->setEnabled(asked.hasValue());
        way.box->setToolTip(asked ? rowOf(way.way).toolTip()
                                  : workspace::errorText(asked.error()).reason);
    }
    refresh();
}

std::vector<Way> ComparePage::chosenWays() const
{
    const bool pattern = m_state.document().part() != nullptr;
    if (!pattern) {
        return { Way::AsItIs };
    }
    std::vector<Way> ways;
    for (const WayBox& way : m_ways) {
        if (way.way != Way::AsItIs && way.box->isChecked() && way.box->isEnabled()) {
            ways.push_back(way.way);
        }
    }
    return ways;
}

/// What can be asked: the window's choice first, whose key is empty; others go by their paths.
std::vector<ComparePage::Offer> ComparePage::offers() const
{
    std::vector<Offer> offers;
    const workspace::LoadedModelPtr loaded = m_state.model();
    const QString loadedPath = loaded ? workspace::toText(loaded->package->path()) : QString();
    const EndpointChoicePtr endpoint = m_state.endpoint();
    if (endpoint) {
        offers.push_back(
            { {},
              { endpoint->title(), QString::fromStdString(endpoint->endpoint.baseUrl) },
              tr("%1 (endpoint)").arg(endpoint->title()) });
    }
    if (loaded) {
        offers.push_back({ endpoint ? loadedPath : QString(),
                           { loaded->name, loadedPath },
                           tr("%1 (loaded)").arg(loaded->name) });
    }
    const auto entries = m_catalog.languageModels();
    for (const workspace::CatalogEntry& entry : entries) {
        if (!loaded || entry.path != loadedPath) {
            const QString bytes = QString::fromStdString(base::bytesText(entry.fileBytes));
            offers.push_back(
                { entry.path,
                  { entry.name, entry.path },
                  QStringLiteral("%1 · %2 · %3").arg(entry.name, entry.weights, bytes) });
        }
    }
    return offers;
}

std::vector<ComparedModel> ComparePage::chosenModels() const
{
    std::vector<ComparedModel> models;
    for (const Offer& offer : offers()) {
        if (m_models.contains(offer.key)) {
            models.push_back(offer.model);
        }
    }
    return models;
}

void ComparePage::fillModels()
{
    m_modelMenu->clear();
    const std::vector<Offer> all = offers();
    for (const Offer& offer : all) {
        QString text = offer.text;
        QAction* action = m_modelMenu->addAction(text.replace(u'&', QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(m_models.contains(offer.key));
        action->setToolTip(widgets::plainToolTip(offer.model.path));
        connect(action, &QAction::toggled, this, [this, key = offer.key](bool on) {
            m_models.removeAll(key);
            if (on) {
                m_models.append(key);
            }
            refresh();
        });
    }
    if (all.empty()) {
        m_modelMenu->addAction(tr("No model is installed"))->setEnabled(false);
    }
    refresh();
}

void ComparePage::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details });
}

QList<QAction*> ComparePage::paletteActions() const
{
    QList<QAction*> actions;
    for (const NamedAction& named : m_named) {
        actions.append(named.action);
    }
    return actions;
}

void ComparePage::changeEvent(QEvent* event)
{
    PromptPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::prompting
