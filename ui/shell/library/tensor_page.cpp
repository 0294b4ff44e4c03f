// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/tensor_page.h"

#include "shell/library/tensor_table_model.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

namespace {

constexpr int kMeasuredRows = 200;

} // namespace

TensorPage::TensorPage(QWidget* parent)
    : QWidget(parent), m_tensors(new TensorTableModel(this)),
      m_shown(new QSortFilterProxyModel(this)), m_filter(new QLineEdit(this)),
      m_copy(new QPushButton(this)), m_table(new QTableView(this)), m_count(new QLabel(this))
{
    m_shown->setSourceModel(m_tensors);
    m_shown->setSortRole(TensorTableModel::kSortRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setFilterKeyColumn(-1);
    m_filter->setObjectName(QStringLiteral("tensorFilter"));
    m_filter->setClearButtonEnabled(true);
    m_copy->setObjectName(QStringLiteral("copyTensors"));
    m_copy->setIcon(widgets::themedIcon(QStringLiteral("copy"), widgets::IconRole::Secondary));
    m_table->setObjectName(QStringLiteral("tensorTable"));
    m_table->setModel(m_shown);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    // One height for all rows: the view need not ask ten thousand of them.
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(scaled(24));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->horizontalHeader()->setStretchLastSection(true);
    // Names are alike in all layers: the first rows tell how long they are.
    m_table->horizontalHeader()->setResizeContentsPrecision(kMeasuredRows);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // the file's order until a header is clicked
    m_count->setProperty("kind", QStringLiteral("secondary"));
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(8));
    head->addWidget(m_filter, 1);
    head->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addWidget(m_count);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setFilterFixedString(text);
        showCount();
    });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(tableAsTsv(*m_shown)); });
    retranslate();
}

void TensorPage::setPackage(const formats::PackagePtr& package)
{
    m_tensors->setPackage(package);
    m_table->resizeColumnsToContents();
    m_copy->setEnabled(m_tensors->rowCount() > 0);
    showCount();
}

void TensorPage::showCount()
{
    const QLocale locale;
    m_count->setText(
        tr("%1 of %2 tensors")
            .arg(locale.toString(m_shown->rowCount()), locale.toString(m_tensors->rowCount())));
}

void TensorPage::retranslate()
{
    m_tensors->retranslate();
    m_filter->setPlaceholderText(tr("Filter by name, type or shape"));
    m_filter->setAccessibleName(tr("Filter of the tensors"));
    m_copy->setText(tr("Copy as TSV"));
    m_copy->setToolTip(tr("Copies the rows that are shown, for a spreadsheet"));
    m_table->setAccessibleName(tr("Tensors"));
    showCount();
}

} // namespace fe::shell
