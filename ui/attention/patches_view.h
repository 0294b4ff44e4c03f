// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "jobs/job_runner.h"

#include <QImage>
#include <QWidget>

class QLabel;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace fe::charts {
class ChartPicture;
class ExportButton;
class PatchCanvas;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class PairTracer;

/// Where in the picture the selected token looks: by the selected heads, and by rollout through all
/// layers; and where it speaks for the text, if the model read one too. A click on a patch selects
/// it in all views.
class PatchesView : public QWidget
{
    Q_OBJECT
public:
    explicit PatchesView(AttentionState& state, QWidget* parent = nullptr);

    /// To be called when it is seen and input or selection changed; the attention must be one of
    /// patches.
    void refresh();
    /// What is on its way is of no more interest.
    void stop();
    void retranslate();
    /// Of the heads; null if there is nothing to see.
    [[nodiscard]] const charts::ChartPicture* chart() const;
    [[nodiscard]] const QString& title() const { return m_title; }

Q_SIGNALS:
    void titleChanged(const QString& title);

private:
    /// A picture with a map, and what it is a map of.
    struct Side {
        QLabel* caption;
        charts::ExportButton* save;
        charts::PatchCanvas* canvas;
        void setVisible(bool visible) const;
    };

    Side addSide(const char* name, int column);
    void readPicture();
    void showMaps();
    void showSide(const Side& side, const QString& caption, std::vector<float> values);
    void showPair();
    void showHint(const QString& text);
    /// The token whose attention is shown; -1: the mean over all, of pictures without a class
    /// token of which none is selected.
    [[nodiscard]] int source() const;
    [[nodiscard]] QString sourceTitle() const;

    AttentionState& m_state;
    jobs::JobHandle m_job;
    ExaminationPtr m_pictureOf; ///< what m_picture is of, or is being read for
    QImage m_picture; ///< as the model sees it; null: not read yet
    QString m_title;
    QStackedWidget* m_stack;
    QWidget* m_page;
    Side m_heads;
    Side m_rollout;
    Side m_pair;
    PairTracer* m_tracer;
    QPushButton* m_whole;
    QLabel* m_opacityText;
    QSlider* m_opacity;
    QLabel* m_hint;
};

} // namespace fe::attention
