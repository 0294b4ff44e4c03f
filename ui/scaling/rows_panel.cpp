// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/rows_panel.h"

#include "scaling/scaling_state.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

constexpr std::size_t kMostValues = 2'000; // in the list of a column's values
constexpr std::size_t kMostSeries = 5'000; // that are listed

/// Different cells of a column, in the order of the table.
QStringList valuesOf(const scaling::Column& column, std::size_t rows)
{
    QStringList values;
    if (column.kind == scaling::ColumnKind::Text) {
        for (std::size_t i = 0; i < std::min(kMostValues, column.labels.size()); ++i) {
            values.append(QString::fromStdString(column.labels[i]));
        }
        return values;
    }
    std::set<double> seen;
    for (std::size_t row = 0; row < rows && seen.size() < kMostValues; ++row) {
        if (!column.isMissing(row)) {
            seen.insert(column.numbers[row]);
        }
    }
    // The column itself knows how its cells are written.
    std::set<double> written;
    for (std::size_t row = 0; row < rows && written.size() < seen.size(); ++row) {
        if (!column.isMissing(row) && written.insert(column.numbers[row]).second) {
            values.append(QString::fromStdString(column.text(row)));
        }
    }
    return values;
}

QToolButton* quietButton(QWidget* parent, const char* name)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setProperty("kind", QStringLiteral("quiet"));
    return button;
}

} // namespace

RowsPanel::RowsPanel(ScalingState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(new QLabel(this)), m_count(new QLabel(this)),
      m_conditions(new QVBoxLayout), m_column(new QComboBox(this)), m_value(new QComboBox(this)),
      m_add(quietButton(this, "addCondition")), m_seriesTitle(new QLabel(this)),
      m_search(new QLineEdit(this)), m_list(new QListWidget(this)),
      m_all(quietButton(this, "allSeries")), m_none(quietButton(this, "firstSeries"))
{
    build();
    connect(m_column, &QComboBox::activated, this, &RowsPanel::fillValues);
    connect(m_add, &QToolButton::clicked, this, &RowsPanel::addCondition);
    connect(m_search, &QLineEdit::textChanged, this, &RowsPanel::filterSeries);
    connect(m_list, &QListWidget::itemChanged, this, &RowsPanel::seriesToggled);
    connect(m_all, &QToolButton::clicked, this, [this] { showAll(true); });
    connect(m_none, &QToolButton::clicked, this, [this] { showAll(false); });
    connect(&m_state, &ScalingState::tableChanged, this, [this] {
        m_column->clear();
        for (const scaling::Column& column : m_state.table()->columns) {
            m_column->addItem(QString::fromStdString(column.name));
        }
        m_search->clear();
        fillValues();
    });
    connect(&m_state, &ScalingState::choiceChanged, this, &RowsPanel::showChoice);
    retranslate();
}

void RowsPanel::build()
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_seriesTitle->setProperty("kind", QStringLiteral("title"));
    m_count->setProperty("kind", QStringLiteral("secondary"));
    m_column->setObjectName(QStringLiteral("conditionColumn"));
    m_value->setObjectName(QStringLiteral("conditionValue"));
    m_list->setObjectName(QStringLiteral("seriesList"));
    m_search->setObjectName(QStringLiteral("seriesSearch"));
    m_search->setClearButtonEnabled(true);
    m_list->setUniformItemSizes(true);
    constexpr int kSeriesSeen = 7;
    m_list->setFixedHeight(scaled(24) * kSeriesSeen);
    m_add->setIcon(widgets::themedIcon(QStringLiteral("plus"), widgets::IconRole::Accent));
    for (QComboBox* box : { m_column, m_value }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
    }
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_count);
    auto* adding = new QHBoxLayout;
    adding->setSpacing(scaled(4));
    adding->addWidget(m_column, 1);
    adding->addWidget(m_value, 1);
    adding->addWidget(m_add);
    auto* series = new QHBoxLayout;
    series->addWidget(m_seriesTitle);
    series->addStretch(1);
    series->addWidget(m_all);
    series->addWidget(m_none);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(head);
    column->addLayout(m_conditions);
    column->addLayout(adding);
    column->addLayout(series);
    column->addWidget(m_search);
    column->addWidget(m_list);
}

void RowsPanel::showChoice()
{
    m_showing = true;
    showConditions();
    showSeries();
    m_showing = false;
}

void RowsPanel::showConditions()
{
    while (QLayoutItem* item = m_conditions->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const auto& conditions = m_state.choice().conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto* text = new QLabel(QString::fromStdString(conditions[i].column) % QStringLiteral(" = ")
                                    % QString::fromStdString(conditions[i].value),
                                row);
        text->setTextFormat(Qt::PlainText);
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        text->setToolTip(text->text().toHtmlEscaped());
        QToolButton* remove = quietButton(row, "removeCondition");
        remove->setIcon(widgets::themedIcon(QStringLiteral("close")));
        remove->setToolTip(tr("Remove this condition"));
        remove->setAccessibleName(tr("Remove this condition"));
        connect(remove, &QToolButton::clicked, this, [this, i] {
            PlotChoice choice = m_state.choice();
            choice.conditions.erase(choice.conditions.begin() + static_cast<std::ptrdiff_t>(i));
            m_state.setChoice(choice);
        });
        line->addWidget(text, 1);
        line->addWidget(remove);
        m_conditions->addWidget(row);
    }
    const QLocale locale;
    m_count->setText(tr("%1 of %2 rows")
                         .arg(locale.toString(qulonglong(m_state.rows().size())),
                              locale.toString(qulonglong(m_state.table()->rows()))));
}

void RowsPanel::fillValues()
{
    m_value->clear();
    const scaling::Column* column
        = m_state.table() ? m_state.table()->find(m_column->currentText().toStdString()) : nullptr;
    if (column) {
        m_value->addItems(valuesOf(*column, m_state.table()->rows()));
    }
}

/// One value a column: another one takes the place of the first.
void RowsPanel::addCondition()
{
    if (m_value->currentIndex() < 0) {
        return;
    }
    PlotChoice choice = m_state.choice();
    const std::string column = m_column->currentText().toStdString();
    std::erase_if(choice.conditions, [&](const auto& each) { return each.column == column; });
    choice.conditions.push_back({ column, m_value->currentText().toStdString() });
    m_state.setChoice(choice);
}

void RowsPanel::showSeries()
{
    const auto& series = m_state.series();
    const auto& shown = m_state.shownSeries();
    const std::size_t listed = std::min(kMostSeries, series.size());
    QStringList names;
    for (std::size_t i = 0; i < listed; ++i) {
        names.append(QString::fromStdString(series[i].name));
    }
    bool same = m_list->count() == names.size();
    for (int i = 0; same && i < m_list->count(); ++i) {
        same = m_list->item(i)->text() == names[i];
    }
    if (!same) {
        m_list->clear();
        m_list->addItems(names);
    }
    for (std::size_t i = 0; i < listed; ++i) {
        QListWidgetItem* item = m_list->item(static_cast<int>(i));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(std::binary_search(shown.begin(), shown.end(), i) ? Qt::Checked
                                                                              : Qt::Unchecked);
        item->setToolTip(item->text().toHtmlEscaped());
    }
    const QLocale locale;
    m_seriesTitle->setText(tr("Series: %1 of %2")
                               .arg(locale.toString(qulonglong(shown.size())),
                                    locale.toString(qulonglong(series.size()))));
    filterSeries();
}

void RowsPanel::filterSeries()
{
    const QString wanted = m_search->text().trimmed();
    for (int i = 0; i < m_list->count(); ++i) {
        m_list->item(i)->setHidden(!m_list->item(i)->text().contains(wanted, Qt::CaseInsensitive));
    }
}

void RowsPanel::seriesToggled()
{
    if (m_showing) {
        return;
    }
    PlotChoice choice = m_state.choice();
    choice.shown.clear();
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->checkState() == Qt::Checked) {
            choice.shown.append(m_list->item(i)->text());
        }
    }
    if (choice.shown.isEmpty()) {
        showChoice(); // a plot of nothing helps nobody
        return;
    }
    m_state.setChoice(choice);
}

/// All that the search leaves, or the first few again.
void RowsPanel::showAll(bool all)
{
    PlotChoice choice = m_state.choice();
    choice.shown.clear();
    for (int i = 0; all && i < m_list->count(); ++i) {
        if (!m_list->item(i)->isHidden()) {
            choice.shown.append(m_list->item(i)->text());
        }
    }
    m_state.setChoice(choice);
}

void RowsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void RowsPanel::retranslate()
{
    m_title->setText(tr("Rows"));
    m_column->setAccessibleName(tr("Column of a condition"));
    m_value->setAccessibleName(tr("Value of a condition"));
    m_add->setToolTip(tr("Show only rows with this value"));
    m_add->setAccessibleName(m_add->toolTip());
    m_search->setPlaceholderText(tr("Search the series"));
    m_list->setAccessibleName(tr("Series"));
    m_all->setText(tr("All"));
    m_all->setToolTip(tr("Show all series that the search leaves"));
    m_none->setText(tr("First few"));
    m_none->setToolTip(tr("Show the first series alone"));
    if (m_state.table()) {
        showChoice();
    }
}

} // namespace fe::scaling_tab
