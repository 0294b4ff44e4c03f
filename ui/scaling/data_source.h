// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_table.h"

#include <QJsonObject>
#include <QString>

#include <memory>

namespace fe::scaling_tab {

using TablePtr = std::shared_ptr<const scaling::DataTable>;

/// Where a table comes from.
struct DataSource {
    enum class Kind {
        Shipped, ///< id: of scaling::datasets()
        File, ///< id: an absolute path
        Measurements, ///< what was measured in the other tabs; no id
    };
    Kind kind = Kind::Shipped;
    QString id {};

    /// Names it in saved states: "shipped:chinchilla_points".
    [[nodiscard]] QString key() const;
    /// Of key(); Shipped without id where it is none.
    [[nodiscard]] static DataSource fromKey(const QString& key);
    friend bool operator==(const DataSource&, const DataSource&) = default;
};

// How a user's file is to be read (the engine finds out what is left open).
[[nodiscard]] QJsonObject toJson(const scaling::TableOptions& options);
[[nodiscard]] scaling::TableOptions tableOptionsFrom(const QJsonObject& json);

} // namespace fe::scaling_tab
