// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/folder_map.h"

#include "analysis/projection.h"
#include "charts/chart_export.h"
#include "charts/scatter_chart.h"
#include "widgets/theme.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMap>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr int kPreviewEdge = 180;
constexpr int kMostHighlighted = 20; // the best of what a search found
constexpr int kMostCategories = 8; // colours that can be told apart

/// Pictures beyond this are left out of the plane: more points would cover each other.
constexpr std::size_t kMostPoints = 50'000;

/// The folders with most pictures by name; the last stands for the others if there are more.
QStringList categoriesOf(const std::vector<QString>& folders, const QString& others)
{
    QMap<QString, int> sizes;
    for (const QString& folder : folders) {
        ++sizes[folder];
    }
    QStringList names = sizes.keys();
    if (names.size() > kMostCategories) {
        std::stable_sort(names.begin(), names.end(), [&](const QString& a, const QString& b) {
            return sizes.value(a) > sizes.value(b);
        });
        names = names.mid(0, kMostCategories - 1);
        names.sort();
        names.append(others);
    }
    return names;
}

} // namespace

struct FolderMap::Plane {
    FolderVectorsPtr vectors;
    std::vector<double> explained; ///< shares of the variance, one or two
    QStringList categories;
    QVector<charts::ScatterPoint> points; ///< the first of the vectors' files
};

/// In a job: with tens of thousands of pictures even their names take a while.
base::Result<std::shared_ptr<const FolderMap::Plane>> FolderMap::planeOf(
    const FolderVectorsPtr& vectors, const QString& others, const base::CancelToken& cancel)
{
    const std::size_t count = std::min(vectors->files.size(), kMostPoints);
    const auto width = static_cast<std::size_t>(vectors->dimensions);
    FE_TRY(const auto projection,
           analysis::principalComponents(std::span(vectors->values).first(count * width),
                                         vectors->dimensions,
                                         std::min<std::int64_t>(2, vectors->dimensions), cancel));
    auto plane = std::make_shared<Plane>();
    plane->vectors = vectors;
    plane->explained = projection.explained;
    std::vector<QString> folders;
    for (std::size_t i = 0; i < count; ++i) {
        const QFileInfo file(workspace::toText(vectors->files[i]));
        folders.push_back(file.dir().dirName());
        plane->points.append({ 0, 0, 0, file.fileName() });
    }
    plane->categories = categoriesOf(folders, others);
    const auto components = static_cast<std::size_t>(projection.components);
    for (std::size_t i = 0; i < count; ++i) {
        charts::ScatterPoint& point = plane->points[static_cast<qsizetype>(i)];
        const auto found = plane->categories.indexOf(folders[i]);
        point.category = static_cast<int>(found < 0 ? plane->categories.size() - 1 : found);
        point.x = static_cast<double>(projection.coordinates[i * components]);
        point.y
            = components < 2 ? 0 : static_cast<double>(projection.coordinates[i * components + 1]);
    }
    return std::shared_ptr<const Plane>(std::move(plane));
}

FolderMap::FolderMap(VisionState& state, ThumbnailLoader& thumbnails, QWidget* parent)
    : QWidget(parent), m_state(state), m_thumbnails(thumbnails),
      m_chart(new charts::ScatterChart(this)), m_export(new charts::ExportButton(*m_chart, this)),
      m_thumbnail(new QLabel(this)), m_name(new QLabel(this))
{
    m_chart->setObjectName(QStringLiteral("folderMap"));
    m_thumbnail->setFixedSize(scaled(kPreviewEdge), scaled(kPreviewEdge));
    m_thumbnail->setAlignment(Qt::AlignCenter);
    m_name->setObjectName(QStringLiteral("folderMapName"));
    m_name->setTextFormat(Qt::PlainText); // a file may be named as markup
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setFixedWidth(scaled(kPreviewEdge));
    m_name->setProperty("kind", QStringLiteral("secondary"));
    auto* side = new QVBoxLayout;
    side->addWidget(m_export, 0, Qt::AlignRight);
    side->addWidget(m_thumbnail);
    side->addWidget(m_name);
    side->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(10));
    row->addWidget(m_chart, 1);
    row->addLayout(side);

    connect(m_chart, &charts::ScatterChart::pointHovered, this,
            [this](int point) { preview(point >= 0 ? point : m_chart->current()); });
    connect(m_chart, &charts::ScatterChart::currentChanged, this, &FolderMap::preview);
    connect(m_chart, &charts::ScatterChart::pointActivated, this, [this](int point) {
        const auto index = static_cast<std::size_t>(point);
        Q_EMIT pictureActivated(workspace::toText(m_plane->vectors->files[index]));
    });
    connect(&m_thumbnails, &ThumbnailLoader::loaded, this, &FolderMap::showPreview);
    retranslate();
}

void FolderMap::setVectors(const FolderVectorsPtr& vectors, Extent extent)
{
    m_vectors = vectors;
    m_extent = extent;
    if (isVisible()) {
        compute();
    }
}

void FolderMap::setAnswer(const SearchQuery::Answer& answer)
{
    m_answer = answer;
    highlight();
}

void FolderMap::highlight()
{
    QVector<int> points;
    if (m_plane != nullptr && m_answer.vectors == m_plane->vectors) {
        for (const pictures::Match& match : m_answer.matches) {
            if (points.size() < kMostHighlighted
                && match.file < static_cast<std::size_t>(m_plane->points.size())) {
                points.append(static_cast<int>(match.file));
            }
        }
    }
    m_chart->setHighlighted(points);
}

void FolderMap::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    compute();
}

void FolderMap::compute()
{
    if (m_plane != nullptr && m_plane->vectors == m_vectors) {
        return;
    }
    if (m_vectors == nullptr || m_vectors->files.empty()) {
        m_job = {};
        m_plane.reset();
        showPlane();
        return;
    }
    if (m_extent == Extent::Growing
        && (m_job.isActive()
            || (m_plane != nullptr
                && static_cast<qsizetype>(m_vectors->files.size())
                    < m_plane->points.size() * 3 / 2))) {
        return;
    }
    m_job = m_state.runner().start<std::shared_ptr<const Plane>>(
        { .title = tr("Mapping the pictures"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.folderMap") },
        [vectors = m_vectors, others = tr("other folders")](const base::CancelToken& cancel,
                                                            base::Progress&) {
            return planeOf(vectors, others, cancel);
        },
        { .done =
              [this](const std::shared_ptr<const Plane>& plane) {
                  m_plane = plane;
                  showPlane();
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void FolderMap::showPlane()
{
    charts::ScatterData map;
    map.text.title = tr("Map of the pictures");
    if (m_plane != nullptr) {
        const auto axis = [&](std::size_t k) {
            const double share = k < m_plane->explained.size() ? m_plane->explained[k] : 0;
            return charts::Axis { tr("Component %1, %2 % of the variance")
                                      .arg(QLocale().toString(static_cast<int>(k) + 1),
                                           QLocale().toString(share * 100, 'f', 1)) };
        };
        map.x = axis(0);
        map.y = axis(1);
        map.text.provenance
            = tr("%1, principal components of %2 vectors")
                  .arg(m_state.modelName(), QLocale().toString(m_plane->points.size()));
        map.categories = m_plane->categories;
        map.points = m_plane->points;
    }
    m_chart->setData(map);
    highlight();
    preview(-1);
}

void FolderMap::preview(int point)
{
    m_previewed = point;
    showPreview();
}

void FolderMap::showPreview()
{
    if (m_previewed < 0 || m_plane == nullptr) {
        m_thumbnail->clear();
        m_name->setText(m_plane == nullptr ? QString()
                                           : tr("Point at a picture to see it; click it to open "
                                                "it."));
        return;
    }
    const QString path
        = workspace::toText(m_plane->vectors->files[static_cast<std::size_t>(m_previewed)]);
    m_name->setText(QFileInfo(path).fileName());
    m_name->setToolTip(path);
    const QImage image = m_thumbnails.thumbnail(path);
    if (image.isNull()) {
        m_thumbnail->clear();
        return;
    }
    const double ratio = devicePixelRatioF();
    QPixmap pixmap = QPixmap::fromImage(
        image.scaled(m_thumbnail->size() * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_thumbnail->setPixmap(pixmap);
}

void FolderMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void FolderMap::retranslate()
{
    m_chart->setAccessibleName(tr("Map of the pictures"));
    m_thumbnail->setAccessibleName(tr("Picture under the pointer"));
    showPlane();
}

} // namespace fe::imaging
