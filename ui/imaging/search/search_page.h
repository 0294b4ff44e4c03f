// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/search/folder_index.h"
#include "imaging/search/result_model.h"
#include "imaging/search/search_query.h"
#include "imaging/search/thumbnail_loader.h"
#include "imaging/vision_page.h"

class QLabel;
class QLineEdit;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::imaging {

class FolderMap;
class HintPanel;

/// Pictures of folders, found by words or by another picture: the index grows in the background,
/// results and the map of the folders follow it.
class SearchPage : public VisionPage
{
    Q_OBJECT
public:
    SearchPage(VisionState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// Folders are searched, a picture becomes the question.
    bool openPaths(const QStringList& paths) override;

    [[nodiscard]] const FolderIndex& index() const { return m_index; }

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum View { ResultView, MapView, SkippedView };

    void build();
    [[nodiscard]] QWidget* buildHeader();
    [[nodiscard]] QWidget* buildViews();
    void connectParts();
    void chooseFolder();
    void choosePicture();
    void askByPicture(const QString& path);
    void activate(const QString& path);
    void showIndex();
    void showVectors();
    void showSkipped();
    void showAnswer();
    void showView();
    void showQuestion();
    void showError(const base::Error& error);
    [[nodiscard]] bool showHint();
    [[nodiscard]] QString selectedPath() const;
    void retranslate();

    VisionState& m_state;
    FolderIndex m_index;
    SearchQuery m_query;
    ThumbnailLoader m_thumbnails;
    ResultModel m_results;
    QString m_answered; ///< the question that the results answer
    widgets::MessageBanner* m_banner = nullptr;
    QPushButton* m_setAside = nullptr;
    QLabel* m_folder = nullptr;
    QLabel* m_progressText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_choose = nullptr;
    QLineEdit* m_text = nullptr;
    QPushButton* m_byPicture = nullptr;
    QPushButton* m_question = nullptr; ///< the picture that is asked for; a click takes it away
    QPushButton* m_similar = nullptr;
    QLabel* m_found = nullptr;
    widgets::SegmentedControl* m_views = nullptr;
    QStackedWidget* m_stack = nullptr;
    HintPanel* m_hint = nullptr;
    QListView* m_grid = nullptr;
    FolderMap* m_map = nullptr;
    QTreeWidget* m_skipped = nullptr;
};

} // namespace fe::imaging
