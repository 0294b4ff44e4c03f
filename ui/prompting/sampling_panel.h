// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sampling_presets.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace fe::prompting {

class LogitBiasModel;
struct SamplingRow;

/// Every value of SamplingSettings with its explanation, and the presets.
class SamplingPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SamplingPanel(QWidget* parent = nullptr);

    [[nodiscard]] const SamplingSettings& settings() const { return m_settings; }
    void setSettings(const SamplingSettings& settings);
    [[nodiscard]] const QList<UserPreset>& userPresets() const { return m_userPresets; }
    void setUserPresets(const QList<UserPreset>& presets);
    void setTokenizer(tokenizers::TokenizerPtr tokenizer);
    void applyBuiltIn(int index);
    /// Name of the preset that the settings equal; empty if there is none.
    [[nodiscard]] QString presetName() const;

public Q_SLOTS:
    /// Asks for a name.
    void savePreset();

Q_SIGNALS:
    void settingsChanged();
    void presetsChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        const SamplingRow* spec;
        QLabel* label;
        QDoubleSpinBox* box;
    };

    void buildPresets(QVBoxLayout* column);
    void buildNumbers(QVBoxLayout* column);
    void buildSeed(QVBoxLayout* column);
    void buildStops(QVBoxLayout* column);
    void buildBias(QVBoxLayout* column);
    [[nodiscard]] QLabel* addTitle(QVBoxLayout* column);
    void showSettings();
    void readSettings();
    void showSamplesNote();
    void fillPresets();
    void applyPreset(int comboIndex);
    void deletePreset();
    void retranslate();

    SamplingSettings m_settings;
    QList<UserPreset> m_userPresets;
    bool m_showing = false;
    std::vector<Row> m_rows;
    QLabel* m_presetTitle = nullptr;
    QComboBox* m_presets = nullptr;
    QToolButton* m_save = nullptr;
    QToolButton* m_delete = nullptr;
    QLabel* m_shapeTitle = nullptr;
    QLabel* m_runTitle = nullptr;
    QLabel* m_maxLabel = nullptr;
    QSpinBox* m_maxTokens = nullptr;
    QLabel* m_samplesLabel = nullptr;
    QSpinBox* m_samples = nullptr;
    QLabel* m_samplesNote = nullptr; ///< why several samples make no sense, while they make none
    QLabel* m_seedLabel = nullptr;
    QLineEdit* m_seed = nullptr;
    QCheckBox* m_newSeed = nullptr;
    QLabel* m_stopTitle = nullptr;
    QPlainTextEdit* m_stops = nullptr;
    QLabel* m_biasTitle = nullptr;
    QTableView* m_bias = nullptr;
    LogitBiasModel* m_biasModel = nullptr;
};

} // namespace fe::prompting
