// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fexp_process.h"

#include <vector>

namespace fe::test {

inline QString one(const char* text)
{
    return QString::fromUtf8(text);
}

inline QString checkpoint(const char* name)
{
    return dataPath(QStringLiteral("models/%1/checkpoint").arg(one(name)));
}

inline QString catPicture()
{
    return dataPath(QStringLiteral("../../resources/models/samples/noto_cat.png"));
}

/// Every product in float32, as references are.
inline const QStringList kExact { QStringLiteral("--weights"), QStringLiteral("f32") };

/// Numbers of nested arrays in order; NaN for null.
inline std::vector<double> numbersOf(const QJsonValue& value)
{
    if (!value.isArray()) {
        return { value.isDouble() ? value.toDouble() : qQNaN() };
    }
    std::vector<double> result;
    for (const QJsonValue& item : value.toArray()) {
        const auto part = numbersOf(item);
        result.insert(result.end(), part.begin(), part.end());
    }
    return result;
}

/// {"input_ids": [[...]]}.
inline QByteArray idsJson(const std::vector<double>& ids)
{
    QStringList numbers;
    for (const double id : ids) {
        numbers << QString::number(id);
    }
    return "{\"input_ids\": [[" + numbers.join(u',').toUtf8() + "]]}";
}

} // namespace fe::test
