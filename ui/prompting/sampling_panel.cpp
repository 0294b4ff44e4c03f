// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sampling_panel.h"

#include "prompting/logit_bias_model.h"
#include "prompting/sampling_rows.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

SamplingPanel::SamplingPanel(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(12));
    column->setSpacing(scaled(8));
    buildPresets(column);
    buildNumbers(column);
    buildSeed(column);
    buildStops(column);
    buildBias(column);
    column->addStretch();
    retranslate();
    showSettings();
}

void SamplingPanel::setSettings(const SamplingSettings& settings)
{
    m_settings = settings;
    showSettings();
}

void SamplingPanel::setUserPresets(const QList<UserPreset>& presets)
{
    m_userPresets = presets;
    fillPresets();
}

void SamplingPanel::setTokenizer(tokenizers::TokenizerPtr tokenizer)
{
    m_biasModel->setTokenizer(std::move(tokenizer));
}

void SamplingPanel::applyBuiltIn(int index)
{
    m_settings = withPreset(m_settings, builtInPresets()[static_cast<std::size_t>(index)].settings);
    showSettings();
    Q_EMIT settingsChanged();
}

QString SamplingPanel::presetName() const
{
    for (const BuiltInPreset& preset : builtInPresets()) {
        if (matchesPreset(m_settings, preset.settings)) {
            return preset.title();
        }
    }
    for (const UserPreset& preset : m_userPresets) {
        if (matchesPreset(m_settings, preset.settings)) {
            return preset.name;
        }
    }
    return {};
}

void SamplingPanel::showSettings()
{
    m_showing = true;
    for (const Row& row : m_rows) {
        row.box->setValue(row.spec->get(m_settings));
    }
    m_maxTokens->setValue(m_settings.maxTokens);
    m_samples->setValue(m_settings.samples);
    m_seed->setText(QString::number(m_settings.seed));
    m_newSeed->setChecked(m_settings.newSeedEachRun);
    QStringList stops = m_settings.stop;
    for (QString& stop : stops) {
        stop = escapedStop(stop);
    }
    if (const QString text = stops.join(u'\n'); text != m_stops->toPlainText()) {
        m_stops->setPlainText(text);
    }
    if (m_biasModel->entries() != m_settings.bias) {
        m_biasModel->setEntries(m_settings.bias);
    }
    m_showing = false;
    showSamplesNote();
    fillPresets();
}

void SamplingPanel::showSamplesNote()
{
    m_samplesNote->setVisible(m_settings.samples > 1 && m_settings.temperature <= 0);
}

void SamplingPanel::readSettings()
{
    if (m_showing) {
        return;
    }
    m_settings.maxTokens = m_maxTokens->value();
    m_settings.samples = m_samples->value();
    bool isSeed = false;
    if (const quint64 seed = m_seed->text().toULongLong(&isSeed); isSeed) {
        m_settings.seed = seed;
    }
    m_settings.newSeedEachRun = m_newSeed->isChecked();
    m_settings.stop.clear();
    const QStringList lines = m_stops->toPlainText().split(u'\n');
    for (const QString& line : lines) {
        if (!line.isEmpty()) {
            m_settings.stop.append(unescapedStop(line));
        }
    }
    m_settings.bias = m_biasModel->entries();
    showSamplesNote();
    fillPresets();
    Q_EMIT settingsChanged();
}

void SamplingPanel::fillPresets()
{
    const QSignalBlocker quiet(m_presets);
    m_presets->clear();
    int current = -1;
    for (const BuiltInPreset& preset : builtInPresets()) {
        current = matchesPreset(m_settings, preset.settings) ? m_presets->count() : current;
        m_presets->addItem(preset.title());
        m_presets->setItemData(m_presets->count() - 1, preset.toolTip(), Qt::ToolTipRole);
    }
    for (const UserPreset& preset : m_userPresets) {
        current = current < 0 && matchesPreset(m_settings, preset.settings) ? m_presets->count()
                                                                            : current;
        m_presets->addItem(preset.name);
    }
    m_presets->setPlaceholderText(tr("Your own"));
    m_presets->setCurrentIndex(current);
    m_save->setEnabled(current < 0);
    m_delete->setEnabled(current >= static_cast<int>(builtInPresets().size()));
}

void SamplingPanel::applyPreset(int comboIndex)
{
    const int builtIn = static_cast<int>(builtInPresets().size());
    if (comboIndex < builtIn) {
        applyBuiltIn(comboIndex);
        return;
    }
    m_settings = withPreset(m_settings, m_userPresets[comboIndex - builtIn].settings);
    showSettings();
    Q_EMIT settingsChanged();
}

void SamplingPanel::savePreset()
{
    const QString name
        = QInputDialog::getText(this, tr("Save preset"), tr("Name of the preset:")).trimmed();
    if (!name.isEmpty()) {
        storePreset(m_userPresets, { name, m_settings });
        fillPresets();
        Q_EMIT presetsChanged();
    }
}

void SamplingPanel::deletePreset()
{
    const int index = m_presets->currentIndex() - static_cast<int>(builtInPresets().size());
    if (index >= 0 && index < m_userPresets.size()) {
        m_userPresets.removeAt(index);
        fillPresets();
        Q_EMIT presetsChanged();
    }
}

void SamplingPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_biasModel->retranslate();
        fillPresets();
    }
}

void SamplingPanel::retranslate()
{
    m_presetTitle->setText(tr("Preset"));
    m_presets->setAccessibleName(tr("Sampling preset"));
    m_save->setToolTip(tr("Save these values as a preset"));
    m_save->setAccessibleName(tr("Save these values as a preset"));
    m_delete->setToolTip(tr("Delete this preset"));
    m_delete->setAccessibleName(tr("Delete this preset"));
    m_shapeTitle->setText(tr("Choice of the next token"));
    for (const Row& row : m_rows) {
        row.label->setText(row.spec->title());
        row.label->setToolTip(row.spec->toolTip());
        row.box->setToolTip(row.spec->toolTip());
        row.box->setAccessibleName(row.spec->title());
        row.box->setAccessibleDescription(row.spec->toolTip());
    }
    m_runTitle->setText(tr("Run"));
    m_maxLabel->setText(tr("Max. tokens"));
    m_maxTokens->setToolTip(tr("The answer ends after this many tokens at the latest"));
    m_maxTokens->setAccessibleName(tr("Max. tokens"));
    m_samplesLabel->setText(tr("Samples"));
    m_samples->setToolTip(
        tr("So many answers to one prompt, each with the next seed; they vote on the answer "
           "(self-consistency, Wang et al. 2022, arXiv:2203.11171)"));
    m_samples->setAccessibleName(tr("Samples"));
    m_samplesNote->setText(tr("At temperature 0 all samples will be the same."));
    m_seedLabel->setText(tr("Seed"));
    m_seed->setToolTip(
        tr("Start of the random numbers: the same seed gives the same answer on the same machine"));
    m_seed->setAccessibleName(tr("Seed"));
    m_newSeed->setText(tr("New seed each run"));
    m_stopTitle->setText(tr("Stop strings, one a line"));
    m_stops->setPlaceholderText(tr("for example \\n\\n"));
    m_stops->setToolTip(
        tr("The answer ends before the first of these; \\n stands for a line break"));
    m_stops->setAccessibleName(tr("Stop strings, one a line"));
    m_biasTitle->setText(tr("Logit bias"));
    m_bias->setToolTip(tr(
        "Added to the score of a token before the draw: above 0 makes it likelier, below 0 rarer; "
        "\"never\" bans it"));
    m_bias->setAccessibleName(tr("Logit bias"));
}

} // namespace fe::prompting
