// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/import_dialog.h"

#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr qsizetype kLongestSample = 60;

} // namespace

ImportDialog::ImportDialog(ImportQuestion question, QWidget* parent)
    : QDialog(parent), m_question(std::move(question)), m_noHeader(new QCheckBox(this)),
      m_append(new QCheckBox(this))
{
    setWindowTitle(tr("Import examples"));
    m_headerless = withoutHeader(m_question.file);
    auto* intro = new QLabel(this);
    intro->setTextFormat(Qt::PlainText);
    intro->setWordWrap(true);
    intro->setText(tr("%1 names its columns differently than the pattern its fields. Which column "
                      "gives which field?")
                       .arg(m_question.fileName));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(scaled(12));
    for (const QString& field : std::as_const(m_question.fields)) {
        Row row { new QComboBox(this), new QLabel(this) };
        row.column->setAccessibleName(tr("Column for %1").arg(field));
        row.sample->setProperty("kind", QStringLiteral("secondary"));
        row.sample->setTextFormat(Qt::PlainText);
        auto* title = new QLabel(field, this);
        title->setTextFormat(Qt::PlainText);
        title->setBuddy(row.column);
        auto* cell = new QVBoxLayout;
        cell->setSpacing(scaled(2));
        cell->addWidget(row.column);
        cell->addWidget(row.sample);
        form->addRow(title, cell);
        m_rows.push_back(row);
        connect(row.column, &QComboBox::currentIndexChanged, this, &ImportDialog::showSamples);
    }
    m_noHeader->setText(tr("The first line is an example, not the names of the columns"));
    m_noHeader->setVisible(m_question.hasHeader);
    m_append->setText(tr("Keep the examples that are there and add these"));
    m_append->setVisible(m_question.hasRows);
    connect(m_noHeader, &QCheckBox::toggled, this, &ImportDialog::fillColumns);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    import->setProperty("kind", QStringLiteral("primary"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(scaled(12));
    column->addWidget(intro);
    column->addLayout(form);
    column->addWidget(m_noHeader);
    column->addWidget(m_append);
    column->addWidget(buttons);
    setMinimumWidth(scaled(380));
    fillColumns();
}

const evaluation::ExampleTable& ImportDialog::source() const
{
    return m_noHeader->isChecked() ? m_headerless : m_question.file;
}

void ImportDialog::fillColumns()
{
    const ColumnMapping mapping = mappingByPlace(m_question.fields, source());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        QComboBox* box = m_rows[i].column;
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItem(tr("(leave empty)"), QString());
        for (const std::string& column : source().columns) {
            const QString name = QString::fromStdString(column);
            box->addItem(m_noHeader->isChecked() ? tr("column %1").arg(name) : name, name);
        }
        const QString field = m_question.fields[static_cast<qsizetype>(i)];
        box->setCurrentIndex(mapping.contains(field) ? box->findData(mapping.value(field)) : 0);
    }
    showSamples();
}

void ImportDialog::showSamples()
{
    for (const Row& row : m_rows) {
        const auto column = source().column(row.column->currentData().toString().toStdString());
        const bool known = column && row.column->currentIndex() > 0 && !source().rows.empty();
        const QString sample = known
            ? QString::fromStdString(source().rows.front()[*column]).simplified()
            : QString();
        row.sample->setText(sample.size() > kLongestSample
                                ? sample.left(kLongestSample) + QStringLiteral("…")
                                : sample);
    }
}

evaluation::ExampleTable ImportDialog::table() const
{
    ColumnMapping mapping;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].column->currentIndex() > 0) {
            mapping.insert(m_question.fields[static_cast<qsizetype>(i)],
                           m_rows[i].column->currentData().toString());
        }
    }
    return mappedTable(source(), m_question.fields, mapping);
}

bool ImportDialog::appends() const
{
    return m_append->isChecked();
}

} // namespace fe::prompting
