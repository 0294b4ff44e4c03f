// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/pictures/picture_filter.h"
#include "imaging/pictures/picture_reader.h"
#include "imaging/pictures/picture_store.h"
#include "imaging/vision_page.h"

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QMimeData;
class QProgressBar;
class QPushButton;
class QSplitter;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::imaging {

class HeatMapView;
class ScoreCard;
class VisionState;

/// The first page: pictures that were dropped, what the labels say of them, and where a label is
/// seen in the selected one.
class PicturesPage : public VisionPage
{
    Q_OBJECT
public:
    PicturesPage(VisionState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    bool openPaths(const QStringList& paths) override;

    /// The sample pictures, if nothing else is there.
    void openSamples();
    void chooseFiles();
    void chooseFolder();
    void paste();
    void removeSelected();
    void removeAll();
    /// Stops reading and encoding; again: goes on.
    void toggleReading();
    /// It reads, or was stopped before the end.
    [[nodiscard]] bool isUnfinished() const { return m_reader.isBusy() || m_reader.isPaused(); }
    [[nodiscard]] bool isReading() const { return m_reader.isBusy(); }

Q_SIGNALS:
    /// The selected picture, for the page Features; empty: none.
    void pictureSelected(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    [[nodiscard]] QLayout* buildGridHeader(QWidget* card);
    [[nodiscard]] QWidget* buildGrid();
    void connectParts();
    void take(const QMimeData* data);
    void keepPasted(const QImage& image);
    void showError(const base::Error& error);
    void showCounts();
    void showSelection();
    void preview(const QString& path);
    void select(int row);
    [[nodiscard]] int selectedRow() const; ///< of the store, -1: none
    void retranslate();

    VisionState& m_state;
    PictureStore m_store;
    PictureReader m_reader;
    PictureFilter m_filter;
    widgets::MessageBanner* m_banner = nullptr;
    QLabel* m_dropZone = nullptr; ///< in place of the grid while it is empty
    QPushButton* m_openFiles = nullptr;
    QPushButton* m_openFolder = nullptr;
    QPushButton* m_paste = nullptr;
    QPushButton* m_samples = nullptr;
    QLabel* m_count = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_stop = nullptr;
    QLineEdit* m_search = nullptr;
    QComboBox* m_order = nullptr;
    QPushButton* m_clear = nullptr;
    QListView* m_grid = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_columns = nullptr;
    HeatMapView* m_map = nullptr;
    ScoreCard* m_scores = nullptr;
    jobs::JobHandle m_previewJob;
    std::vector<jobs::JobHandle> m_pasteJobs;
    QString m_shown; ///< path of the selected picture
};

} // namespace fe::imaging
