// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the sweep's form and where they stand.
#include "evaluation/gallery.h"
#include "prompting/sweep/sweep_setup_panel.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kMostSeeds = 100;
constexpr int kMostTokens = 4096;
constexpr int kMostRows = 1'000'000;
constexpr int kMostDataSeed = 99'999; // more would make the box wide
constexpr qsizetype kPatternLines = 6;

QSpinBox* spinBox(int least, int most, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setKeyboardTracking(false);
    return box;
}

} // namespace

void SweepSetupPanel::build()
{
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(scaled(8));
    m_grid->setVerticalSpacing(scaled(6));
    m_grid->setColumnStretch(1, 1);
    m_title = new QLabel(this);
    m_title->setProperty("kind", QStringLiteral("title"));
    m_grid->addWidget(m_title, m_row++, 0, 1, 2);
    m_pattern = new QLabel(this);
    m_pattern->setProperty("mono", true);
    m_pattern->setTextFormat(Qt::PlainText);
    m_pattern->setWordWrap(true);
    m_pattern->setMaximumHeight(m_pattern->fontMetrics().lineSpacing()
                                * static_cast<int>(kPatternLines));
    m_pattern->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_grid->addWidget(m_pattern, m_row++, 0, 1, 2);
    m_patternNote = new QLabel(this);
    m_patternNote->setProperty("kind", QStringLiteral("secondary"));
    m_patternNote->setWordWrap(true);
    m_grid->addWidget(m_patternNote, m_row++, 0, 1, 2);
    buildRows();
    m_grid->setRowStretch(m_row, 1);
}

QLabel* SweepSetupPanel::addRow(QWidget* field)
{
    auto* label = new QLabel(this);
    label->setBuddy(field);
    m_grid->addWidget(label, m_row, 0);
    m_grid->addWidget(field, m_row++, 1);
    return label;
}

void SweepSetupPanel::buildRows()
{
    m_source = new QComboBox(this);
    m_source->setObjectName(QStringLiteral("sweepData"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(10);
    m_sourceLabel = addRow(m_source);
    m_made = new QWidget(this);
    auto* made = new QHBoxLayout(m_made);
    made->setContentsMargins(0, 0, 0, 0);
    made->setSpacing(scaled(6));
    m_rows = spinBox(1, kMostRows, m_made);
    m_dataSeed = spinBox(0, kMostDataSeed, m_made);
    made->addWidget(m_rows, 1);
    made->addWidget(m_dataSeed, 1);
    m_grid->addWidget(m_made, m_row++, 1);
    m_file = new QPushButton(this);
    m_file->setObjectName(QStringLiteral("sweepFile"));
    m_grid->addWidget(m_file, m_row++, 1);
    m_columns = new QWidget(this);
    m_columnGrid = new QGridLayout(m_columns);
    m_columnGrid->setContentsMargins(0, 0, 0, 0);
    m_columnGrid->setColumnStretch(1, 1);
    m_grid->addWidget(m_columns, m_row++, 0, 1, 2);
    m_labels = new QLineEdit(this);
    m_labels->setObjectName(QStringLiteral("sweepLabels"));
    m_labelsLabel = addRow(m_labels);
    m_shots = new QLineEdit(this);
    m_shots->setObjectName(QStringLiteral("sweepShots"));
    m_shotsLabel = addRow(m_shots);
    m_seeds = spinBox(1, kMostSeeds, this);
    m_seeds->setObjectName(QStringLiteral("sweepSeeds"));
    m_seedsLabel = addRow(m_seeds);
    m_balanced = new QCheckBox(this);
    m_grid->addWidget(m_balanced, m_row++, 0, 1, 2);
    m_builderExamples = new QCheckBox(this);
    m_grid->addWidget(m_builderExamples, m_row++, 0, 1, 2);
    m_answer = new QComboBox(this);
    m_answer->setObjectName(QStringLiteral("sweepAnswer"));
    m_answer->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_answer->setMinimumContentsLength(10);
    m_answerLabel = addRow(m_answer);
    m_calibrated = new QCheckBox(this);
    m_calibrated->setObjectName(QStringLiteral("sweepCalibrated"));
    m_grid->addWidget(m_calibrated, m_row++, 1);
    m_tokens = spinBox(1, kMostTokens, this);
    m_tokensLabel = addRow(m_tokens);
    m_limit = spinBox(0, kMostRows, this);
    m_limit->setObjectName(QStringLiteral("sweepLimit"));
    m_limitLabel = addRow(m_limit);
    m_models = new QToolButton(this);
    m_models->setObjectName(QStringLiteral("sweepModels"));
    m_models->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_models->setPopupMode(QToolButton::InstantPopup);
    m_models->setFocusPolicy(Qt::StrongFocus);
    m_models->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_modelMenu = new QMenu(m_models);
    m_models->setMenu(m_modelMenu);
    m_modelsLabel = addRow(m_models);
}

void SweepSetupPanel::retranslate()
{
    m_showing = true;
    m_title->setText(tr("Sweep"));
    m_sourceLabel->setText(tr("Data"));
    const QString before = m_source->currentData().toString();
    m_source->clear();
    for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
        m_source->addItem(QString::fromStdString(set.title), QString::fromStdString(set.id));
    }
    m_source->addItem(tr("Examples of the builder"), QStringLiteral(":builder"));
    m_source->addItem(tr("A file (CSV, TSV, JSON Lines)"), QStringLiteral(":file"));
    m_source->setCurrentIndex(std::max(0, m_source->findData(before)));
    m_source->setAccessibleName(tr("Data of the sweep"));
    m_rows->setSuffix(tr(" rows"));
    m_rows->setAccessibleName(tr("Rows that are made"));
    m_dataSeed->setPrefix(tr("seed "));
    m_dataSeed->setAccessibleName(tr("Seed of the data"));
    m_file->setAccessibleName(tr("File of the data"));
    m_labelsLabel->setText(tr("Labels"));
    m_labels->setAccessibleName(tr("Labels"));
    m_shotsLabel->setText(tr("Shots"));
    m_shots->setAccessibleName(tr("Shots"));
    m_shots->setToolTip(tr("Numbers of examples in the prompt, such as 0, 1, 2, 4, 8"));
    m_seedsLabel->setText(tr("Seeds"));
    m_seeds->setAccessibleName(tr("Seeds"));
    m_seeds->setToolTip(tr("Each seed draws other examples in another order"));
    m_balanced->setText(tr("Labels take turns among the examples"));
    m_builderExamples->setText(tr("Examples from the builder's table"));
    m_builderExamples->setToolTip(tr("Else they are drawn from the data, never the query itself"));
    m_answerLabel->setText(tr("Answer"));
    m_answer->clear();
    m_answer->addItem(tr("the likeliest label"));
    m_answer->addItem(tr("what the model writes"));
    m_answer->setItemData(1, tr("Taken out of the text by the builder's answer rule"),
                          Qt::ToolTipRole);
    m_answer->setAccessibleName(tr("How the model answers"));
    m_calibrated->setText(tr("also calibrated"));
    m_calibrated->setToolTip(tr("Divides by what a content-free text such as \"N/A\" gets "
                                "(Zhao et al. 2021)"));
    m_tokensLabel->setText(tr("Tokens"));
    m_tokens->setAccessibleName(tr("Most tokens of an answer"));
    m_limitLabel->setText(tr("Rows"));
    m_limit->setSpecialValueText(tr("all"));
    m_limit->setAccessibleName(tr("Only the first rows"));
    m_modelsLabel->setText(tr("Models"));
    m_showing = false;
    fillModels();
}

} // namespace fe::prompting
