// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sweep/sweep_setup.h"
#include "workspace/loaded_model.h"
#include "workspace/model_catalog.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace fe::prompting {

/// The form of a sweep: data, pattern, shots, seeds, scoring, models.
class SweepSetupPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SweepSetupPanel(jobs::JobRunner& runner, QWidget* parent = nullptr);

    [[nodiscard]] const SweepSetup& setup() const { return m_setup; }
    /// Emits edited() if it differs.
    void setSetup(const SweepSetup& setup);
    /// The builder's pattern is shown, not edited here.
    void setDocument(const PromptDocument& document);
    /// @param endpoint title of the endpoint that answers in the model's place; empty: none.
    void setModel(const workspace::LoadedModelPtr& model, const QString& endpoint);
    /// For columns and labels. Null: none is there.
    void setData(const SweepDataPtr& data);
    /// The chosen models besides the loaded one.
    [[nodiscard]] QList<workspace::CatalogEntry> chosenModels() const;
    /// A table takes the place of the data.
    void chooseFile(const QString& path);

Q_SIGNALS:
    void edited();
    /// Its file is to be read again.
    void reloadWanted();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildRows();
    void connectParts();
    void followTask();
    void askForFile();
    void edit(const SweepSetup& setup);
    void read(); ///< the widgets into m_setup
    void showSetup(); ///< m_setup into the widgets
    void showSource();
    void showColumns();
    void showScoring();
    void fillModels();
    void showModels();
    [[nodiscard]] QString ownName() const; ///< of what the tab runs on; empty: nothing
    void retranslate();
    QLabel* addRow(QWidget* field);

    SweepSetup m_setup;
    PromptDocument m_document;
    workspace::LoadedModelPtr m_model;
    QString m_endpoint;
    SweepDataPtr m_data;
    QString m_task; ///< of the gallery, that the builder's prompt was filled from
    workspace::ModelCatalog m_catalog;
    bool m_showing = false; ///< the setup goes to the widgets, not back
    int m_row = 0;
    QGridLayout* m_grid = nullptr;

    QLabel* m_title = nullptr;
    QLabel* m_pattern = nullptr;
    QLabel* m_patternNote = nullptr;
    QLabel* m_sourceLabel = nullptr;
    QComboBox* m_source = nullptr;
    QWidget* m_made = nullptr; ///< rows and seed of a gallery's set
    QSpinBox* m_rows = nullptr;
    QSpinBox* m_dataSeed = nullptr;
    QPushButton* m_file = nullptr;
    QWidget* m_columns = nullptr;
    QGridLayout* m_columnGrid = nullptr;
    std::vector<QComboBox*> m_columnBoxes; ///< in the order of the fields
    QLabel* m_labelsLabel = nullptr;
    QLineEdit* m_labels = nullptr;
    QLabel* m_shotsLabel = nullptr;
    QLineEdit* m_shots = nullptr;
    QLabel* m_seedsLabel = nullptr;
    QSpinBox* m_seeds = nullptr;
    QCheckBox* m_balanced = nullptr;
    QCheckBox* m_builderExamples = nullptr;
    QLabel* m_answerLabel = nullptr;
    QComboBox* m_answer = nullptr;
    QCheckBox* m_calibrated = nullptr;
    QLabel* m_tokensLabel = nullptr;
    QSpinBox* m_tokens = nullptr;
    QLabel* m_limitLabel = nullptr;
    QSpinBox* m_limit = nullptr;
    QLabel* m_modelsLabel = nullptr;
    QToolButton* m_models = nullptr;
    QMenu* m_modelMenu = nullptr;
};

} // namespace fe::prompting
