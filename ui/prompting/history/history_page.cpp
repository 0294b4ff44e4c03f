// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/history/history_page.h"

#include "base/json.h"
#include "prompting/answer/answer_tree.h"
#include "prompting/exports.h"
#include "prompting/prompt_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kSearchWaitMs = 200;
constexpr const char* kKinds[] = { "", "answer", "comparison", "sweep" };

base::Result<AnswerTree> treeOf(const base::Result<std::string>& document)
{
    if (!document) {
        return document.error();
    }
    FE_TRY(const base::Json json, base::parseJson(*document, "history"));
    return answerTreeFromJson(json);
}

/// A run as one JSON text: what the list says of it, its document and its parts.
std::string exportedRun(const history::RunEntry& entry, const std::string& document,
                        const std::vector<std::string>& parts)
{
    const auto jsonOf = [](const std::string& text) {
        auto json = base::parseJson(text, "history");
        return json ? *std::move(json) : base::Json(text);
    };
    base::Json list = base::Json::array();
    for (const std::string& part : parts) {
        list.push(jsonOf(part));
    }
    const history::RunSummary& summary = entry.summary;
    return base::toText(base::Json(base::Json::Object { { "kind", summary.kind },
                                                        { "time", summary.time },
                                                        { "model", summary.model },
                                                        { "title", summary.title },
                                                        { "result", summary.result },
                                                        { "finished", summary.finished },
                                                        { "run", jsonOf(document) },
                                                        { "parts", std::move(list) } }))
        + "\n";
}

} // namespace

HistoryPage::HistoryPage(PromptState& state, QWidget* parent)
    : PromptPage(parent), m_state(state), m_model(new HistoryModel(state.store(), this)),
      m_words(new QLineEdit(this)), m_kind(new QComboBox(this)),
      m_banner(new widgets::MessageBanner(this)), m_newHistory(new QPushButton(this)),
      m_splitter(new QSplitter(Qt::Vertical, this)), m_table(new QTableView(this)),
      m_empty(new QLabel(this)), m_details(new QPlainTextEdit(this)), m_open(new QPushButton(this)),
      m_again(new QPushButton(this)), m_compare(new QPushButton(this)),
      m_export(new QPushButton(this)), m_remove(new QPushButton(this))
{
    build();
    connectParts();
    retranslate();
    showSelection();
}

void HistoryPage::build()
{
    m_words->setObjectName(QStringLiteral("historySearch"));
    m_words->setClearButtonEnabled(true);
    for (const char* kind : kKinds) {
        m_kind->addItem({}, QString::fromLatin1(kind));
    }
    m_table->setObjectName(QStringLiteral("historyTable"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAlternatingRowColors(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->resizeSection(HistoryModel::Time, scaled(165));
    m_table->horizontalHeader()->resizeSection(HistoryModel::Kind, scaled(110));
    m_table->horizontalHeader()->resizeSection(HistoryModel::Model, scaled(165));
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::Result, QHeaderView::Stretch);
    m_empty->setProperty("kind", QStringLiteral("secondary"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_details->setReadOnly(true);
    m_details->setObjectName(QStringLiteral("historyDetails"));
    m_newHistory->hide();

    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_words, 1);
    head->addWidget(m_kind);
    auto* card = new QFrame(this);
    card->setProperty("kind", QStringLiteral("card"));
    auto* list = new QVBoxLayout(card);
    list->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    list->setSpacing(scaled(8));
    list->addLayout(head);
    list->addWidget(m_table, 1);
    list->addWidget(m_empty, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    m_remove->setProperty("kind", QStringLiteral("danger"));
    for (QPushButton* button : { m_open, m_again, m_compare, m_export }) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(m_remove);
    list->addLayout(buttons);
    m_splitter->addWidget(card);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({ scaled(380), scaled(180) });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(m_banner);
    column->addWidget(m_newHistory, 0, Qt::AlignLeft);
    column->addWidget(m_splitter, 1);
}

void HistoryPage::connectParts()
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(kSearchWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &HistoryPage::search);
    connect(m_words, &QLineEdit::textChanged, &m_wait, qOverload<>(&QTimer::start));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &HistoryPage::search);
    connect(&m_state.store(), &RunStore::changed, this, [this] {
        m_stale = true;
        if (isVisible()) {
            m_stale = false;
            m_model->refresh();
        }
    });
    connect(m_model, &HistoryModel::read, this, &HistoryPage::showSelection);
    connect(m_model, &HistoryModel::failed, this, &HistoryPage::showFailure);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPage::showSelection);
    connect(m_table, &QTableView::activated, this, &HistoryPage::open);
    connect(m_open, &QPushButton::clicked, this, &HistoryPage::open);
    connect(m_again, &QPushButton::clicked, this, &HistoryPage::runAgain);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPage::compare);
    connect(m_export, &QPushButton::clicked, this, &HistoryPage::exportRuns);
    connect(m_remove, &QPushButton::clicked, this, &HistoryPage::removeRuns);
    connect(m_newHistory, &QPushButton::clicked, this, &HistoryPage::beginNewHistory);
    auto* remove = new QShortcut(QKeySequence::Delete, m_table);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &HistoryPage::removeRuns);
}

void HistoryPage::showEvent(QShowEvent* event)
{
    PromptPage::showEvent(event);
    if (m_stale) {
        m_stale = false;
        search();
    }
}

void HistoryPage::search()
{
    m_wait.stop();
    const QString kind = m_kind->currentData().toString();
    m_model->search(m_words->text(), kind.isEmpty() ? QStringList() : QStringList { kind });
}

std::vector<history::RunId> HistoryPage::selected() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<history::RunId> ids;
    for (const QModelIndex& row : rows) {
        ids.push_back(m_model->entry(row.row()).id);
    }
    return ids;
}

void HistoryPage::showSelection()
{
    const bool any = m_model->rowCount() > 0;
    m_table->setVisible(any);
    m_empty->setVisible(!any);
    m_empty->setText(!m_model->isRead() ? tr("Reading the history…")
                         : m_words->text().trimmed().isEmpty()
                         ? tr("Nothing was run yet. Every answer, comparison and sweep is kept "
                              "here, to be found, opened and run again.")
                         : tr("No run holds these words."));
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    bool answers = !rows.isEmpty();
    for (const QModelIndex& row : rows) {
        answers = answers && m_model->entry(row.row()).summary.kind == "answer";
    }
    m_open->setEnabled(rows.size() == 1);
    m_again->setEnabled(rows.size() == 1 && answers);
    m_compare->setEnabled(rows.size() >= 2 && rows.size() <= 6 && answers);
    m_export->setEnabled(rows.size() == 1);
    m_remove->setEnabled(!rows.isEmpty());
    m_details->setVisible(rows.size() == 1);
    const quint64 number = ++m_shown;
    if (rows.size() != 1) {
        return;
    }
    const history::RunEntry entry = m_model->entry(rows.first().row());
    const QPointer<HistoryPage> alive(this);
    m_state.store().read<std::string>(
        [id = entry.id](history::RunHistory& history) { return history.document(id); },
        [this, alive, number, entry](const base::Result<std::string>& document) {
            if (alive && number == m_shown) {
                showDetails(entry, document);
            }
        });
}

void HistoryPage::showDetails(const history::RunEntry& entry,
                              const base::Result<std::string>& document)
{
    if (!document) {
        showFailure(document.error());
        return;
    }
    const history::RunSummary& summary = entry.summary;
    QString text
        = QString::fromStdString(summary.title) + u'\n' + QString::fromStdString(summary.result);
    if (summary.kind == "answer") {
        const auto tree = treeOf(document);
        if (!tree) {
            showFailure(tree.error());
            return;
        }
        if (const RunRecordPtr record = tree->currentRecord()) {
            text = QString::fromStdString(exportText(*record, ExportFormat::Markdown));
        }
    }
    m_details->setPlainText(text);
}

void HistoryPage::showFailure(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details });
    // Of the file as a whole; a single run that is not there any more is no reason for a new one.
    m_newHistory->setVisible(error.code == base::ErrorCode::Malformed
                             || error.code == base::ErrorCode::Unsupported);
}

void HistoryPage::open()
{
    const auto ids = selected();
    if (ids.size() == 1) {
        Q_EMIT m_state.runWanted(ids.front());
    }
}

void HistoryPage::runAgain()
{
    const auto ids = selected();
    if (ids.size() != 1) {
        return;
    }
    const QPointer<HistoryPage> alive(this);
    m_state.store().read<std::string>(
        [id = ids.front()](history::RunHistory& history) { return history.document(id); },
        [this, alive](const base::Result<std::string>& document) {
            if (!alive) {
                return;
            }
            const auto tree = treeOf(document);
            if (!tree) {
                showFailure(tree.error());
                return;
            }
            PromptDocument again = tree->document();
            again.sampling.newSeedEachRun = false; // the same tokens
            if (!tree->isEmpty()) {
                again.sampling.seed = tree->nodes().front().record->options.sampling.seed;
            }
            m_state.setDocument(again);
            Q_EMIT m_state.generateWanted();
        });
}

void HistoryPage::compare()
{
    const QPointer<HistoryPage> alive(this);
    m_state.store().read<std::vector<AnswerTree>>(
        [ids = selected()](history::RunHistory& history) -> base::Result<std::vector<AnswerTree>> {
            std::vector<AnswerTree> trees;
            for (const history::RunId id : ids) {
                FE_TRY(AnswerTree tree, treeOf(history.document(id)));
                trees.push_back(std::move(tree));
            }
            return trees;
        },
        [this, alive](const base::Result<std::vector<AnswerTree>>& trees) {
            if (!alive) {
                return;
            }
            if (!trees) {
                showFailure(trees.error());
                return;
            }
            Q_EMIT m_state.pageWanted(QStringLiteral("compare"));
            Q_EMIT m_state.comparisonWanted(*trees);
        });
}

void HistoryPage::exportRuns()
{
    const auto ids = selected();
    if (ids.size() != 1) {
        return;
    }
    const QString path = QFileDialog::getSaveFileName(this, tr("Export a run"), tr("run.json"),
                                                      QStringLiteral("*.json"));
    if (path.isEmpty()) {
        return;
    }
    const QPointer<HistoryPage> alive(this);
    m_state.store().read<bool>(
        [id = ids.front(), path](history::RunHistory& history) -> base::Result<bool> {
            FE_TRY(const history::RunEntry entry, history.entry(id));
            FE_TRY(const std::string document, history.document(id));
            FE_TRY(const auto parts, history.parts(id));
            FE_CHECK(writeExport(path, exportedRun(entry, document, parts)));
            return true;
        },
        [this, alive, path](const base::Result<bool>& written) {
            if (!alive) {
                return;
            }
            if (written) {
                m_state.workspace().reportMessage(tr("Exported to %1").arg(path));
            } else {
                showFailure(written.error());
            }
        });
}

void HistoryPage::removeRuns()
{
    const auto ids = selected();
    if (ids.empty()) {
        return;
    }
    const auto answer = QMessageBox::question(
        this, tr("Delete runs"),
        ids.size() == 1 ? tr("Delete this run from the history? This cannot be undone.")
                        : tr("Delete %1 runs from the history? This cannot be undone.")
                              .arg(QLocale().toString(static_cast<qulonglong>(ids.size()))),
        QMessageBox::Cancel | QMessageBox::Yes, QMessageBox::Cancel);
    if (answer == QMessageBox::Yes) {
        m_state.store().remove(ids);
    }
}

void HistoryPage::beginNewHistory()
{
    const auto name = m_state.store().beginNew();
    if (!name) {
        showFailure(name.error());
        return;
    }
    m_banner->dismiss();
    m_newHistory->hide();
    m_state.workspace().reportMessage(
        tr("The old history is now %1").arg(QString::fromStdString(name->string())));
}

QJsonObject HistoryPage::saveState() const
{
    return { { QStringLiteral("words"), m_words->text() },
             { QStringLiteral("kind"), m_kind->currentData().toString() } };
}

void HistoryPage::restoreState(const QJsonObject& state)
{
    m_words->setText(state.value(QStringLiteral("words")).toString());
    m_kind->setCurrentIndex(
        std::max(0, m_kind->findData(state.value(QStringLiteral("kind")).toString())));
}

void HistoryPage::changeEvent(QEvent* event)
{
    PromptPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void HistoryPage::retranslate()
{
    m_words->setPlaceholderText(tr("Search prompts, answers and models"));
    m_words->setAccessibleName(m_words->placeholderText());
    m_kind->setAccessibleName(tr("Kind of run"));
    m_kind->setItemText(0, tr("All runs"));
    m_kind->setItemText(1, tr("Answers"));
    m_kind->setItemText(2, tr("Comparisons"));
    m_kind->setItemText(3, tr("Sweeps"));
    m_table->setAccessibleName(tr("Runs"));
    m_details->setAccessibleName(tr("The run that is chosen"));
    m_open->setText(tr("Open"));
    m_again->setText(tr("Run again"));
    m_again->setToolTip(tr("With the same settings and seed: the same tokens"));
    m_compare->setText(tr("Compare"));
    m_compare->setToolTip(tr("Choose two to six answers to see them side by side"));
    m_export->setText(tr("Export…"));
    m_export->setToolTip(tr("Everything about the run, as JSON"));
    m_remove->setText(tr("Delete"));
    m_newHistory->setText(tr("Move it away and begin a new history"));
    m_model->retranslate();
    showSelection();
}

} // namespace fe::prompting
