// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/search/search_query.h"
#include "imaging/search/thumbnail_loader.h"

#include <QWidget>

class QLabel;

namespace fe::charts {
class ExportButton;
class ScatterChart;
} // namespace fe::charts

namespace fe::imaging {

/// The pictures of the index in a plane: their vectors along the two directions in which they
/// differ most, coloured by folder. Computed while it is shown.
class FolderMap : public QWidget
{
    Q_OBJECT
public:
    FolderMap(VisionState& state, ThumbnailLoader& thumbnails, QWidget* parent = nullptr);

    /// Growing: more are to come, so the map is computed anew only when they are half as many
    /// again.
    enum class Extent { Growing, Complete };
    void setVectors(const FolderVectorsPtr& vectors, Extent extent);
    /// Pictures that a search found stand out; none: all are alike.
    void setAnswer(const SearchQuery::Answer& answer);

Q_SIGNALS:
    void pictureActivated(const QString& path);
    void failed(const fe::base::Error& error);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Plane;

    static base::Result<std::shared_ptr<const Plane>> planeOf(const FolderVectorsPtr& vectors,
                                                              const QString& others,
                                                              const base::CancelToken& cancel);
    void compute();
    void showPlane();
    void highlight();
    void preview(int point);
    void showPreview();
    void retranslate();

    VisionState& m_state;
    ThumbnailLoader& m_thumbnails;
    FolderVectorsPtr m_vectors; ///< that are there
    Extent m_extent = Extent::Complete;
    std::shared_ptr<const Plane> m_plane; ///< what is shown; may be of older vectors
    SearchQuery::Answer m_answer;
    charts::ScatterChart* m_chart;
    charts::ExportButton* m_export;
    QLabel* m_thumbnail;
    QLabel* m_name;
    int m_previewed = -1;
    jobs::JobHandle m_job;
};

} // namespace fe::imaging
