#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tables of README.md against what `fexp list` prints.

usage: readme.py FEXP README.md [--write]

The part between the two markers is made of the program's answer; --write puts it there.
"""
import difflib
import json
import pathlib
import subprocess
import sys

BEGIN = "<!-- fexp list: begin -->\n"
END = "<!-- fexp list: end -->\n"
KINDS = ("decoder", "encoder", "encoder-decoder", "vision", "vision-language")


def text(answer):
    lines = ["| Architecture | Kind | Covers |", "| --- | --- | --- |"]
    rows = sorted(answer["architectures"], key=lambda row: KINDS.index(row["kind"]))
    lines += [f"| {row['id']} | {row['kind']} | {row['covers']} |" for row in rows]
    lines += ["", "| | |", "| --- | --- |"]
    lines.append("| Files | " + "; ".join(answer["file_formats"]) + " |")
    lines.append("| Pictures | " + ", ".join(answer["image_formats"]) + " |")
    lines.append("| Weights in files | " + ", ".join(answer["weight_types"]) + " |")
    lines.append("| Weights in memory | " + ", ".join(answer["weights"]) + " |")
    for kind in ("normalizers", "pre_tokenizers", "models", "processors", "decoders"):
        names = [s.split("/")[1] for s in answer["tokenizer_stages"] if s.startswith(kind + "/")]
        lines.append(f"| Tokenizer {kind.replace('_', '-')} | " + ", ".join(names) + " |")
    return "\n".join(lines) + "\n"


def main():
    fexp, readme = sys.argv[1], pathlib.Path(sys.argv[2])
    listed = subprocess.run([fexp, "list"], check=True, capture_output=True, text=True).stdout
    whole = readme.read_text(encoding="utf-8")
    if whole.count(BEGIN) != 1 or whole.count(END) != 1:
        print(f"{readme}: the markers {BEGIN.strip()} and {END.strip()} are not there once each")
        return 1
    before, rest = whole.split(BEGIN)
    written, after = rest.split(END)
    wanted = "\n" + text(json.loads(listed)) + "\n"
    if "--write" in sys.argv:
        readme.write_text(before + BEGIN + wanted + END + after, encoding="utf-8")
        return 0
    if written == wanted:
        return 0
    print("README.md does not say what fexp list prints; run this script with --write")
    sys.stdout.writelines(difflib.unified_diff(written.splitlines(True), wanted.splitlines(True),
                                               "README.md", "fexp list"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
