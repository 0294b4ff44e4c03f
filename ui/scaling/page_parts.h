// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

class QAbstractItemModel;
class QFrame;
class QLabel;
class QTableView;
class QVBoxLayout;
class QWidget;

namespace fe::scaling_tab {

/// A label of the style sheet's kinds. Plain text: names from files are no HTML.
[[nodiscard]] QLabel* kindLabel(QWidget* parent, const char* kind);
/// Dresses a frame as a card. @return the column of what is in it.
QVBoxLayout* cardColumn(QFrame* card);
/// A table as it looks on a card: flat, whole rows, sortable.
void dressTable(QTableView* table);

/// "13 B", "1.8 T", "350 M": a number of parameters or tokens, three digits.
[[nodiscard]] QString countText(double count);

/// What a table shows, in the order of the view, with its header: tab between, LF behind.
[[nodiscard]] QString tableText(const QAbstractItemModel& model);
/// Asks where to and writes the whole file or leaves what was there. Tells failures in a box.
void saveFileAs(QWidget* parent, const QString& name, const QString& filter,
                const QByteArray& content);

} // namespace fe::scaling_tab
