// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the compare page and where they stand.
#include "prompting/compare/compare_page.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

void ComparePage::build()
{
    m_banner = new widgets::MessageBanner(this);
    m_empty = new QLabel(this);
    m_empty->setProperty("kind", QStringLiteral("secondary"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_area = new QScrollArea(this);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->viewport()->setAutoFillBackground(false);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(scaled(8));
    m_area->setWidget(m_splitter);
    m_splitter->setAutoFillBackground(false);
    buildActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(buildSetup());
    column->addWidget(m_banner);
    column->addWidget(m_area, 1);
    column->addWidget(m_empty, 1);
}

QWidget* ComparePage::buildSetup()
{
    auto* card = new QFrame(this);
    card->setProperty("kind", QStringLiteral("card"));
    m_waysTitle = new QLabel(card);
    m_waysTitle->setProperty("kind", QStringLiteral("title"));
    auto* first = new QHBoxLayout;
    first->setSpacing(scaled(10));
    first->addWidget(m_waysTitle);
    for (const WayRow& row : wayRows()) {
        auto* box = new QCheckBox(card);
        box->setObjectName(QLatin1String(row.id));
        box->setChecked(true);
        m_ways.push_back({ row.way, box });
        first->addWidget(box);
    }
    first->addStretch(1);
    m_modelButton = new QToolButton(card);
    m_modelMenu = new QMenu(m_modelButton);
    m_modelMenu->setToolTipsVisible(true);
    m_modelButton->setMenu(m_modelMenu);
    m_modelButton->setPopupMode(QToolButton::InstantPopup);
    m_modelButton->setObjectName(QStringLiteral("comparedModels"));
    m_summary = new QLabel(card);
    m_summary->setProperty("kind", QStringLiteral("secondary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_summary->setObjectName(QStringLiteral("compareSummary"));
    m_differenceButton = new QToolButton(card);
    m_differenceButton->setDefaultAction(m_differences);
    m_exportButton = new QToolButton(card);
    m_exportButton->setPopupMode(QToolButton::InstantPopup);
    auto* exports = new QMenu(m_exportButton);
    for (QAction* action : m_exports) {
        exports->addAction(action);
    }
    m_exportButton->setMenu(exports);
    m_button = new QPushButton(card);
    m_button->setProperty("kind", QStringLiteral("primary"));
    m_button->setObjectName(QStringLiteral("compare"));
    auto* second = new QHBoxLayout;
    second->setSpacing(scaled(8));
    second->addWidget(m_button);
    second->addWidget(m_modelButton);
    second->addWidget(m_summary, 1);
    second->addWidget(m_differenceButton);
    second->addWidget(m_exportButton);
    for (QToolButton* button : { m_modelButton, m_differenceButton, m_exportButton }) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addLayout(first);
    column->addLayout(second);
    return card;
}

QAction* ComparePage::addPageAction(QString (*text)())
{
    auto* action = new QAction(this);
    m_named.push_back({ action, text });
    return action;
}

void ComparePage::buildActions()
{
    m_runAction = addPageAction([] { return tr("Compare ways of prompting"); });
    connect(m_runAction, &QAction::triggered, this, [this] {
        Q_EMIT m_state.pageWanted(QStringLiteral("compare"));
        startRun();
    });
    m_stopAction = addPageAction([] { return tr("Stop comparing"); });
    connect(m_stopAction, &QAction::triggered, &m_run, &ComparisonRun::cancel);
    m_differences = addPageAction([] { return tr("Mark what differs from the first answer"); });
    m_differences->setCheckable(true);
    m_differences->setChecked(true);
    connect(m_differences, &QAction::toggled, this, &ComparePage::showReferences);
    const auto addExport = [this](QString (*text)(), ExportFormat format) {
        QAction* action = addPageAction(text);
        connect(action, &QAction::triggered, this, [this, format] { exportComparison(format); });
        m_exports.push_back(action);
    };
    addExport([] { return tr("Export comparison as JSON…"); }, ExportFormat::Json);
    addExport([] { return tr("Export comparison as CSV…"); }, ExportFormat::Csv);
    addExport([] { return tr("Export comparison as Markdown…"); }, ExportFormat::Markdown);
}

void ComparePage::retranslate()
{
    for (const NamedAction& named : m_named) {
        named.action->setText(named.text());
    }
    m_differences->setIconText(tr("Differences"));
    m_waysTitle->setText(tr("Ways"));
    for (const WayBox& way : m_ways) {
        way.box->setText(rowOf(way.way).title());
    }
    m_differenceButton->setAccessibleName(tr("Mark what differs from the first answer"));
    m_exportButton->setText(tr("Export"));
    m_exportButton->setToolTip(tr("Write the comparison to a file"));
    m_exportButton->setAccessibleName(tr("Export"));
    m_modelButton->setToolTip(
        tr("Which models are asked; those that are not loaded are loaded one after the other"));
    m_summary->setAccessibleName(tr("State of the comparison"));
    m_empty->setText(tr("One question, asked in several ways: choose them above and compare "
                        "(Ctrl+Enter). The answers stand here side by side, and what differs is "
                        "marked."));
    fillModels();
    refreshWays();
    refresh();
}

} // namespace fe::prompting
