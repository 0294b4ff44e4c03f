// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/scaling_tab_widget.h"

#include "scaling/columns_panel.h"
#include "scaling/fit_panel.h"
#include "scaling/rows_panel.h"
#include "scaling/scaling_page.h"
#include "scaling/scaling_tab.h"
#include "scaling/source_panel.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr int kLeftWidth = 350; // on the first start, at 13 px text
constexpr int kLeastLeft = 330; // what the panels need

} // namespace

workspace::Tab* makeScalingTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                               QWidget* parent)
{
    return new ScalingTab(workspace, runner, parent);
}

ScalingTab::ScalingTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent)
    : Tab(parent), m_state(workspace, runner)
{
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(buildLeft());
    m_columns->addWidget(buildRight());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ scaled(kLeftWidth), scaled(1000) });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
    addPages();
    buildActions();
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &ScalingTab::showPage);
    connect(&m_state, &ScalingState::openFailed, this, &ScalingTab::showError);
    connect(&m_state, &ScalingState::fitFailed, this, &ScalingTab::showError);
    connect(&m_state, &ScalingState::openStarted, m_banner, &widgets::MessageBanner::dismiss);
    retranslate();
    showPage(0);
}

QWidget* ScalingTab::buildLeft()
{
    m_side = new QFrame(m_columns);
    m_side->setProperty("kind", QStringLiteral("side"));
    m_side->setMinimumWidth(scaled(kLeastLeft));
    auto* area = new QScrollArea(m_side);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* panels = new QWidget(area);
    auto* sources = new SourcePanel(m_state, panels);
    connect(sources, &SourcePanel::fileWanted, this, &ScalingTab::chooseFile);
    auto* column = new QVBoxLayout(panels);
    column->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(14));
    column->addWidget(sources);
    column->addWidget(new FitPanel(m_state, panels));
    column->addWidget(new ColumnsPanel(m_state, panels));
    column->addWidget(new RowsPanel(m_state, panels));
    column->addStretch(1);
    keepFromWheel(panels);
    area->setWidget(panels);
    area->viewport()->setAutoFillBackground(false); // the side's colour, not the window's
    panels->setAutoFillBackground(false);
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->addWidget(area);
    return m_side;
}

/// The wheel scrolls the panels; over a box it would change what nobody wanted to change.
void ScalingTab::keepFromWheel(QWidget* panels)
{
    for (QWidget* box : panels->findChildren<QWidget*>()) {
        if (qobject_cast<QComboBox*>(box) || qobject_cast<QAbstractSpinBox*>(box)) {
            box->setFocusPolicy(Qt::StrongFocus);
            box->installEventFilter(this);
        }
    }
}

bool ScalingTab::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel) {
        event->ignore(); // for the panels
        return true;
    }
    return Tab::eventFilter(watched, event);
}

QWidget* ScalingTab::buildRight()
{
    auto* right = new QWidget(m_columns);
    m_views = new widgets::SegmentedControl(right);
    m_views->setObjectName(QStringLiteral("scalingPages"));
    m_banner = new widgets::MessageBanner(right);
    m_stack = new QStackedWidget(right);
    auto* header = new QHBoxLayout;
    header->addWidget(m_views);
    header->addStretch(1);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(scaled(8), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(10));
    column->addLayout(header);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    return right;
}

void ScalingTab::addPages()
{
    for (const ScalingPageRow& row : scalingPageRows()) {
        m_pages.push_back(row.make(m_state, m_stack));
        m_stack->addWidget(m_pages.back());
        m_views->addSegment({}, {});
        connect(m_pages.back(), &ScalingPage::pageWanted, this, &ScalingTab::showPageOf);
    }
}

void ScalingTab::showPageOf(const QString& id)
{
    const auto rows = scalingPageRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (id == QLatin1String(rows[i].id)) {
            m_views->setCurrent(static_cast<int>(i));
        }
    }
}

QAction* ScalingTab::addTabAction(QString (*text)(), const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_named.push_back({ action, text });
    return action;
}

void ScalingTab::buildActions()
{
    connect(addTabAction([] { return tr("Open a table of measurements…"); },
                         Qt::CTRL | Qt::ALT | Qt::Key_O),
            &QAction::triggered, this, &ScalingTab::chooseFile);
    connect(addTabAction([] { return tr("Show the emergence figure"); }, {}), &QAction::triggered,
            this, [this] {
                m_views->setCurrent(0);
                m_state.showEmergenceFigure();
            });
    connect(
        addTabAction([] { return tr("Fit the series that are shown"); }, Qt::CTRL | Qt::Key_Return),
        &QAction::triggered, &m_state, &ScalingState::fit);
    connect(addTabAction([] { return tr("Stop opening or fitting"); }, Qt::Key_Escape),
            &QAction::triggered, this, [this] {
                m_state.cancelOpen();
                m_state.cancelFit();
                m_pages[static_cast<std::size_t>(m_views->current())]->stop();
            });
    const auto rows = scalingPageRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int index = static_cast<int>(i);
        connect(addTabAction(rows[i].title, Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + index)),
                &QAction::triggered, this, [this, index] { m_views->setCurrent(index); });
    }
}

QList<QAction*> ScalingTab::paletteActions() const
{
    QList<QAction*> actions;
    for (const NamedAction& named : m_named) {
        actions.append(named.action);
    }
    for (const ScalingPage* page : m_pages) {
        actions.append(page->paletteActions());
    }
    return actions;
}

void ScalingTab::showPage(int index)
{
    m_stack->setCurrentIndex(index);
    m_side->setVisible(scalingPageRows()[static_cast<std::size_t>(index)].usesBrowser);
}

void ScalingTab::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

void ScalingTab::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a table of measurements"),
        m_state.recentFiles().isEmpty()
            ? QString()
            : QFileInfo(m_state.recentFiles().constFirst()).absolutePath(),
        tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
    if (!path.isEmpty()) {
        m_begun = true;
        m_state.open({ DataSource::Kind::File, QFileInfo(path).absoluteFilePath() });
    }
}

bool ScalingTab::openFile(const QString& path)
{
    const QFileInfo info(path);
    const QString suffix = info.suffix().toLower();
    if (!info.isFile() || (suffix != QLatin1String("csv") && suffix != QLatin1String("tsv"))) {
        return false;
    }
    m_begun = true;
    m_state.open({ DataSource::Kind::File, info.absoluteFilePath() });
    return true;
}

void ScalingTab::showEvent(QShowEvent* event)
{
    Tab::showEvent(event);
    if (!std::exchange(m_begun, true)) {
        m_state.showEmergenceFigure(); // something to look at
    }
}

QJsonObject ScalingTab::saveState() const
{
    if (!m_begun) {
        return {}; // never looked at: the first start is yet to come
    }
    const auto rows = scalingPageRows();
    QJsonObject state { { QStringLiteral("state"), m_state.saveState() },
                        { QStringLiteral("page"),
                          QLatin1String(rows[static_cast<std::size_t>(m_views->current())].id) },
                        { QStringLiteral("columns"),
                          QString::fromLatin1(m_columns->saveState().toBase64()) } };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        state.insert(QLatin1String(rows[i].id) % QStringLiteral("_page"), m_pages[i]->saveState());
    }
    return state;
}

void ScalingTab::restoreState(const QJsonObject& state)
{
    m_begun = true;
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    const auto rows = scalingPageRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        m_pages[i]->restoreState(
            state.value(QLatin1String(rows[i].id) % QStringLiteral("_page")).toObject());
        if (state.value(QStringLiteral("page")).toString() == QLatin1String(rows[i].id)) {
            m_views->setCurrent(static_cast<int>(i));
        }
    }
    m_state.restoreState(state.value(QStringLiteral("state")).toObject());
}

void ScalingTab::changeEvent(QEvent* event)
{
    Tab::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ScalingTab::retranslate()
{
    const auto rows = scalingPageRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        m_views->setSegmentText(static_cast<int>(i), rows[i].title(), rows[i].toolTip());
    }
    m_views->setAccessibleName(tr("Pages of the Scaling tab"));
    for (const NamedAction& named : m_named) {
        named.action->setText(named.text());
    }
}

} // namespace fe::scaling_tab
