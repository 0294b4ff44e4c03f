// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/export_question.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

ExportQuestion::ExportQuestion(const workspace::ModelFacts& facts, QWidget* parent)
    : QDialog(parent), m_own(new QRadioButton(tr("For this program"), this)),
      m_portable(new QRadioButton(tr("For plain PyTorch too"), this)),
      m_weights(new QComboBox(this))
{
    setObjectName(QStringLiteral("exportQuestion"));
    setWindowTitle(tr("Export to TorchScript"));
    setMinimumWidth(scaled(460));
    auto* name = new QLabel(facts.name, this);
    name->setTextFormat(Qt::PlainText);
    name->setProperty("kind", QStringLiteral("display"));
    auto* what = new QLabel(
        tr("One .pt file with weights, code, configuration and tokenizer. It loads again without "
           "the files that it was made of."),
        this);
    what->setWordWrap(true);
    what->setProperty("kind", QStringLiteral("secondary"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(18), scaled(16), scaled(18), scaled(16));
    column->setSpacing(scaled(8));
    column->addWidget(name);
    column->addWidget(what);
    column->addSpacing(scaled(4));
    const auto add = [this, column](QRadioButton* button, const char* id, const QString& hint) {
        button->setObjectName(QLatin1String(id));
        button->setAccessibleDescription(hint);
        auto* label = new QLabel(hint, this);
        label->setWordWrap(true);
        label->setProperty("kind", QStringLiteral("secondary"));
        label->setContentsMargins(scaled(24), 0, 0, scaled(4));
        column->addWidget(button);
        column->addWidget(label);
    };
    add(m_own, "exportOwn", tr("Smallest and fastest: quantised weights stay quantised."));
    add(m_portable, "exportPortable",
        tr("Uses PyTorch's own operators alone; quantised weights are written as 32-bit numbers."));
    m_own->setChecked(true);
    m_weights->setObjectName(QStringLiteral("exportWeights"));
    m_weights->addItem(tr("as stored"), static_cast<int>(models::WeightForm::Stored));
    m_weights->addItem(QStringLiteral("f32"), static_cast<int>(models::WeightForm::F32));
    m_weights->addItem(QStringLiteral("bf16"), static_cast<int>(models::WeightForm::BF16));
    auto* form = new QFormLayout;
    form->addRow(tr("Form of the weights"), m_weights);
    column->addLayout(form);
    auto* buttons = new QDialogButtonBox(this);
    auto* next = new QPushButton(tr("Choose the file…"), this);
    next->setProperty("kind", QStringLiteral("primary")); // before the box has it drawn
    buttons->addButton(next, QDialogButtonBox::AcceptRole);
    next->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addSpacing(scaled(8));
    column->addWidget(buttons);
}

models::ExportOptions ExportQuestion::options() const
{
    return { .weights = static_cast<models::WeightForm>(m_weights->currentData().toInt()),
             .portable = m_portable->isChecked() };
}

} // namespace fe::shell
