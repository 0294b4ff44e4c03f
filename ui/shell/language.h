// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace fe::shell {

enum class LanguageChoice { System, English, Korean };

/// The language of the window, switched at run time: every widget gets QEvent::LanguageChange.
class Language
{
public:
    Language() = default;
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;
    ~Language();

    void setChoice(LanguageChoice choice);
    [[nodiscard]] LanguageChoice choice() const { return m_choice; }
    [[nodiscard]] bool isKorean() const { return m_korean; }

private:
    LanguageChoice m_choice = LanguageChoice::English;
    bool m_korean = false;
    QTranslator m_ours;
    QTranslator m_qt; ///< for Qt's own dialogs and context menus
};

} // namespace fe::shell
