// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/measurements/measurements_page.h"

#include "scaling/page_parts.h"
#include "scaling/scaling_state.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::scaling_tab {

using widgets::scaled;

MeasurementsPage::MeasurementsPage(ScalingState& state, QWidget* parent)
    : ScalingPage(parent), m_state(state), m_store(state.runner())
{
    build();
    connectParts();
    retranslate();
    showMeasurements();
    m_state.awaitMeasurements();
    if (parent) {
        parent->installEventFilter(this); // is shown when the tab is
    }
}

void MeasurementsPage::build()
{
    m_banner = new widgets::MessageBanner(this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildHint());
    m_stack->addWidget(buildTable());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(10));
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    m_plotAction = new QAction(this);
}

QWidget* MeasurementsPage::buildTable()
{
    auto* card = new QFrame(m_stack);
    auto* column = cardColumn(card);
    m_title = kindLabel(card, "title");
    m_plot = new QPushButton(card);
    m_plot->setObjectName(QStringLiteral("plotMeasurements"));
    m_plot->setProperty("kind", QStringLiteral("primary"));
    m_copy = new QPushButton(card);
    m_export = new QPushButton(card);
    m_remove = new QPushButton(card);
    m_remove->setObjectName(QStringLiteral("removeMeasurements"));
    m_remove->setProperty("kind", QStringLiteral("danger"));
    m_table = new QTableView(card);
    m_table->setObjectName(QStringLiteral("measurements"));
    m_table->setModel(&m_model);
    dressTable(m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setDefaultSectionSize(scaled(104));
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_copy);
    header->addWidget(m_export);
    header->addWidget(m_plot);
    auto* footer = new QHBoxLayout;
    footer->addStretch(1);
    footer->addWidget(m_remove);
    column->addLayout(header);
    column->addWidget(m_table, 1);
    column->addLayout(footer);
    return card;
}

QWidget* MeasurementsPage::buildHint()
{
    auto* card = new QFrame(m_stack);
    auto* column = cardColumn(card);
    m_hintHeadline = kindLabel(card, "heading");
    m_hintText = kindLabel(card, "secondary");
    m_hintText->setObjectName(QStringLiteral("measurementsHint"));
    m_reload = new QPushButton(card);
    for (QLabel* label : { m_hintHeadline, m_hintText }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_hintText->setMaximumWidth(scaled(520));
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(m_hintText, 100);
    text->addStretch(1);
    column->addStretch(1);
    column->addWidget(m_hintHeadline);
    column->addLayout(text);
    column->addSpacing(scaled(6));
    column->addWidget(m_reload, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return card;
}

void MeasurementsPage::connectParts()
{
    connect(&m_store, &MeasurementStore::changed, this, [this] {
        m_banner->dismiss();
        m_state.setMeasurements([this] { return m_store.set().table; });
        showMeasurements();
    });
    connect(&m_store, &MeasurementStore::failed, this, [this](const base::Error& error) {
        const workspace::ErrorText text = workspace::errorText(error);
        m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                              { text.headline, text.advice, text.details, text.reason });
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &MeasurementsPage::showButtons);
    connect(m_plot, &QPushButton::clicked, this, &MeasurementsPage::plot);
    connect(m_plotAction, &QAction::triggered, this, &MeasurementsPage::plot);
    connect(m_copy, &QPushButton::clicked, this, &MeasurementsPage::copyTable);
    connect(m_export, &QPushButton::clicked, this, &MeasurementsPage::exportTable);
    connect(m_remove, &QPushButton::clicked, this, &MeasurementsPage::askToRemove);
    connect(m_reload, &QPushButton::clicked, &m_store, &MeasurementStore::reload);
}

void MeasurementsPage::plot()
{
    if (m_store.set().table) {
        m_state.open({ DataSource::Kind::Measurements, {} });
        Q_EMIT pageWanted(QStringLiteral("plot"));
    }
}

void MeasurementsPage::showMeasurements()
{
    const TablePtr& table = m_store.set().table;
    m_stack->setCurrentIndex(table ? 1 : 0);
    std::vector<std::size_t> rows(table ? table->rows() : 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = i;
    }
    m_model.setRows(table, rows);
    QString title = tr("%1 measurements").arg(rows.size());
    if (m_store.set().unreadable > 0) {
        title += QStringLiteral(" · ")
            + tr("%1 entries of the history cannot be read").arg(m_store.set().unreadable);
    }
    m_title->setText(title);
    showButtons();
}

void MeasurementsPage::showButtons()
{
    m_remove->setEnabled(m_table->selectionModel()->hasSelection());
    m_plotAction->setEnabled(m_store.set().table != nullptr);
}

std::vector<std::size_t> MeasurementsPage::selectedRows() const
{
    std::vector<std::size_t> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        rows.push_back(m_model.rowAt(index.row()));
    }
    return rows;
}

void MeasurementsPage::askToRemove()
{
    const std::vector<std::size_t> rows = selectedRows();
    if (rows.empty()) {
        return;
    }
    QMessageBox box(QMessageBox::Question, tr("Remove measurements"),
                    tr("Remove %1 measurements for good? The sweeps and pictures that they came "
                       "from stay.")
                        .arg(rows.size()),
                    QMessageBox::Cancel, this);
    const QPushButton* yes = box.addButton(tr("Remove"), QMessageBox::DestructiveRole);
    box.exec();
    if (box.clickedButton() == yes) {
        remove(rows);
    }
}

void MeasurementsPage::exportTable()
{
    if (const TablePtr table = m_store.set().table) {
        saveFileAs(this, tr("measurements") + QStringLiteral(".csv"), QStringLiteral("*.csv"),
                   QByteArray::fromStdString(scaling::csvText(*table, m_model.rows())));
    }
}

void MeasurementsPage::copyTable()
{
    QApplication::clipboard()->setText(tableText(m_model));
}

QList<QAction*> MeasurementsPage::paletteActions() const
{
    return { m_plotAction };
}

QJsonObject MeasurementsPage::saveState() const
{
    return { { QStringLiteral("header"),
               QString::fromLatin1(m_table->horizontalHeader()->saveState().toBase64()) } };
}

void MeasurementsPage::restoreState(const QJsonObject& state)
{
    m_table->horizontalHeader()->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("header")).toString().toLatin1()));
}

void MeasurementsPage::showEvent(QShowEvent* event)
{
    ScalingPage::showEvent(event);
    m_store.reload();
}

bool MeasurementsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Show) {
        m_store.reload(); // other tabs may have measured something meanwhile
    }
    return ScalingPage::eventFilter(watched, event);
}

void MeasurementsPage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showMeasurements();
    }
}

void MeasurementsPage::retranslate()
{
    m_plot->setText(tr("Plot and fit"));
    m_plot->setToolTip(tr("Opens the measurements as a table of the Plot page"));
    m_copy->setText(tr("Copy table"));
    m_export->setText(tr("Export…"));
    m_remove->setText(tr("Remove…"));
    m_remove->setToolTip(tr("Removes the selected measurements"));
    m_table->setAccessibleName(tr("My measurements"));
    m_hintHeadline->setText(tr("Nothing measured yet"));
    m_hintText->setText(
        tr("Run a sweep in the Prompt tab, or evaluate a folder of pictures in the Vision tab, "
           "and choose “Send to Scaling” there. With models of several sizes you get your own "
           "scaling curve here."));
    m_reload->setText(tr("Look again"));
    m_plotAction->setText(tr("Plot my measurements"));
}

} // namespace fe::scaling_tab
