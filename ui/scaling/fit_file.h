// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "scaling/series_fit.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace fe::scaling_tab {

class ScalingState;

/// One fit as `fexp fit` prints it, with its series and the hash of its data; indented JSON.
[[nodiscard]] QByteArray fitText(const FitSet& set, const SeriesFit& fit,
                                 const scaling::DataTable& table);

/// What became of opening a fit.
struct OpenedFit {
    QString table; ///< name of the table that it was made from
    bool sameData = false; ///< the file has the hash that was fitted
};
/// Shows a saved fit: opens its table if it is one that is known (else takes the one that is
/// open), sets columns and conditions, and puts the fit there.
/// @param opened is called when that is done, unless opening the table fails (the state says so).
/// Malformed: it is no fit; NotFound: no table is open and none of that name is known.
[[nodiscard]] base::Result<void> openFit(ScalingState& state, const QByteArray& json,
                                         const QString& file,
                                         std::function<void(const OpenedFit&)> opened);

} // namespace fe::scaling_tab
