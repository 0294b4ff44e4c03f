#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes engine/tensor/codebooks.cpp: the points that GGUF's IQ types choose from.

The points are part of the format and follow no rule that would be shorter than the list, so they are
read off gguf-py's grids and packed: python3 gguf_codebooks.py > engine/tensor/codebooks.cpp
"""
from importlib.metadata import version

import numpy as np
from gguf import quants

# (constant, grid, bits of an element in a point of 16 bits)
BOOKS = [
    ("kIq2Xxs", quants.IQ2_XXS, 2), ("kIq2Xs", quants.IQ2_XS, 2), ("kIq2S", quants.IQ2_S, 2),
    ("kIq3Xxs", quants.IQ3_XXS, 4), ("kIq3S", quants.IQ3_S, 4), ("kIq1", quants.IQ1_S, 2),
]

HEAD = """\
// SPDX-License-Identifier: Apache-2.0
// Written by tests/reference/gguf_codebooks.py from gguf-py {version}; do not edit.
// The numbers are those of ggml and gguf-py: MIT License, Copyright (c) 2023-2026 The ggml authors
// (packaging/THIRD_PARTY.md).
#include "tensor/codebooks.h"

// clang-format off
namespace fe::tensor {{
"""


def points(kind, bits):
    """Each point as one number: the level of element i in `bits` bits from bit i * bits."""
    kind.init_grid()
    levels = {np.float32(value): level for level, value in enumerate(kind.grid_map)}
    return [sum(levels[value] << (bits * i) for i, value in enumerate(point))
            for point in kind.grid.reshape(kind.grid_shape)]


def table(name, kind, bits):
    cells = [f"{point}," for point in points(kind, bits)]
    lines, line = [], "   "
    for cell in cells:
        if len(line) + len(cell) + 1 > 118:
            lines.append(line)
            line = "   "
        line += " " + cell
    lines.append(line)
    return f"\nconst std::array<std::uint16_t, {len(cells)}> {name} = {{\n" + "\n".join(lines) + "\n};\n"


if __name__ == "__main__":
    print(HEAD.format(version=version("gguf")), end="")
    for book in BOOKS:
        print(table(*book), end="")
    print("\n} // namespace fe::tensor\n// clang-format on")
