// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QMenu;
class QPlainTextEdit;
class QToolButton;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::imaging {

class VisionState;

/// The left column: labels and templates as lines, how they are scored. What is typed acts at once.
class LabelPanel : public QWidget
{
    Q_OBJECT
public:
    explicit LabelPanel(VisionState& state, QWidget* parent = nullptr);

    void setLabels(const QStringList& labels);
    void setTemplates(const QStringList& templates);
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    void focusLabels();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildHeader(QLabel* title, QToolButton* button);
    void fillLabelMenu();
    void fillTemplateMenu();
    void openLabelFile();
    void keepAsPreset();
    void showSummary();
    void showScale();
    void scoringEdited();
    void retranslate();

    VisionState& m_state;
    QLabel* m_labelTitle;
    QToolButton* m_labelPresets;
    QMenu* m_labelMenu;
    QPlainTextEdit* m_labels;
    QLabel* m_problem;
    QLabel* m_templateTitle;
    QToolButton* m_templatePresets;
    QMenu* m_templateMenu;
    QPlainTextEdit* m_templates;
    widgets::SegmentedControl* m_kind;
    QLabel* m_scale;
    QLabel* m_temperatureTitle;
    QDoubleSpinBox* m_temperature;
    QJsonObject m_ownPresets; ///< name -> labels, a line each
};

} // namespace fe::imaging
