// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/model_catalog.h"
#include "workspace/model_facts.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::shell {

class PairTable;
class TensorPage;

/// All that is known of one model of the list, and what can be done with it.
class ModelDetails : public QFrame
{
    Q_OBJECT
public:
    explicit ModelDetails(QWidget* parent = nullptr);

    /// What the list knows at once. Nothing: no model is selected.
    void showEntry(const std::optional<workspace::CatalogEntry>& entry);
    /// What was read from its headers meanwhile; null if they could not be.
    void showFacts(const workspace::ModelFactsPtr& facts);
    void showHash(const QString& sha256);
    void showHashing(bool running);
    [[nodiscard]] const workspace::ModelFactsPtr& facts() const { return m_facts; }
    [[nodiscard]] const std::optional<workspace::CatalogEntry>& entry() const { return m_entry; }
    [[nodiscard]] models::WeightForm weightForm() const;

Q_SIGNALS:
    void openRequested();
    void hashRequested();
    void exportRequested();
    void folderRequested();
    void removeRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildLayout();
    [[nodiscard]] QWidget* buildPages();
    void showHead();
    void showNeeds();
    void showPages();
    void showHashRow();
    void retranslate();

    std::optional<workspace::CatalogEntry> m_entry;
    workspace::ModelFactsPtr m_facts;
    QString m_sha256;
    bool m_hashing = false;

    QLabel* m_name;
    QLabel* m_purpose;
    QComboBox* m_form;
    QPushButton* m_open;
    widgets::SegmentedControl* m_tabs;
    QStackedWidget* m_pages;
    PairTable* m_factTable;
    QLabel* m_hashName;
    QLineEdit* m_hash;
    QPushButton* m_computeHash;
    TensorPage* m_tensors;
    PairTable* m_files;
    PairTable* m_labels;
    QPlainTextEdit* m_metadata;
    QPushButton* m_export;
    QPushButton* m_folder;
    QPushButton* m_remove;
};

} // namespace fe::shell
