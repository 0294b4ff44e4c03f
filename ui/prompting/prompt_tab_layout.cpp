// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Prompt tab and where they stand.
#include "prompting/prompt_tab_widget.h"

#include "prompting/answer_panel.h"
#include "prompting/builder/replaced_note.h"
#include "prompting/chat_page.h"
#include "prompting/empty_state.h"
#include "prompting/endpoints/model_button.h"
#include "prompting/other_model_note.h"
#include "prompting/preview_panel.h"
#include "prompting/prompt_tab.h"
#include "prompting/sampling_panel.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

namespace {

// Widths of the columns on the first start, at 13 px text.
constexpr int kLeftWidth = 400;
constexpr int kSamplingWidth = 270;

} // namespace

workspace::Tab* makePromptTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                              QWidget* parent)
{
    return new PromptTab(workspace, runner, parent);
}

PromptTab::PromptTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent)
    : Tab(parent), m_workspace(workspace), m_runner(runner), m_state(workspace, runner),
      m_run(runner)
{
    m_answer = new AnswerPanel(this);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    QWidget* left = buildLeft();
    m_columns->addWidget(left);
    m_columns->addWidget(buildSampling());
    m_columns->addWidget(buildRight());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 0);
    m_columns->setStretchFactor(2, 1);
    m_columns->setSizes({ scaled(kLeftWidth), scaled(kSamplingWidth), scaled(900) });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
    buildActions();
    connectParts();
    m_answer->emptyState()->follow(workspace, runner);
    showDocument(exampleDocument());
    retranslate();
    modelChanged();
    m_answer->setTinted(true);
    setFocusProxy(m_pages);
}

QWidget* PromptTab::buildLeft()
{
    auto* side = new QFrame(m_columns);
    side->setProperty("kind", QStringLiteral("side"));
    m_modes = new widgets::SegmentedControl(side);
    m_modes->setObjectName(QStringLiteral("promptModes"));
    m_pages = new QStackedWidget(side);
    for (const ModeRow& mode : modeRows()) {
        m_modes->addSegment(mode.title(), mode.toolTip());
        BuilderPage* page = nullptr;
        switch (mode.mode) {
        case Mode::Free:
            page = makeFreePage(m_pages);
            break;
        case Mode::FewShot:
        case Mode::ChainOfThought:
            page = makePatternPage(mode.mode, m_state, m_pages);
            break;
        case Mode::Chat:
            m_chat = new ChatPage(m_pages);
            page = m_chat;
            break;
        }
        m_pages->addWidget(page);
        m_pageOfMode.push_back(page);
    }
    m_preview = new PreviewPanel(m_runner, side);
    m_preview->setMinimumHeight(scaled(70));
    m_left = new QSplitter(Qt::Vertical, side);
    m_left->setChildrenCollapsible(false);
    m_left->addWidget(m_pages);
    m_left->addWidget(m_preview);
    m_left->setStretchFactor(0, 3);
    m_left->setStretchFactor(1, 1);
    m_left->setSizes({ scaled(330), scaled(110) });
    m_promptSummary = new QLabel(side);
    m_promptSummary->setProperty("kind", QStringLiteral("secondary"));
    m_promptSummary->setObjectName(QStringLiteral("promptSummary"));
    m_samplingSummary = new QLabel(side);
    m_samplingSummary->setProperty("kind", QStringLiteral("secondary"));
    for (QLabel* label : { m_promptSummary, m_samplingSummary }) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setTextFormat(Qt::PlainText);
    }
    m_primary = new QPushButton(side);
    m_primary->setProperty("kind", QStringLiteral("primary"));
    m_primary->setObjectName(QStringLiteral("generate"));
    m_previewButton = new QToolButton(side);
    m_samplingButton = new QToolButton(side);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_primary, 1);
    for (QToolButton* button : { m_previewButton, m_samplingButton }) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        buttons->addWidget(button);
    }
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(scaled(14), scaled(14), scaled(14), scaled(14));
    column->setSpacing(scaled(8));
    column->addWidget(m_modes);
    column->addWidget(new ReplacedNote(m_state, side));
    column->addWidget(m_left, 1);
    column->addWidget(m_promptSummary);
    column->addWidget(m_samplingSummary);
    column->addLayout(buttons);
    side->setMinimumWidth(std::max(scaled(320), m_modes->minimumSizeHint().width() + scaled(28)));
    return side;
}

QWidget* PromptTab::buildRight()
{
    auto* right = new QWidget(m_columns);
    m_views = new widgets::SegmentedControl(right);
    m_viewStack = new QStackedWidget(right);
    m_views->addSegment({}, {});
    m_viewStack->addWidget(m_answer);
    for (const PromptPageRow& row : promptPageRows()) {
        m_views->addSegment(row.title(), row.toolTip());
        m_viewPages.push_back(row.make(m_state, m_viewStack));
        m_viewStack->addWidget(m_viewPages.back());
    }
    auto* head = new QHBoxLayout;
    head->addWidget(m_views);
    head->addStretch(1);
    m_modelButton = new ModelButton(m_state, right);
    head->addWidget(m_modelButton);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(scaled(8), scaled(14), scaled(14), scaled(14));
    column->setSpacing(scaled(8));
    column->addLayout(head);
    column->addWidget(new OtherModelNote(m_workspace, right));
    column->addWidget(m_viewStack, 1);
    return right;
}

QWidget* PromptTab::buildSampling()
{
    m_samplingSide = new QFrame(m_columns);
    m_samplingSide->setProperty("kind", QStringLiteral("side"));
    m_sampling = new SamplingPanel;
    auto* area = new QScrollArea(m_samplingSide);
    area->setWidget(m_sampling);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The side's own surface shows through.
    area->viewport()->setAutoFillBackground(false);
    m_sampling->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(m_samplingSide);
    column->setContentsMargins(0, 0, 1, 0);
    column->addWidget(area);
    m_samplingSide->setMinimumWidth(m_sampling->minimumSizeHint().width() + scaled(14));
    m_samplingSide->hide();
    return m_samplingSide;
}

} // namespace fe::prompting
