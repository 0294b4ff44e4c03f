// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/example_panel.h"

#include "prompting/builder/example_edits.h"
#include "prompting/builder/example_table_model.h"
#include "prompting/builder/example_table_view.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

namespace fe::prompting {

using evaluation::ExampleTable;
using widgets::scaled;

ExamplePanel::ExamplePanel(jobs::JobRunner& runner, QWidget* parent)
    : QWidget(parent), m_runner(runner), m_model(new ExampleTableModel(this)),
      m_view(new ExampleTableView(*m_model, this)), m_note(new QLabel(this)),
      m_banner(new widgets::MessageBanner(this))
{
    m_view->setObjectName(QStringLiteral("examples"));
    m_note->setProperty("kind", QStringLiteral("secondary"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    buildActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addLayout(buildHead());
    column->addWidget(m_slider);
    column->addWidget(m_view);
    column->addWidget(buildMissing());
    column->addLayout(buildButtons());
    column->addWidget(m_note);
    column->addWidget(m_banner);
    connect(m_model, &ExampleTableModel::edited, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    connect(m_view, &ExampleTableView::moveWanted, this, &ExamplePanel::moveRow);
    connect(m_view, &ExampleTableView::clearWanted, this, &ExamplePanel::clearChosen);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ExamplePanel::refreshActions);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ExamplePanel::refreshActions);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ExamplePanel::refresh);
    retranslate();
    refresh();
}

void ExamplePanel::setExamples(const ExampleTable& table, int shots)
{
    if (table != m_model->table()) {
        m_note->hide();
        m_banner->dismiss();
        m_model->setTable(table, shots);
    } else if (shots != m_model->shots()) {
        m_model->setShots(shots);
    }
    refresh();
}

const ExampleTable& ExamplePanel::table() const
{
    return m_model->table();
}

int ExamplePanel::shots() const
{
    return m_model->shots();
}

void ExamplePanel::setFields(const QStringList& fields)
{
    if (fields != m_model->fields()) {
        m_model->setFields(fields);
        refresh();
    }
}

void ExamplePanel::refresh()
{
    const int rows = m_model->rowCount();
    {
        const QSignalBlocker quietBox(m_shots);
        const QSignalBlocker quietSlider(m_slider);
        m_shots->setRange(0, rows);
        m_slider->setRange(0, rows);
        m_shots->setValue(m_model->shots());
        m_slider->setValue(m_model->shots());
    }
    m_ofLabel->setText(tr("of %1").arg(QLocale().toString(rows)));
    m_shots->setEnabled(rows > 0);
    m_slider->setEnabled(rows > 0);
    const QStringList missing = missingFields(m_model->table(), m_model->fields());
    const QStringList extra = extraColumns(m_model->table(), m_model->fields());
    m_missing->setVisible(rows > 0 && !missing.isEmpty());
    if (!missing.isEmpty()) {
        m_missingText->setText(
            tr("The examples have no column for {%1}.").arg(missing.join(QStringLiteral("}, {"))));
        m_missingRename->setVisible(!extra.isEmpty());
        if (!extra.isEmpty()) {
            m_missingRename->setText(tr("Rename “%1”").arg(extra.first().left(16)));
            m_missingRename->setAccessibleName(
                tr("Rename the column %1 to %2").arg(extra.first(), missing.first()));
            m_missingRename->setToolTip(m_missingRename->accessibleName());
        }
    }
    refreshActions();
}

void ExamplePanel::refreshActions()
{
    const int rows = m_model->rowCount();
    const int columns = m_model->columnCount();
    const QModelIndex current = m_view->currentIndex();
    m_add->setEnabled(columns > 0 && rows < kMostExamples);
    m_paste->setEnabled(columns > 0);
    const bool chosen = current.isValid() || m_view->selectionModel()->hasSelection();
    m_remove->setEnabled(chosen);
    m_copy->setEnabled(chosen);
    m_up->setEnabled(current.isValid() && current.row() > 0);
    m_down->setEnabled(current.isValid() && current.row() + 1 < rows);
    m_shuffle->setEnabled(rows > 1);
    m_export->setEnabled(rows > 0);
    m_renameColumn->setEnabled(current.isValid());
    m_removeColumn->setEnabled(
        current.isValid() && !m_model->fields().contains(m_model->columnName(current.column())));
    m_undo->setEnabled(m_model->undoStack().canUndo());
    m_redo->setEnabled(m_model->undoStack().canRedo());
}

void ExamplePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_note->hide();
        refresh();
    }
}

} // namespace fe::prompting
