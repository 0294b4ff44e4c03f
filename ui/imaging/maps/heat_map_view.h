// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/maps/map_work.h"
#include "jobs/job_runner.h"

#include <QFrame>
#include <QJsonObject>
#include <QTimer>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QStackedWidget;

namespace fe::charts {
class ExportButton;
class PatchCanvas;
} // namespace fe::charts

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::imaging {

class HintPanel;
class VisionState;

/// The card that shows where a label is seen in the selected picture. It computes while it is
/// visible only.
class HeatMapView : public QFrame
{
    Q_OBJECT
public:
    explicit HeatMapView(VisionState& state, QWidget* parent = nullptr);

    /// @param path empty: none is selected. @param preview shown until the map is there.
    void setPicture(const QString& path, const QImage& preview);
    /// An index into the state's labels; below 0: the label that fits best.
    void setLabel(int index);
    void setMethod(analysis::HeatMethod method);
    [[nodiscard]] analysis::HeatMethod method() const;
    [[nodiscard]] const charts::PatchCanvas& canvas() const { return *m_canvas; }
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    /// The map of the selected picture is there.
    void mapShown();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void connectParts();
    void refresh();
    void compute();
    [[nodiscard]] bool showHint();
    void takeAnswer(const HeatAnswer& answer);
    void forgetAnswer();
    [[nodiscard]] analysis::HeatMethod shownMethod() const;
    void showTexts();
    void showNote();
    void fillLabels();
    void applyLook();
    void retranslate();

    VisionState& m_state;
    QString m_path;
    QString m_label; ///< chosen; empty: the best one
    std::optional<HeatAnswer> m_answer;
    QStringList m_answerLabels; ///< the labels it was computed with
    QTimer m_refresh;
    jobs::JobHandle m_job;
    bool m_stale = true; ///< something changed while it was not visible

    QLabel* m_title;
    widgets::SegmentedControl* m_methods;
    QStackedWidget* m_stack;
    charts::PatchCanvas* m_canvas;
    HintPanel* m_hint;
    QLabel* m_note;
    QComboBox* m_labels;
    QSlider* m_opacity;
    QCheckBox* m_blocks;
    charts::ExportButton* m_export;
    QBoxLayout* m_body = nullptr;
};

} // namespace fe::imaging
