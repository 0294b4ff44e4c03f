// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/plot_page.h"

#include "charts/chart_export.h"
#include "charts/plot_chart.h"
#include "scaling/detail_card.h"
#include "scaling/page_parts.h"
#include "scaling/plot_view_data.h"
#include "scaling/scaling_state.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QCheckBox>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

PlotPage::PlotPage(ScalingState& state, QWidget* parent) : ScalingPage(parent), m_state(state)
{
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildPlot());
    m_detail = new DetailCard(m_state, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ scaled(430), scaled(190) });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    m_resetAction = new QAction(this);
    m_residualAction = new QAction(this);
    connectParts();
    retranslate();
    showData();
}

QWidget* PlotPage::buildPlot()
{
    auto* card = new QFrame(m_splitter);
    QVBoxLayout* column = cardColumn(card);
    m_title = kindLabel(card, "title");
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_joined = new QCheckBox(card);
    m_joined->setObjectName(QStringLiteral("joined"));
    m_labels = new QCheckBox(card);
    m_labels->setObjectName(QStringLiteral("labels"));
    m_residualButton = new QToolButton(card);
    m_residualButton->setObjectName(QStringLiteral("residualsButton"));
    m_residualButton->setCheckable(true);
    m_whole = new QToolButton(card);
    m_whole->setObjectName(QStringLiteral("wholeView"));
    m_figure = new QPushButton(card);
    m_figure->setObjectName(QStringLiteral("emergenceFigure"));
    m_chart = new charts::PlotChart(card);
    m_chart->setObjectName(QStringLiteral("plot"));
    m_residuals = new charts::PlotChart(card);
    m_residuals->setObjectName(QStringLiteral("residuals"));
    m_residuals->hide();
    m_export = new charts::ExportButton(*m_chart, card);
    m_selected = kindLabel(card, "secondary");
    m_selected->setObjectName(QStringLiteral("selectedPoint"));
    m_selected->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_selected->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    for (QWidget* part : { static_cast<QWidget*>(m_joined), static_cast<QWidget*>(m_labels),
                           static_cast<QWidget*>(m_figure), static_cast<QWidget*>(m_residualButton),
                           static_cast<QWidget*>(m_whole), static_cast<QWidget*>(m_export) }) {
        header->addWidget(part);
    }
    column->addLayout(header);
    column->addWidget(m_chart, 3);
    column->addWidget(m_residuals, 1);
    column->addWidget(m_selected);
    return card;
}

void PlotPage::connectParts()
{
    connect(&m_state, &ScalingState::choiceChanged, this, &PlotPage::showData);
    connect(&m_state, &ScalingState::fitsChanged, this, &PlotPage::showData);
    connect(&m_state, &ScalingState::fitSettingsChanged, this, &PlotPage::showData);
    connect(&m_state, &ScalingState::selectedRowChanged, this, &PlotPage::showSelected);
    connect(m_figure, &QPushButton::clicked, &m_state, &ScalingState::showEmergenceFigure);
    connect(m_whole, &QToolButton::clicked, m_chart, &charts::PlotChart::resetView);
    connect(m_resetAction, &QAction::triggered, m_chart, &charts::PlotChart::resetView);
    connect(m_residualButton, &QToolButton::toggled, m_residuals, &QWidget::setVisible);
    connect(m_residualButton, &QToolButton::toggled, this, &PlotPage::showData);
    connect(m_residualAction, &QAction::triggered, m_residualButton, &QToolButton::toggle);
    connect(m_joined, &QCheckBox::toggled, this, &PlotPage::setFlag);
    connect(m_labels, &QCheckBox::toggled, this, &PlotPage::setFlag);
    connect(m_chart, &charts::PlotChart::viewChanged, this, &PlotPage::followView);
    for (charts::PlotChart* chart : { m_chart, m_residuals }) {
        connect(chart, &charts::PlotChart::currentChanged, this, [this](qint64 row) {
            if (!m_showing) {
                m_state.selectRow(row < 0 ? std::nullopt
                                          : std::optional(static_cast<std::size_t>(row)));
            }
        });
    }
}

void PlotPage::setFlag(bool)
{
    if (m_showing) {
        return;
    }
    PlotChoice choice = m_state.choice();
    choice.joined = m_joined->isChecked();
    choice.labels = m_labels->isChecked();
    m_state.setChoice(choice);
}

void PlotPage::showData()
{
    m_showing = true;
    m_chart->setData(plotData(m_state));
    if (m_residualButton->isChecked()) {
        m_residuals->setData(residualData(m_state));
        followView(m_chart->view());
    }
    m_title->setText(m_state.title());
    m_joined->setChecked(m_state.choice().joined);
    m_labels->setChecked(m_state.choice().labels);
    m_showing = false;
    showSelected();
}

/// Residuals lie under their points.
void PlotPage::followView(const QRectF& view)
{
    QRectF part = m_residuals->view();
    part.setLeft(view.left());
    part.setWidth(view.width());
    m_residuals->setView(part);
}

void PlotPage::showSelected()
{
    m_showing = true;
    const auto row = m_state.selectedRow();
    for (charts::PlotChart* chart : { m_chart, m_residuals }) {
        chart->setCurrentId(row ? static_cast<qint64>(*row) : -1);
    }
    m_showing = false;
    if (m_chart->current().isNone()) {
        m_selected->setText(tr("Click a point to see where it comes from."));
    } else {
        m_selected->setText(
            m_chart->pointText(m_chart->current()).split(QChar(u'\n')).join(QStringLiteral(" · ")));
    }
    m_selected->setToolTip(m_selected->text().toHtmlEscaped());
}

QJsonObject PlotPage::saveState() const
{
    return { { QStringLiteral("residuals"), m_residualButton->isChecked() },
             { QStringLiteral("splitter"),
               QString::fromLatin1(m_splitter->saveState().toBase64()) },
             { QStringLiteral("detail"), m_detail->saveState() } };
}

void PlotPage::restoreState(const QJsonObject& state)
{
    m_residualButton->setChecked(state.value(QStringLiteral("residuals")).toBool());
    m_splitter->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("splitter")).toString().toLatin1()));
    m_detail->restoreState(state.value(QStringLiteral("detail")).toObject());
}

QList<QAction*> PlotPage::paletteActions() const
{
    return QList<QAction*> { m_resetAction, m_residualAction } + m_detail->paletteActions();
}

void PlotPage::changeEvent(QEvent* event)
{
    ScalingPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showData();
    }
}

void PlotPage::retranslate()
{
    m_joined->setText(tr("Joined"));
    m_joined->setToolTip(tr("Join the points of a series by a line"));
    m_labels->setText(tr("Names"));
    m_labels->setToolTip(tr("Write the names of models beside their points"));
    m_figure->setText(tr("Emergence figure"));
    m_figure->setToolTip(tr("Arithmetic of GPT-3 against compute, with logistic fits"));
    m_residualButton->setText(tr("Residuals"));
    m_residualButton->setToolTip(tr("What the points differ from the fitted curves"));
    m_whole->setText(tr("Whole view"));
    m_whole->setToolTip(tr("Show everything again (double click, 0)"));
    m_resetAction->setText(tr("Show the whole plot"));
    m_residualAction->setText(tr("Show or hide the residuals"));
}

} // namespace fe::scaling_tab
