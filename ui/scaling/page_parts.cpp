// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/page_parts.h"

#include "widgets/theme.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QSaveFile>
#include <QTableView>
#include <QVBoxLayout>

#include <array>
#include <cmath>
#include <utility>

namespace fe::scaling_tab {

using widgets::scaled;

QLabel* kindLabel(QWidget* parent, const char* kind)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QLatin1String(kind));
    label->setTextFormat(Qt::PlainText);
    return label;
}

QVBoxLayout* cardColumn(QFrame* card)
{
    card->setProperty("kind", QStringLiteral("card"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    column->setSpacing(scaled(6));
    return column;
}

void dressTable(QTableView* table)
{
    table->setProperty("kind", QStringLiteral("flat"));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSortingEnabled(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(scaled(26));
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
}

QString countText(double count)
{
    static constexpr std::array kUnits { std::pair { 1e12, " T" }, std::pair { 1e9, " B" },
                                         std::pair { 1e6, " M" }, std::pair { 1e3, " K" } };
    if (!std::isfinite(count)) {
        return {};
    }
    for (const auto& [unit, name] : kUnits) {
        if (count >= unit * 0.9995) {
            return count / unit < 9995
                ? QLocale().toString(count / unit, 'g', count / unit < 999.5 ? 3 : 4)
                    + QLatin1String(name)
                : QLocale().toString(count, 'e', 2);
        }
    }
    return QLocale().toString(count, 'g', 3);
}

QString tableText(const QAbstractItemModel& model)
{
    const auto clean = [](QString cell) { return cell.replace(u'\t', u' ').replace(u'\n', u' '); };
    QString text;
    const int columns = model.columnCount();
    for (int column = 0; column < columns; ++column) {
        text += (column > 0 ? QStringLiteral("\t") : QString())
            + clean(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    text += u'\n';
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < columns; ++column) {
            text += (column > 0 ? QStringLiteral("\t") : QString())
                + clean(model.index(row, column).data().toString());
        }
        text += u'\n';
    }
    return text;
}

void saveFileAs(QWidget* parent, const QString& name, const QString& filter,
                const QByteArray& content)
{
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("fe::scaling_tab::Files", text);
    };
    const QString path = QFileDialog::getSaveFileName(
        parent, tr(QT_TRANSLATE_NOOP("fe::scaling_tab::Files", "Export")), name, filter);
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()
        || !file.commit()) {
        QMessageBox::warning(
            parent, tr(QT_TRANSLATE_NOOP("fe::scaling_tab::Files", "Export")),
            tr(QT_TRANSLATE_NOOP("fe::scaling_tab::Files",
                                 "The file %1 cannot be written: %2. Choose another folder."))
                .arg(path, file.errorString()));
    }
}

} // namespace fe::scaling_tab
