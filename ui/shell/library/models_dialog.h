// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/library/removal_flow.h"
#include "workspace/model_catalog.h"
#include "workspace/model_facts.h"
#include "workspace/workspace.h"

#include <QDialog>
#include <QHash>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::workspace {
struct ImportPlan;
struct WrongFile;
} // namespace fe::workspace

namespace fe::shell {

class ExportFlow;
class FileDrop;
class ImportFlow;
class JobStrip;
class ModelDetails;
class ModelListFilter;
class ModelListModel;

/// What the dialog works with; all of it outlives the dialog.
struct LibraryParts {
    jobs::JobRunner& runner;
    workspace::Workspace& workspace;
    workspace::ModelCatalog& catalog;
};

/// The models that are installed: looked through, opened, imported, exported, removed. The window
/// goes on beside it.
class ModelsDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param moveToTrash see RemovalFlow.
    ModelsDialog(const LibraryParts& parts, RemovalFlow::MoveToTrash moveToTrash, QWidget* parent);

    /// Comes to the front with the models for one slot of the window, or with all.
    void open(std::optional<workspace::Role> role);
    /// Files and folders that were dropped, pasted or chosen.
    void importPaths(const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildLayout();
    [[nodiscard]] QWidget* buildList();
    void connectParts();
    void connectFlows();
    void fitColumns();
    void showEntries();
    void showStates();
    void showListHint();
    void select(const QString& path);
    void selectionChanged();
    void readFacts(const QString& path);
    [[nodiscard]] static QString hashKey(const workspace::CatalogEntry& entry);
    void setRole(std::optional<workspace::Role> role);
    void retranslate();

    // models_dialog_actions.cpp
    void openSelected();
    void computeHash();
    void exportSelected();
    void removeSelected();
    void chooseFile();
    void chooseFolder();
    void paste();
    void askImport(const workspace::ImportPlan& plan);
    void askDeleteForGood(const workspace::CatalogEntry& entry);
    void showFailure(const base::Error& error);
    void showWrongFile(const workspace::WrongFile& why);
    void say(const QString& text);

    LibraryParts m_parts;
    ModelListModel* m_model;
    ModelListFilter* m_shown;
    ImportFlow* m_import;
    RemovalFlow* m_removal;
    ExportFlow* m_export;
    jobs::JobHandle m_factsJob;
    jobs::JobHandle m_hashJob;
    QHash<QString, QString> m_hashes; ///< by path and size, as long as the dialog lives
    QString m_selected; ///< path that stays selected when the list is read anew

    FileDrop* m_drop;
    QLineEdit* m_search;
    widgets::SegmentedControl* m_roles;
    QPushButton* m_importFile;
    QPushButton* m_importFolder;
    widgets::MessageBanner* m_banner;
    QTableView* m_table;
    QLabel* m_listHint;
    ModelDetails* m_details;
    JobStrip* m_jobs;
};

} // namespace fe::shell
