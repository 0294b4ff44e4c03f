// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the sweep page and where they stand.
#include "prompting/sweep/sweep_page.h"

#include "prompting/prompt_state.h"
#include "prompting/sweep/sweep_results.h"
#include "prompting/sweep/sweep_setup_panel.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kSideWidth = 290; // at 13 px text

QLabel* wrappedLabel(const char* kind, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QLatin1String(kind));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

void SweepPage::build()
{
    m_banner = new widgets::MessageBanner(this);
    QWidget* offer = buildOffer();
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(buildSide());
    m_right = new QStackedWidget(m_columns);
    m_hint = wrappedLabel("secondary", m_right);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setMargin(scaled(24));
    m_results = new SweepResults(m_state.runner(), m_right);
    m_right->addWidget(m_hint);
    m_right->addWidget(m_results);
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ scaled(kSideWidth), scaled(600) });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(m_banner);
    column->addWidget(offer);
    column->addWidget(m_columns, 1);
    buildActions();
}

QWidget* SweepPage::buildSide()
{
    auto* card = new QFrame(m_columns);
    card->setProperty("kind", QStringLiteral("card"));
    auto* area = new QScrollArea(card);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    m_setup = new SweepSetupPanel(m_state.runner(), area);
    const auto boxes = m_setup->findChildren<QComboBox*>();
    for (QComboBox* box : boxes) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    area->setWidget(m_setup);
    m_setup->setAutoFillBackground(false); // setWidget() switches it on: the card shows through
    area->setMinimumWidth(m_setup->minimumSizeHint().width()
                          + area->verticalScrollBar()->sizeHint().width());
    m_problem = wrappedLabel("error", card);
    m_problem->setObjectName(QStringLiteral("sweepProblem"));
    m_estimate = wrappedLabel("secondary", card);
    m_estimate->setObjectName(QStringLiteral("sweepEstimate"));
    m_progress = new QProgressBar(card);
    m_progress->setTextVisible(false);
    m_progressText = wrappedLabel("secondary", card);
    m_progressText->setObjectName(QStringLiteral("sweepProgress"));
    m_button = new QPushButton(card);
    m_button->setProperty("kind", QStringLiteral("primary"));
    m_button->setObjectName(QStringLiteral("runSweep"));
    m_resume = new QPushButton(card);
    m_resume->setObjectName(QStringLiteral("resumeSweep"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_button);
    buttons->addWidget(m_resume);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addWidget(area, 1);
    for (QWidget* part : QList<QWidget*> { m_problem, m_estimate, m_progress, m_progressText }) {
        column->addWidget(part);
    }
    column->addLayout(buttons);
    return card;
}

QWidget* SweepPage::buildOffer()
{
    m_offerBar = new QFrame(this);
    m_offerBar->setProperty("kind", QStringLiteral("card"));
    m_offerBar->setObjectName(QStringLiteral("sweepOffer"));
    m_offerText = wrappedLabel("", m_offerBar);
    m_offerResume = new QPushButton(m_offerBar);
    m_offerResume->setObjectName(QStringLiteral("offerResume"));
    m_offerOpen = new QPushButton(m_offerBar);
    m_offerOpen->setObjectName(QStringLiteral("offerOpen"));
    m_offerDismiss = new QPushButton(m_offerBar);
    m_offerDismiss->setProperty("kind", QStringLiteral("quiet"));
    auto* row = new QHBoxLayout(m_offerBar);
    row->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    row->setSpacing(scaled(8));
    row->addWidget(m_offerText, 1);
    row->addWidget(m_offerResume);
    row->addWidget(m_offerOpen);
    row->addWidget(m_offerDismiss);
    m_offerBar->hide();
    return m_offerBar;
}

void SweepPage::buildActions()
{
    m_runAction = new QAction(this);
    m_stopAction = new QAction(this);
    m_resumeAction = new QAction(this);
    m_scalingAction = new QAction(this);
    connect(m_runAction, &QAction::triggered, this, [this] {
        Q_EMIT m_state.pageWanted(QStringLiteral("sweep"));
        run();
    });
    connect(m_stopAction, &QAction::triggered, &m_run, &SweepRunner::cancel);
    connect(m_resumeAction, &QAction::triggered, this, [this] {
        Q_EMIT m_state.pageWanted(QStringLiteral("sweep"));
        resume();
    });
    connect(m_scalingAction, &QAction::triggered, this, &SweepPage::sendToScaling);
}

QList<QAction*> SweepPage::paletteActions() const
{
    QList<QAction*> actions { m_runAction, m_stopAction, m_resumeAction, m_scalingAction };
    for (QAction* action : m_results->exportActions()) {
        actions.append(action);
    }
    return actions;
}

void SweepPage::retranslate()
{
    m_runAction->setText(tr("Run a sweep"));
    m_stopAction->setText(tr("Stop the sweep"));
    m_resumeAction->setText(tr("Go on with the sweep"));
    m_scalingAction->setText(tr("Send the sweep to Scaling"));
    m_resume->setText(tr("Resume"));
    m_resume->setToolTip(tr("Measures what is missing; nothing is measured twice"));
    m_offerResume->setText(tr("Resume"));
    m_offerOpen->setText(tr("Open"));
    m_offerDismiss->setText(tr("Not now"));
    m_progress->setAccessibleName(tr("Progress of the sweep"));
    m_hint->setText(tr("How well does a model answer, and how much do examples help? A sweep asks "
                       "every row of a labelled table with 0, 1, 2, 4, 8 examples, several times "
                       "with other examples, and counts the right answers.\n\nSet it up at the "
                       "left and run it. What is finished stays when you stop."));
    showPreparation();
    showProgress();
    showOffer();
}

} // namespace fe::prompting
