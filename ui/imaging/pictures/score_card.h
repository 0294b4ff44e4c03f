// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/pictures/picture_filter.h"
#include "imaging/pictures/picture_store.h"

#include <QFrame>
#include <QJsonObject>
#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace fe::charts {
class BarChart;
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::imaging {

/// What the labels say: bars for the selected picture, or a heat map of pictures and labels.
class ScoreCard : public QFrame
{
    Q_OBJECT
public:
    ScoreCard(VisionState& state, const PictureStore& store, const PictureFilter& filter,
              QWidget* parent = nullptr);

    /// @param row of the store; -1: none is selected
    void showPicture(int row);
    /// Pictures or their vectors came or went.
    void refresh();
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    /// An index into the state's labels.
    void labelActivated(int label);
    /// A row of the store.
    void pictureActivated(int row);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void showBars();
    void beginMatrix();
    void matrixSlice();
    /// Why there is nothing to show, in the place of the charts; false if there is something.
    bool showHint();
    void setHint(const QString& headline, const QString& text, const QString& button = {});
    [[nodiscard]] QString settingsText() const;
    void retranslate();

    VisionState& m_state;
    const PictureStore& m_store;
    const PictureFilter& m_filter;
    int m_row = -1;
    std::vector<std::size_t> m_barLabels; ///< the label of each bar
    QTimer m_refresh;
    QTimer m_slices;
    struct Matrix {
        std::shared_ptr<const analysis::LabelWeights> weights;
        std::vector<int> rows; ///< of the store
        std::vector<float> values;
        std::size_t next = 0;
    };
    Matrix m_matrix; ///< being computed
    std::vector<int> m_shownRows;

    QLabel* m_title;
    widgets::SegmentedControl* m_views;
    charts::BarChart* m_bars;
    charts::MatrixChart* m_heatMap;
    charts::ExportButton* m_exportBars;
    charts::ExportButton* m_exportHeatMap;
    QStackedWidget* m_stack;
    QWidget* m_hint;
    QLabel* m_hintHeadline;
    QLabel* m_hintText;
    QPushButton* m_hintButton;
};

} // namespace fe::imaging
