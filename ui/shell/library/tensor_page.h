// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace fe::shell {

class TensorTableModel;

/// The table of tensors with a filter; sorted by any column; copied as TSV.
class TensorPage : public QWidget
{
    Q_OBJECT
public:
    explicit TensorPage(QWidget* parent = nullptr);

    /// @param package may be null.
    void setPackage(const formats::PackagePtr& package);
    void retranslate();

private:
    void showCount();

    TensorTableModel* m_tensors;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_filter;
    QPushButton* m_copy;
    QTableView* m_table;
    QLabel* m_count;
};

} // namespace fe::shell
