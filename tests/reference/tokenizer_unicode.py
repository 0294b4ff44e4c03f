# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/tokenizers/unicode.json: which code points the Python library `tokenizers`
0.23.3 takes for control characters, marks, punctuation and white space, and how it changes single
code points, all as ranges. Prints the rows of kCaseAdditions in engine/tokenizers/unicode.cpp when
run by a Python with Unicode 14 (3.11).

    python tests/reference/tokenizer_unicode.py tests/data/tokenizers
"""
import base64
import json
import struct
import sys
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer, normalizers, pre_tokenizers

CODE_POINTS = [c for c in range(1, 0x110000) if not 0xD800 <= c <= 0xDFFF]


def ranges(predicate):
    found = []
    for c in CODE_POINTS:
        if predicate(chr(c)):
            if found and found[-1][1] == c - 1:
                found[-1][1] = c
            else:
                found.append([c, c])
    return found


def bert(**options):
    flags = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**(flags | options))


def changes(normalizer):
    """[code point, new text] where they differ, but for Hangul, which follows a rule."""
    return [[c, normalizer.normalize_str(chr(c))] for c in CODE_POINTS
            if not 0xAC00 <= c <= 0xD7A3 and normalizer.normalize_str(chr(c)) != chr(c)]


def joins():
    """Those that stay in one cluster with an "a": a character map that has "a" replaces all of it."""
    units = [0] * 512
    units[ord("a")] = ord("a") | (ord("a") ^ 256) << 10 | 0x100
    units[256] = 0x80000000
    charsmap = struct.pack("<513I", 2048, *units) + b"bc\0"
    tokenizer = Tokenizer.from_str(json.dumps({
        "added_tokens": [], "model": {"type": "BPE", "vocab": {}, "merges": []},
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()}}))
    return ranges(lambda c: c != "a" and tokenizer.normalizer.normalize_str("a" + c) == "bc")


clean, strip, accents = bert(clean_text=True), normalizers.StripAccents(), bert(strip_accents=True)
nfd, punctuation, scripts = normalizers.NFD(), pre_tokenizers.Punctuation(), pre_tokenizers.UnicodeScripts()
result = {
    "control": ranges(lambda c: clean.normalize_str(f"a{c}a") == "aa"),
    "space": ranges(lambda c: clean.normalize_str(f"a{c}a") == "a a"),
    "mark": ranges(lambda c: strip.normalize_str(f"a{c}a") == "aa"),
    "nonspacing": ranges(lambda c: accents.normalize_str(f"a{c}a") == "aa"),
    "punctuation": ranges(lambda c: len(punctuation.pre_tokenize_str(f"a{c}a")) != 1),
    "joining": joins(),
    "withLatin": ranges(lambda c: len(scripts.pre_tokenize_str(f"a{c}")) == 1),
    "withHan": ranges(lambda c: len(scripts.pre_tokenize_str(f"字{c}")) == 1),
    "withCommon": ranges(lambda c: len(scripts.pre_tokenize_str(f"1{c}")) == 1),
    "Lowercase": changes(normalizers.Lowercase()),
    "NFC": changes(normalizers.NFC()),
    "NFD": changes(nfd),
    "NFKC": changes(normalizers.NFKC()),
    "NFKD": changes(normalizers.NFKD()),
}
(Path(sys.argv[1]) / "unicode.json").write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
if unicodedata.unidata_version == "14.0.0":
    rows = []
    for c, lower in result["Lowercase"]:
        if chr(c).lower() != lower:
            if rows and rows[-1][1] == c - 1 and rows[-1][2] == ord(lower) - c:
                rows[-1][1] = c
            else:
                rows.append([c, c, ord(lower) - c])
    for first, last, distance in rows:
        print(f"{{ 0x{first:X}, 0x{last:X}, {distance} }},")
