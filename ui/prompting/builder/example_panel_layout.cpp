// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the example panel, its actions and their names.
#include "prompting/builder/example_edits.h"
#include "prompting/builder/example_panel.h"
#include "prompting/builder/example_table_model.h"
#include "prompting/builder/example_table_view.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kMostSeed = 99'999;

} // namespace

QHBoxLayout* ExamplePanel::buildHead()
{
    m_title = new QLabel(this);
    m_title->setProperty("kind", QStringLiteral("title"));
    m_shotsLabel = new QLabel(this);
    m_ofLabel = new QLabel(this);
    m_shots = new QSpinBox(this);
    m_shots->setObjectName(QStringLiteral("shots"));
    m_shotsLabel->setBuddy(m_shots);
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setObjectName(QStringLiteral("shotsSlider"));
    m_slider->setPageStep(1);
    for (QLabel* label : { m_shotsLabel, m_ofLabel }) {
        label->setProperty("kind", QStringLiteral("secondary"));
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(m_title, 1);
    row->addWidget(m_shotsLabel);
    row->addWidget(m_shots);
    row->addWidget(m_ofLabel);
    connect(m_shots, &QSpinBox::valueChanged, m_model, &ExampleTableModel::setShots);
    connect(m_slider, &QSlider::valueChanged, m_model, &ExampleTableModel::setShots);
    return row;
}

QHBoxLayout* ExamplePanel::buildButtons()
{
    m_addButton = new QToolButton(this);
    m_addButton->setDefaultAction(m_add);
    m_importButton = new QToolButton(this);
    m_importButton->setDefaultAction(m_import);
    m_shuffleButton = new QToolButton(this);
    m_shuffleButton->setDefaultAction(m_shuffle);
    m_seed = new QSpinBox(this);
    m_seed->setObjectName(QStringLiteral("shuffleSeed"));
    m_seed->setRange(0, kMostSeed);
    m_seed->setValue(1);
    m_more = new QToolButton(this);
    m_more->setIcon(widgets::themedIcon(QStringLiteral("menu"), widgets::IconRole::Secondary));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_menu = new QMenu(this);
    m_menu->addActions({ m_undo, m_redo });
    m_menu->addSeparator();
    m_menu->addActions({ m_copy, m_paste });
    m_menu->addSeparator();
    m_menu->addActions({ m_up, m_down, m_remove });
    m_menu->addSeparator();
    m_menu->addActions({ m_addColumn, m_renameColumn, m_removeColumn });
    m_menu->addSeparator();
    m_menu->addAction(m_export);
    m_more->setMenu(m_menu);
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    for (QToolButton* button : { m_addButton, m_importButton, m_shuffleButton }) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    row->addWidget(m_seed);
    row->addStretch();
    m_more->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(m_more);
    return row;
}

QWidget* ExamplePanel::buildMissing()
{
    m_missing = new QWidget(this);
    m_missingText = new QLabel(m_missing);
    m_missingText->setProperty("kind", QStringLiteral("secondary"));
    m_missingText->setTextFormat(Qt::PlainText);
    m_missingText->setWordWrap(true);
    m_missingAdd = new QPushButton(m_missing);
    m_missingRename = new QPushButton(m_missing);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(6));
    for (QPushButton* button : { m_missingAdd, m_missingRename }) {
        button->setProperty("size", QStringLiteral("small"));
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* column = new QVBoxLayout(m_missing);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addWidget(m_missingText);
    column->addLayout(buttons);
    connect(m_missingAdd, &QPushButton::clicked, this, [this] {
        evaluation::ExampleTable after = m_model->table();
        for (const QString& field : missingFields(after, m_model->fields())) {
            after = withColumn(std::move(after), field);
        }
        change(after, m_model->shots(), tr("Add a column"));
    });
    connect(m_missingRename, &QPushButton::clicked, this, [this] {
        const QStringList missing = missingFields(m_model->table(), m_model->fields());
        const QStringList extra = extraColumns(m_model->table(), m_model->fields());
        if (!missing.isEmpty() && !extra.isEmpty()) {
            change(withRenamedColumn(m_model->table(), extra.first(), missing.first()),
                   m_model->shots(), tr("Rename the column"));
        }
    });
    return m_missing;
}

void ExamplePanel::buildActions()
{
    const auto make = [this](const QKeySequence& shortcut, auto&& act) {
        auto* action = new QAction(m_view);
        action->setShortcut(shortcut);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_view->addAction(action); // the context menu as well
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    m_undo = make(QKeySequence::Undo, [this] {
        m_model->undoStack().undo();
        refreshActions();
    });
    m_redo = make(QKeySequence::Redo, [this] {
        m_model->undoStack().redo();
        refreshActions();
    });
    m_copy = make(QKeySequence::Copy, [this] { copyChosen(); });
    m_paste = make(QKeySequence::Paste, [this] { paste(); });
    m_add = make(QKeySequence(Qt::Key_Insert), [this] { addRow(); });
    m_remove = make(QKeySequence(Qt::CTRL | Qt::Key_Delete), [this] { removeChosen(); });
    m_up = make(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { moveChosen(-1); });
    m_down = make(QKeySequence(Qt::ALT | Qt::Key_Down), [this] { moveChosen(1); });
    m_shuffle = make({}, [this] { shuffle(); });
    m_addColumn = make({}, [this] { addColumn(); });
    m_renameColumn = make({}, [this] { renameColumn(); });
    m_removeColumn = make({}, [this] { removeColumn(); });
    m_import = make({}, [this] { chooseImport(); });
    m_export = make({}, [this] { chooseExport(); });
}

void ExamplePanel::retranslate()
{
    m_title->setText(tr("Examples"));
    m_shotsLabel->setText(tr("shots"));
    const QString shots = tr("Shots: the first so many examples go into the prompt");
    for (QWidget* widget : std::initializer_list<QWidget*> { m_shots, m_slider }) {
        widget->setToolTip(shots);
        widget->setAccessibleName(tr("Shots"));
        widget->setAccessibleDescription(shots);
    }
    m_view->setAccessibleName(tr("Examples"));
    m_undo->setText(tr("Undo"));
    m_redo->setText(tr("Redo"));
    m_copy->setText(tr("Copy"));
    m_paste->setText(tr("Paste cells"));
    m_add->setText(tr("Add"));
    m_add->setToolTip(tr("Add an example (Insert)"));
    m_remove->setText(tr("Remove rows"));
    m_up->setText(tr("Move up"));
    m_down->setText(tr("Move down"));
    m_shuffle->setText(tr("Shuffle"));
    m_shuffle->setToolTip(tr("Put the examples into the order of this seed: the same seed always "
                             "gives the same order"));
    m_seed->setAccessibleName(tr("Seed of the shuffle"));
    m_seed->setToolTip(tr("Seed of the shuffle"));
    m_addColumn->setText(tr("Add a column…"));
    m_renameColumn->setText(tr("Rename the column…"));
    m_removeColumn->setText(tr("Remove the column"));
    m_import->setText(tr("Import…"));
    m_import->setToolTip(tr("Read examples from a CSV, TSV or JSON Lines file"));
    m_export->setText(tr("Export…"));
    m_more->setToolTip(tr("More for the examples"));
    m_more->setAccessibleName(tr("More for the examples"));
    for (QToolButton* button : { m_addButton, m_importButton, m_shuffleButton }) {
        button->setAccessibleName(button->defaultAction()->text());
    }
    m_missingAdd->setText(tr("Add the column"));
    m_missingAdd->setAccessibleName(tr("Add the column"));
}

} // namespace fe::prompting
