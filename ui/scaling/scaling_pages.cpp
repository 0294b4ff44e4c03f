// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/compare_page.h"
#include "scaling/emergence/emergence_page.h"
#include "scaling/measurements/measurements_page.h"
#include "scaling/optimal/optimal_page.h"
#include "scaling/plot_page.h"
#include "scaling/scaling_page.h"
#include "scaling/sharpness/sharp_page.h"

#include <QCoreApplication>

namespace fe::scaling_tab {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::Pages", text);
}

template<typename Page>
ScalingPage* make(ScalingState& state, QWidget* parent)
{
    return new Page(state, parent);
}

} // namespace

std::span<const ScalingPageRow> scalingPageRows()
{
    static constexpr ScalingPageRow rows[] = {
        { "plot", [] { return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Plot")); },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages",
                                                  "Measurements against scale, with fitted laws"));
          },
          true, make<PlotPage> },
        { "compare",
          [] { return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Compare fits")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Which law explains a series best"));
          },
          true, make<ComparePage> },
        { "emergence",
          [] { return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Emergence")); },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages",
                                                  "Abilities by the scale at which they appear"));
          },
          true, make<EmergencePage> },
        { "sharp",
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Sharp or smooth?"));
          },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::scaling_tab::Pages", "The same task under a sharp and a smooth metric"));
          },
          false, make<SharpPage> },
        { "optimal",
          [] { return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "Compute-optimal")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::scaling_tab::Pages", "The best model and amount of data for a budget"));
          },
          false, make<OptimalPage> },
        { "measurements",
          [] { return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Pages", "My measurements")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::scaling_tab::Pages", "What you measured in the Prompt and Vision tabs"));
          },
          false, make<MeasurementsPage> },
    };
    return rows;
}

} // namespace fe::scaling_tab
