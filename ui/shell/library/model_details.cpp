// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/model_details.h"

#include "base/memory.h"
#include "shell/job_text.h"
#include "shell/library/fact_rows.h"
#include "shell/library/pair_table.h"
#include "shell/library/tensor_page.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"
#include "workspace/error_text.h"
#include "workspace/model_text.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

namespace {

enum Page { Facts, Tensors, Files, Labels, Metadata };

} // namespace

ModelDetails::ModelDetails(QWidget* parent)
    : QFrame(parent), m_name(new QLabel(this)), m_purpose(new QLabel(this)),
      m_form(new QComboBox(this)), m_open(new QPushButton(this)),
      m_tabs(new widgets::SegmentedControl(this)), m_pages(new QStackedWidget(this)),
      m_factTable(new PairTable(PairTable::Values::Left)), m_hashName(new QLabel(this)),
      m_hash(new QLineEdit(this)), m_computeHash(new QPushButton(this)), m_tensors(new TensorPage),
      m_files(new PairTable(PairTable::Values::Right)),
      m_labels(new PairTable(PairTable::Values::Left)), m_metadata(new QPlainTextEdit),
      m_export(new QPushButton(this)), m_folder(new QPushButton(this)),
      m_remove(new QPushButton(this))
{
    setProperty("kind", QStringLiteral("card"));
    setObjectName(QStringLiteral("modelDetails"));
    buildLayout();
    connect(m_open, &QPushButton::clicked, this, &ModelDetails::openRequested);
    connect(m_computeHash, &QPushButton::clicked, this, &ModelDetails::hashRequested);
    connect(m_export, &QPushButton::clicked, this, &ModelDetails::exportRequested);
    connect(m_folder, &QPushButton::clicked, this, &ModelDetails::folderRequested);
    connect(m_remove, &QPushButton::clicked, this, &ModelDetails::removeRequested);
    connect(m_tabs, &widgets::SegmentedControl::currentChanged, m_pages,
            &QStackedWidget::setCurrentIndex);
    retranslate();
}

void ModelDetails::buildLayout()
{
    m_name->setProperty("kind", QStringLiteral("display"));
    m_purpose->setObjectName(QStringLiteral("purpose"));
    for (QLabel* label : { m_name, m_purpose }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // names of files come from outside
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setMinimumWidth(scaled(120)); // long names without spaces may be cut
    }
    m_form->setObjectName(QStringLiteral("weightForm"));
    m_form->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_form->setMinimumContentsLength(12);
    m_open->setProperty("kind", QStringLiteral("primary"));
    m_open->setObjectName(QStringLiteral("openModel"));
    m_export->setObjectName(QStringLiteral("exportModel"));
    m_folder->setObjectName(QStringLiteral("showInFolder"));
    m_remove->setObjectName(QStringLiteral("removeModel"));
    m_remove->setProperty("kind", QStringLiteral("danger"));
    auto* open = new QHBoxLayout;
    open->setSpacing(scaled(8));
    open->addWidget(m_form, 1);
    open->addWidget(m_open);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(scaled(8));
    actions->addWidget(m_export);
    actions->addWidget(m_folder);
    actions->addStretch(1);
    actions->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    column->setSpacing(scaled(10));
    column->addWidget(m_name);
    column->addWidget(m_purpose);
    column->addLayout(open);
    for (int page = Facts; page <= Metadata; ++page) {
        m_tabs->addSegment({}, {});
    }
    column->addWidget(m_tabs);
    column->addWidget(buildPages(), 1);
    column->addLayout(actions);
}

QWidget* ModelDetails::buildPages()
{
    m_hash->setReadOnly(true);
    m_hash->setObjectName(QStringLiteral("sha256"));
    m_hash->setProperty("mono", true);
    m_hashName->setBuddy(m_hash);
    m_hashName->setProperty("kind", QStringLiteral("secondary"));
    m_computeHash->setObjectName(QStringLiteral("computeHash"));
    auto* facts = new QWidget;
    auto* hash = new QHBoxLayout;
    hash->setSpacing(scaled(8));
    hash->addWidget(m_hashName);
    hash->addWidget(m_hash, 1);
    hash->addWidget(m_computeHash);
    auto* column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(m_factTable, 1);
    column->addLayout(hash);
    m_factTable->setObjectName(QStringLiteral("factTable"));
    m_metadata->setReadOnly(true);
    m_metadata->setProperty("mono", true);
    m_metadata->setObjectName(QStringLiteral("metadata"));
    m_metadata->setLineWrapMode(QPlainTextEdit::NoWrap);
    for (QWidget* page : { facts, static_cast<QWidget*>(m_tensors), static_cast<QWidget*>(m_files),
                           static_cast<QWidget*>(m_labels), static_cast<QWidget*>(m_metadata) }) {
        m_pages->addWidget(page);
    }
    return m_pages;
}

void ModelDetails::showEntry(const std::optional<workspace::CatalogEntry>& entry)
{
    m_entry = entry;
    m_facts.reset();
    m_sha256.clear();
    m_hashing = false;
    retranslate();
}

void ModelDetails::showFacts(const workspace::ModelFactsPtr& facts)
{
    m_facts = facts;
    retranslate();
}

void ModelDetails::showHash(const QString& sha256)
{
    m_sha256 = sha256;
    m_hashing = false;
    showHashRow();
}

void ModelDetails::showHashing(bool running)
{
    m_hashing = running;
    showHashRow();
}

models::WeightForm ModelDetails::weightForm() const
{
    return static_cast<models::WeightForm>(m_form->currentData().toInt());
}

void ModelDetails::showHead()
{
    m_name->setText(m_entry ? m_entry->name : tr("No model is selected"));
    QString text;
    if (!m_entry) {
        text = tr("Choose one in the list, or import one.");
    } else if (m_entry->problem) {
        const workspace::ErrorText why = workspace::errorText(*m_entry->problem);
        text
            = QStringList { tr("This model cannot be used."), why.headline, why.reason, why.advice }
                  .join(QLatin1Char('\n'));
    } else if (m_entry->info) {
        text = workspace::purposeText(m_entry->name, *m_entry->info);
    }
    m_purpose->setText(text);
    m_purpose->setProperty("kind",
                           m_entry && m_entry->problem ? QStringLiteral("error")
                                                       : QStringLiteral("secondary"));
    m_purpose->style()->unpolish(m_purpose);
    m_purpose->style()->polish(m_purpose);
}

void ModelDetails::showNeeds()
{
    const int chosen = qMax(0, m_form->currentIndex());
    m_form->clear();
    const bool usable = m_facts && m_facts->info;
    m_form->setVisible(usable);
    m_open->setVisible(usable);
    if (!usable) {
        return;
    }
    const quint64 free = base::availableMemory();
    for (const workspace::FormNeed& need : m_facts->needs) {
        QString text = needText(need);
        if (free > 0 && need.bytes && *need.bytes > free) {
            text += QStringLiteral(" · ") + tr("only %1 are free").arg(bytesText(free));
        }
        m_form->addItem(text, static_cast<int>(need.form));
        m_form->setItemData(m_form->count() - 1, text, Qt::ToolTipRole);
    }
    m_form->setCurrentIndex(chosen);
    m_form->setToolTip(m_facts->sessionTokens > 0
                           ? tr("Form of the weights in memory. The memory includes a text of %1 "
                                "tokens.")
                                 .arg(QLocale().toString(m_facts->sessionTokens))
                           : tr("Form of the weights in memory"));
}

void ModelDetails::showPages()
{
    const bool known = m_facts != nullptr;
    m_tabs->setVisible(known);
    m_pages->setVisible(known);
    m_export->setVisible(known && m_facts->info
                         && m_facts->package->kind() != formats::PackageKind::TorchScript);
    m_folder->setVisible(m_entry.has_value());
    m_remove->setVisible(m_entry.has_value());
    m_tensors->setPackage(known ? m_facts->package : nullptr);
    showHashRow();
    if (!known) {
        return;
    }
    m_factTable->setRows(factRows(*m_facts));
    QList<FactRow> files;
    for (const workspace::FileFact& file : m_facts->files) {
        files.append({ file.name, bytesText(file.bytes) });
    }
    m_files->setRows(files);
    QList<FactRow> labels;
    if (m_facts->info) {
        for (const std::string& label : m_facts->info->labels) {
            labels.append({ QString::number(labels.size()), QString::fromStdString(label) });
        }
    }
    if (labels.isEmpty()) {
        labels.append({ QStringLiteral("–"), tr("The model has no classifier.") });
    }
    m_labels->setRows(labels);
    m_metadata->setPlainText(metadataText(m_facts->package->config()));
}

void ModelDetails::showHashRow()
{
    m_hash->setText(m_hashing ? tr("reading the file…") : m_sha256);
    m_hash->setCursorPosition(0);
    m_computeHash->setVisible(m_sha256.isEmpty());
    m_computeHash->setEnabled(!m_hashing);
}

void ModelDetails::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ModelDetails::retranslate()
{
    m_tabs->setAccessibleName(tr("Views of the model"));
    m_tabs->setSegmentText(Facts, tr("Facts"), tr("What the headers of the files tell"));
    m_tabs->setSegmentText(Tensors, tr("Tensors"), tr("Name, type, shape and size of each"));
    m_tabs->setSegmentText(Files, tr("Files"), tr("The files that belong to the model"));
    m_tabs->setSegmentText(Labels, tr("Labels"), tr("What a classifier chooses among"));
    m_tabs->setSegmentText(Metadata, tr("Metadata"), tr("The configuration as the files have it"));
    m_files->setTitles(tr("File"), tr("Size"));
    m_labels->setTitles(tr("Index"), tr("Label"));
    m_factTable->setTitles({}, {});
    m_factTable->setAccessibleName(tr("Facts"));
    m_files->setAccessibleName(tr("Files"));
    m_labels->setAccessibleName(tr("Labels"));
    m_metadata->setAccessibleName(tr("Metadata"));
    m_hashName->setText(tr("SHA-256"));
    m_hash->setAccessibleName(tr("SHA-256"));
    m_hash->setPlaceholderText(tr("not computed yet"));
    m_computeHash->setText(tr("Compute"));
    m_computeHash->setToolTip(tr("Reads all weights once; two files with the same sum are equal"));
    m_form->setAccessibleName(tr("Form of the weights"));
    m_open->setText(tr("Open"));
    m_export->setText(tr("Export…"));
    m_export->setToolTip(tr("Writes a TorchScript archive that holds all of the model"));
    m_folder->setText(tr("Show in file manager"));
    m_remove->setText(m_entry && m_entry->linked ? tr("Remove from list") : tr("Remove…"));
    m_remove->setIcon(widgets::themedIcon(QStringLiteral("trash"), widgets::IconRole::Danger));
    m_tensors->retranslate();
    showHead();
    showNeeds();
    showPages();
}

} // namespace fe::shell
