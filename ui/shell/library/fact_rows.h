// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/model_facts.h"

#include <QList>
#include <QString>

namespace fe::shell {

struct FactRow {
    QString name; ///< translated
    QString value;
};

/// What the headers tell of a model, for people; what does not apply to its kind is left out.
[[nodiscard]] QList<FactRow> factRows(const workspace::ModelFacts& facts);

/// The package's metadata as indented JSON; long lists and texts by their length and beginning.
[[nodiscard]] QString metadataText(const base::Json& metadata);

/// "as stored · needs about 120 MB".
[[nodiscard]] QString needText(const workspace::FormNeed& need);

} // namespace fe::shell
