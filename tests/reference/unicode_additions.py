# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the rows of engine/tokenizers/unicode_additions.cpp: code points that Unicode 15 to 16
assigned. Needs the module unicodedata2, version 16, and a Python whose own unicodedata is 14."""
import unicodedata

import unicodedata2

assert unicodedata.unidata_version == "14.0.0" and unicodedata2.unidata_version == "16.0.0"
rows = []
for code in range(0x110000):
    if unicodedata.category(chr(code)) != "Cn":
        continue
    category = unicodedata2.category(chr(code))
    if category == "Cn":
        continue
    if rows and rows[-1][1] == code - 1 and rows[-1][2] == category:
        rows[-1][1] = code
    else:
        rows.append([code, code, category])
for first, last, category in rows:
    print('    { 0x%X, 0x%X, "%s" },' % (first, last, category))
