// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/trust_question.h"

#include "shell/job_text.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

TrustQuestion::TrustQuestion(const workspace::TrustRequest& request, QWidget* parent)
    : QDialog(parent), m_request(request)
{
    setObjectName(QStringLiteral("trustQuestion"));
    setWindowTitle(tr("Trust this file?"));
    setMinimumWidth(scaled(500));
    auto* icon = new QLabel(this);
    icon->setPixmap(widgets::themedIcon(QStringLiteral("warning"), widgets::IconRole::Warning)
                        .pixmap(QSize(scaled(28), scaled(28)), devicePixelRatioF()));
    const auto wrapped = [this](const QString& text, const char* kind) {
        auto* label = new QLabel(text, this);
        label->setTextFormat(Qt::PlainText); // paths come from outside
        label->setWordWrap(true);
        label->setProperty("kind", QLatin1String(kind));
        return label;
    };
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(12));
    head->addWidget(icon, 0, Qt::AlignVCenter);
    head->addWidget(wrapped(tr("This file is a program"), "display"), 1);
    auto* facts = new QFormLayout;
    facts->setHorizontalSpacing(scaled(12));
    const auto addFact = [&](const QString& title, const QString& value) {
        QLabel* label = wrapped(value, "");
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        facts->addRow(title, label);
        return label;
    };
    addFact(tr("File"), QFileInfo(request.path).fileName());
    addFact(tr("Folder"), QFileInfo(request.path).absolutePath());
    addFact(tr("Size"), bytesText(request.bytes));
    // In groups, so that it can be read and wraps.
    QString sum;
    for (qsizetype i = 0; i < request.sha256.size(); i += 8) {
        sum += (i == 0 ? QString() : QStringLiteral(" ")) + request.sha256.mid(i, 8);
    }
    addFact(tr("SHA-256"), sum)->setProperty("mono", true);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* trust = buttons->addButton(tr("Trust and open"), QDialogButtonBox::AcceptRole);
    trust->setObjectName(QStringLiteral("trustAndOpen"));
    trust->setAutoDefault(false);
    QPushButton* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(QStringLiteral("cancelTrust"));
    cancel->setDefault(true); // a thoughtless Enter runs nothing
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(18), scaled(16), scaled(18), scaled(16));
    column->setSpacing(scaled(10));
    column->addLayout(head);
    column->addWidget(wrapped(
        tr("A TorchScript archive brings code of its own, which runs with your rights as soon as "
           "the model is used. Open it only if you know where it comes from."),
        ""));
    column->addLayout(facts);
    column->addWidget(wrapped(
        tr("Your answer is remembered for this very file: if its content changes, you are asked "
           "again."),
        "secondary"));
    column->addSpacing(scaled(8));
    column->addWidget(buttons);
}

} // namespace fe::shell
