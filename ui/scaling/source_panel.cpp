// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/source_panel.h"

#include "scaling/import_dialog.h"
#include "scaling/scaling_state.h"
#include "scaling/source_list_model.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

SourcePanel::SourcePanel(ScalingState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_model(new SourceListModel(state, this)),
      m_title(new QLabel(this)), m_list(new QTableView(this)), m_about(new QLabel(this)),
      m_open(new QPushButton(this)), m_import(new QPushButton(this)),
      m_forget(new QPushButton(this)), m_opening(new QWidget(this)),
      m_openingText(new QLabel(m_opening)), m_cancel(new QPushButton(m_opening))
{
    build();
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid()) {
                    m_about->setText(m_model->about(now.row()));
                }
            });
    connect(m_list, &QTableView::clicked, this,
            [this](const QModelIndex& index) { openRow(index.row()); });
    connect(m_list, &QTableView::activated, this,
            [this](const QModelIndex& index) { openRow(index.row()); });
    connect(m_open, &QPushButton::clicked, this, &SourcePanel::fileWanted);
    connect(m_import, &QPushButton::clicked, this, &SourcePanel::editImport);
    connect(m_forget, &QPushButton::clicked, this,
            [this] { m_state.forgetFile(m_model->source(m_list->currentIndex().row()).id); });
    connect(m_cancel, &QPushButton::clicked, &m_state, &ScalingState::cancelOpen);
    connect(m_model, &QAbstractItemModel::modelReset, this, &SourcePanel::showSource);
    connect(&m_state, &ScalingState::openStarted, this, &SourcePanel::showOpening);
    for (const auto ended : { &ScalingState::tableChanged, &ScalingState::openCancelled }) {
        connect(&m_state, ended, this, &SourcePanel::showSource);
    }
    connect(&m_state, &ScalingState::openFailed, this, &SourcePanel::showSource);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                m_forget->setVisible(now.isValid()
                                     && m_model->source(now.row()).kind == DataSource::Kind::File);
            });
    retranslate();
    showSource();
}

void SourcePanel::build()
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_list->setObjectName(QStringLiteral("sources"));
    m_list->setModel(m_model);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setShowGrid(false);
    m_list->setWordWrap(false);
    m_list->setTabKeyNavigation(false);
    m_list->verticalHeader()->hide();
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->horizontalHeader()->setSectionResizeMode(SourceListModel::TitleColumn,
                                                     QHeaderView::Stretch);
    m_list->horizontalHeader()->setSectionResizeMode(SourceListModel::RowsColumn,
                                                     QHeaderView::ResizeToContents);
    constexpr int kRowsSeen = 8;
    m_list->setFixedHeight(scaled(26) * (kRowsSeen + 1));
    m_list->verticalHeader()->setDefaultSectionSize(scaled(26));
    m_about->setObjectName(QStringLiteral("aboutSource"));
    m_about->setProperty("kind", QStringLiteral("secondary"));
    m_about->setTextFormat(Qt::PlainText);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about->setWordWrap(true);
    m_import->setObjectName(QStringLiteral("importSettings"));
    auto* opening = new QHBoxLayout(m_opening);
    opening->setContentsMargins(0, 0, 0, 0);
    m_openingText->setTextFormat(Qt::PlainText);
    m_openingText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    opening->addWidget(m_openingText, 1);
    opening->addWidget(m_cancel);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(6));
    buttons->addWidget(m_open);
    buttons->addWidget(m_import);
    buttons->addWidget(m_forget);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addWidget(m_list);
    column->addWidget(m_opening);
    column->addWidget(m_about);
    column->addLayout(buttons);
}

void SourcePanel::openRow(int row)
{
    const DataSource source = m_model->source(row);
    if (!m_state.table() || source != m_state.source() || m_state.isOpening()) {
        m_state.open(source);
    }
}

void SourcePanel::showSource()
{
    m_opening->hide();
    const bool file = m_state.table() && m_state.source().kind == DataSource::Kind::File;
    m_import->setVisible(file);
    const int row = m_state.table() ? m_model->rowOf(m_state.source()) : -1;
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row, 0));
    m_forget->setVisible(row >= 0 && file);
    if (row >= 0) {
        m_about->setText(m_model->about(row));
    }
}

void SourcePanel::showOpening()
{
    const int row = m_model->rowOf(m_state.openingSource());
    m_openingText->setText(tr("Reading %1…")
                               .arg(row < 0
                                        ? m_state.openingSource().id.section(QLatin1Char('/'), -1)
                                        : m_model->index(row, 0).data(Qt::DisplayRole).toString()));
    m_opening->show();
}

void SourcePanel::editImport()
{
    auto* dialog = new ImportDialog(*m_state.table(), m_state.importOptions(), this);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_state.setImportOptions(dialog->options()); });
    dialog->open();
}

void SourcePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SourcePanel::retranslate()
{
    m_title->setText(tr("Data"));
    m_list->setAccessibleName(tr("Tables of measurements"));
    m_open->setText(tr("Open…"));
    m_open->setToolTip(tr("Open a CSV or TSV file of your own"));
    m_import->setText(tr("Import settings…"));
    m_import->setToolTip(tr("Delimiter, decimal mark and kinds of columns of this file"));
    m_forget->setText(tr("Remove"));
    m_forget->setToolTip(tr("Take the file off this list; the file itself stays"));
    m_cancel->setText(tr("Cancel"));
    m_model->retranslate();
    showSource();
}

} // namespace fe::scaling_tab
