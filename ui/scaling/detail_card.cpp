// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/detail_card.h"

#include "scaling/data_table_model.h"
#include "scaling/fit_file.h"
#include "scaling/fit_table_model.h"
#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::MessageBanner;
using widgets::scaled;

DetailCard::DetailCard(ScalingState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_fits(new FitTableModel(this)),
      m_rows(new DataTableModel(this)), m_refused(new RefusedModel(this))
{
    build();
    connectParts();
    retranslate();
    showFits();
}

void DetailCard::build()
{
    QVBoxLayout* column = cardColumn(this);
    m_pages = new widgets::SegmentedControl(this);
    m_pages->setObjectName(QStringLiteral("detailPages"));
    for (int i = FitsPage; i <= RefusedPage; ++i) {
        m_pages->addSegment({}, {});
    }
    m_stack = new QStackedWidget(this);
    m_banner = new MessageBanner(this);
    m_status = kindLabel(this, "secondary");
    m_status->setObjectName(QStringLiteral("fitStatus"));
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_open = new QPushButton(this);
    m_copy = new QPushButton(this);
    m_copy->setObjectName(QStringLiteral("copyDetail"));
    m_save = new QPushButton(this);
    m_fitTable = addTable("fitTable");
    m_fitTable->setModel(m_fits);
    m_rowTable = addTable("dataTable");
    m_rowTable->setModel(m_rows);
    m_rowTable->setSortingEnabled(true);
    m_rowTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_refusedTable = addTable("refusedTable");
    m_refusedTable->setModel(m_refused);
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_pages);
    header->addWidget(m_status, 1);
    header->addWidget(m_open);
    header->addWidget(m_copy);
    header->addWidget(m_save);
    column->addLayout(header);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    m_openAction = new QAction(this);
    m_saveAction = new QAction(this);
}

QTableView* DetailCard::addTable(const char* name)
{
    auto* table = new QTableView(m_stack);
    table->setObjectName(QLatin1String(name));
    dressTable(table);
    table->setSortingEnabled(false);
    table->setMinimumHeight(scaled(70));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    table->horizontalHeader()->setDefaultSectionSize(scaled(110));
    table->horizontalHeader()->setStretchLastSection(false);
    m_stack->addWidget(table);
    return table;
}

void DetailCard::connectParts()
{
    connect(m_pages, &widgets::SegmentedControl::currentChanged, this, &DetailCard::showButtons);
    connect(&m_state, &ScalingState::fitsChanged, this, &DetailCard::showFits);
    connect(&m_state, &ScalingState::fitStarted, this,
            [this] { m_status->setText(tr("Fitting…")); });
    connect(&m_state, &ScalingState::fitEnded, this, &DetailCard::showFits);
    connect(&m_state, &ScalingState::choiceChanged, this, &DetailCard::showRows);
    connect(&m_state, &ScalingState::tableChanged, this, &DetailCard::showRefused);
    connect(&m_state, &ScalingState::selectedRowChanged, this, &DetailCard::showSelected);
    connect(m_rowTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (!m_showing && now.isValid()) {
                    m_state.selectRow(m_rows->rowAt(now.row()));
                }
            });
    connect(m_copy, &QPushButton::clicked, this, &DetailCard::copy);
    connect(m_save, &QPushButton::clicked, this, &DetailCard::save);
    connect(m_open, &QPushButton::clicked, this, &DetailCard::openFitFile);
    connect(m_openAction, &QAction::triggered, this, &DetailCard::openFitFile);
    connect(m_saveAction, &QAction::triggered, this, &DetailCard::saveFit);
}

void DetailCard::showFits()
{
    if (m_state.isFitting()) {
        return;
    }
    m_fits->setFits(m_state.fits());
    m_fitTable->resizeColumnsToContents();
    constexpr int kWidestName = 260;
    if (m_fits->columnCount() > 0 && m_fitTable->columnWidth(0) > scaled(kWidestName)) {
        m_fitTable->setColumnWidth(0, scaled(kWidestName));
    }
    for (int column = 0; column < m_fits->columnCount(); ++column) {
        m_fitTable->setColumnHidden(column, m_fits->isGiven(column));
    }
    if (m_fits->rowCount() > 0) {
        m_fitTable->selectRow(0);
    }
    showButtons();
}

void DetailCard::showRows()
{
    m_rows->setRows(m_state.table(), m_state.rows());
    showSelected();
    showButtons();
}

void DetailCard::showRefused()
{
    m_refused->setTable(m_state.table());
    m_refusedTable->resizeColumnToContents(0);
    m_refusedTable->horizontalHeader()->setStretchLastSection(true);
    m_rowTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_banner->dismiss();
    const std::size_t refused = m_state.table()->refusedCount;
    if (refused > 0) {
        m_banner->showMessage(
            MessageBanner::Kind::Notice,
            { .headline = tr("Rows and cells that could not be read: %1")
                              .arg(QLocale().toString(qulonglong(refused))),
              .advice = tr("The list tells line, column and reason; everything else is used."),
              .details = {} });
    }
    retranslate();
}

void DetailCard::showSelected()
{
    m_showing = true;
    const auto row = m_state.selectedRow();
    const auto shown = row ? m_rows->viewRowOf(*row) : std::nullopt;
    if (shown) {
        const int column = std::max(0, m_rowTable->currentIndex().column());
        m_rowTable->setCurrentIndex(m_rows->index(*shown, column));
    } else {
        m_rowTable->clearSelection();
    }
    m_showing = false;
}

void DetailCard::showButtons()
{
    const int page = m_pages->current();
    m_stack->setCurrentIndex(page);
    m_open->setVisible(page == FitsPage);
    m_copy->setEnabled(m_stack->currentWidget() && m_state.table());
    m_save->setText(page == FitsPage ? tr("Save fit…") : tr("Save as CSV…"));
    const bool hasFit = m_fits->fitAt(m_fitTable->currentIndex().row())
        && m_fits->fitAt(m_fitTable->currentIndex().row())->fit;
    m_save->setEnabled(page == FitsPage ? hasFit : m_state.table() != nullptr);
    if (m_state.isFitting()) {
        m_status->setText(tr("Fitting…"));
    } else if (page == FitsPage && m_fits->rowCount() == 0) {
        m_status->setText(tr("Choose a law at the left and press Fit."));
    } else if (page == FitsPage && m_state.fits()
               && !m_state.fits()->choice.sameData(m_state.choice())) {
        m_status->setText(tr("Fitted to other rows or columns: press Fit again."));
    } else if (page == DataPage && m_state.table()) {
        m_status->setText(tr("%1 of %2 rows")
                              .arg(QLocale().toString(qulonglong(m_state.rows().size())),
                                   QLocale().toString(qulonglong(m_state.table()->rows()))));
    } else {
        m_status->clear();
    }
}

void DetailCard::copy() const
{
    const QAbstractItemModel* models[] = { m_fits, m_rows, m_refused };
    QApplication::clipboard()->setText(tableText(*models[m_pages->current()]));
}

void DetailCard::save()
{
    if (m_pages->current() == FitsPage) {
        saveFit();
    } else if (m_pages->current() == DataPage) {
        saveFileAs(this, tr("%1 rows.csv").arg(QFileInfo(m_state.title()).completeBaseName()),
                   tr("CSV (*.csv)"),
                   QByteArray::fromStdString(scaling::csvText(*m_state.table(), m_rows->rows())));
    } else {
        saveFileAs(this, tr("refused rows.tsv"), tr("TSV (*.tsv)"), tableText(*m_refused).toUtf8());
    }
}

void DetailCard::saveFit()
{
    const SeriesFit* fit = m_fits->fitAt(std::max(0, m_fitTable->currentIndex().row()));
    if (fit && fit->fit) {
        saveFileAs(this, tr("fit.json"), tr("JSON (*.json)"),
                   fitText(*m_state.fits(), *fit, *m_state.table()));
    }
}

void DetailCard::openFitFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a fit"), QString(),
                                                      tr("JSON (*.json);;All files (*)"));
    QFile file(path);
    if (path.isEmpty()) {
        return;
    }
    const auto fail = [this](const base::Error& error) {
        const workspace::ErrorText text = workspace::errorText(error);
        m_banner->showMessage(MessageBanner::Kind::Error,
                              { text.headline, text.advice, text.details, text.reason });
    };
    constexpr qint64 kMostBytes = qint64 { 64 } << 20;
    if (!file.open(QIODevice::ReadOnly)) {
        fail({ .code = base::ErrorCode::Unreadable,
               .what = "cannot read the file",
               .file = path.toStdString(),
               .field = {},
               .why = file.errorString().toStdString(),
               .fix = {} });
        return;
    }
    const auto opened = openFit(
        m_state, file.read(kMostBytes), path, [this](const OpenedFit& what) {
            m_pages->setCurrent(FitsPage);
            m_banner->dismiss();
            if (!what.sameData) {
                m_banner->showMessage(
                    MessageBanner::Kind::Notice,
                    { .headline = tr("The data are not those that were fitted"),
                      .advice = tr("The fit was made from another version of %1; the points shown "
                                   "are those of today.")
                                    .arg(what.table),
                      .details = {} });
            }
        });
    if (!opened) {
        fail(opened.error());
    }
}

QJsonObject DetailCard::saveState() const
{
    return { { QStringLiteral("page"), m_pages->current() } };
}

void DetailCard::restoreState(const QJsonObject& state)
{
    m_pages->setCurrent(qBound(0, state.value(QStringLiteral("page")).toInt(), int(RefusedPage)));
}

QList<QAction*> DetailCard::paletteActions() const
{
    return { m_openAction, m_saveAction };
}

void DetailCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void DetailCard::retranslate()
{
    const std::size_t refused = m_state.table() ? m_state.table()->refusedCount : 0;
    m_pages->setSegmentText(FitsPage, tr("Parameters"), tr("What was fitted, by series"));
    m_pages->setSegmentText(DataPage, tr("Rows"), tr("The table itself"));
    m_pages->setSegmentText(RefusedPage,
                            tr("Refused: %1").arg(QLocale().toString(qulonglong(refused))),
                            tr("Rows and cells of the file that could not be read"));
    m_pages->setAccessibleName(tr("Under the plot"));
    m_fitTable->setAccessibleName(tr("Fitted parameters"));
    m_rowTable->setAccessibleName(tr("Rows of the table"));
    m_refusedTable->setAccessibleName(tr("Refused rows and cells"));
    m_open->setText(tr("Open fit…"));
    m_copy->setText(tr("Copy"));
    m_openAction->setText(tr("Open a saved fit…"));
    m_saveAction->setText(tr("Save the fit…"));
    showButtons();
}

} // namespace fe::scaling_tab
