// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/library/fact_rows.h"

#include <QTableView>

class QStandardItemModel;

namespace fe::shell {

/// Names and values side by side, to read and to copy (Ctrl+C, whole rows).
class PairTable : public QTableView
{
    Q_OBJECT
public:
    enum class Values { Left, Right };
    explicit PairTable(Values alignment, QWidget* parent = nullptr);

    void setRows(const QList<FactRow>& rows);
    /// Both empty: no header.
    void setTitles(const QString& names, const QString& values);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QStandardItemModel* m_rows;
    Values m_alignment;
};

} // namespace fe::shell
