// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/import_question.h"

#include "shell/job_text.h"
#include "widgets/theme.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

namespace {

QLabel* wrapped(const QString& text, const char* kind, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText); // paths come from outside
    label->setWordWrap(true);
    label->setProperty("kind", QLatin1String(kind));
    return label;
}

} // namespace

ImportQuestion::ImportQuestion(const workspace::ImportPlan& plan, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("importQuestion"));
    setWindowTitle(tr("Import a model"));
    setMinimumWidth(scaled(460));
    const QString name = workspace::toText(plan.target.filename());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(18), scaled(16), scaled(18), scaled(16));
    column->setSpacing(scaled(8));
    column->addWidget(wrapped(name, "display", this));
    column->addWidget(wrapped(workspace::modelSummary(plan.info) + QLatin1Char('\n')
                                  + workspace::toText(plan.source),
                              "secondary", this));
    column->addSpacing(scaled(4));
    const QString sizes
        = tr("%1 are copied, %2 are free.").arg(bytesText(plan.bytes), bytesText(plan.freeBytes));
    if (plan.nameIsTaken()) {
        column->addWidget(wrapped(tr("A model of that name is installed already."), "", this));
        m_copy = addChoice(
            tr("Keep both"),
            tr("The new one is called %1.").arg(workspace::toText(plan.freeTarget.filename()))
                + QLatin1Char(' ') + sizes,
            "importCopy");
        m_replace = addChoice(tr("Replace the installed one"),
                              tr("It is removed for good once the copy is complete.")
                                  + QLatin1Char(' ') + sizes,
                              "importReplace");
    } else {
        m_copy = addChoice(tr("Copy it into the model folder"), sizes, "importCopy");
    }
    m_inPlace = addChoice(tr("Use it where it is"),
                          tr("Nothing is copied; the list remembers the place."), "importInPlace");
    for (QRadioButton* button : { m_copy, m_replace }) {
        if (button) {
            button->setEnabled(plan.fits());
        }
    }
    if (!plan.fits()) {
        column->addWidget(
            wrapped(tr("The disk of the model folder is too full for a copy."), "error", this));
    }
    (plan.fits() ? m_copy : m_inPlace)->setChecked(true);
    auto* buttons = new QDialogButtonBox(this);
    auto* import = new QPushButton(tr("Import"), this);
    import->setProperty("kind", QStringLiteral("primary")); // before the box has it drawn
    buttons->addButton(import, QDialogButtonBox::AcceptRole);
    import->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addSpacing(scaled(8));
    column->addWidget(buttons);
}

QRadioButton* ImportQuestion::addChoice(const QString& text, const QString& hint, const char* name)
{
    auto* button = new QRadioButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleDescription(hint);
    layout()->addWidget(button);
    auto* label = wrapped(hint, "secondary", this);
    label->setContentsMargins(scaled(24), 0, 0, scaled(4));
    layout()->addWidget(label);
    return button;
}

ImportChoice ImportQuestion::choice() const
{
    if (result() != Accepted) {
        return ImportChoice::Skip;
    }
    if (m_inPlace->isChecked()) {
        return ImportChoice::UseInPlace;
    }
    return m_replace && m_replace->isChecked() ? ImportChoice::Replace : ImportChoice::Copy;
}

} // namespace fe::shell
