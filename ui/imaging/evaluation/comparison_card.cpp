// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/comparison_card.h"

#include "imaging/label_presets.h"
#include "widgets/theme.h"
#include "workspace/load_model.h"
#include "workspace/path_text.h"

#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;

namespace {

QString percent(double share)
{
    return charts::numberText(share, charts::NumberFormat::Percent);
}

/// "+1.9": percentage points with a sign.
QString points(double share)
{
    const QString number = QLocale().toString(std::abs(100 * share), 'f', 1);
    return (share < 0 ? QStringLiteral("−") : QStringLiteral("+")) + number;
}

} // namespace

ComparisonCard::ComparisonCard(VisionState& state, const EvaluationRun& first, QWidget* parent)
    : QFrame(parent), m_state(state), m_first(first),
      m_second(state.runner(), QStringLiteral("vision.evaluation.second")),
      m_catalog(state.runner())
{
    build();
    connect(&m_first, &EvaluationRun::answersChanged, this, &ComparisonCard::follow);
    connect(&m_second, &EvaluationRun::answersChanged, this, &ComparisonCard::compare);
    connect(&m_second, &EvaluationRun::progressed, this, &ComparisonCard::showOutcome);
    connect(&m_second, &EvaluationRun::failed, this, [this](const base::Error& error) {
        if (error.code != base::ErrorCode::Cancelled) {
            Q_EMIT failed(error);
        }
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_second.isRunning()) {
            m_second.stop();
        } else {
            m_second.start();
        }
    });
    connect(m_menu, &QMenu::aboutToShow, this, &ComparisonCard::fillMenu);
    connect(&m_catalog, &workspace::ModelCatalog::changed, this, [this] {
        if (m_menu->isVisible()) {
            fillMenu();
        }
    });
    m_catalog.refresh();
    retranslate();
}

void ComparisonCard::build()
{
    setProperty("kind", QStringLiteral("card"));
    const auto label = [this](const char* kind) {
        auto* made = new QLabel(this);
        made->setProperty("kind", QLatin1String(kind));
        made->setTextFormat(Qt::PlainText); // names of folders and models are no HTML
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return made;
    };
    m_heading = label("title");
    m_choose = new QToolButton(this);
    m_choose->setObjectName(QStringLiteral("compareWith"));
    m_choose->setPopupMode(QToolButton::InstantPopup);
    m_menu = new QMenu(m_choose);
    m_choose->setMenu(m_menu);
    m_stop = new QPushButton(this);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(scaled(140));
    m_hint = label("secondary");
    m_verdict = label("heading");
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_counts = label("secondary");
    m_table = new QWidget(this);
    auto* grid = new QGridLayout(m_table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(scaled(16));
    for (int i = 0; i < 2; ++i) {
        m_cells[i][0] = label("secondary");
        m_cells[i][1] = label("display");
        m_cells[i][1]->setWordWrap(false);
        grid->addWidget(m_cells[i][1], i, 0);
        grid->addWidget(m_cells[i][0], i, 1);
    }
    grid->setColumnStretch(1, 1);

    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_heading, 1);
    header->addWidget(m_progress);
    header->addWidget(m_stop);
    header->addWidget(m_choose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(10));
    column->addLayout(header);
    column->addWidget(m_hint);
    column->addWidget(m_table);
    column->addWidget(m_verdict);
    column->addWidget(m_counts);
    column->addStretch(1);
}

void ComparisonCard::fillMenu()
{
    m_menu->clear();
    m_menu->addSection(tr("Other templates"));
    for (const TemplatePreset& preset : templatePresets()) {
        connect(m_menu->addAction(preset.title), &QAction::triggered, this,
                [this, preset] { compareTemplates(preset.title, preset.templates); });
    }
    QAction* now = m_menu->addAction(tr("The templates of now"));
    now->setToolTip(tr("They are kept here; then change those at the left."));
    connect(now, &QAction::triggered, this,
            [this] { compareTemplates(tr("Templates kept"), m_state.templates()); });
    m_menu->addSection(tr("Another model"));
    for (const workspace::CatalogEntry& entry : m_catalog.withRole(workspace::Role::Picture)) {
        connect(m_menu->addAction(entry.name), &QAction::triggered, this,
                [this, path = entry.path] { compareModel(path); });
    }
    connect(m_menu->addAction(tr("Open a model folder…")), &QAction::triggered, this,
            &ComparisonCard::chooseModel);
}

void ComparisonCard::chooseModel()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Compare with a model"));
    if (!path.isEmpty()) {
        compareModel(path);
    }
}

void ComparisonCard::compareTemplates(const QString& title, const QStringList& templates)
{
    m_loading = {};
    m_title = title;
    m_otherModel = false;
    m_otherTemplates = templates;
    begin();
}

void ComparisonCard::compareModel(const QString& path)
{
    m_title = workspace::modelName(path);
    m_otherModel = true;
    m_second.setModel(nullptr);
    clearOutcome();
    auto work = [file = workspace::toPath(path), options = m_state.workspace().options()](
                    const base::CancelToken& cancel,
                    base::Progress& progress) -> base::Result<OtherModel> {
        auto loaded = workspace::loadModel(file, options, cancel, progress);
        if (!loaded) {
            return loaded.error();
        }
        if (!loaded->model) {
            return base::unsupported(file.string(), {},
                                     "it is a program; open it as the picture model first, where "
                                     "it is asked whether to trust it");
        }
        auto made = pictures::pictureModel(loaded->model->package, loaded->model->any,
                                           loaded->model->tokenizer);
        if (!made) {
            return made.error();
        }
        if (!made->tokenizer || made->model->info().embeddingSize <= 0) {
            return base::unsupported(file.string(), {}, "it reads no words, only pictures");
        }
        return OtherModel { loaded->model->name,
                            std::make_shared<const pictures::PictureModel>(*std::move(made)) };
    };
    m_loading
        = m_state.runner().start<OtherModel>({ .title = tr("Loading %1").arg(m_title),
                                               .lane = jobs::Lane::Compute,
                                               .slot = QStringLiteral("vision.evaluation.load") },
                                             std::move(work),
                                             { .done =
                                                   [this](const OtherModel& other) {
                                                       m_title = other.name;
                                                       m_second.setModel(other.model);
                                                       begin();
                                                   },
                                               .cancelled = [this] { showOutcome(); },
                                               .failed =
                                                   [this](const base::Error& error) {
                                                       showOutcome();
                                                       Q_EMIT failed(error);
                                                   } });
    showOutcome();
}

void ComparisonCard::setLabels(const QStringList& labels)
{
    m_labels = labels;
    follow();
}

/// Gives the second run what it needs, as far as the first has it.
void ComparisonCard::begin()
{
    clearOutcome();
    if (m_title.isEmpty() || !m_first.folder() || m_labels.isEmpty()) {
        return;
    }
    if (m_second.folder() != m_first.folder()) {
        m_second.setFolder(m_first.folder());
    }
    if (!m_otherModel) {
        m_second.setModel(m_first.model());
        if (m_first.model() && m_second.done() < m_first.done()) {
            m_second.adopt(m_first);
        }
    }
    m_second.setTexts(m_labels, m_otherModel ? m_first.templates() : m_otherTemplates);
    m_second.setTemperature(m_state.scoring().temperature);
    if (m_otherModel && m_first.answers() && m_second.model()) {
        m_second.start();
    } else {
        m_second.rescore(); // the first run reads the pictures for both
    }
    compare();
    showOutcome();
}

void ComparisonCard::follow()
{
    if (!m_loading.isActive()) {
        begin();
    }
}

void ComparisonCard::clearOutcome()
{
    m_bootstrap = {};
    m_comparison.reset();
    m_compared[0] = m_compared[1] = nullptr;
    showOutcome();
}

void ComparisonCard::compare()
{
    const AnswersPtr first = m_first.answers();
    const AnswersPtr second = m_second.answers();
    if (first == m_compared[0] && second == m_compared[1]) {
        return;
    }
    clearOutcome();
    if (!first || !second) {
        return;
    }
    m_compared[0] = first;
    m_compared[1] = second;
    m_bootstrap = m_state.runner().start<Comparison>(
        { .title = tr("Comparing"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.evaluation.bootstrap") },
        [first, second](const base::CancelToken& cancel,
                        base::Progress&) -> base::Result<Comparison> {
            const auto outcomes = pictures::pairOutcomes({ *first->pictures, first->judged },
                                                         { *second->pictures, second->judged });
            if (!outcomes) {
                return outcomes.error();
            }
            const auto interval = analysis::pairedBootstrap(*outcomes, {}, cancel);
            if (!interval) {
                return interval.error();
            }
            return Comparison { *outcomes, *interval };
        },
        { .done =
              [this](const Comparison& comparison) {
                  m_comparison = comparison;
                  showOutcome();
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void ComparisonCard::showOutcome()
{
    const bool loading = m_loading.isActive();
    const bool running = m_second.isRunning() || loading;
    m_progress->setVisible(running);
    m_progress->setRange(0, loading ? 0 : std::max(1, m_second.total()));
    m_progress->setValue(m_second.done());
    const bool unfinished
        = !m_title.isEmpty() && m_second.folder() && m_second.model() && !m_second.isComplete();
    m_stop->setVisible(!loading && (m_second.isRunning() || (unfinished && m_first.answers())));
    m_stop->setText(m_second.isRunning() ? tr("Stop") : tr("Go on"));
    const bool has = m_comparison.has_value();
    m_table->setVisible(has);
    m_verdict->setVisible(has);
    m_counts->setVisible(has);
    m_hint->setVisible(!has);
    m_hint->setText(m_title.isEmpty()
                        ? tr("Choose other templates or another model. It is asked about the same "
                             "pictures, and the difference is shown with its 95 % interval.")
                        : !m_first.answers() ? tr("Evaluate the folder first.")
                                             : tr("Comparing with %1…").arg(m_title));
    if (!has) {
        return;
    }
    const analysis::PairedOutcomes& outcomes = m_comparison->outcomes;
    const QString templates = m_first.templates().join(QStringLiteral(", "));
    m_cells[0][0]->setText(m_otherModel ? m_state.modelName()
                                        : tr("templates at the left: %1").arg(templates));
    m_cells[1][0]->setText(m_otherModel ? m_title
                                        : m_title + QStringLiteral(": ")
                                   + m_otherTemplates.join(QStringLiteral(", ")));
    m_cells[0][1]->setText(percent(outcomes.firstAccuracy()));
    m_cells[1][1]->setText(percent(outcomes.secondAccuracy()));
    const auto& interval = m_comparison->interval;
    const QString difference
        = tr("Top-1 differs by %1 points (95 % interval %2 to %3).")
              .arg(points(outcomes.difference()), points(interval.low), points(interval.high));
    const bool sure = interval.low > 0 || interval.high < 0;
    m_verdict->setText(
        difference + u' '
        + (sure ? tr("The interval leaves out zero: the difference is more than chance.")
                : tr("The interval holds zero: the difference may be chance.")));
    const QLocale locale;
    const auto number = [&locale](std::int64_t n) { return locale.toString(qlonglong(n)); };
    m_counts->setText(tr("Pictures: %1. Both right: %2, only the first: %3, only the second: %4, "
                         "neither: %5. Paired bootstrap over pictures, 10,000 resamples.")
                          .arg(number(outcomes.count()), number(outcomes.both),
                               number(outcomes.onlyFirst), number(outcomes.onlySecond),
                               number(outcomes.neither)));
}

void ComparisonCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ComparisonCard::retranslate()
{
    m_heading->setText(tr("Comparison on the same pictures"));
    m_choose->setText(tr("Compare with…"));
    m_choose->setAccessibleName(tr("Compare with other templates or another model"));
    m_progress->setAccessibleName(tr("Progress of the comparison"));
    showOutcome();
}

} // namespace fe::imaging
