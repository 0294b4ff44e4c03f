// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/attention_tab_widget.h"

#include "attention/ablation_card.h"
#include "attention/attention_tab.h"
#include "attention/compare_card.h"
#include "attention/detail_card.h"
#include "attention/head_list.h"
#include "attention/lens_card.h"
#include "attention/overview_card.h"
#include "attention/patching_card.h"
#include "attention/query_key_card.h"
#include "attention/subject_panel.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;

namespace {

constexpr int kLeftWidth = 290; // on the first start, at 13 px text

QString textOf(const QSplitter* splitter)
{
    return QString::fromLatin1(splitter->saveState().toBase64());
}

void restore(QSplitter* splitter, const QJsonValue& text)
{
    const QByteArray state = QByteArray::fromBase64(text.toString().toLatin1());
    if (!state.isEmpty()) {
        splitter->restoreState(state);
    }
}

} // namespace

workspace::Tab* makeAttentionTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                                 QWidget* parent)
{
    return new AttentionTab(workspace, runner, parent);
}

AttentionTab::AttentionTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                           QWidget* parent)
    : Tab(parent), m_state(workspace, runner), m_saver(runner)
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
    buildActions();
    shareSaver();
    connect(m_heads, &HeadList::dimmedChanged, m_overview, &OverviewCard::setDimmed);
    connect(m_subject, &SubjectPanel::failed, this, &AttentionTab::showError);
    connect(m_subject, &SubjectPanel::started, m_banner, &widgets::MessageBanner::dismiss);
    connect(m_detail, &DetailCard::failed, this, &AttentionTab::showError);
    connect(m_lowerViews, &widgets::SegmentedControl::currentChanged, m_lower,
            &QStackedWidget::setCurrentIndex);
    connect(&workspace, &workspace::Workspace::insideWanted, this,
            [this](const workspace::InsideText& text) {
                m_subject->setText(text);
                m_subject->analyse();
            });
    m_subject->restoreState({});
    retranslate();
}

QWidget* AttentionTab::buildLeft()
{
    auto* side = new QFrame(m_columns);
    side->setProperty("kind", QStringLiteral("side"));
    m_subject = new SubjectPanel(m_state, side);
    m_heads = new HeadList(m_state, side);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(12));
    column->addWidget(m_subject);
    column->addWidget(m_heads, 1);
    return side;
}

QWidget* AttentionTab::buildRight()
{
    auto* right = new QWidget(m_columns);
    m_banner = new widgets::MessageBanner(right);
    m_upper = new QSplitter(Qt::Horizontal, right);
    m_upper->setChildrenCollapsible(false);
    m_upper->setHandleWidth(scaled(12));
    m_overview = new OverviewCard(m_state, m_upper);
    m_detail = new DetailCard(m_state, m_upper);
    m_upper->addWidget(m_overview);
    m_upper->addWidget(m_detail);
    m_upper->setStretchFactor(0, 2);
    m_upper->setStretchFactor(1, 3);
    m_upper->setSizes({ scaled(400), scaled(560) });
    m_rows = new QSplitter(Qt::Vertical, right);
    m_rows->setChildrenCollapsible(false);
    m_rows->setHandleWidth(scaled(12));
    m_rows->addWidget(m_upper);
    m_rows->addWidget(buildLower());
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    m_rows->setSizes({ scaled(360), scaled(240) });
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(scaled(8), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(m_rows, 1);
    return right;
}

QWidget* AttentionTab::buildLower()
{
    auto* card = new QFrame(m_rows);
    card->setProperty("kind", QStringLiteral("card"));
    m_lowerViews = new widgets::SegmentedControl(card);
    m_lowerViews->setObjectName(QStringLiteral("attentionLower"));
    m_lower = new QStackedWidget(card);
    m_lens = new LensCard(m_state, m_lower);
    addLower({ "lens", [] { return tr("Logit lens"); },
               [] { return tr("What each layer would say next"); }, m_lens });
    auto* ablation = new AblationCard(m_state, m_lower);
    connect(ablation, &AblationCard::failed, this, &AttentionTab::showError);
    addLower({ "ablation", [] { return tr("Ablation"); },
               [] { return tr("What becomes of the prediction without some heads"); }, ablation });
    m_patching = new PatchingCard(m_state, m_lower);
    addLower({ "patching", [] { return tr("Patching"); },
               [] { return tr("Which residual stream carries the answer"); }, m_patching });
    addLower({ "queryKey", [] { return tr("Q·K"); },
               [] { return tr("What each dimension of query and key adds to a score"); },
               new QueryKeyCard(m_state, m_lower) });
    auto* compare = new CompareCard(m_state, m_lower);
    connect(compare, &CompareCard::otherWanted, m_subject, &SubjectPanel::analyseOther);
    connect(compare, &CompareCard::failed, this, &AttentionTab::showError);
    addLower({ "compare", [] { return tr("Compare"); },
               [] { return tr("Two texts or two models side by side"); }, compare });
    auto* header = new QHBoxLayout;
    header->addWidget(m_lowerViews);
    header->addStretch(1);
    m_export = new QToolButton(card);
    m_export->setObjectName(QStringLiteral("exportView"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_exportMenu = new QMenu(m_export);
    m_export->setMenu(m_exportMenu);
    connect(m_exportMenu, &QMenu::aboutToShow, this, &AttentionTab::fillExportMenu);
    header->addWidget(m_export);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    column->addLayout(header);
    column->addWidget(m_lower, 1);
    return card;
}

void AttentionTab::addLower(const LowerPage& page)
{
    m_lowerPages.push_back(page);
    m_lower->addWidget(page.page);
    m_lowerViews->addSegment({}, {});
}

QAction* AttentionTab::addTabAction(QString (*text)(), const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_named.push_back({ action, text });
    return action;
}

void AttentionTab::buildActions()
{
    QAction* analyse = addTabAction([] { return tr("Analyse"); }, {});
    analyse->setShortcuts(
        { QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter) });
    connect(analyse, &QAction::triggered, m_subject, &SubjectPanel::analyse);
    connect(addTabAction([] { return tr("Stop reading attention"); }, QKeySequence(Qt::Key_Escape)),
            &QAction::triggered, m_subject, &SubjectPanel::cancel);
    connect(
        addTabAction([] { return tr("Pin or unpin the selected heads"); }, Qt::CTRL | Qt::Key_D),
        &QAction::triggered, this, [this] {
            for (const HeadId head : m_state.heads()) {
                m_state.togglePinned(head);
            }
        });
    connect(addTabAction([] { return tr("Logarithmic colours of the overview"); }, {}),
            &QAction::triggered, this,
            [this] { m_overview->setLogarithmic(!m_overview->isLogarithmic()); });
}

QList<QAction*> AttentionTab::paletteActions() const
{
    QList<QAction*> actions;
    for (const NamedAction& named : m_named) {
        actions.append(named.action);
    }
    return actions;
}

bool AttentionTab::openFile(const QString&)
{
    return false;
}

void AttentionTab::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

QJsonObject AttentionTab::saveState() const
{
    return { { QStringLiteral("subject"), m_subject->saveState() },
             { QStringLiteral("heads"), m_heads->saveState() },
             { QStringLiteral("detail"), m_detail->saveState() },
             { QStringLiteral("lens"), m_lens->saveState() },
             { QStringLiteral("patching"), m_patching->saveState() },
             { QStringLiteral("log"), m_overview->isLogarithmic() },
             { QStringLiteral("lower"), m_lowerViews->current() },
             { QStringLiteral("columns"), textOf(m_columns) },
             { QStringLiteral("upper"), textOf(m_upper) },
             { QStringLiteral("rows"), textOf(m_rows) } };
}

void AttentionTab::restoreState(const QJsonObject& state)
{
    const auto part
        = [&state](const char* key) { return state.value(QLatin1String(key)).toObject(); };
    m_subject->restoreState(part("subject"));
    m_heads->restoreState(part("heads"));
    m_detail->restoreState(part("detail"));
    m_lens->restoreState(part("lens"));
    m_patching->restoreState(part("patching"));
    m_overview->setLogarithmic(state.value(QStringLiteral("log")).toBool());
    m_lowerViews->setCurrent(qBound(0, state.value(QStringLiteral("lower")).toInt(),
                                    static_cast<int>(m_lowerPages.size()) - 1));
    restore(m_columns, state.value(QStringLiteral("columns")));
    restore(m_upper, state.value(QStringLiteral("upper")));
    restore(m_rows, state.value(QStringLiteral("rows")));
}

void AttentionTab::changeEvent(QEvent* event)
{
    Tab::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void AttentionTab::retranslate()
{
    for (std::size_t i = 0; i < m_lowerPages.size(); ++i) {
        m_lowerViews->setSegmentText(static_cast<int>(i), m_lowerPages[i].title(),
                                     m_lowerPages[i].toolTip());
    }
    m_lowerViews->setAccessibleName(tr("Analyses of the same input"));
    m_export->setText(tr("Save view"));
    m_export->setToolTip(tr("The page as one HTML file, or tensors as safetensors"));
    m_export->setAccessibleName(tr("Save this view"));
    for (const NamedAction& named : m_named) {
        named.action->setText(named.text());
    }
}

} // namespace fe::attention
