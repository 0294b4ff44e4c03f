// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/formats/files.h"
#include "engine/formats/zip_builder.h"

#include <algorithm>

namespace fe::formats::testing {

// Words of a pickle, and archives made of them.

inline QByteArray text(const QByteArray& value)
{
    return "X" + littleEndian(static_cast<std::uint32_t>(value.size())) + value;
}

/// A whole number as BININT.
inline QByteArray number(std::int32_t value)
{
    return "J" + littleEndian(value);
}

inline QByteArray tuple(const QByteArray& items)
{
    return "(" + items + "t";
}

struct TensorWords {
    QByteArray key = "0";
    QByteArray type = "FloatStorage";
    std::int32_t elements = 6;
    std::int32_t offset = 0;
    QByteArray shape = number(2) + number(3);
    QByteArray strides = number(3) + number(1);
    QByteArray function = "torch._utils\n_rebuild_tensor_v2";
};

inline QByteArray tensor(const TensorWords& words = {})
{
    return "c" + words.function + "\n"
        + tuple(tuple(text("storage") + "ctorch\n" + words.type + "\n" + text(words.key)
                      + text("cpu") + number(words.elements))
                + "Q" + number(words.offset) + tuple(words.shape) + tuple(words.strides)
                + "\x89"
                  "ccollections\nOrderedDict\n)R")
        + "R";
}

/// A module of the class M with these attributes.
inline QByteArray module(const QByteArray& attributes)
{
    return "c__torch__\nM\n)\x81}(" + attributes + "ub";
}

inline QByteArray pickle(const QByteArray& value)
{
    return "\x80\x02" + value + ".";
}

inline QByteArray goodPickle()
{
    return pickle(module(text("training") + "\x89" + text("w") + tensor()));
}

/// A small archive that is sound.
inline std::vector<ZipPart> goodParts(const QByteArray& data = goodPickle())
{
    return {
        { "m/data.pkl", data },
        { "m/data/0", QByteArray(24, 'x') },
        { "m/code/__torch__.py", "class M(Module):\n", true },
        { "m/constants.pkl", pickle(")") },
        { "m/version", "3\n" },
    };
}

inline ZipPart& part(std::vector<ZipPart>& parts, const QByteArray& name)
{
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [&](const ZipPart& each) { return each.name == name; });
    if (found == parts.end()) {
        qFatal("no part %s", name.constData());
    }
    return *found;
}

} // namespace fe::formats::testing
