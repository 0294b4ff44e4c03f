// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/search_page.h"

#include "imaging/maps/hint_panel.h"
#include "imaging/pictures/dropped_pictures.h"
#include "imaging/search/folder_map.h"
#include "imaging/vision_state.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTreeWidget>

namespace fe::imaging {

namespace {

constexpr int kMostSkippedRows = 2000;

QString number(std::size_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

SearchPage::SearchPage(VisionState& state, QWidget* parent)
    : VisionPage(parent), m_state(state), m_index(state), m_query(state, m_index),
      m_thumbnails(state), m_results(m_thumbnails)
{
    build();
    connectParts();
    retranslate();
    showQuestion();
}

void SearchPage::connectParts()
{
    connect(&m_index, &FolderIndex::changed, this, &SearchPage::showIndex);
    connect(&m_index, &FolderIndex::vectorsChanged, this, &SearchPage::showVectors);
    connect(&m_index, &FolderIndex::failed, this, &SearchPage::showError);
    connect(&m_query, &SearchQuery::answered, this, &SearchPage::showAnswer);
    connect(&m_query, &SearchQuery::failed, this, &SearchPage::showError);
    connect(&m_state, &VisionState::modelChanged, this, &SearchPage::showView);
    connect(m_setAside, &QPushButton::clicked, this, [this] {
        m_banner->dismiss();
        m_index.setAside();
    });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        m_banner->dismiss();
        m_index.isBusy() && !m_index.isPaused() ? m_index.pause() : m_index.resume();
    });
    connect(m_choose, &QPushButton::clicked, this, &SearchPage::chooseFolder);
    connect(m_byPicture, &QPushButton::clicked, this, &SearchPage::choosePicture);
    connect(m_text, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_query.setText(text);
        showQuestion();
        showView();
    });
    connect(m_question, &QPushButton::clicked, this, [this] {
        askByPicture({});
        m_text->setFocus();
    });
    connect(m_similar, &QPushButton::clicked, this, [this] { askByPicture(selectedPath()); });
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &SearchPage::showView);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { m_similar->setEnabled(!selectedPath().isEmpty()); });
    connect(m_grid, &QListView::activated, this, [this](const QModelIndex& index) {
        activate(index.data(ResultModel::PathRole).toString());
    });
    connect(m_map, &FolderMap::pictureActivated, this, &SearchPage::activate);
    connect(m_map, &FolderMap::failed, this, &SearchPage::showError);
    connect(m_hint, &HintPanel::buttonClicked, this, [this] {
        if (m_state.model() == nullptr) {
            m_state.workspace().askForModel(workspace::Role::Picture);
        } else if (m_index.folders().isEmpty() || m_index.isComplete()) {
            chooseFolder();
        } else {
            m_index.resume();
        }
    });
}

bool SearchPage::openPaths(const QStringList& paths)
{
    QStringList folders;
    for (const QString& path : paths) {
        if (QFileInfo(path).isDir()) {
            folders.append(path);
        }
    }
    m_banner->dismiss();
    if (!folders.isEmpty()) {
        m_index.setFolders(folders);
    } else if (paths.size() == 1) {
        askByPicture(paths.constFirst());
    }
    return !folders.isEmpty() || paths.size() == 1;
}

void SearchPage::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Choose a folder of pictures"),
                                                           m_index.folders().value(0));
    if (!path.isEmpty()) {
        openPaths({ path });
    }
}

void SearchPage::choosePicture()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Search by a picture"), m_index.folders().value(0),
        tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
    if (!path.isEmpty()) {
        askByPicture(path);
    }
}

void SearchPage::askByPicture(const QString& path)
{
    m_banner->dismiss();
    m_query.setPicture(path);
    m_views->setCurrent(ResultView);
    showQuestion();
    showView();
}

void SearchPage::activate(const QString& path)
{
    m_state.showPictures({ path });
}

QString SearchPage::selectedPath() const
{
    return m_grid->currentIndex().data(ResultModel::PathRole).toString();
}

void SearchPage::showQuestion()
{
    const QString picture = m_query.picture();
    m_question->setVisible(!picture.isEmpty());
    m_question->setText(QFileInfo(picture).fileName());
    m_question->setAccessibleName(
        tr("Searching by %1; press to search by words").arg(m_question->text()));
}

void SearchPage::showIndex()
{
    const QStringList& folders = m_index.folders();
    QString text = folders.isEmpty() ? tr("No folder yet") : folders.constFirst();
    if (folders.size() > 1) {
        text += QStringLiteral(" + ") + QLocale().toString(folders.size() - 1);
    }
    m_folder->setText(text);
    m_folder->setToolTip(folders.join(QLatin1Char('\n')));
    const pictures::UpdateCount& count = m_index.count();
    const bool isOpen = !folders.isEmpty() && m_state.model() != nullptr && !m_index.isComplete();
    m_progress->setVisible(isOpen);
    m_progress->setRange(0, static_cast<int>(count.total));
    m_progress->setValue(static_cast<int>(count.done));
    m_progressText->setText(!isOpen ? QString()
                                    : tr("%1 of %2").arg(number(count.done), number(count.total)));
    m_pause->setVisible(!folders.isEmpty() && m_state.model() != nullptr);
    m_pause->setText(m_index.isComplete()      ? tr("Look again")
                         : !m_index.isPaused() ? tr("Pause")
                                               : tr("Go on"));
    m_setAside->setVisible(m_index.isUnusable());
    showView();
}

void SearchPage::showVectors()
{
    const FolderVectorsPtr& vectors = m_index.vectors();
    m_map->setVectors(
        vectors, m_index.isComplete() ? FolderMap::Extent::Complete : FolderMap::Extent::Growing);
    const std::size_t count = vectors == nullptr ? 0 : vectors->skipped.size();
    m_views->setSegmentText(SkippedView,
                            count == 0 ? tr("Left out") : tr("Left out: %1").arg(number(count)),
                            tr("Files that cannot be used, and why"));
    showSkipped();
    showView();
}

/// Rows stay where they are while an index grows: someone may be reading them.
void SearchPage::showSkipped()
{
    const FolderVectorsPtr& vectors = m_index.vectors();
    QHash<QString, const pictures::SkippedPicture*> waiting;
    QStringList paths;
    const std::size_t count = vectors == nullptr ? 0 : vectors->skipped.size();
    for (std::size_t i = 0; i < count && i < kMostSkippedRows; ++i) {
        paths.append(workspace::toText(vectors->skipped[i].file));
        waiting.insert(paths.constLast(), &vectors->skipped[i]);
    }
    const auto show = [](QTreeWidgetItem& row, const QString& path, const base::Error& error) {
        const workspace::ErrorText why = workspace::errorText(error);
        row.setText(0, QFileInfo(path).fileName());
        row.setText(1, why.reason.isEmpty() ? why.headline : why.reason);
        row.setData(0, Qt::UserRole, path);
        row.setToolTip(0, path);
        row.setToolTip(1, why.details);
    };
    for (int row = m_skipped->topLevelItemCount() - 1; row >= 0; --row) {
        QTreeWidgetItem* item = m_skipped->topLevelItem(row);
        const QString path = item->data(0, Qt::UserRole).toString();
        if (const pictures::SkippedPicture* picture = waiting.take(path)) {
            show(*item, path, picture->why);
        } else {
            delete item;
        }
    }
    for (const QString& path : paths) {
        if (const pictures::SkippedPicture* picture = waiting.take(path)) {
            show(*new QTreeWidgetItem(m_skipped), path, picture->why);
        }
    }
}

void SearchPage::showAnswer()
{
    const SearchQuery::Answer& answer = m_query.answer();
    // An index that grows leaves the selection alone, another question begins at the top.
    const QString question = m_query.picture() % QLatin1Char('\n') % m_query.text();
    const QString selected = question == m_answered ? selectedPath() : QString();
    const int place = m_grid->verticalScrollBar()->value();
    m_results.setAnswer(answer);
    m_map->setAnswer(answer);
    for (int row = 0; !selected.isEmpty() && row < m_results.rowCount(); ++row) {
        if (m_results.path(row) == selected) {
            m_grid->setCurrentIndex(m_results.index(row));
        }
    }
    if (question == m_answered) {
        m_grid->verticalScrollBar()->setValue(place);
    } else {
        m_grid->scrollToTop();
    }
    m_answered = question;
    m_similar->setEnabled(!selectedPath().isEmpty());
    m_found->setText(answer.vectors == nullptr
                         ? QString()
                         : tr("nearest of %1 pictures, %2 ms")
                               .arg(number(answer.vectors->files.size()),
                                    QLocale().toString(answer.milliseconds, 'f', 1)));
    showView();
}

bool SearchPage::showHint()
{
    if (m_hint->showModelHint(m_state)) {
        return true;
    }
    if (m_index.folders().isEmpty()) {
        m_hint->setHint(tr("Find pictures by what they show"),
                        tr("Choose a folder, or drop it here. Its pictures are read once in the "
                           "background; then words or another picture find them at once."),
                        tr("Choose a folder…"));
        return true;
    }
    const bool isEmpty = m_index.vectors() == nullptr || m_index.vectors()->files.empty();
    if (m_views->current() != SkippedView && isEmpty) {
        if (m_index.isComplete()) {
            m_hint->setHint(tr("There are no pictures in it"),
                            tr("The folder and those below hold none that can be read."),
                            tr("Choose a folder…"));
        } else {
            m_hint->setHint(m_index.isPaused() ? tr("The index is paused")
                                               : tr("The pictures are being read"),
                            tr("What is read so far can be searched."),
                            m_index.isPaused() ? tr("Go on") : QString());
        }
        return true;
    }
    if (m_views->current() == ResultView && m_query.isEmpty()) {
        m_hint->setHint(tr("What are you looking for?"),
                        tr("Type what the pictures should show, drop a picture, or look at the map "
                           "of the folder."));
        return true;
    }
    return false;
}

void SearchPage::showView()
{
    if (showHint()) {
        m_stack->setCurrentWidget(m_hint);
    } else {
        m_stack->setCurrentIndex(m_views->current());
    }
    m_similar->setVisible(m_stack->currentWidget() == m_grid);
}

void SearchPage::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

QJsonObject SearchPage::saveState() const
{
    return { { QStringLiteral("folders"), QJsonArray::fromStringList(m_index.folders()) },
             { QStringLiteral("paused"), m_index.isPaused() },
             { QStringLiteral("text"), m_text->text() },
             { QStringLiteral("picture"), m_query.picture() },
             { QStringLiteral("view"), m_views->current() } };
}

void SearchPage::restoreState(const QJsonObject& state)
{
    QStringList folders;
    for (const QJsonValue& folder : state.value(QStringLiteral("folders")).toArray()) {
        if (QFileInfo(folder.toString()).isDir()) {
            folders.append(folder.toString());
        }
    }
    if (!folders.isEmpty()) {
        m_index.setFolders(folders,
                           state.value(QStringLiteral("paused")).toBool()
                               ? FolderIndex::Begin::Paused
                               : FolderIndex::Begin::Now);
    }
    m_text->setText(state.value(QStringLiteral("text")).toString());
    const QString picture = state.value(QStringLiteral("picture")).toString();
    if (QFileInfo::exists(picture)) {
        askByPicture(picture);
    }
    m_views->setCurrent(qBound(0, state.value(QStringLiteral("view")).toInt(), int(SkippedView)));
}

void SearchPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (holdsPictures(event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void SearchPage::dropEvent(QDropEvent* event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (!openPaths(droppedPictures(event->mimeData()).paths)) {
        m_state.workspace().reportMessage(tr("Drop one picture to search by, or folders."));
    }
}

void SearchPage::changeEvent(QEvent* event)
{
    VisionPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::imaging
