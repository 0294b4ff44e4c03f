// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/compare_page.h"
#include "prompting/history/history_page.h"
#include "prompting/prompt_page.h"
#include "prompting/sweep/sweep_page.h"

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
        { "compare", "comparison",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Pages", "Compare")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::Pages",
                                    "One question asked in several ways, or of several models"));
          },
          make<ComparePage> },
        { "sweep", "sweep",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Pages", "Sweep")); },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::Pages",
                                                  "Accuracy over a data set by the number of "
                                                  "examples, seeds and models"));
          },
          make<SweepPage> },
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
