// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/pictures_page.h"

#include "imaging/maps/heat_map_view.h"
#include "imaging/pictures/dropped_pictures.h"
#include "imaging/pictures/score_card.h"
#include "imaging/vision_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>

namespace fe::imaging {

namespace {

constexpr int kPreviewEdge = 1024;
constexpr int kMostRemembered = 2000;

QString pictureFilter()
{
    return PicturesPage::tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;"
                            "All files (*)");
}

} // namespace

void PicturesPage::connectParts()
{
    connect(&m_store, &PictureStore::countsChanged, this, &PicturesPage::showCounts);
    connect(&m_reader, &PictureReader::busyChanged, this, &PicturesPage::showCounts);
    connect(&m_reader, &PictureReader::failed, this, &PicturesPage::showError);
    connect(&m_reader, &PictureReader::added, this, [this](const QStringList& files) {
        if (files.isEmpty()) {
            m_state.workspace().reportMessage(tr("There are no pictures in it."));
        } else if (m_shown.isEmpty()) {
            select(m_store.rowOf(files.constFirst()));
        }
    });
    connect(&m_reader, &PictureReader::finished, this, [this](int pictures, double seconds) {
        const double speed = seconds > 0 ? pictures / seconds : 0;
        m_state.workspace().reportSpeed(
            tr("%1 pictures/s").arg(QLocale().toString(speed, 'f', speed < 10 ? 1 : 0)));
        m_state.workspace().reportMessage(
            tr("%1 pictures read in %2 s.")
                .arg(QLocale().toString(pictures), QLocale().toString(seconds, 'f', 1)));
    });
    connect(&m_store, &PictureStore::scoresChanged, this, &PicturesPage::showSelection);
    connect(&m_store, &PictureStore::allScored, this,
            [this] { m_filter.setOrder(m_filter.order()); });
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PicturesPage::showSelection);
    connect(m_search, &QLineEdit::textChanged, &m_filter, &PictureFilter::setText);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter.setOrder(static_cast<PictureFilter::Order>(index));
        m_grid->scrollTo(m_grid->currentIndex());
    });
    connect(m_openFiles, &QPushButton::clicked, this, &PicturesPage::chooseFiles);
    connect(m_openFolder, &QPushButton::clicked, this, &PicturesPage::chooseFolder);
    connect(m_paste, &QPushButton::clicked, this, &PicturesPage::paste);
    connect(m_samples, &QPushButton::clicked, this, &PicturesPage::openSamples);
    connect(m_stop, &QPushButton::clicked, this, &PicturesPage::toggleReading);
    connect(m_clear, &QPushButton::clicked, this, &PicturesPage::removeAll);
    connect(m_scores, &ScoreCard::labelActivated, m_map, &HeatMapView::setLabel);
    connect(m_scores, &ScoreCard::pictureActivated, this, &PicturesPage::select);
    connect(&m_state, &VisionState::picturesRequested, this, [this](const QStringList& paths) {
        m_store.add(paths);
        m_reader.resume();
        if (!paths.isEmpty()) {
            m_search->clear();
            select(m_store.rowOf(paths.constFirst()));
        }
    });
}

bool PicturesPage::openPaths(const QStringList& paths)
{
    m_banner->dismiss();
    m_search->clear(); // else the new ones may not be seen
    m_shown.clear(); // what comes first of the new ones is selected
    m_reader.add(paths);
    return true;
}

void PicturesPage::openSamples()
{
    const QString folder = VisionState::sampleFolder();
    if (!folder.isEmpty()) {
        openPaths({ folder });
    }
}

void PicturesPage::chooseFiles()
{
    const QStringList paths
        = QFileDialog::getOpenFileNames(this, tr("Open pictures"), {}, pictureFilter());
    if (!paths.isEmpty()) {
        openPaths(paths);
    }
}

void PicturesPage::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a folder of pictures"));
    if (!path.isEmpty()) {
        openPaths({ path });
    }
}

void PicturesPage::paste()
{
    const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
    if (!holdsPictures(mime)) {
        m_state.workspace().reportMessage(tr("The clipboard holds no picture and no file."));
        return;
    }
    take(mime);
}

void PicturesPage::take(const QMimeData* mime)
{
    const DroppedPictures found = droppedPictures(mime);
    if (!found.paths.isEmpty()) {
        openPaths(found.paths);
    } else if (!found.image.isNull()) {
        keepPasted(found.image);
    }
}

/// A picture without a file becomes one, so that it is there on the next start as well.
void PicturesPage::keepPasted(const QImage& image)
{
    const QString folder = pastedFolder();
    const QString path = folder % QLatin1Char('/')
        % QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd_HH-mm-ss-zzz"))
        % QStringLiteral(".png");
    std::erase_if(m_pasteJobs, [](const jobs::JobHandle& job) { return !job.isActive(); });
    m_pasteJobs.push_back(m_state.runner().start<QString>(
        { .title = tr("Keeping the pasted picture"), .lane = jobs::Lane::Io, .slot = {} },
        [image, path](const base::CancelToken&, base::Progress&) -> base::Result<QString> {
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
                return base::Error { base::ErrorCode::Unreadable,
                                     "cannot keep the pasted picture",
                                     path.toStdString(),
                                     {},
                                     file.errorString().toStdString(),
                                     "make room, or save the picture as a file and drop that" };
            }
            return path;
        },
        { .done = [this](const QString& saved) { openPaths({ saved }); },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } }));
}

void PicturesPage::removeSelected()
{
    QModelIndexList rows;
    for (const QModelIndex& index : m_grid->selectionModel()->selectedIndexes()) {
        rows.append(m_filter.mapToSource(index));
    }
    m_store.remove(rows);
    showSelection();
}

void PicturesPage::removeAll()
{
    m_reader.clear();
    m_store.clear();
    showSelection();
}

void PicturesPage::toggleReading()
{
    m_reader.isBusy() ? m_reader.pause() : m_reader.resume();
}

void PicturesPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (holdsPictures(event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void PicturesPage::dropEvent(QDropEvent* event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
    take(event->mimeData());
}

void PicturesPage::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

void PicturesPage::showCounts()
{
    const PictureStore::Counts& counts = m_store.counts();
    const QLocale locale;
    QString text = counts.all == 0 ? tr("No pictures yet")
                                   : tr("Pictures: %1").arg(locale.toString(counts.all));
    if (counts.skipped > 0) {
        text += QStringLiteral(" · ") + tr("skipped: %1").arg(locale.toString(counts.skipped));
    }
    m_count->setText(text);
    // What is left: thumbnails first, then vectors if there is a model.
    const int usable = counts.all - counts.skipped;
    const bool encodes = m_state.model() != nullptr && counts.read == counts.all;
    const int done = encodes ? counts.encoded : counts.read;
    const int total = encodes ? usable : counts.all;
    const bool unfinished = done < total || (m_reader.isPaused() && m_reader.hasUnlisted());
    m_progress->setVisible(unfinished);
    m_progress->setRange(0, qMax(total, 1));
    m_progress->setValue(done);
    m_progress->setToolTip(tr("%1 of %2").arg(locale.toString(done), locale.toString(total)));
    m_stop->setVisible(unfinished && (m_reader.isBusy() || m_reader.isPaused()));
    m_stop->setText(m_reader.isPaused() ? tr("Go on") : tr("Stop"));
    for (QWidget* widget : { static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_search),
                             static_cast<QWidget*>(m_order), static_cast<QWidget*>(m_clear) }) {
        widget->setVisible(counts.all > 0);
    }
    m_dropZone->setVisible(counts.all == 0);
    m_samples->setVisible(counts.all == 0 && !VisionState::sampleFolder().isEmpty());
    m_scores->refresh();
}

int PicturesPage::selectedRow() const
{
    const QModelIndex current = m_filter.mapToSource(m_grid->currentIndex());
    return current.isValid() ? current.row() : -1;
}

void PicturesPage::select(int row)
{
    const QModelIndex index = m_filter.mapFromSource(m_store.index(row));
    if (index.isValid()) {
        m_grid->setCurrentIndex(index);
        m_grid->scrollTo(index);
    }
}

void PicturesPage::showSelection()
{
    const int row = selectedRow();
    m_scores->showPicture(row);
    const QString path = row < 0 ? QString() : m_store.paths().at(row);
    if (path == m_shown) {
        return;
    }
    m_shown = path;
    preview(path);
    Q_EMIT pictureSelected(path);
}

void PicturesPage::preview(const QString& path)
{
    m_previewJob = {};
    if (path.isEmpty()) {
        m_map->setPicture({}, {});
        return;
    }
    m_previewJob = m_state.runner().start<SmallPicture>(
        { .title = tr("Reading %1").arg(QFileInfo(path).fileName()),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.preview") },
        [path](const base::CancelToken& cancel, base::Progress&) {
            return readSmall(path, kPreviewEdge, cancel);
        },
        { .done = [this, path](const SmallPicture& read) { m_map->setPicture(path, read.image); },
          .cancelled = {},
          // The tile and the scores say why.
          .failed = [this](const base::Error&) { m_map->setPicture({}, {}); } });
}

QJsonObject PicturesPage::saveState() const
{
    return { { QStringLiteral("paths"),
               QJsonArray::fromStringList(m_store.paths().mid(0, kMostRemembered)) },
             { QStringLiteral("selected"), m_shown },
             { QStringLiteral("order"), m_order->currentIndex() },
             { QStringLiteral("rows"), QString::fromLatin1(m_rows->saveState().toBase64()) },
             { QStringLiteral("columns"), QString::fromLatin1(m_columns->saveState().toBase64()) },
             { QStringLiteral("scores"), m_scores->saveState() },
             { QStringLiteral("map"), m_map->saveState() } };
}

void PicturesPage::restoreState(const QJsonObject& state)
{
    QStringList paths;
    for (const QJsonValue& path : state.value(QStringLiteral("paths")).toArray()) {
        if (paths.size() < kMostRemembered && QFileInfo::exists(path.toString())) {
            paths.append(path.toString());
        }
    }
    m_order->setCurrentIndex(
        qBound(0, state.value(QStringLiteral("order")).toInt(), m_order->count() - 1));
    const auto bytes = [&state](const char* key) {
        return QByteArray::fromBase64(state.value(QLatin1String(key)).toString().toLatin1());
    };
    m_rows->restoreState(bytes("rows"));
    m_columns->restoreState(bytes("columns"));
    m_scores->restoreState(state.value(QStringLiteral("scores")).toObject());
    m_map->restoreState(state.value(QStringLiteral("map")).toObject());
    m_store.add(paths);
    const int selected = m_store.rowOf(state.value(QStringLiteral("selected")).toString());
    select(qMax(selected, 0));
    m_reader.resume();
}

void PicturesPage::changeEvent(QEvent* event)
{
    VisionPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::imaging
