// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/columns_panel.h"

#include "scaling/scaling_state.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

QFormLayout* formOf(QWidget* parent)
{
    auto* form = new QFormLayout(parent);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(scaled(8));
    form->setVerticalSpacing(scaled(6));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

} // namespace

ColumnsPanel::ColumnsPanel(ScalingState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(new QLabel(this)), m_seriesLabel(new QLabel(this)),
      m_series(new QToolButton(this)), m_seriesMenu(new QMenu(this)), m_more(new QToolButton(this)),
      m_rest(new QWidget(this))
{
    build();
    connect(&m_state, &ScalingState::tableChanged, this, &ColumnsPanel::showTable);
    connect(&m_state, &ScalingState::choiceChanged, this, &ColumnsPanel::showChoice);
    connect(m_seriesMenu, &QMenu::aboutToShow, this, &ColumnsPanel::fillSeriesMenu);
    retranslate();
}

void ColumnsPanel::build()
{
    m_title->setProperty("kind", QStringLiteral("title"));
    auto* main = new QWidget(this);
    auto* form = formOf(main);
    addRole(form,
            { "xColumn", &PlotChoice::x, true, [] { return tr("x"); },
              [] { return tr("Scale: parameters, compute, tokens or a date"); } },
            { { "logX", &PlotChoice::logX, [] { return tr("log"); } } });
    addRole(form,
            { "yColumn", &PlotChoice::y, true, [] { return tr("y"); },
              [] { return tr("What was measured: accuracy, loss, perplexity"); } },
            { { "logY", &PlotChoice::logY, [] { return tr("log"); } },
              { "percent", &PlotChoice::percent, [] { return tr("in %"); } } });
    m_series->setObjectName(QStringLiteral("seriesColumns"));
    m_series->setPopupMode(QToolButton::InstantPopup);
    m_series->setMenu(m_seriesMenu);
    m_series->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_series->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    form->addRow(m_seriesLabel, m_series);
    m_more->setObjectName(QStringLiteral("moreColumns"));
    m_more->setProperty("kind", QStringLiteral("quiet"));
    m_more->setCheckable(true);
    connect(m_more, &QToolButton::toggled, m_rest, &QWidget::setVisible);
    addRest(formOf(m_rest));
    m_rest->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addWidget(main);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_rest);
}

void ColumnsPanel::addRest(QFormLayout* form)
{
    const auto none = [] { return QString(); };
    addRole(form,
            { "errorColumn", &PlotChoice::error, true, [] { return tr("Standard error"); },
              [] { return tr("Bars of 1.96 standard errors, and weights of fits"); } },
            {});
    addRole(form, { "lowColumn", &PlotChoice::low, true, [] { return tr("Interval from"); }, none },
            {});
    addRole(form, { "highColumn", &PlotChoice::high, true, [] { return tr("to"); }, none }, {});
    addRole(form,
            { "chanceColumn", &PlotChoice::chance, true, [] { return tr("Chance"); },
              [] {
                  return tr("What guessing scores: a dashed line, and the floor of the "
                            "logistic law");
              } },
            {});
    addRole(form,
            { "ceilingColumn", &PlotChoice::ceiling, true, [] { return tr("Ceiling"); },
              [] { return tr("The best score there is: a dashed line"); } },
            {});
    addRole(form,
            { "instancesColumn", &PlotChoice::instances, true, [] { return tr("Instances"); },
              [] { return tr("How many questions a score was measured on"); } },
            {});
    addRole(form,
            { "labelColumn", &PlotChoice::label, false, [] { return tr("Name of points"); }, none },
            {});
    addRole(form,
            { "sizeColumn", &PlotChoice::size, true, [] { return tr("Parameters"); },
              [] { return tr("Of Chinchilla's law"); } },
            {});
    addRole(form,
            { "tokensColumn", &PlotChoice::x2, true, [] { return tr("Tokens"); },
              [] { return tr("Of Chinchilla's law"); } },
            {});
    addRole(form,
            { "colorColumn", &PlotChoice::color, true, [] { return tr("Colour by"); },
              [] { return tr("Colours the points of a lone series by magnitude"); } },
            {});
}

void ColumnsPanel::addRole(QFormLayout* form, Role role, std::initializer_list<Flag> flags)
{
    role.box = new QComboBox(form->parentWidget());
    role.box->setObjectName(QLatin1String(role.id));
    role.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    role.box->setMinimumContentsLength(4);
    role.label = new QLabel(form->parentWidget());
    role.label->setBuddy(role.box);
    connect(role.box, &QComboBox::activated, this, [this, field = role.field, box = role.box] {
        change([&](PlotChoice& choice) {
            choice.*field = box->currentData().toString().toStdString();
        });
    });
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(role.box, 1);
    for (Flag flag : flags) {
        flag.box = new QCheckBox(form->parentWidget());
        flag.box->setObjectName(QLatin1String(flag.id));
        connect(flag.box, &QCheckBox::toggled, this, [this, field = flag.field](bool on) {
            change([&](PlotChoice& choice) { choice.*field = on; });
        });
        row->addWidget(flag.box);
        m_flags.push_back(flag);
    }
    form->addRow(role.label, row);
    m_roles.push_back(role);
}

void ColumnsPanel::change(const std::function<void(PlotChoice&)>& edit)
{
    if (m_showing) {
        return;
    }
    PlotChoice choice = m_state.choice();
    edit(choice);
    m_state.setChoice(choice);
}

void ColumnsPanel::showTable()
{
    for (const Role& role : m_roles) {
        role.box->clear();
        role.box->addItem(QStringLiteral("—"), QString());
        for (const scaling::Column& column : m_state.table()->columns) {
            const bool text = column.kind == scaling::ColumnKind::Text;
            if (!role.numeric || !text) {
                const QString name = QString::fromStdString(column.name);
                role.box->addItem(name, name);
            }
        }
    }
    showChoice();
}

void ColumnsPanel::showChoice()
{
    m_showing = true;
    const PlotChoice& choice = m_state.choice();
    for (const Role& role : m_roles) {
        role.box->setCurrentIndex(
            std::max(0, role.box->findData(QString::fromStdString(choice.*role.field))));
    }
    for (const Flag& flag : m_flags) {
        flag.box->setChecked(choice.*flag.field);
    }
    QStringList names;
    for (const std::string& column : choice.series) {
        names.append(QString::fromStdString(column));
    }
    m_series->setText(names.isEmpty() ? QStringLiteral("—") : names.join(QStringLiteral(", ")));
    m_showing = false;
}

void ColumnsPanel::fillSeriesMenu()
{
    m_seriesMenu->clear();
    if (!m_state.table()) {
        return;
    }
    for (const scaling::Column& column : m_state.table()->columns) {
        auto* action = m_seriesMenu->addAction(
            QString::fromStdString(column.name).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        const auto& series = m_state.choice().series;
        action->setChecked(std::find(series.begin(), series.end(), column.name) != series.end());
        connect(action, &QAction::toggled, this, [this, name = column.name](bool on) {
            change([&](PlotChoice& choice) {
                choice.shown.clear(); // names of other series
                on ? choice.series.push_back(name)
                   : static_cast<void>(std::erase(choice.series, name));
            });
        });
    }
}

void ColumnsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ColumnsPanel::retranslate()
{
    m_title->setText(tr("Columns"));
    for (const Role& role : m_roles) {
        role.label->setText(role.title());
        role.box->setToolTip(role.toolTip());
        role.box->setAccessibleName(role.title());
    }
    for (const Flag& flag : m_flags) {
        flag.box->setText(flag.title());
    }
    m_seriesLabel->setText(tr("Series by"));
    m_series->setAccessibleName(tr("Series by"));
    m_series->setToolTip(tr("Rows with equal cells in these columns belong together"));
    m_more->setText(tr("More columns"));
}

} // namespace fe::scaling_tab
