#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes engine/chat/unicode_tables.cpp: what Python's str knows about every code point.

Chat templates are written against Python's str, so the tables are read off str itself instead of
the Unicode files: python3 chat_unicode_tables.py > engine/chat/unicode_tables.cpp
"""
import sys
import unicodedata

EVERY = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def ranges(predicate):
    """[first, last, stride]: capital and small letters often alternate."""
    found = []
    for c in EVERY:
        if predicate(chr(c)):
            last = found[-1] if found else None
            if last and c - last[1] in (1, 2) and last[2] in (0, c - last[1]):
                last[1], last[2] = c, c - last[1]
            else:
                found.append([c, c, 0])
    return found


def ignorable(c):
    """Case_Ignorable and not cased, seen through the rule for the final sigma."""
    return ("A" + c + "\u03a3").lower().endswith("\u03c2") and (c + "\u03a3").lower().endswith("\u03c3")


def wrap(cells):
    lines, line = [], "   "
    for cell in cells:
        if len(line) + len(cell) + 2 > 118:
            lines.append(line)
            line = "   "
        line += " " + cell + ","
    return "\n".join(lines + [line])


def table(name, what, predicate):
    cells = [f"{{{a:#x},{b:#x},{s or 1}}}" for a, b, s in ranges(predicate)]
    print(f"\n/// {what}\nconstexpr Range k{name}[] = {{\n{wrap(cells)}\n}};")


def runs(mapping):
    """Code points whose simple mapping has one difference, at a stride of 1 or 2."""
    found = []
    for c in EVERY:
        to = mapping(chr(c))
        if len(to) != 1 or ord(to) == c:
            continue
        delta = ord(to) - c
        last = found[-1] if found else None
        if last and last[3] == delta and c - last[1] in (1, 2) and last[2] in (0, c - last[1]):
            last[1], last[2] = c, c - last[1]
        else:
            found.append([c, c, 0, delta])
    return found


def case_table(name, what, mapping):
    cells = [f"{{{a:#x},{b:#x},{s or 1},{d}}}" for a, b, s, d in runs(mapping)]
    print(f"\n/// {what}\nconstexpr CaseRun k{name}[] = {{\n{wrap(cells)}\n}};")


def special_table(name, what, mapping):
    cells = []
    for c in EVERY:
        to = mapping(chr(c))
        if len(to) != 1:
            points = [ord(t) for t in to] + [0] * (3 - len(to))
            cells.append(f"{{{c:#x},{{" + ",".join(f"{p:#x}" for p in points) + "}}")
    print(f"\n/// {what}\nconstexpr Expansion k{name}[] = {{\n{wrap(cells)}\n}};")


print("// SPDX-License-Identifier: Apache-2.0")
print(f"// Written by tests/reference/chat_unicode_tables.py from Unicode {unicodedata.unidata_version}; do not edit.")
print('#include "chat/unicode_tables.h"\n\n// clang-format off\nnamespace fe::chat {\nnamespace {')
table("Unprintable", "str.isprintable is false", lambda c: not c.isprintable())
table("Alphabetic", "str.isalpha", str.isalpha)
table("Decimal", "str.isdecimal", str.isdecimal)
table("Digit", "str.isdigit but not isdecimal", lambda c: c.isdigit() and not c.isdecimal())
table("Numeric", "str.isnumeric but not isdigit", lambda c: c.isnumeric() and not c.isdigit())
table("Upper", "str.isupper", str.isupper)
table("Lower", "str.islower", str.islower)
table("Title", "Title case letters", lambda c: c.istitle() and not c.isupper())
table("CaseIgnorable", "Skipped when the final sigma looks for its neighbours", ignorable)
case_table("ToUpper", "str.upper, one code point to one", str.upper)
case_table("ToLower", "str.lower, one code point to one", str.lower)
case_table("ToTitle", "str.title where it differs from str.upper", lambda c: c.title() if c.title() != c.upper() else c)
special_table("UpperExpansion", "str.upper, one code point to several", str.upper)
special_table("LowerExpansion", "str.lower, one code point to several", str.lower)
special_table("TitleExpansion", "str.title, one code point to several", str.title)
print("\n} // namespace\n")
print("const CharacterTables& characterTables()\n{")
names = "Unprintable Alphabetic Decimal Digit Numeric Upper Lower Title CaseIgnorable ToUpper ToLower ToTitle " \
        "UpperExpansion LowerExpansion TitleExpansion"
print("    static constexpr CharacterTables kTables = {\n        " + ",\n        ".join("k" + n for n in names.split()) + ",\n    };")
print("    return kTables;\n}\n\n} // namespace fe::chat")
sys.stdout.flush()
