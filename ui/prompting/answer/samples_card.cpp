// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/samples_card.h"

#include "prompting/answer/answer_tree_model.h"
#include "prompting/answer/vote_view.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

namespace {

enum Page { TreePage, VotePage, HintPage };
constexpr std::size_t kMostCompared = 6; // columns that can be read side by side

} // namespace

SamplesCard::SamplesCard(QWidget* parent)
    : QFrame(parent), m_title(new QLabel(this)), m_views(new widgets::SegmentedControl(this)),
      m_progress(new QProgressBar(this)), m_stack(new QStackedWidget(this)),
      m_view(new QTreeView(this)), m_model(new AnswerTreeModel(this)), m_vote(new VoteView(this)),
      m_hint(new QLabel(this)), m_notice(new QLabel(this)), m_undo(new QPushButton(this))
{
    build();
    connectParts();
    retranslate();
}

QAction* SamplesCard::addCardAction(const char* name, const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_actions.append(action);
    return action;
}

void SamplesCard::build()
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setObjectName(QStringLiteral("samplesTitle"));
    m_views->addSegment({}, {});
    m_views->addSegment({}, {});
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(scaled(4));
    m_progress->hide();
    m_view->setObjectName(QStringLiteral("answerTree"));
    m_view->setProperty("kind", QStringLiteral("flat"));
    m_view->setModel(m_model);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setIndentation(scaled(14));
    m_view->setExpandsOnDoubleClick(false);
    QHeaderView* header = m_view->header();
    header->setStretchLastSection(false);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(scaled(36));
    header->setSectionResizeMode(AnswerTreeModel::Text, QHeaderView::Stretch);
    header->resizeSection(AnswerTreeModel::Answer, scaled(76));
    for (const int column :
         { AnswerTreeModel::LogProbability, AnswerTreeModel::Tokens, AnswerTreeModel::End }) {
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    for (QWidget* page : std::initializer_list<QWidget*> { m_view, m_vote, m_hint }) {
        m_stack->addWidget(page); // in the order of Page
    }
    m_compare = addCardAction("compareAnswers", {});
    m_prune = addCardAction("pruneAnswers", QKeySequence::Delete);
    m_export = addCardAction("exportAnswers", {});
    auto* foot = new QHBoxLayout;
    foot->setSpacing(scaled(6));
    for (QAction* action : m_actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        foot->addWidget(button);
    }
    m_notice->setProperty("kind", QStringLiteral("secondary"));
    m_notice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_undo->setProperty("kind", QStringLiteral("quiet"));
    m_undo->setObjectName(QStringLiteral("undoPrune"));
    foot->addWidget(m_notice, 1);
    foot->addWidget(m_undo);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_views);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(8));
    column->setSpacing(scaled(6));
    column->addLayout(head);
    column->addWidget(m_progress);
    column->addWidget(m_stack, 1);
    column->addLayout(foot);
    setMinimumHeight(scaled(96));
}

void SamplesCard::connectParts()
{
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &SamplesCard::refresh);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                if (!m_showing && now.isValid()) {
                    Q_EMIT nodeChosen(AnswerTreeModel::nodeOf(now));
                }
            });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SamplesCard::refresh);
    connect(m_compare, &QAction::triggered, this,
            [this] { Q_EMIT compareWanted(selectedNodes()); });
    connect(m_prune, &QAction::triggered, this, [this] { Q_EMIT pruneWanted(selectedNodes()); });
    connect(m_export, &QAction::triggered, this, &SamplesCard::exportWanted);
    connect(m_undo, &QPushButton::clicked, this, &SamplesCard::undoWanted);
    connect(m_vote, &VoteView::ruleEdited, this, &SamplesCard::ruleEdited);
    connect(m_vote, &VoteView::nodesChosen, this, [this](const std::vector<int>& nodes) {
        if (m_sample == 0) {
            m_views->setCurrent(TreePage);
            select(nodes);
        }
    });
}

void SamplesCard::setTree(const AnswerTree& tree)
{
    m_showing = true;
    m_model->setTree(tree);
    m_vote->setTree(tree);
    m_view->expandAll();
    const QModelIndex current = m_model->indexOf(tree.current());
    QItemSelectionModel* selection = m_view->selectionModel();
    if (current.isValid()) {
        // What the user selected stays, as long as the answer that is shown is part of it.
        selection->setCurrentIndex(
            current,
            selection->isRowSelected(current.row(), current.parent())
                ? QItemSelectionModel::SelectionFlags(QItemSelectionModel::NoUpdate)
                : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_view->scrollTo(current);
    }
    m_showing = false;
    refresh();
}

void SamplesCard::setRunning(int sample, int samples)
{
    m_sample = sample;
    m_samples = samples;
    m_progress->setVisible(sample > 0 && samples > 1);
    m_progress->setRange(0, std::max(samples, 1));
    m_progress->setValue(std::max(sample - 1, 0));
    refresh();
}

void SamplesCard::offerUndo(int removed)
{
    m_removed = removed;
    refresh();
}

std::vector<int> SamplesCard::selectedNodes() const
{
    std::vector<int> nodes;
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows) {
        nodes.push_back(AnswerTreeModel::nodeOf(row));
    }
    std::sort(nodes.begin(), nodes.end());
    return nodes;
}

void SamplesCard::select(const std::vector<int>& nodes)
{
    QItemSelection rows;
    for (const int node : nodes) {
        const QModelIndex index = m_model->indexOf(node);
        rows.select(index, index);
    }
    QItemSelectionModel* selection = m_view->selectionModel();
    selection->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!nodes.empty()) {
        selection->setCurrentIndex(m_model->indexOf(nodes.front()), QItemSelectionModel::NoUpdate);
        m_view->setFocus();
    }
}

bool SamplesCard::leavesSomething(const std::vector<int>& nodes) const
{
    const std::vector<int> samples = m_model->tree().samples();
    return !std::includes(nodes.begin(), nodes.end(), samples.begin(), samples.end());
}

void SamplesCard::refresh()
{
    const std::size_t count = m_model->tree().nodes().size();
    const bool several = count > 1 || m_samples > 1;
    const bool running = m_sample > 0;
    const std::vector<int> selected = selectedNodes();
    const bool tree = m_views->current() == TreePage;
    m_stack->setCurrentIndex(!several ? HintPage : tree ? TreePage : VotePage);
    m_views->setVisible(several);
    m_view->setEnabled(!running);
    m_compare->setEnabled(!running && selected.size() >= 2 && selected.size() <= kMostCompared);
    m_prune->setEnabled(!running && tree && !selected.empty() && leavesSomething(selected));
    m_export->setEnabled(!running && count > 0);
    for (QToolButton* button : findChildren<QToolButton*>()) {
        if (m_actions.contains(button->defaultAction())) {
            button->setVisible(several && tree);
        }
    }
    m_notice->setVisible((several && tree) || m_removed > 0); // it takes the foot's free place
    m_notice->setText(m_removed == 0       ? QString()
                          : m_removed == 1 ? tr("1 answer removed")
                                           : tr("%1 answers removed").arg(m_removed));
    m_undo->setVisible(m_removed > 0 && !running);
    QString title = tr("Samples and branches");
    if (running && m_samples > 1) {
        title += QStringLiteral(" · ") + tr("%1 of %2").arg(m_sample).arg(m_samples);
    } else if (count > 1) {
        title += QStringLiteral(" · ") + QString::number(count);
    }
    m_title->setText(title);
}

void SamplesCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_model->retranslate();
        retranslate();
    }
}

void SamplesCard::retranslate()
{
    m_views->setSegmentText(TreePage, tr("Tree"), tr("Every sample and what branched from it"));
    m_views->setSegmentText(VotePage, tr("Vote"),
                            tr("Which answer the samples agree on (self-consistency, Wang et al. "
                               "2022)"));
    m_views->setAccessibleName(tr("View of the samples"));
    m_progress->setAccessibleName(tr("Samples that have ended"));
    m_view->setAccessibleName(tr("Samples and branches"));
    m_hint->setText(tr("Set \"Samples\" above 1 in the sampling settings, or click an alternative "
                       "of a token: all answers are gathered here."));
    m_compare->setText(tr("Compare the selected answers"));
    m_compare->setIconText(tr("Compare"));
    m_compare->setToolTip(tr("Select two to six answers to see them side by side"));
    m_prune->setText(tr("Remove the selected answers and their branches"));
    m_prune->setIconText(tr("Remove"));
    m_prune->setToolTip(tr("Remove the selected answers and what branched from them (Del); one "
                           "sample stays"));
    m_export->setText(tr("Export samples and branches as JSON…"));
    m_export->setIconText(tr("Export…"));
    m_export->setToolTip(tr("All samples and branches with everything they depended on, as JSON"));
    m_undo->setText(tr("Undo"));
    m_undo->setAccessibleName(tr("Bring the removed answers back"));
    refresh();
}

} // namespace fe::prompting
