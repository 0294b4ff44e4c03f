// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/endpoints/endpoint_book.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::prompting {

class EndpointForm;
class EndpointListModel;

/// The endpoints that the user knows: added, set up, tried and chosen. Every change counts at once.
class EndpointsDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param book outlives the dialog.
    explicit EndpointsDialog(EndpointBook& book, QWidget* parent = nullptr);

    void select(const QString& id);
    /// Empty if none is selected.
    [[nodiscard]] QString selected() const;

private:
    void build();
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildDetails();
    [[nodiscard]] QWidget* buildButtons();
    void connectBook();
    void addEntry(const EndpointTemplate& kind);
    void removeSelected();
    void showSelected();
    void showConnecting();
    void showFound(const EndpointChoicePtr& found);
    void showKeyStored(const QString& id, const QString& problem);
    void clearFound();

    EndpointBook& m_book;
    EndpointListModel* m_list;
    QListView* m_view;
    QToolButton* m_add;
    QToolButton* m_remove;
    QLabel* m_empty;
    QWidget* m_details;
    EndpointForm* m_form;
    QLabel* m_server;
    QFormLayout* m_abilities;
    widgets::MessageBanner* m_banner;
    QProgressBar* m_progress;
    QPushButton* m_test;
    QPushButton* m_choose;
    QPushButton* m_local;
};

} // namespace fe::prompting
