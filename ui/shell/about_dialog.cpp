// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/about_dialog.h"

#include "widgets/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("AboutDialog", text);
}

QString aboutHtml()
{
    const QString paragraph = QStringLiteral("<p>%1</p>");
    QString html = paragraph.arg(
        translated(QT_TRANSLATE_NOOP("AboutDialog",
                                     "Understand foundation models by handling them: "
                                     "prompt one and watch how it chooses every token. "
                                     "Everything runs on this computer.")));
    html += paragraph.arg(translated(QT_TRANSLATE_NOOP("AboutDialog", "Version %1, Qt %2, %3"))
                              .arg(QCoreApplication::applicationVersion(),
                                   QString::fromLatin1(qVersion()), QSysInfo::prettyProductName()));
    html += paragraph.arg(translated(
        QT_TRANSLATE_NOOP("AboutDialog",
                          "This program is free software under the GNU General Public License, "
                          "version 3 or later, without "
                          "any warranty. Its engine is under the Apache License 2.0.")));
    html += paragraph.arg(translated(QT_TRANSLATE_NOOP(
        "AboutDialog",
        "It is built on Qt (LGPL-3.0), libtorch (BSD-3-Clause, with Intel MKL and oneDNN inside), "
        "PCRE2 (BSD-3-Clause), ICU (Unicode License), OpenSSL (Apache-2.0) and nlohmann/json "
        "(MIT). The models that you "
        "open come with licences of their own.")));
    return html;
}

} // namespace

void showAbout(QWidget* parent)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(
        translated(QT_TRANSLATE_NOOP("AboutDialog", "About Foundation Explorer")));
    auto* icon = new QLabel(&dialog);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/app.svg"))
                        .pixmap(QSize(scaled(56), scaled(56)), dialog.devicePixelRatioF()));
    auto* name = new QLabel(QCoreApplication::applicationName(), &dialog);
    name->setProperty("kind", QStringLiteral("display"));
    auto* text = new QLabel(aboutHtml(), &dialog);
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setMinimumWidth(scaled(420));
    auto* buttons = new QDialogButtonBox(&dialog);
    QPushButton* close = buttons->addButton(translated(QT_TRANSLATE_NOOP("AboutDialog", "Close")),
                                            QDialogButtonBox::RejectRole);
    close->setDefault(true);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(scaled(24), scaled(20), scaled(24), scaled(16));
    layout->setSpacing(scaled(8));
    layout->addWidget(icon);
    layout->addWidget(name);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog.exec();
}

} // namespace fe::shell
