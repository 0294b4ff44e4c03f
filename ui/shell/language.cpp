// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace fe::shell {

Language::~Language()
{
    if (m_korean && QCoreApplication::instance()) {
        QCoreApplication::removeTranslator(&m_ours);
        QCoreApplication::removeTranslator(&m_qt);
    }
}

void Language::setChoice(LanguageChoice choice)
{
    m_choice = choice;
    const bool korean = choice == LanguageChoice::Korean
        || (choice == LanguageChoice::System && QLocale::system().language() == QLocale::Korean);
    if (korean == m_korean) {
        return;
    }
    m_korean = korean;
    if (!korean) {
        QCoreApplication::removeTranslator(&m_ours);
        QCoreApplication::removeTranslator(&m_qt);
        return;
    }
    // Qt's own texts are a package of their own on some systems; without it they stay English.
    if (m_qt.load(QStringLiteral("qtbase_ko"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&m_qt);
    }
    if (m_ours.load(QStringLiteral(":/i18n/ko.qm"))) {
        QCoreApplication::installTranslator(&m_ours);
    }
}

} // namespace fe::shell
