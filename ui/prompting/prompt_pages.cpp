// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/history/history_page.h"
#include "prompting/prompt_page.h"

#include <QCoreApplication>

namespace fe::prompting {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::prompting::Pages", text);
}

template<typename Page>
PromptPage* make(PromptState& state, QWidget* parent)
{
    return new Page(state, parent);
}

} // namespace

std::span<const PromptPageRow> promptPageRows()
{
    static constexpr PromptPageRow rows[] = {
        { "history", "",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Pages", "History")); },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::Pages",
                                                  "Everything that was run, to find it again"));
          },
          make<HistoryPage> },
    };
    return rows;
}

} // namespace fe::prompting
