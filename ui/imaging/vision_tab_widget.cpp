// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/vision_tab_widget.h"

#include "imaging/evaluation/evaluation_page.h"
#include "imaging/label_panel.h"
#include "imaging/label_presets.h"
#include "imaging/limits_note.h"
#include "imaging/maps/features_page.h"
#include "imaging/pictures/picture_names.h"
#include "imaging/pictures/pictures_page.h"
#include "imaging/search/search_page.h"
#include "imaging/vision_tab.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/model_catalog.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr int kLeftWidth = 280; // on the first start, at 13 px text

} // namespace

workspace::Tab* makeVisionTab(workspace::Workspace& workspace, jobs::JobRunner& runner,
                              QWidget* parent)
{
    return new VisionTab(workspace, runner, parent);
}

VisionTab::VisionTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent)
    : Tab(parent), m_state(workspace, runner)
{
    m_views = new widgets::SegmentedControl(this);
    m_views->setObjectName(QStringLiteral("visionPages"));
    m_stack = new QStackedWidget(this);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(buildLeft());
    auto* right = new QWidget(m_columns);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(scaled(8), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(10));
    auto* header = new QHBoxLayout;
    header->addWidget(m_views);
    header->addStretch(1);
    column->addLayout(header);
    column->addWidget(new LimitsNote(m_state, right));
    column->addWidget(m_stack, 1);
    m_columns->addWidget(right);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({ scaled(kLeftWidth), scaled(1000) });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);

    addPages();
    buildActions();
    m_gather.setSingleShot(true);
    m_gather.setInterval(0);
    connect(&m_gather, &QTimer::timeout, this, &VisionTab::openWaiting);
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &VisionTab::showPage);
    connect(&m_state, &VisionState::picturesRequested, this, [this] { m_views->setCurrent(0); });
    connect(&workspace, &workspace::Workspace::modelsChanged, this, &VisionTab::openStarter);
    retranslate();
    showPage(0);
}

QWidget* VisionTab::buildLeft()
{
    m_side = new QFrame(m_columns);
    m_side->setProperty("kind", QStringLiteral("side"));
    m_labels = new LabelPanel(m_state, m_side);
    auto* column = new QVBoxLayout(m_side);
    column->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    column->addWidget(m_labels);
    return m_side;
}

void VisionTab::addPage(const PageRow& row)
{
    m_pages.push_back(row);
    m_stack->addWidget(row.page);
    m_views->addSegment({}, {});
}

void VisionTab::addPages()
{
    m_pictures = new PicturesPage(m_state, m_stack);
    auto* features = new FeaturesPage(m_state, m_stack);
    connect(m_pictures, &PicturesPage::pictureSelected, features, &FeaturesPage::setPicture);
    addPage({ "pictures", [] { return tr("Pictures"); },
              [] { return tr("Pictures against labels, and where a label is seen"); }, m_pictures,
              true });
    addPage({ "evaluation", [] { return tr("Evaluation"); },
              [] { return tr("How often a model is right on a labelled folder"); },
              new EvaluationPage(m_state, m_stack), true });
    addPage({ "search", [] { return tr("Search"); },
              [] { return tr("Find pictures in a folder by words or by a picture"); },
              new SearchPage(m_state, m_stack), false });
    addPage({ "features", [] { return tr("Features"); },
              [] { return tr("What the model makes of each patch of a picture"); }, features,
              false });
}

QAction* VisionTab::addTabAction(QString (*text)(), const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_named.push_back({ action, text });
    return action;
}

void VisionTab::buildActions()
{
    const auto onPictures = [this](void (PicturesPage::*act)()) {
        return [this, act] {
            m_views->setCurrent(0);
            (m_pictures->*act)();
        };
    };
    connect(addTabAction([] { return tr("Open pictures…"); }, Qt::CTRL | Qt::ALT | Qt::Key_O),
            &QAction::triggered, this, onPictures(&PicturesPage::chooseFiles));
    connect(addTabAction([] { return tr("Open a folder of pictures…"); }, {}), &QAction::triggered,
            this, onPictures(&PicturesPage::chooseFolder));
    connect(addTabAction([] { return tr("Paste pictures"); }, QKeySequence::Paste),
            &QAction::triggered, this, onPictures(&PicturesPage::paste));
    connect(addTabAction([] { return tr("Open the sample pictures"); }, {}), &QAction::triggered,
            this, onPictures(&PicturesPage::openSamples));
    connect(addTabAction([] { return tr("Stop or go on reading pictures"); }, Qt::Key_Escape),
            &QAction::triggered, this, [this] {
                if (m_pictures->isUnfinished()) {
                    m_pictures->toggleReading();
                }
            });
    connect(addTabAction([] { return tr("Remove all pictures from the list"); }, {}),
            &QAction::triggered, this, onPictures(&PicturesPage::removeAll));
    connect(addTabAction([] { return tr("Edit the labels"); }, Qt::CTRL | Qt::Key_L),
            &QAction::triggered, this, [this] {
                if (m_side->isHidden()) {
                    m_views->setCurrent(0);
                }
                m_labels->focusLabels();
            });
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const int index = static_cast<int>(i);
        connect(addTabAction(m_pages[i].title, Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + index)),
                &QAction::triggered, this, [this, index] { m_views->setCurrent(index); });
    }
}

QList<QAction*> VisionTab::paletteActions() const
{
    QList<QAction*> actions;
    for (const NamedAction& named : m_named) {
        actions.append(named.action);
    }
    return actions;
}

void VisionTab::showPage(int index)
{
    m_stack->setCurrentIndex(index);
    m_side->setVisible(m_pages[static_cast<std::size_t>(index)].usesLabels);
}

bool VisionTab::openFile(const QString& path)
{
    if (QFileInfo(path).isDir() ? !holdsPictureFiles(path) : !isPictureFile(path)) {
        return false;
    }
    if (!std::exchange(m_begun, true)) {
        firstLabels(); // the user's own pictures come in place of the samples
    }
    m_waiting.append(path);
    m_gather.start();
    return true;
}

void VisionTab::openWaiting()
{
    const QStringList paths = std::exchange(m_waiting, {});
    auto* page = static_cast<VisionPage*>(m_stack->currentWidget());
    if (!page->openPaths(paths)) {
        m_views->setCurrent(0);
        m_pictures->openPaths(paths);
    }
}

/// Labels that go with the sample pictures, in the window's language.
void VisionTab::firstLabels()
{
    const bool inKorean
        = tr("en", "language of the labels of the first start: en or ko") == QLatin1String("ko");
    m_labels->setLabels(labelPresets().front().labels(inKorean));
    const QList<TemplatePreset> templates = templatePresets();
    m_labels->setTemplates(templates.at(inKorean ? 3 : 2).templates);
}

void VisionTab::showEvent(QShowEvent* event)
{
    Tab::showEvent(event);
    if (!std::exchange(m_begun, true)) {
        firstLabels();
        m_pictures->openSamples(); // something to look at
    }
    openStarter();
}

/// Without a picture model of the user's the starter is there as soon as the tab is looked at.
void VisionTab::openStarter()
{
    workspace::Workspace& workspace = m_state.workspace();
    const QString path = workspace::ModelCatalog::folder() % QStringLiteral("/starterclip-64");
    if (isVisible() && !workspace.isLoading() && !workspace.model(workspace::Role::Picture)
        && workspace.lastPath(workspace::Role::Picture).isEmpty() && !m_starterTried
        && QFileInfo::exists(path)) {
        m_starterTried = true;
        workspace.openModel(path);
    }
}

QJsonObject VisionTab::saveState() const
{
    if (!m_begun) {
        return {}; // never looked at: the first start is yet to come
    }
    QJsonObject state { { QStringLiteral("labels"), m_labels->saveState() },
                        { QStringLiteral("page"), m_views->current() },
                        { QStringLiteral("columns"),
                          QString::fromLatin1(m_columns->saveState().toBase64()) } };
    for (const PageRow& row : m_pages) {
        state.insert(QLatin1String(row.id), row.page->saveState());
    }
    return state;
}

void VisionTab::restoreState(const QJsonObject& state)
{
    m_begun = true;
    m_labels->restoreState(state.value(QStringLiteral("labels")).toObject());
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    for (const PageRow& row : m_pages) {
        row.page->restoreState(state.value(QLatin1String(row.id)).toObject());
    }
    m_views->setCurrent(qBound(0, state.value(QStringLiteral("page")).toInt(),
                               static_cast<int>(m_pages.size()) - 1));
}

void VisionTab::changeEvent(QEvent* event)
{
    Tab::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void VisionTab::retranslate()
{
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        m_views->setSegmentText(static_cast<int>(i), m_pages[i].title(), m_pages[i].toolTip());
    }
    m_views->setAccessibleName(tr("Pages of the Vision tab"));
    for (const NamedAction& named : m_named) {
        named.action->setText(named.text());
    }
}

} // namespace fe::imaging
