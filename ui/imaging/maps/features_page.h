// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/maps/map_work.h"
#include "imaging/vision_page.h"
#include "jobs/job_runner.h"

#include <QStringList>
#include <QTimer>

class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;
class QSplitter;
class QStackedWidget;

namespace fe::charts {
class ExportButton;
class PatchCanvas;
} // namespace fe::charts

namespace fe::imaging {

class ColourStrip;
class HintPanel;
class VisionState;

/// What a model makes of each patch: features as colours that several pictures share, and whom the
/// class token or a patch looks at. It computes while it is visible only.
class FeaturesPage : public VisionPage
{
    Q_OBJECT
public:
    explicit FeaturesPage(VisionState& state, QWidget* parent = nullptr);

    /// Shows this picture alone; empty: keeps what is there.
    void setPicture(const QString& path);
    [[nodiscard]] const QStringList& paths() const { return m_paths; }

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// Pictures, added to those that are compared.
    bool openPaths(const QStringList& paths) override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildColours();
    [[nodiscard]] QWidget* buildAttention();
    void connectParts();
    void refresh();
    void compute();
    void forgetColours();
    void forgetAttention();
    void computeColours();
    void computeAttention();
    void setPaths(const QStringList& paths);
    void choosePictures();
    void choosePicture(int index);
    void showCancelled(HintPanel& hint);
    void showColours();
    void showAttention();
    void fillSpins();
    void retranslate();

    VisionState& m_state;
    QStringList m_paths;
    int m_picture = 0; ///< whose attention is shown, an index into m_paths
    std::optional<int> m_patch; ///< whose attention; nothing: the class token's
    std::optional<FeatureAnswer> m_colours;
    std::optional<AttentionAnswer> m_attention;
    QTimer m_refresh;
    jobs::JobHandle m_colourJob;
    jobs::JobHandle m_attentionJob;
    bool m_stale = true;

    QSplitter* m_columns = nullptr;
    QLabel* m_colourTitle = nullptr;
    QLabel* m_colourLayerText = nullptr;
    QSpinBox* m_colourLayer = nullptr; ///< 0: the last one's
    QSlider* m_opacity = nullptr; ///< of the colours over the pictures
    QPushButton* m_add = nullptr;
    charts::ExportButton* m_exportColours = nullptr;
    QStackedWidget* m_colourStack = nullptr;
    ColourStrip* m_strip = nullptr;
    HintPanel* m_colourHint = nullptr;
    QLabel* m_colourNote = nullptr;
    QLabel* m_attentionTitle = nullptr;
    QLabel* m_layerText = nullptr;
    QSpinBox* m_layer = nullptr; ///< 0: rollout through all
    QLabel* m_headText = nullptr;
    QSpinBox* m_head = nullptr; ///< 0: mean
    QPushButton* m_classToken = nullptr;
    charts::ExportButton* m_exportAttention = nullptr;
    QStackedWidget* m_attentionStack = nullptr;
    charts::PatchCanvas* m_attentionCanvas = nullptr;
    HintPanel* m_attentionHint = nullptr;
    QLabel* m_attentionNote = nullptr;
};

} // namespace fe::imaging
