// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_setup_panel.h"

#include "evaluation/gallery.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/theme.h"
#include "workspace/path_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr QLatin1String kBuilderEntry(":builder");
constexpr QLatin1String kFileEntry(":file");

/// As it opens; where an answer may be anything the model writes it.
void chooseDataSet(SweepSetup& setup, const QString& id)
{
    setup.source.dataSet = id;
    setup.source.rows = 0;
    for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
        const evaluation::GalleryTask* task = evaluation::findTask(set.taskId);
        if (set.id == id.toStdString() && task != nullptr) {
            setup.generated = task->labels.empty();
        }
    }
}

QString labelsText(const QStringList& labels)
{
    return labels.join(QStringLiteral(", "));
}

QStringList labelsFrom(const QString& text)
{
    QStringList labels;
    for (const QString& label : text.split(u',')) {
        if (!label.trimmed().isEmpty()) {
            labels.append(label.trimmed());
        }
    }
    return labels;
}

} // namespace

SweepSetupPanel::SweepSetupPanel(jobs::JobRunner& runner, QWidget* parent)
    : QWidget(parent), m_catalog(runner)
{
    build();
    connectParts();
    retranslate();
    showSetup();
}

void SweepSetupPanel::setSetup(const SweepSetup& setup)
{
    if (!(setup == m_setup)) {
        m_setup = setup;
        showSetup();
        Q_EMIT edited();
    }
}

void SweepSetupPanel::setDocument(const PromptDocument& document)
{
    m_document = document;
    const PatternPart* part = document.part();
    if (part != nullptr && part->task != m_task) {
        m_task = part->task;
        followTask();
    }
    const QString text = part == nullptr ? QString()
        : part->instruction.isEmpty()    ? part->pattern
                                      : part->instruction + QStringLiteral("\n\n") + part->pattern;
    m_pattern->setVisible(part != nullptr);
    m_pattern->setText(text);
    m_patternNote->setText(part != nullptr
                               ? tr("from the builder")
                               : tr("Choose Few-shot or Chain of thought in the builder: a sweep "
                                    "fills its pattern with the rows of the data."));
    showColumns();
}

/// The builder opened a task of the gallery: its data set goes with it.
void SweepSetupPanel::followTask()
{
    if (m_setup.source.kind != SweepSource::Kind::Gallery) {
        return;
    }
    const evaluation::GalleryDataSet* fits = nullptr;
    for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
        if (set.taskId == m_task.toStdString()) {
            if (set.id == m_setup.source.dataSet.toStdString()) {
                return; // as the user has set it up
            }
            fits = fits == nullptr ? &set : fits;
        }
    }
    if (fits != nullptr) {
        SweepSetup setup = m_setup;
        chooseDataSet(setup, QString::fromStdString(fits->id));
        setSetup(setup);
    }
}

void SweepSetupPanel::setModel(const workspace::LoadedModelPtr& model, const QString& endpoint)
{
    m_model = model;
    m_endpoint = endpoint;
    fillModels();
}

void SweepSetupPanel::setData(const SweepDataPtr& now)
{
    if (now == m_data) {
        return;
    }
    m_data = now;
    showColumns();
}

void SweepSetupPanel::chooseFile(const QString& path)
{
    const bool again
        = m_setup.source.kind == SweepSource::Kind::File && m_setup.source.file == path;
    SweepSetup setup = m_setup;
    setup.source.kind = SweepSource::Kind::File;
    setup.source.file = path;
    setup.columns.clear();
    setSetup(setup);
    if (again) {
        Q_EMIT reloadWanted();
    }
}

void SweepSetupPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showSetup();
        setDocument(m_document);
    }
}

void SweepSetupPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_catalog.isReady()) {
        m_catalog.refresh();
    }
}

void SweepSetupPanel::connectParts()
{
    const auto change = [this] { read(); };
    for (QSpinBox* box : { m_rows, m_dataSeed, m_seeds, m_tokens, m_limit }) {
        connect(box, &QSpinBox::valueChanged, this, change);
    }
    for (QComboBox* box : { m_source, m_answer }) {
        connect(box, &QComboBox::activated, this, change);
    }
    for (QCheckBox* box : { m_balanced, m_builderExamples, m_calibrated }) {
        connect(box, &QCheckBox::toggled, this, change);
    }
    for (QLineEdit* edit : { m_labels, m_shots }) {
        connect(edit, &QLineEdit::textEdited, this, change);
    }
    connect(m_source, &QComboBox::activated, this, [this] {
        if (m_source->currentData().toString() == kFileEntry && m_setup.source.file.isEmpty()) {
            askForFile();
        }
    });
    connect(m_file, &QPushButton::clicked, this, &SweepSetupPanel::askForFile);
    connect(&m_catalog, &workspace::ModelCatalog::changed, this, [this] {
        fillModels();
        Q_EMIT edited(); // models that were chosen are known now
    });
    connect(m_modelMenu, &QMenu::aboutToShow, &m_catalog, &workspace::ModelCatalog::refresh);
}

void SweepSetupPanel::askForFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Data of the sweep"), QFileInfo(m_setup.source.file).absolutePath(),
        tr("Tables (*.csv *.tsv *.jsonl *.ndjson);;All files (*)"));
    if (!path.isEmpty()) {
        chooseFile(path);
    }
}

void SweepSetupPanel::edit(const SweepSetup& setup)
{
    if (!(setup == m_setup)) {
        m_setup = setup;
        Q_EMIT edited();
    }
}

void SweepSetupPanel::read()
{
    if (m_showing) {
        return;
    }
    SweepSetup setup = m_setup;
    const QString source = m_source->currentData().toString();
    if (source == kFileEntry) {
        setup.source.kind = SweepSource::Kind::File;
    } else if (source == kBuilderEntry) {
        setup.source.kind = SweepSource::Kind::Builder;
    } else {
        setup.source.kind = SweepSource::Kind::Gallery;
        if (setup.source.dataSet != source) {
            chooseDataSet(setup, source);
        } else {
            setup.source.rows = m_rows->value();
        }
        setup.source.seed = static_cast<quint64>(m_dataSeed->value());
    }
    if (setup.source.kind != m_setup.source.kind
        || setup.source.dataSet != m_setup.source.dataSet) {
        setup.columns.clear(); // those of other data
    }
    setup.labels = labelsFrom(m_labels->text());
    setup.shots = m_shots->text();
    setup.seeds = m_seeds->value();
    setup.balanced = m_balanced->isChecked();
    setup.builderExamples = m_builderExamples->isChecked();
    if (setup.source.dataSet == m_setup.source.dataSet) {
        setup.generated = m_answer->currentIndex() == 1;
    }
    setup.calibrated = m_calibrated->isChecked();
    setup.maxTokens = m_tokens->value();
    setup.limit = m_limit->value();
    edit(setup);
    showSetup();
}

void SweepSetupPanel::showSetup()
{
    m_showing = true;
    // Not what is being typed: the separators of labels are not kept.
    if (labelsFrom(m_labels->text()) != m_setup.labels) {
        m_labels->setText(labelsText(m_setup.labels));
    }
    if (m_shots->text() != m_setup.shots) {
        m_shots->setText(m_setup.shots);
    }
    m_seeds->setValue(m_setup.seeds);
    m_balanced->setChecked(m_setup.balanced);
    m_builderExamples->setChecked(m_setup.builderExamples);
    m_answer->setCurrentIndex(m_setup.generated ? 1 : 0);
    m_calibrated->setChecked(m_setup.calibrated);
    m_tokens->setValue(m_setup.maxTokens);
    m_limit->setValue(m_setup.limit);
    m_showing = false;
    showSource();
    showScoring();
    showColumns();
    showModels();
}

void SweepSetupPanel::showSource()
{
    m_showing = true;
    const SweepSource& source = m_setup.source;
    const bool made = source.kind == SweepSource::Kind::Gallery;
    const QString entry = source.kind == SweepSource::Kind::File ? QString(kFileEntry)
        : source.kind == SweepSource::Kind::Builder              ? QString(kBuilderEntry)
                                                                 : source.dataSet;
    m_source->setCurrentIndex(std::max(0, m_source->findData(entry)));
    m_made->setVisible(made);
    m_file->setVisible(source.kind == SweepSource::Kind::File);
    m_file->setText(source.file.isEmpty() ? tr("Choose a file…")
                                          : QFileInfo(source.file).fileName());
    m_file->setToolTip(widgets::plainToolTip(source.file));
    if (made) {
        int rows = source.rows;
        for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
            if (rows == 0 && (source.dataSet.isEmpty() || set.id == source.dataSet.toStdString())) {
                rows = static_cast<int>(set.rows);
            }
        }
        m_rows->setValue(rows);
        m_dataSeed->setValue(static_cast<int>(
            std::min<quint64>(source.seed, static_cast<quint64>(m_dataSeed->maximum()))));
    }
    m_showing = false;
}

void SweepSetupPanel::showScoring()
{
    m_calibrated->setVisible(!m_setup.generated);
    m_tokensLabel->setVisible(m_setup.generated);
    m_tokens->setVisible(m_setup.generated);
}

} // namespace fe::prompting
