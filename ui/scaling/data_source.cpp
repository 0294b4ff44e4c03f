// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/data_source.h"

#include <QJsonArray>

#include <array>
#include <utility>

namespace fe::scaling_tab {

namespace {

constexpr std::array kKinds { std::pair { DataSource::Kind::Shipped, "shipped" },
                              std::pair { DataSource::Kind::File, "file" },
                              std::pair { DataSource::Kind::Measurements, "measurements" } };

constexpr std::array kColumnKinds { std::pair { scaling::ColumnKind::Number, "number" },
                                    std::pair { scaling::ColumnKind::Date, "date" },
                                    std::pair { scaling::ColumnKind::Text, "text" } };

QString markText(std::optional<char> mark)
{
    return mark ? QString(QLatin1Char(*mark)) : QString();
}

/// One of the characters that are allowed, or nothing.
std::optional<char> markFrom(const QJsonValue& value, std::string_view allowed)
{
    const QByteArray text = value.toString().toLatin1();
    return text.size() == 1 && allowed.find(text[0]) != std::string_view::npos
        ? std::optional(text[0])
        : std::nullopt;
}

} // namespace

QString DataSource::key() const
{
    for (const auto& [each, name] : kKinds) {
        if (each == kind) {
            return QLatin1String(name) % QLatin1Char(':') % id;
        }
    }
    return {};
}

DataSource DataSource::fromKey(const QString& key)
{
    for (const auto& [each, name] : kKinds) {
        const QString head = QLatin1String(name) % QLatin1Char(':');
        if (key.startsWith(head)) {
            return { each, key.mid(head.size()) };
        }
    }
    return {};
}

QJsonObject toJson(const scaling::TableOptions& options)
{
    QJsonArray kinds;
    for (const auto& [column, kind] : options.kinds) {
        for (const auto& [each, name] : kColumnKinds) {
            if (each == kind) {
                kinds.append(QJsonArray { QString::fromStdString(column), QLatin1String(name) });
            }
        }
    }
    return { { QStringLiteral("delimiter"), markText(options.delimiter) },
             { QStringLiteral("decimal_mark"), markText(options.decimalMark) },
             { QStringLiteral("kinds"), kinds } };
}

scaling::TableOptions tableOptionsFrom(const QJsonObject& json)
{
    scaling::TableOptions options;
    options.delimiter = markFrom(json.value(QStringLiteral("delimiter")), ",;\t");
    options.decimalMark = markFrom(json.value(QStringLiteral("decimal_mark")), ".,");
    for (const QJsonValue& value : json.value(QStringLiteral("kinds")).toArray()) {
        const QJsonArray pair = value.toArray();
        for (const auto& [kind, name] : kColumnKinds) {
            if (pair.at(1).toString() == QLatin1String(name)) {
                options.kinds.emplace_back(pair.at(0).toString().toStdString(), kind);
            }
        }
    }
    return options;
}

} // namespace fe::scaling_tab
