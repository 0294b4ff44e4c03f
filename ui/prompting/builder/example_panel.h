// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/example_table.h"
#include "jobs/job_runner.h"

#include <QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::prompting {

class ExampleTableModel;
class ExampleTableView;

/// The examples of a pattern: how many of them are shots, the table, what can be done to it, files.
class ExamplePanel : public QWidget
{
    Q_OBJECT
public:
    /// @param runner outlives it.
    explicit ExamplePanel(jobs::JobRunner& runner, QWidget* parent = nullptr);

    void setExamples(const evaluation::ExampleTable& table, int shots);
    [[nodiscard]] const evaluation::ExampleTable& table() const;
    [[nodiscard]] int shots() const;
    /// The pattern's fields, those of the reasoned answer included; columns follow them.
    void setFields(const QStringList& fields);
    /// Reads a table of examples in the background and takes it, asking for its columns where
    /// their names do not tell.
    void importFile(const QString& path);
    /// Writes the table as its name's ending says (.csv, .tsv, .jsonl) in the background.
    void exportFile(const QString& path);

Q_SIGNALS:
    /// By the user.
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    // example_panel_layout.cpp
    [[nodiscard]] QHBoxLayout* buildHead();
    [[nodiscard]] QHBoxLayout* buildButtons();
    [[nodiscard]] QWidget* buildMissing();
    void buildActions();
    void retranslate();

    // example_panel.cpp
    void refresh();
    void refreshActions();

    // example_panel_edits.cpp
    void change(const evaluation::ExampleTable& after, int shots, const QString& text);
    void addRow();
    void removeChosen();
    void clearChosen();
    void moveRow(int from, int to);
    void moveChosen(int step);
    void shuffle();
    void copyChosen() const;
    void paste();
    void addColumn();
    void renameColumn();
    void removeColumn();

    // example_panel_files.cpp
    void chooseImport();
    void chooseExport();
    void takeFile(const QString& path, evaluation::ExampleTable file);
    void takeTable(const QString& name, const evaluation::ExampleTable& file,
                   evaluation::ExampleTable table, bool append);
    void showError(const base::Error& error);

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_importJob;
    jobs::JobHandle m_exportJob;
    ExampleTableModel* m_model;
    ExampleTableView* m_view;
    QLabel* m_title = nullptr;
    QLabel* m_shotsLabel = nullptr;
    QSpinBox* m_shots = nullptr;
    QLabel* m_ofLabel = nullptr;
    QSlider* m_slider = nullptr;
    QToolButton* m_addButton = nullptr;
    QToolButton* m_importButton = nullptr;
    QToolButton* m_shuffleButton = nullptr;
    QSpinBox* m_seed = nullptr;
    QToolButton* m_more = nullptr;
    QMenu* m_menu = nullptr;
    QWidget* m_missing = nullptr; ///< shown while a field has no column
    QLabel* m_missingText = nullptr;
    QPushButton* m_missingAdd = nullptr;
    QPushButton* m_missingRename = nullptr;
    QLabel* m_note = nullptr; ///< what the last import or paste did
    widgets::MessageBanner* m_banner = nullptr;

    QAction* m_add = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_up = nullptr;
    QAction* m_down = nullptr;
    QAction* m_shuffle = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_paste = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_import = nullptr;
    QAction* m_export = nullptr;
    QAction* m_addColumn = nullptr;
    QAction* m_renameColumn = nullptr;
    QAction* m_removeColumn = nullptr;
};

} // namespace fe::prompting
