// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the sampling panel, top to bottom.
#include "prompting/sampling_panel.h"

#include "prompting/logit_bias_model.h"
#include "prompting/sampling_rows.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpressionValidator>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

QLabel* SamplingPanel::addTitle(QVBoxLayout* column)
{
    auto* title = new QLabel(this);
    title->setProperty("kind", QStringLiteral("title"));
    column->addWidget(title);
    return title;
}

void SamplingPanel::buildPresets(QVBoxLayout* column)
{
    m_presetTitle = addTitle(column);
    m_presets = new QComboBox(this);
    m_presets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_presets->setMinimumContentsLength(8);
    m_save = new QToolButton(this);
    m_save->setIcon(widgets::themedIcon(QStringLiteral("plus")));
    m_delete = new QToolButton(this);
    m_delete->setIcon(widgets::themedIcon(QStringLiteral("trash")));
    for (QToolButton* button : { m_save, m_delete }) {
        button->setProperty("kind", QStringLiteral("quiet"));
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(4));
    row->addWidget(m_presets, 1);
    row->addWidget(m_save);
    row->addWidget(m_delete);
    column->addLayout(row);
    connect(m_presets, &QComboBox::activated, this, &SamplingPanel::applyPreset);
    connect(m_save, &QToolButton::clicked, this, &SamplingPanel::savePreset);
    connect(m_delete, &QToolButton::clicked, this, &SamplingPanel::deletePreset);
}

void SamplingPanel::buildNumbers(QVBoxLayout* column)
{
    m_shapeTitle = addTitle(column);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(8));
    grid->setVerticalSpacing(scaled(6));
    grid->setColumnStretch(0, 1);
    for (const SamplingRow& spec : samplingRows()) {
        auto* label = new QLabel(this);
        auto* box = new QDoubleSpinBox(this);
        box->setRange(spec.limits.least, spec.limits.most);
        box->setSingleStep(spec.step);
        box->setDecimals(spec.decimals);
        box->setMinimumWidth(scaled(92));
        box->setKeyboardTracking(false);
        label->setBuddy(box);
        const int line = grid->rowCount();
        grid->addWidget(label, line, 0);
        grid->addWidget(box, line, 1);
        // Each box writes its own value only: the others may hold more digits than their boxes
        // show.
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, row = &spec](double value) {
            if (!m_showing) {
                row->set(m_settings, value);
                readSettings();
            }
        });
        m_rows.push_back({ &spec, label, box });
    }
    column->addLayout(grid);
}

void SamplingPanel::buildSeed(QVBoxLayout* column)
{
    m_runTitle = addTitle(column);
    m_maxLabel = new QLabel(this);
    m_maxTokens = new QSpinBox(this);
    m_maxTokens->setRange(static_cast<int>(kMaxTokensLimits.least),
                          static_cast<int>(kMaxTokensLimits.most));
    m_maxTokens->setSingleStep(32);
    m_maxTokens->setMinimumWidth(scaled(92));
    m_maxTokens->setKeyboardTracking(false);
    m_maxLabel->setBuddy(m_maxTokens);
    m_samplesLabel = new QLabel(this);
    m_samples = new QSpinBox(this);
    m_samples->setObjectName(QStringLiteral("samples"));
    m_samples->setRange(static_cast<int>(kSamplesLimits.least),
                        static_cast<int>(kSamplesLimits.most));
    m_samples->setMinimumWidth(scaled(92));
    m_samples->setKeyboardTracking(false);
    m_samplesLabel->setBuddy(m_samples);
    m_samplesNote = new QLabel(this);
    m_samplesNote->setProperty("kind", QStringLiteral("secondary"));
    m_samplesNote->setWordWrap(true);
    m_samplesNote->setObjectName(QStringLiteral("samplesNote"));
    m_seedLabel = new QLabel(this);
    m_seed = new QLineEdit(this);
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,20}")), m_seed));
    m_seed->setMinimumWidth(scaled(92));
    m_seed->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_seedLabel->setBuddy(m_seed);
    m_newSeed = new QCheckBox(this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(8));
    grid->setVerticalSpacing(scaled(6));
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_maxLabel, 0, 0);
    grid->addWidget(m_maxTokens, 0, 1);
    grid->addWidget(m_samplesLabel, 1, 0);
    grid->addWidget(m_samples, 1, 1);
    grid->addWidget(m_samplesNote, 2, 0, 1, 2);
    grid->addWidget(m_seedLabel, 3, 0);
    grid->addWidget(m_seed, 3, 1);
    grid->addWidget(m_newSeed, 4, 0, 1, 2);
    column->addLayout(grid);
    connect(m_maxTokens, &QSpinBox::valueChanged, this, &SamplingPanel::readSettings);
    connect(m_samples, &QSpinBox::valueChanged, this, &SamplingPanel::readSettings);
    connect(m_seed, &QLineEdit::editingFinished, this, &SamplingPanel::readSettings);
    connect(m_newSeed, &QCheckBox::toggled, this, &SamplingPanel::readSettings);
}

void SamplingPanel::buildStops(QVBoxLayout* column)
{
    m_stopTitle = addTitle(column);
    m_stops = new QPlainTextEdit(this);
    m_stops->setProperty("mono", true);
    m_stops->setTabChangesFocus(true);
    m_stops->setFixedHeight(scaled(58));
    column->addWidget(m_stops);
    connect(m_stops, &QPlainTextEdit::textChanged, this, &SamplingPanel::readSettings);
}

void SamplingPanel::buildBias(QVBoxLayout* column)
{
    m_biasTitle = addTitle(column);
    m_biasModel = new LogitBiasModel(this);
    m_bias = new QTableView(this);
    m_bias->setModel(m_biasModel);
    m_bias->verticalHeader()->hide();
    m_bias->verticalHeader()->setDefaultSectionSize(scaled(26));
    m_bias->horizontalHeader()->setSectionResizeMode(LogitBiasModel::Token, QHeaderView::Stretch);
    m_bias->horizontalHeader()->setSectionResizeMode(LogitBiasModel::Bias, QHeaderView::Fixed);
    m_bias->horizontalHeader()->resizeSection(LogitBiasModel::Bias, scaled(72));
    m_bias->setShowGrid(false);
    m_bias->setTabKeyNavigation(false);
    m_bias->setFixedHeight(scaled(120));
    column->addWidget(m_bias);
    connect(m_biasModel, &LogitBiasModel::edited, this, &SamplingPanel::readSettings);
}

} // namespace fe::prompting
